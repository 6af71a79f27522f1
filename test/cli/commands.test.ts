// The commands as scripts see them: what is printed where, and the exit status.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { withoutSwitches } from '../../src/cli/add-kubectl.ts';
import { EXIT } from '../../src/cli/exit-status.ts';
import { type KubectlOptions, kubectl } from '../../src/cli/kubectl.ts';
import { run } from '../../src/cli/run.ts';
import { validate } from '../../src/cli/validate.ts';
import { why } from '../../src/cli/why.ts';
import { fakeOutput } from './fake-output.ts';

const folder = mkdtempSync(join(tmpdir(), 'orrery-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const PENDING = 'scenarios/scheduling/pending-and-why.yaml';
const ROLLING = 'scenarios/workloads/rolling-update.yaml';
const failing = fileWith(
  'failing.yaml',
  `apiVersion: orrery/v1alpha1
kind: Scenario
spec:
  until: 1m
  expect:
    - {within: 30s, that: nodes ready == 4}
    - {always: 10s, that: nodes ready == 0}
`,
);
const podText = (name: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: main, image: "shop/web:1"}]}\n`;
const broken = fileWith('broken.yaml', 'apiVersion: orrery/v1alpha1\nkind: Scenario\nspec: {until: soon}\n');

describe('run', () => {
  it('tells the story, judges, and gives the digest', async () => {
    const output = fakeOutput();
    expect(await run([ROLLING], {}, output)).toBe(EXIT.fine);
    expect(output.written()).toMatch(/^rolling-update, seed 7: /);
    expect(output.written()).toMatch(/met {5}deployment\/web available == 10: holds at \d/);
    expect(output.written()).toMatch(/\d+ events in 4m, digest [0-9a-f]{32}\n$/);
  });

  it('gives the summary as JSON', async () => {
    const output = fakeOutput();
    expect(await run([ROLLING], { output: 'json' }, output)).toBe(EXIT.fine);
    const summary = JSON.parse(output.written()) as Record<string, unknown>;
    expect(Object.keys(summary)).toEqual([
      'scenario',
      'seed',
      'version',
      'until',
      'events',
      'digest',
      'expectations',
      'workloads',
      'pods',
      'warnings',
    ]);
    expect(summary).toMatchObject({ scenario: 'rolling-update', seed: '7', until: '4m', pods: { Running: 10 } });
  });

  it('gives the rows as JSON lines, from which the last state follows', async () => {
    const output = fakeOutput();
    await run([PENDING], { output: 'jsonl' }, output);
    const rows = output
      .written()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { seq: number; what: { type: string } });
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index));
    expect(new Set(rows.map(({ what }) => what.type))).toContain('decision');
  });

  it('makes the same bytes of the same seed, and others of another', async () => {
    const digestWith = async (seed?: string): Promise<unknown> => {
      const output = fakeOutput();
      await run([ROLLING], { output: 'json', ...(seed === undefined ? {} : { seed }) }, output);
      return (JSON.parse(output.written()) as { digest: string }).digest;
    };
    const usual = await digestWith();
    expect(await digestWith('7')).toBe(usual);
    expect(await digestWith('8')).not.toBe(usual);
  });

  it('answers 1 when an expectation fails, and names the moment', async () => {
    const output = fakeOutput();
    expect(await run([failing], {}, output)).toBe(EXIT.negative);
    expect(output.errors()).toEqual([
      'failed: nodes ready == 4: never held up to 30s (last 3)',
      'failed: nodes ready == 0: violated at 10s (3)',
    ]);
  });

  it('answers 2 to bad input, with every problem and nothing run', async () => {
    const output = fakeOutput();
    expect(await run([broken], {}, output)).toBe(EXIT.badInput);
    expect(output.written()).toBe('');
    expect(output.errors()[0]).toMatch(/broken\.yaml:3:15: error: until: not a duration/);
    expect(output.errors().at(-1)).toBe('Not run: 1 error');
  });

  it('runs several scenarios one after another, and answers with the worst', async () => {
    const output = fakeOutput();
    expect(await run([failing, PENDING], {}, output)).toBe(EXIT.negative);
    expect(output.written()).toMatch(/^failing, seed 1\n[\s\S]*\npending-and-why, seed 7: /);
  });

  it('answers 4 when a limit stops it, and judges nothing that would have come later', async () => {
    const output = fakeOutput();
    expect(await run([ROLLING], { maxEvents: 100 }, output)).toBe(EXIT.limit);
    expect(output.errors().at(-1)).toMatch(/^stopped at .*, after 10\d events: 100 are the limit$/);
    expect(output.written()).toMatch(/available == 10: not judged, the run was stopped before 1m\n/);
    expect(output.written()).toMatch(/digest [0-9a-f]{32} \(truncated\)\n$/);
    const json = fakeOutput();
    await run([ROLLING], { maxEvents: 100, output: 'json' }, json);
    const summary = JSON.parse(json.written()) as { expectations: readonly object[] };
    expect(summary).toMatchObject({ truncated: true });
    expect(summary.expectations[0]).toMatchObject({ judged: false });
  });

  it('writes objects in rows as the API does', async () => {
    const output = fakeOutput();
    await run([PENDING], { output: 'jsonl' }, output);
    const metadata = output
      .written()
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { what: { changed?: { metadata?: object } } }).what.changed?.metadata ?? {});
    const created = metadata.filter((each) => 'creationTimestamp' in each);
    expect(created[0]).toMatchObject({
      creationTimestamp: expect.stringMatching(/^2026-.*Z$/) as string,
      resourceVersion: expect.stringMatching(/^\d+$/) as string,
    });
  });

  it('makes one document of several summaries, and names the scenario in every row', async () => {
    const json = fakeOutput();
    await run([failing, PENDING], { output: 'json' }, json);
    expect(JSON.parse(json.written())).toMatchObject([{ scenario: 'failing' }, { scenario: 'pending-and-why' }]);
    const lines = fakeOutput();
    await run([failing, PENDING], { output: 'jsonl' }, lines);
    const names = lines
      .written()
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { scenario: string }).scenario);
    expect([...new Set(names)]).toEqual(['failing', 'pending-and-why']);
  });

  it('warns of objects that were refused and of commands that failed', async () => {
    const output = fakeOutput();
    const text = `apiVersion: orrery/v1alpha1
kind: Scenario
spec:
  until: 20s
  timeline: [{at: 5s, do: kubectl scale deployment/web --replicas=2}]
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: nowhere}
spec: {containers: [{name: main, image: "shop/db:1"}]}
`;
    const file = fileWith('refused.yaml', text);
    expect(await run([file], { output: 'json' }, output)).toBe(EXIT.fine);
    const { warnings } = JSON.parse(output.written()) as { warnings: readonly string[] };
    expect(warnings).toEqual([
      expect.stringContaining('refused.yaml:5:52: warning: there is no Deployment'),
      expect.stringContaining('refused.yaml:7:1: warning: there is no namespace nowhere'),
      expect.stringMatching(/^\/.*:\d+: warning: Pod db was refused: .*namespaces "nowhere" not found/),
      expect.stringMatching(/:5: warning: kubectl scale deployment\/web --replicas=2: .*"web" not found/),
    ]);
    const story = fakeOutput();
    await run([file], {}, story);
    expect(story.written()).toMatch(/kubectl +Refused to create Pod db: /);
    expect(story.errors()).toEqual(warnings);
  });
});

describe('kubectl', () => {
  const asking = (
    words: string,
    options: Partial<KubectlOptions> = {},
  ): [status: number, written: string, errors: readonly string[]] => {
    const output = fakeOutput();
    const [verb = '', ...args] = words.split(' ');
    const isRollout = verb === 'rollout';
    const given = { filename: [PENDING], at: '1m', ...options };
    const command = isRollout ? [verb, args[0] ?? ''] : [verb];
    const status = kubectl(command, isRollout ? args.slice(1) : args, given, output);
    return [status, output.written(), output.errors()];
  };

  it("prints kubectl's table of a moment", () => {
    expect(asking('get po')[1]).toBe(
      [
        'NAME              READY   STATUS    RESTARTS   AGE\n',
        'needs-four-cpus   0/1     Pending   0          30s\n',
        'needs-ssd         0/1     Pending   0          30s\n',
        'needs-zone-c      0/1     Pending   0          30s\n',
      ].join(''),
    );
  });

  it.each<[string, Partial<KubectlOptions>, string]>([
    ['get nodes', { selector: 'orrery/pool=big', output: 'name' }, 'node/big-1\n'],
    ['get deploy', { filename: [ROLLING], output: 'name' }, 'deployment.apps/web\n'],
    ['get pod/needs-ssd', { output: 'name' }, 'pod/needs-ssd\n'],
    ['get pods', { showKind: true, showManagedFields: true, headers: false }, 'pod/needs-ssd '],
    ['get pod needs-ssd', { output: 'kyaml' }, '---\n{\n  apiVersion: "v1",\n  kind: "Pod",\n  metadata: {\n'],
    ['get pods', { output: 'jsonpath={.items[*].status.phase}' }, 'Pending Pending Pending'],
    [
      'get pods',
      { fieldSelector: 'metadata.name=needs-ssd', headers: false },
      'needs-ssd   0/1   Pending   0     30s\n',
    ],
    [
      'get pods',
      { output: 'custom-columns=N:.metadata.name,NODE:.spec.nodeName', sortBy: '.metadata.name' },
      'N                 NODE\nneeds-four-cpus   <none>\nneeds-ssd         <none>\nneeds-zone-c      <none>\n',
    ],
    [
      'rollout status deployment/web',
      { filename: [ROLLING], at: '1m1s' },
      'updated replicas are available...\ndeployment "web" successfully rolled out\n',
    ],
    [
      'rollout history deployment/web',
      { filename: [ROLLING], at: '1m1s' },
      'deployment.apps/web \nREVISION  CHANGE-CAUSE\n1         <none>\n2         <none>\n\n',
    ],
  ])('%s %j', (words, options, expected) => {
    expect(asking(words, options)[1]).toContain(expected);
  });

  it('watches from its moment to the end of the run', () => {
    const [status, text] = asking('get deployment web', { filename: [ROLLING], watch: true });
    expect(status).toBe(EXIT.fine);
    const lines = text.split('\n');
    expect(lines[1]).toMatch(/^web +(\d+)\/\1 +\1 +\1 +60s$/);
    expect(lines.some((line) => /^web +\d+\/\d+ +0 /.test(line))).toBe(true);
    expect(lines.at(-2)).toMatch(/^web +(\d+)\/\1 +\1 +\1 /);
  });

  it('watches from the beginning where no moment is named, or from where there is what is named', () => {
    const [, deployment] = asking('get deployment web', { filename: [ROLLING], watch: true, at: undefined });
    expect(deployment.split('\n')[1]).toMatch(/^web +0\/10 +0 +0 +0s$/);
    const [, pods] = asking('get pods', { filename: [ROLLING], watch: true, at: undefined });
    expect(pods.split('\n')[1]).toMatch(/^web-\S+ +0\/1 +Pending +0 +0s$/);
    expect(asking('get pod nope', { watch: true, at: undefined })[2]).toEqual([
      'Error from server (NotFound): pods "nope" not found',
    ]);
  });

  it('takes switches with a value', () => {
    expect(withoutSwitches(['rollout', 'status', '-w=false', 'web', '--watch=true', '-f', 'a=false'])).toEqual({
      words: ['rollout', 'status', 'web', '-f', 'a=false'],
      switches: ['-w=false', '--watch=true'],
    });
    expect(withoutSwitches(['run', '--watch=false']).words).toEqual(['run', '--watch=false']);
    const [status, text] = asking('rollout status deployment/web -w=false', { filename: [ROLLING], at: '1m1s' });
    expect(status).toBe(EXIT.fine);
    expect(text).toMatch(/^Waiting for .*\n$/);
  });

  it('prints YAML and JSON as the API has it, descriptions and events', () => {
    expect(asking('get pod needs-ssd', { output: 'yaml' })[1]).toContain(
      '  creationTimestamp: "2026-01-05T09:00:30Z"\n',
    );
    expect(JSON.parse(asking('get pods', { output: 'json' })[1])).toMatchObject({ kind: 'List', items: [{}, {}, {}] });
    expect(asking('describe pod needs-ssd')[1]).toContain('Warning  FailedScheduling  29s   default-scheduler  0/');
    expect(asking('events', { for: 'pod/needs-ssd' })[1]).toContain('Warning   FailedScheduling   Pod/needs-ssd   0/');
  });

  it.each<[string, Partial<KubectlOptions>, number, string]>([
    ['get pods nope', {}, EXIT.negative, 'Error from server (NotFound): pods "nope" not found'],
    ['get pods', { namespace: 'default' }, EXIT.fine, 'No resources found in default namespace.'],
    ['get pods', { sortBy: '.spec.containers[' }, EXIT.badInput, 'sorting error: unterminated array'],
    ['get podz', {}, EXIT.badInput, 'error: the server doesn\'t have a resource type "podz". Did you mean pods?'],
    [
      'get pods',
      { at: 'noon' },
      EXIT.badInput,
      '--at noon: not a duration; allowed: a number with a unit, such as 90s, 12m, 1h30m',
    ],
  ])('%s %j answers %i', (words, options, status, error) => {
    expect(asking(words, options)).toEqual([status, '', [error]]);
  });
});

describe('why', () => {
  const asking = (subject: string, at?: string): [number, string, readonly string[]] => {
    const output = fakeOutput();
    const status = why(subject, undefined, { filename: [PENDING], ...(at === undefined ? {} : { at }) }, output);
    return [status, output.written(), output.errors()];
  };

  it("leads a pending pod back to the scenario, and names each node's reason", () => {
    const [status, text] = asking('pod/needs-ssd', '1m');
    expect(status).toBe(EXIT.fine);
    expect(text).toContain(
      '1. kubectl apply -f pending-and-why/pods.yaml: the scenario says so, pending-and-why.yaml:',
    );
    expect(text).toContain("  small-1  node(s) didn't match Pod's node affinity/selector (NodeAffinity)\n");
    expect(text).toMatch(/ {2}big-1 {4}node\(s\) had untolerated taint\(s\) \(TaintToleration\)/);
  });

  it.each([
    ['pod/nope', EXIT.negative],
    ['event/100000000', EXIT.negative],
    ['gizmo/x', EXIT.badInput],
  ])('%s answers %i', (subject, status) => {
    expect(asking(subject)[0]).toBe(status);
  });

  it('says what a pod waits for, and what is only reported', () => {
    const file = fileWith(
      'silent.yaml',
      `apiVersion: orrery/v1alpha1
kind: Scenario
spec:
  until: 2m
  cluster: {pools: [{name: node, count: 1}]}
  timeline:
    - {at: 30s, fail: {component: kube-scheduler, how: stop}}
    - {at: 35s, do: kubectl apply -f late.yaml}
    - {at: 40s, fail: {node: node-1, how: crash}}
---
${podText('early')}`,
    );
    fileWith('late.yaml', podText('late'));
    const firstLine = (subject: string, at: string): string | undefined => {
      const output = fakeOutput();
      why(subject, undefined, { filename: [file], at }, output);
      return output.written().split('\n')[0];
    };
    expect(firstLine('pod/late', '38s')).toBe('pod late is Pending at 38s: kube-scheduler is down since 30s');
    expect(firstLine('pod/early', '38s')).toBe('pod early is Running at 38s');
    expect(firstLine('pod/early', '45s')).toBe(
      'pod early is Running at 45s, as last reported: node-1 is down since 40s',
    );
    expect(firstLine('pod/early', '0.002s')).toBe(
      'pod early is Pending at 2ms: it is queued, the scheduler has not tried it yet',
    );
  });
});

describe('validate', () => {
  it('looks at every file', () => {
    const output = fakeOutput();
    expect(validate([ROLLING, broken, join(folder, 'none.yaml')], {}, output)).toBe(EXIT.badInput);
    expect(output.written()).toBe(`${ROLLING}: valid\n`);
    expect(output.errors().filter((line) => line.includes('error:'))).toHaveLength(2);
  });
});
