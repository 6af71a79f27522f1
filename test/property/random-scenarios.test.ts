// Random scenarios break no invariant: no pod on two nodes, no node over-committed, every row with a cause before it and a root
// at the end of the chain, what is wanted exists once all is quiet, and a second run gives the same bytes.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Log } from '../../src/log/log.ts';
import { digestOf } from '../../src/log/digest.ts';
import { Moments } from '../../src/log/moment.ts';
import type { Node, Pod } from '../../src/model/objects.ts';
import { requestNumbers } from '../../src/model/pod-requests.ts';
import { isPodActive, isPodReady, isTerminalPhase } from '../../src/model/pod-status.ts';
import { cpuMillis } from '../../src/model/resource-amount.ts';
import { buildSimulation, type Simulation } from '../../src/scenario/build.ts';
import { parseScenario } from '../../src/scenario/parse.ts';

interface Plan {
  readonly nodes: number;
  readonly zones: number;
  readonly replicas: readonly number[];
  readonly steps: readonly { readonly at: number; readonly what: Step }[];
  readonly seed: number;
}

type Step =
  | { readonly do: 'image' | 'restart' | 'undo'; readonly app: number }
  | { readonly do: 'scale'; readonly app: number; readonly replicas: number }
  | { readonly do: 'cordon' | 'uncordon'; readonly node: number }
  | { readonly do: 'crash'; readonly node: number; readonly seconds: number }
  | { readonly do: 'exit' | 'kill'; readonly app: number }
  | { readonly do: 'stop'; readonly component: string; readonly seconds: number };

const index = fc.nat({ max: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('image', 'restart', 'undo'), app: index }),
  fc.record({ do: fc.constant('scale'), app: index, replicas: fc.nat({ max: 8 }) }),
  fc.record({ do: fc.constantFrom('cordon', 'uncordon'), node: index }),
  fc.record({ do: fc.constant('crash'), node: index, seconds: fc.integer({ min: 5, max: 600 }) }),
  fc.record({ do: fc.constantFrom('exit', 'kill'), app: index }),
  fc.record({
    do: fc.constant('stop'),
    component: fc.constantFrom('kube-scheduler', 'kube-controller-manager'),
    seconds: fc.integer({ min: 1, max: 60 }),
  }),
) as fc.Arbitrary<Step>;

const plan: fc.Arbitrary<Plan> = fc.record({
  nodes: fc.integer({ min: 1, max: 6 }),
  zones: fc.integer({ min: 1, max: 3 }),
  replicas: fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 3 }),
  steps: fc.array(fc.record({ at: fc.integer({ min: 1, max: 500 }), what: step }), { maxLength: 6 }),
  seed: fc.nat({ max: 999 }),
});

function entryOf({ at, what }: Plan['steps'][number], { nodes, replicas }: Plan): string {
  const when = `at: ${at}s`;
  const app = 'app' in what ? `app-${what.app % replicas.length}` : '';
  const node = 'node' in what ? `worker-${1 + (what.node % nodes)}` : '';
  switch (what.do) {
    case 'image':
      return `{${when}, do: kubectl set image deployment/${app} main=app:2}`;
    case 'restart':
    case 'undo':
      return `{${when}, do: kubectl rollout ${what.do} deployment/${app}}`;
    case 'scale':
      return `{${when}, do: kubectl scale deployment/${app} --replicas=${what.replicas}}`;
    case 'cordon':
    case 'uncordon':
      return `{${when}, do: kubectl ${what.do} ${node}}`;
    case 'crash':
      return `{${when}, fail: {node: ${node}, how: crash, for: ${what.seconds}s}}`;
    case 'exit':
      return `{${when}, fail: {container: {selector: app=${app}, pick: 1}, how: exit, code: 1}}`;
    case 'kill':
      return `{${when}, fail: {pod: {selector: app=${app}, pick: 1}, how: kill}}`;
    case 'stop':
      return `{${when}, fail: {component: ${what.component}, how: stop, for: ${what.seconds}s}}`;
  }
}

/** The scenario as a user would write it; half an hour, so that all is quiet at the end. */
function textOf(given: Plan): string {
  const zones = Array.from({ length: given.zones }, (_, i) => 'abc'.charAt(i)).join(', ');
  const timeline = [...given.steps].sort((a, b) => a.at - b.at).map((entry) => `    - ${entryOf(entry, given)}`);
  const head = [
    'apiVersion: orrery/v1alpha1',
    'kind: Scenario',
    'metadata: {name: random}',
    'spec:',
    `  seed: ${given.seed}`,
    '  until: 40m',
    `  cluster: {pools: [{name: worker, count: ${given.nodes}, zones: [${zones}], capacity: {cpu: 4, memory: 16Gi}}]}`,
    ...(timeline.length === 0 ? [] : ['  timeline:', ...timeline]),
  ];
  const deployments = given.replicas.map((replicas, i) =>
    [
      '---',
      'apiVersion: apps/v1',
      'kind: Deployment',
      `metadata: {name: app-${i}}`,
      'spec:',
      `  replicas: ${replicas}`,
      `  selector: {matchLabels: {app: app-${i}}}`,
      '  template:',
      `    metadata: {labels: {app: app-${i}}}`,
      '    spec: {containers: [{name: main, image: "app:1", resources: {requests: {cpu: 500m, memory: 64Mi}}}]}',
    ].join('\n'),
  );
  return `${[...head, ...deployments].join('\n')}\n`;
}

function run(text: string): Simulation {
  const parsed = parseScenario([{ name: 'random.yaml', text }], () => []);
  if (!parsed.ok) throw new Error(`${text}\n${JSON.stringify(parsed.problems, undefined, 1)}`);
  const simulation = buildSimulation(parsed.scenario);
  simulation.runUntil(parsed.scenario.until);
  return simulation;
}

/** Follows the log row by row and checks what must hold after each. */
function checkRows(log: Log): void {
  const nodeOf = new Map<string, string>();
  const used = new Map<string, number>();
  const live = new Map<string, Pod>();
  const allocatable = new Map<string, number>();
  for (let seq = 0; seq < log.length; seq += 1) {
    const cause = log.cause(seq);
    const isRoot = cause === undefined;
    if (isRoot) expect(['action', 'fault', 'component']).toContain(log.plain(seq)?.type);
    else expect(cause.seq).toBeLessThan(seq);
    const object = log.object(seq);
    if (object?.kind === 'Node') {
      allocatable.set(object.metadata.name, cpuMillis((object as Node).status.allocatable?.cpu ?? '0'));
    }
    if (object?.kind !== 'Pod') continue;
    const pod = object as Pod;
    const { uid } = pod.metadata;
    const node = pod.spec.nodeName;
    const before = live.get(uid);
    if (before?.spec.nodeName !== undefined && !isTerminalPhase(before.status.phase)) {
      used.set(before.spec.nodeName, (used.get(before.spec.nodeName) ?? 0) - requestNumbers(before).cpuMillis);
    }
    if (log.verb(seq) === 'delete') live.delete(uid);
    else live.set(uid, pod);
    if (node === undefined || log.verb(seq) === 'delete') continue;
    expect(nodeOf.get(uid) ?? node).toBe(node);
    nodeOf.set(uid, node);
    if (isTerminalPhase(pod.status.phase)) continue;
    const total = (used.get(node) ?? 0) + requestNumbers(pod).cpuMillis;
    used.set(node, total);
    expect(total).toBeLessThanOrEqual(allocatable.get(node) ?? 0);
  }
}

/** Once all is quiet, as many ready pods exist as fit and are wanted. */
function checkQuiet({ log, scenario }: Simulation): void {
  const moment = new Moments(log).at(scenario.until);
  for (const deployment of moment.list('Deployment')) {
    const app = deployment.metadata.name;
    const pods = moment.list('Pod').filter((pod) => pod.metadata.labels?.app === app && isPodActive(pod));
    const pending = pods.filter((pod) => pod.spec.nodeName === undefined);
    expect([app, deployment.status.observedGeneration]).toEqual([app, deployment.metadata.generation]);
    expect(pods.length).toBeGreaterThanOrEqual(deployment.spec.replicas);
    if (pending.length > 0) continue;
    const ready = pods.filter(isPodReady);
    expect([app, ready.length]).toEqual([app, deployment.spec.replicas]);
    expect([app, deployment.status.availableReplicas ?? 0]).toEqual([app, deployment.spec.replicas]);
  }
}

describe('random scenarios', () => {
  it('break no invariant and run twice to the same digest', () => {
    fc.assert(
      fc.property(plan, (given) => {
        const text = textOf(given);
        const first = run(text);
        checkRows(first.log);
        checkQuiet(first);
        expect(digestOf(run(text).log)).toBe(digestOf(first.log));
      }),
      { numRuns: 60, seed: 7 },
    );
  }, 120_000);
});
