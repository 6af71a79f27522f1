// Preemption's parts: who is more important, who is protected, who has to go, and which node is chosen.

import { describe, expect, it } from 'vitest';
import { micros, seconds } from '../../src/base/time.ts';
import type { Pod, PodDisruptionBudget } from '../../src/model/objects.ts';
import { ClusterCache } from '../../src/scheduler/cluster-cache.ts';
import { Nominator } from '../../src/scheduler/nominator.ts';
import { partByBudgets } from '../../src/scheduler/preemption/budgets.ts';
import { bestCandidates } from '../../src/scheduler/preemption/choose-candidate.ts';
import { candidatesWanted } from '../../src/scheduler/preemption/find-candidates.ts';
import { byImportance } from '../../src/scheduler/preemption/importance.ts';
import { defaultProfile } from '../../src/scheduler/registry.ts';
import { schedulePod } from '../../src/scheduler/schedule-pod.ts';
import { listerOf, nodeOf, podOf } from './objects.ts';

interface Sketch {
  readonly priority?: number;
  readonly cpu?: string;
  readonly startedAt?: number;
  readonly node?: string;
  readonly labels?: Pod['metadata']['labels'];
  readonly nominatedTo?: string;
  readonly isGoing?: boolean;
  readonly spec?: Partial<Pod['spec']>;
}

function pod(name: string, sketch: Sketch = {}): Pod {
  const { priority = 0, cpu = '1', startedAt, node, labels = {}, nominatedTo, isGoing = false } = sketch;
  const spec = { priority, ...sketch.spec };
  const plain = podOf(name, { labels, requests: { cpu }, spec, ...(node === undefined ? {} : { nodeName: node }) });
  return {
    ...plain,
    metadata: { ...plain.metadata, ...(isGoing ? { deletionTimestamp: seconds(9) } : {}) },
    status: {
      ...plain.status,
      ...(startedAt === undefined ? {} : { startTime: seconds(startedAt) }),
      ...(nominatedTo === undefined ? {} : { nominatedNodeName: nominatedTo }),
      ...(isGoing
        ? { conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' }] }
        : {}),
    },
  };
}

function budget(name: string, disruptionsAllowed: number, labels: Pod['metadata']['labels'], disrupted?: string) {
  const metadata = { name, namespace: 'default', uid: name, resourceVersion: 1, creationTimestamp: micros(0) };
  const found: PodDisruptionBudget = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata,
    spec: { selector: { matchLabels: labels ?? {} } },
    status: { disruptionsAllowed, ...(disrupted === undefined ? {} : { disruptedPods: { [disrupted]: seconds(1) } }) },
  };
  return found;
}

/** The attempt of a pod in a cluster of nodes with 4 CPUs. */
function attempt(
  incoming: Pod,
  nodes: readonly string[],
  objects: readonly (Pod | PodDisruptionBudget)[],
  draws: readonly number[] = [],
) {
  const rest = [...draws];
  const cache = new ClusterCache(listerOf(objects));
  const nominator = new Nominator();
  for (const name of nodes) cache.addNode(nodeOf(name));
  for (const object of objects) {
    if (object.kind !== 'Pod') continue;
    if (object.spec.nodeName === undefined) nominator.set(object, object.status.nominatedNodeName ?? '');
    else cache.setPod(object);
  }
  const snapshot = cache.snapshot((name) => nominator.podsOn(name));
  const outcome = schedulePod(defaultProfile, incoming, snapshot, 0, () => rest.shift() ?? 0);
  if (outcome.result !== 'unschedulable') return outcome.result;
  const { nomination, message } = outcome;
  if (nomination === undefined || nomination === 'clear') return message;
  return [nomination.node, ...nomination.victims.map(({ metadata }) => metadata.name)];
}

it('a higher priority is more important, then a longer life; what has not started is the youngest', () => {
  const pods = [pod('new'), pod('young', { startedAt: 9 }), pod('old', { startedAt: 1 }), pod('high', { priority: 1 })];
  expect(pods.sort(byImportance).map(({ metadata }) => metadata.name)).toEqual(['high', 'old', 'young', 'new']);
});

describe('budgets', () => {
  const web = { app: 'web' };
  it.each([
    ['each pod takes a disruption', [budget('b', 1, web)], ['b', 'c']],
    ['no pod may go', [budget('b', 0, web)], ['a', 'b', 'c']],
    ['a disrupted pod is counted already', [budget('b', 1, web, 'a')], ['c']],
    ['an empty selector protects nobody', [budget('b', 0, {})], []],
    ['one of two budgets is enough', [budget('b', 9, web), budget('c', 2, web)], ['c']],
  ] as const)('%s', (_what, budgets, violating) => {
    const pods = ['a', 'b', 'c'].map((name) => pod(name, { labels: web }));
    const parted = partByBudgets([...pods, pod('bare')], budgets);
    expect(parted.violating.map(({ metadata }) => metadata.name)).toEqual(violating);
    expect(parted.others.map(({ metadata }) => metadata.name)).toContain('bare');
  });
});

describe('the choice of a node', () => {
  const candidate = (node: string, pdbViolations: number, ...victims: readonly Sketch[]) => ({
    node,
    pdbViolations,
    victims: victims.map((sketch, index) => pod(`${node}-${index}`, sketch)),
  });
  it.each([
    ['onlyCandidate', [candidate('a', 3, {})], ['a']],
    ['pdbViolations', [candidate('a', 1, {}), candidate('b', 0, { priority: 9 })], ['b']],
    ['highestVictimPriority', [candidate('a', 0, { priority: 2 }), candidate('b', 0, { priority: 1 }, {})], ['b']],
    ['sumOfPriorities', [candidate('a', 0, { priority: 1 }, {}), candidate('b', 0, { priority: 1 })], ['b']],
    [
      'sumOfPriorities',
      [candidate('a', 0, { priority: -5 }, { priority: -5 }), candidate('b', 0, { priority: -5 })],
      ['b'],
    ],
    [
      'latestStart',
      [candidate('a', 0, { startedAt: 5 }), candidate('b', 0, { startedAt: 7 }), candidate('c', 0, { startedAt: 6 })],
      ['b'],
    ],
    ['tie', [candidate('a', 0, { startedAt: 5 }), candidate('b', 0, { startedAt: 5 })], ['a', 'b']],
  ] as const)('by %s', (decidedBy, candidates, best) => {
    const found = bestCandidates(candidates);
    expect(found.decidedBy).toBe(decidedBy);
    expect(found.best.map(({ node }) => node)).toEqual(best);
  });
});

it.each([
  [50, 50],
  [100, 100],
  [500, 100],
  [1_500, 150],
])('of %i nodes %i candidates are enough', (nodes, wanted) => {
  const limits = { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 100 };
  expect(candidatesWanted(nodes, limits)).toBe(wanted);
});

describe('an attempt', () => {
  const high = pod('high', { priority: 100, cpu: '3' });
  it('spares the most important pods as far as the room goes', () => {
    const pods = [
      pod('a', { node: 'n', priority: 1, cpu: '2', startedAt: 1 }),
      pod('b', { node: 'n', priority: 2, cpu: '1', startedAt: 1 }),
      pod('c', { node: 'n', priority: 1, cpu: '1', startedAt: 1 }),
    ];
    expect(attempt(high, ['n'], pods)).toEqual(['n', 'a', 'c']);
  });

  it('spares first what a budget protects', () => {
    const pods = [
      pod('free', { node: 'n', priority: 9, cpu: '2', labels: { app: 'free' } }),
      pod('kept', { node: 'n', priority: 1, cpu: '2', labels: { app: 'kept' } }),
    ];
    const two = pod('high', { priority: 100, cpu: '2' });
    expect(attempt(two, ['n'], pods)).toEqual(['n', 'kept']);
    expect(attempt(two, ['n'], [...pods, budget('b', 0, { app: 'kept' })])).toEqual(['n', 'free']);
  });

  const full = [pod('low', { node: 'n', cpu: '4' })];
  it.each([
    ['never preempts', { preemptionPolicy: 'Never' }, 'preemption: not eligible due to preemptionPolicy=Never.'],
    ['is not more important', { priority: 0 }, '1 No preemption victims found for incoming pod.'],
    ['would not fit anyway', { nodeSelector: { disk: 'ssd' } }, '1 Preemption is not helpful for scheduling.'],
  ] as const)('has no victims where the pod %s', (_what, spec, tail) => {
    expect(attempt(pod('high', { priority: 100, spec }), ['n'], full)).toContain(tail);
  });

  it('waits while its victims are going, unless its node has become impossible', () => {
    const waiting = pod('high', { priority: 100, nominatedTo: 'n' });
    const going = pod('low', { node: 'n', cpu: '4', isGoing: true });
    const other = pod('other', { node: 'm', cpu: '4' });
    const why = 'not eligible due to a terminating pod on the nominated node.';
    expect(attempt(waiting, ['n', 'm'], [going, other])).toContain(why);
    const choosy = { ...waiting, spec: { ...waiting.spec, nodeSelector: { 'kubernetes.io/hostname': 'm' } } };
    expect(attempt(choosy, ['n', 'm'], [going, other])).toEqual(['m', 'other']);
  });

  it('leaves room that is made for others of its own priority', () => {
    const nominated = pod('first', { priority: 100, cpu: '3', nominatedTo: 'n' });
    expect(attempt(pod('second', { priority: 100, cpu: '2' }), ['n', 'm'], [nominated])).toBe('scheduled');
    expect(attempt(pod('second', { priority: 100, cpu: '2' }), ['n'], [nominated])).toContain('Insufficient cpu');
    expect(attempt(pod('second', { priority: 101, cpu: '2' }), ['n'], [nominated])).toBe('scheduled');
  });

  it('takes any of equally good nodes, as the draw falls', () => {
    const pods = ['n', 'm'].map((node) => pod(`on-${node}`, { node, cpu: '4', startedAt: 1 }));
    expect([0, 1].map((last) => attempt(high, ['n', 'm'], pods, [0, last])[0])).toEqual(['n', 'm']);
  });
});

describe('a nomination', () => {
  it.each([
    ['stays while the API server does not know it yet', '', '', 'n'],
    ['goes where the API server says', '', 'm', 'm'],
    ['goes when the API server takes it back', 'n', '', undefined],
  ] as const)('%s', (_what, before, after, node) => {
    const nominator = new Nominator();
    nominator.set(pod('p'), 'n');
    nominator.update(pod('p', { nominatedTo: before }), pod('p', { nominatedTo: after }));
    expect(['n', 'm'].find((name) => nominator.podsOn(name).length > 0)).toBe(node);
  });
});
