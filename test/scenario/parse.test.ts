// Scenario files: what is filled in, and what is refused, with line and column. Bad input gives every problem at
// once.

import { describe, expect, it } from 'vitest';
import { readFromMemory } from '../../src/scenario/file-patterns.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { formatProblem, type Problem } from '../../src/scenario/problem.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const HEAD = 'apiVersion: orrery/v1alpha1\nkind: Scenario\n';
const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: x}]}\n';

function problemsOf(text: string, others: { readonly [name: string]: string } = {}): readonly Problem[] {
  const files = [{ name: 'main.yaml', text }, ...Object.entries(others).map(([name, more]) => ({ name, text: more }))];
  const parsed = parseScenario(files.slice(0, 1), readFromMemory(files));
  return parsed.ok ? parsed.warnings : parsed.problems;
}

function scenarioOf(text: string, others: { readonly [name: string]: string } = {}): Scenario {
  const files = [{ name: 'main.yaml', text }, ...Object.entries(others).map(([name, more]) => ({ name, text: more }))];
  const parsed = parseScenario(files.slice(0, 1), readFromMemory(files));
  if (!parsed.ok) throw new Error(parsed.problems.map(formatProblem).join('\n'));
  return parsed.scenario;
}

describe('defaults', () => {
  it('runs plain Kubernetes YAML on three nodes for ten minutes', () => {
    const scenario = scenarioOf(POD);
    expect(scenario).toMatchObject({ name: 'main', seed: '1', namespace: 'default', until: 600_000_000 });
    expect(scenario.cluster.pools).toEqual([
      {
        name: 'node',
        count: 3,
        zones: ['a', 'b', 'c'],
        capacity: { cpu: '4', memory: '16Gi', 'ephemeral-storage': '100Gi', pods: '110' },
        labels: {},
        taints: [],
      },
    ]);
    expect(scenario.manifests.flatMap((file) => file.objects.map(({ source }) => source))).toEqual([
      { file: 'main.yaml', line: 1 },
    ]);
  });

  it('gives a pool the capacity that it does not mention', () => {
    const { cluster } = scenarioOf(`${HEAD}spec: {cluster: {pools: [{name: w, capacity: {cpu: 2}}]}}\n`);
    expect(cluster.pools[0]).toMatchObject({
      count: 1,
      zones: [],
      capacity: { cpu: '2', memory: '16Gi', 'ephemeral-storage': '100Gi', pods: '110' },
    });
  });

  it('puts objects and commands into the namespace of the scenario, unless they name one', () => {
    const scenario = scenarioOf(
      `${HEAD}spec: {namespace: shop, timeline: [{at: 1s, do: kubectl cordon a -n other}]}\n---\n${POD}`,
    );
    expect(scenario.manifests[0]?.objects[0]?.object.metadata.namespace).toBe('shop');
    expect(scenario.timeline[0]).toMatchObject({ command: { namespace: 'other' } });
  });

  it('reads manifests as Kubernetes does and the Scenario as YAML 1.2', () => {
    const config = 'apiVersion: v1\nkind: Widget\nmetadata: {name: c}\nspec: {on: yes, mode: 0644, day: 2026-01-05}\n';
    const scenario = scenarioOf(`${HEAD}metadata: {name: yes}\n---\n${config}`);
    expect(scenario.name).toBe('yes');
    expect(scenario.manifests[0]?.objects[0]?.object).toMatchObject({
      spec: { true: true, mode: 420, day: '2026-01-05' },
    });
  });

  it('takes a List apart', () => {
    const item = (name: string): string => `- {apiVersion: v1, kind: Namespace, metadata: {name: ${name}}}\n`;
    const list = `apiVersion: v1\nkind: List\nitems:\n${item('a')}${item('b')}`;
    const { manifests } = scenarioOf(list);
    expect(manifests[0]?.objects.map(({ object, source }) => [object.metadata.name, source.line])).toEqual([
      ['a', 4],
      ['b', 5],
    ]);
  });

  it('names sources as seen from the main file, wherever that lies', () => {
    const parsed = parseScenario(
      [{ name: '/srv/x/scenarios/nodes/a.yaml', text: `${HEAD}spec: {manifests: [../shop/]}\n` }],
      readFromMemory([{ name: '/srv/x/scenarios/shop/p.yaml', text: POD }]),
    );
    expect(parsed).toMatchObject({ ok: true, scenario: { manifests: [{ file: '../shop/p.yaml' }] } });
  });

  it('is frozen all the way down', () => {
    const scenario = scenarioOf(POD);
    expect(Object.isFrozen(scenario.manifests[0]?.objects[0]?.object.metadata)).toBe(true);
  });
});

describe('problems', () => {
  it('are all found at once, in order of their places', () => {
    const text = `${HEAD}spec:
  descripton: x
  seed: [1]
  until: 15 minutes
  cluster:
    pools:
      - {name: w, count: -1, capacity: {memry: 1Gi}}
  timeline:
    - {at: 1m, do: kubectl set imge deployment/web a=b}
    - {at: 1m, fail: {node: w-1, how: crsh}}
  expect:
    - {within: 1m, that: deployment/web availabel == 1}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replcas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: x}]}
`;
    expect(problemsOf(text).map(({ line, column, path, hint }) => [line, column, path, hint])).toEqual([
      [4, 3, 'spec.descripton', 'Did you mean description?'],
      [5, 9, 'spec.seed', ''],
      [6, 10, 'spec.until', 'Did you mean 15m?'],
      [9, 26, 'spec.cluster.pools[0].count', ''],
      [9, 41, 'spec.cluster.pools[0].capacity.memry', 'Did you mean memory?'],
      [11, 32, 'spec.timeline[0].do', 'Did you mean set image?'],
      [12, 39, 'spec.timeline[1].fail.how', 'Did you mean crash?'],
      [14, 41, 'spec.expect[0].that', 'Did you mean available?'],
      [20, 3, 'spec.replcas', 'Did you mean replicas?'],
    ]);
  });

  const spec = (body: string): string => `${HEAD}spec: {${body}}\n`;
  const deployment = (body: string): string =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {${body}}\n`;
  const template = 'template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: x}]}}';
  it.each([
    [spec('until: 0s'), 'must be longer than 0s'],
    [spec('startsAt: yesterday'), 'not a time'],
    [spec('startsAt: 2026-01-05T09:00:00.5Z'), 'a run starts at a whole second'],
    [spec('cluster: {pools: [{name: a}, {name: a}]}'), 'two pools have this name'],
    [spec('cluster: {pools: [{name: A_b}]}'), 'not a name'],
    [spec('cluster: {pools: [{name: a, capacity: {pods: 300}}]}'), 'more pods than a node has addresses'],
    [spec('cluster: {pools: [{name: a, taints: [{key: x, effect: NoShedule}]}]}'), 'not one of the allowed words'],
    [spec('cluster: {settings: {kubelet: {}}}'), 'unknown component "kubelet"'],
    [spec('cluster: {settings: {kube-controller-manager: {node-monitor-grace-period: soon}}}'), 'not a duration'],
    [spec('manifests: [nowhere/]'), 'no such file'],
    [spec('timeline: [{at: 1s}]'), 'an entry needs something to do'],
    [spec('timeline: [{at: 1s, do: kubectl apply -f no.yaml}]'), 'the path "no.yaml" does not exist'],
    [spec('timeline: [{at: 1s, fail: {node: worker-1, how: crash}}]'), 'there is no node worker-1'],
    [spec('timeline: [{at: 1s, fail: {node: node-1, how: crash, code: 1}}]'), 'unknown field "code"'],
    [spec('timeline: [{at: 1s, fail: {how: crash}}]'), 'a fault needs something to break'],
    [spec('timeline: [{at: 1s, fail: {pod: {namespace: a}, how: kill}}]'), 'which pods is not said'],
    [spec('timeline: [{at: 1s, fail: {image: a, how: kill}}]'), 'this cannot happen to: image'],
    [spec('timeline: [{at: 1s, times: 3, do: kubectl cordon node-1}]'), 'how often is said, not when'],
    [
      spec('timeline: [{at: 1s, every: 5s, fail: {node: node-1, how: crash, for: 5s}}]'),
      'comes again before it is over',
    ],
    [spec('timeline: [{at: 1s, fail: {node: {}, how: crash}}]'), 'which nodes is not said'],
    [
      spec('timeline: [{at: 1s, fail: {node: {selector: a=b, pick: 2, share: 5%}, how: crash}}]'),
      'how many is said twice',
    ],
    [spec('timeline: [{at: 1s, fail: {node: {selector: a=b, share: 0%}, how: crash}}]'), 'not a share'],
    [spec('timeline: [{at: 1s, fail: {node: {selektor: a=b}, how: crash}}]'), 'unknown field "selektor"'],
    [spec('timeline: [{at: 1s, fail: {registry: docker.io, how: down, factor: 2}}]'), 'unknown field "factor"'],
    [spec('expect: [{that: nodes ready == 3}]'), 'when it must hold is said by one of three'],
    [spec('until: 1m, expect: [{within: 2m, that: nodes ready == 3}]'), 'cannot be judged: the run ends before'],
    [
      spec('expect: [{within: 2m, after: 3m, that: nodes ready == 3}]'),
      'only `within` has a beginning, which comes before it',
    ],
    [spec('expect: [{within: 2m, that: nodes ready}]'), 'not a claim'],
    [`${HEAD}---\n${HEAD}`, 'a second Scenario'],
    ['apiVersion: v1\nkind: Pod\nmetadata: {}\n', 'metadata.name: Required value: name or generateName is required'],
    ['apiVersion: v1\nmetadata: {name: a}\n', 'required field "kind" is missing'],
    [
      'apiVersion: v1\nkind: Deployment\nmetadata: {name: a}\nspec: {}\n',
      'no matches for kind "Deployment" in version "v1"',
    ],
    ['- a\n- b\n', 'not a Kubernetes object'],
    [
      deployment(`selector: {matchLabels: {app: api}}, ${template}`),
      'selector does not match the labels of the template',
    ],
    [deployment(`replicas: two, selector: {matchLabels: {app: web}}, ${template}`), 'a value of the wrong type'],
    [deployment(template), 'spec.selector: Required value'],
    ['apiVersion: orrery/v1alpha1\nkind: Scenario\nspec: {seed: 1, seed: 2}\n', 'this key stands here twice'],
  ])('%j: %s', (text, message) => {
    expect(
      problemsOf(text)
        .filter(({ severity }) => severity === 'error')
        .map((problem) => problem.message.replace(/^[\w-]+: /, '')),
    ).toContain(message);
  });

  it('takes the last of two keys of a manifest, as kubectl does, and warns', () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: x, b: c, a: z}\n';
    const parsed = parseScenario([{ name: 'a.yaml', text }], () => []);
    const [file] = parsed.ok ? parsed.scenario.manifests : [];
    expect(file?.objects[0]?.object).toMatchObject({ data: { a: 'z', b: 'c' } });
    const warnings = parsed.ok ? parsed.warnings : [];
    expect(warnings.map(formatProblem)).toEqual([
      'a.yaml:4:20: warning: this key stands here twice: the last one counts',
    ]);
  });

  it.each([
    [spec('until: 1m, timeline: [{at: 2m, do: kubectl cordon node-1}]'), 'never happens: the run ends before'],
    ['apiVersion: v1\nkind: LimitRange\nmetadata: {name: a}\nspec: {limits: []}\n', 'LimitRange is not modelled yet'],
    [
      'apiVersion: x/v1\nkind: Deploymnt\nmetadata: {name: a}\n',
      'kind "Deploymnt" is unknown: it is stored and shown, but nothing acts on it',
    ],
    ['apiVersion: v1\nkind: Node\nmetadata: {name: a}\n', 'Node is not modelled yet'],
  ])('%j is only a warning', (text, message) => {
    expect(problemsOf(text).map((problem) => [problem.severity, problem.message])).toEqual([['warning', message]]);
  });

  it.each([
    ['ClusterRoleBinding', ['subjects[0].namespace: Required value']],
    ['RoleBinding', []],
  ])('a %s says the namespace of accounts unless it has one itself', (kind, messages) => {
    const role = 'roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}';
    const head = `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: {name: a}\n`;
    const errors = problemsOf(`${head}${role}\nsubjects: [{kind: ServiceAccount, name: a}]\n`).filter(
      ({ severity }) => severity === 'error',
    );
    expect(errors.map(({ message }) => message)).toEqual(messages);
  });

  it('points into the file that a command applies', () => {
    const text = `${HEAD}spec:\n  timeline:\n    - {at: 1s, do: kubectl apply -f more/p.yaml}\n`;
    const [problem] = problemsOf(text, { 'more/p.yaml': POD.replace('image: x', 'imag: x') });
    expect(problem).toMatchObject({
      file: 'more/p.yaml',
      line: 4,
      path: 'spec.containers[0].imag',
      hint: 'Did you mean image?',
    });
  });

  it('are written in one line each', () => {
    const [problem] = problemsOf(`${HEAD}spec: {until: soon}\n`);
    expect(problem && formatProblem(problem)).toBe(
      'main.yaml:3:15: error: until: not a duration (spec.until); found "soon"; ' +
        'allowed: a number with a unit, such as 90s, 12m, 1h30m',
    );
  });
});
