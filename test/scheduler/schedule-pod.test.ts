// One attempt: where the search starts and ends, what is said when nothing fits, in which order nodes are met.

import { describe, expect, it } from 'vitest';
import type { Pod } from '../../src/model/objects.ts';
import { ClusterCache } from '../../src/scheduler/cluster-cache.ts';
import { feasibleNodesToFind } from '../../src/scheduler/filtering.ts';
import { defaultProfile } from '../../src/scheduler/registry.ts';
import { schedulePod } from '../../src/scheduler/schedule-pod.ts';
import { listerOf, nodeOf, podOf, ZONE } from './objects.ts';

function cacheOf(...nodes: ReturnType<typeof nodeOf>[]): ClusterCache {
  const cache = new ClusterCache(listerOf([]));
  for (const node of nodes) cache.addNode(node);
  return cache;
}

const attempt = (cache: ClusterCache, pod: Pod, start = 0) =>
  schedulePod(defaultProfile, pod, cache.snapshot(), start, (n) => n - 1);

describe('how many nodes are enough', () => {
  it.each([
    [50, 0, 50],
    [99, 0, 99],
    [100, 0, 100],
    [150, 0, 100],
    [250, 0, 120],
    [500, 0, 230],
    [1000, 0, 420],
    [2000, 0, 680],
    [5000, 0, 500],
    [5625, 0, 281],
    [6000, 0, 300],
    [15_000, 0, 750],
    [1000, 30, 300],
    [1000, 1, 100],
    [1000, 100, 1000],
  ])('%d nodes at %d %%: %d', (nodes, percentage, wanted) => {
    expect(feasibleNodesToFind(nodes, percentage)).toBe(wanted);
  });
});

describe('the search', () => {
  // 200 nodes, 100 wanted; every third one is cordoned.
  const nodes = Array.from({ length: 200 }, (_x, i) => nodeOf(`n${i}`, { unschedulable: i % 3 === 0 }));

  it('goes on past the last wanted node until the next feasible one, which does not count', () => {
    const outcome = attempt(cacheOf(...nodes), podOf('p'));
    // The 100th feasible node is n149; n150 is cordoned and counts, n151 would fit and ends the search.
    expect(outcome).toMatchObject({ feasible: 100, evaluated: 151, nextStartIndex: 151 });
  });

  it('starts where it is told and wraps round', () => {
    const outcome = attempt(cacheOf(...nodes), podOf('p'), 151);
    expect(outcome).toMatchObject({ feasible: 100, nextStartIndex: (151 + outcome.evaluated) % 200 });
  });

  it('takes the only node that fits without scoring it', () => {
    const cache = cacheOf(nodeOf('a', { unschedulable: true }), nodeOf('b'));
    expect(attempt(cache, podOf('p'))).toMatchObject({ result: 'scheduled', node: 'b', isScored: false });
  });

  it('breaks ties in the order of the walk', () => {
    const cache = cacheOf(nodeOf('a'), nodeOf('b'), nodeOf('c'));
    const snapshot = cache.snapshot();
    const chosen = [0, 1, 2].map((draw) => schedulePod(defaultProfile, podOf('p'), snapshot, 1, () => draw));
    expect(chosen.map((outcome) => outcome.result === 'scheduled' && outcome.node)).toEqual(['b', 'c', 'a']);
  });
});

describe('the order of nodes', () => {
  const inZone = (name: string, zone: string) => nodeOf(name, { labels: { [ZONE]: zone } });
  const order = (cache: ClusterCache): string =>
    cache
      .snapshot()
      .nodes.map(({ name }) => name)
      .join(' ');

  it('takes one node of each zone in turn', () => {
    expect(order(cacheOf(inZone('a1', 'a'), inZone('a2', 'a'), inZone('a3', 'a'), inZone('b1', 'b')))).toBe(
      'a1 b1 a2 a3',
    );
  });

  it('stays while nodes only move between zones, and shows the move once a node comes', () => {
    const cache = cacheOf(inZone('a1', 'a'), inZone('a2', 'a'), inZone('b1', 'b'));
    expect(order(cache)).toBe('a1 b1 a2');
    cache.updateNode(inZone('a1', 'b'));
    expect(order(cache)).toBe('a1 b1 a2');
    cache.addNode(inZone('c1', 'c'));
    expect(order(cache)).toBe('a2 b1 c1 a1');
  });

  it('keeps pods whose node comes later or goes', () => {
    const cache = cacheOf(nodeOf('a'));
    cache.setPod(podOf('p', { nodeName: 'b', requests: { cpu: '1' } }));
    cache.addNode(nodeOf('b'));
    expect(cache.node('b')?.requested.cpuMillis).toBe(1000);
    cache.removeNode('b');
    cache.addNode(nodeOf('b'));
    expect(cache.node('b')?.pods).toHaveLength(1);
  });
});

describe('the message', () => {
  const tail = 'no new claims to deallocate, preemption:';
  it('counts reasons, and says why preemption does not help', () => {
    const cache = cacheOf(
      nodeOf('a', { unschedulable: true }),
      nodeOf('b', { allocatable: { cpu: '50m' } }),
      nodeOf('c'),
    );
    cache.setPod(podOf('big', { nodeName: 'c', requests: { cpu: '4' } }));
    expect(attempt(cache, podOf('p'))).toMatchObject({
      result: 'unschedulable',
      message:
        '0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu. ' +
        `${tail} 0/3 nodes are available: 1 No preemption victims found for incoming pod, ` +
        '2 Preemption is not helpful for scheduling.',
      plugins: new Set(['NodeUnschedulable', 'NodeResourcesFit']),
    });
  });

  it('says what is left when evicting everything of lower priority would not be enough', () => {
    const cache = cacheOf(nodeOf('a'));
    cache.setPod(podOf('same', { nodeName: 'a', requests: { cpu: '3' }, spec: { priority: 5 } }));
    cache.setPod(podOf('lower', { nodeName: 'a', requests: { cpu: '1' } }));
    const outcome = attempt(cache, podOf('p', { requests: { cpu: '2' }, spec: { priority: 5 } }));
    expect(outcome).toMatchObject({
      message: `0/1 nodes are available: 1 Insufficient cpu. ${tail} 0/1 nodes are available: 1 Insufficient cpu.`,
    });
  });

  it('has no tail when evicting would help', () => {
    const cache = cacheOf(nodeOf('a'));
    cache.setPod(podOf('lower', { nodeName: 'a', requests: { cpu: '4' } }));
    const outcome = attempt(cache, podOf('p', { spec: { priority: 1 } }));
    expect(outcome).toMatchObject({ message: '0/1 nodes are available: 1 Insufficient cpu.' });
  });

  it('sorts counts as text, so that 10 comes before 2', () => {
    const small = Array.from({ length: 10 }, (_x, i) => nodeOf(`s${i}`, { allocatable: { cpu: '1m' } }));
    const cordoned = [nodeOf('c1', { unschedulable: true }), nodeOf('c2', { unschedulable: true })];
    expect(attempt(cacheOf(...small, ...cordoned), podOf('p'))).toMatchObject({
      message: expect.stringContaining('0/12 nodes are available: 10 Insufficient cpu, 2 node(s) were unschedulable.'),
    });
  });

  it('knows pods that may never preempt, and a cluster without nodes', () => {
    const never = podOf('p', { spec: { preemptionPolicy: 'Never', nodeSelector: { no: 'where' } } });
    expect(attempt(cacheOf(nodeOf('a')), never)).toMatchObject({
      message: expect.stringContaining(`${tail} not eligible due to preemptionPolicy=Never.`),
    });
    expect(attempt(cacheOf(), podOf('p'))).toMatchObject({
      message: 'no nodes available to schedule pods',
      plugins: new Set(),
    });
  });

  it('blames a preFilter for all nodes, before DynamicResources had its turn', () => {
    const name = (value: string) => ({ key: 'metadata.name', operator: 'In' as const, values: [value] });
    const terms = [{ matchFields: [name('a'), name('b')] }];
    const conflict = podOf('p', {
      spec: {
        affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } },
      },
    });
    expect(attempt(cacheOf(nodeOf('a'), nodeOf('b')), conflict)).toMatchObject({
      message: '0/2 nodes are available: pod affinity terms conflict. not found',
      plugins: new Set(['NodeAffinity']),
    });
  });

  it('counts the nodes that the pod does not name', () => {
    const named = [{ matchFields: [{ key: 'metadata.name', operator: 'In' as const, values: ['a'] }] }];
    const pod = podOf('p', {
      spec: {
        affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: named } } },
      },
    });
    expect(attempt(cacheOf(nodeOf('a', { unschedulable: true }), nodeOf('b')), pod)).toMatchObject({
      message: expect.stringContaining(
        "0/2 nodes are available: 1 node(s) didn't satisfy plugin(s) [NodeAffinity], 1 node(s) were unschedulable.",
      ),
      plugins: new Set(['NodeAffinity', 'NodeUnschedulable']),
    });
  });

  it('fails the attempt over a preference that cannot be read, once two nodes fit', () => {
    const unreadable = { matchExpressions: [{ key: 'x', operator: 'Gt' as const, values: ['-10'] }] };
    const preferred = [{ weight: 1, preference: unreadable }];
    const pod = podOf('p', {
      spec: { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } } },
    });
    expect(attempt(cacheOf(nodeOf('a')), pod)).toMatchObject({ result: 'scheduled' });
    expect(attempt(cacheOf(nodeOf('a'), nodeOf('b')), pod)).toMatchObject({
      result: 'error',
      message: expect.stringContaining(
        'running PreScore plugin "NodeAffinity": [0].matchExpressions[0].values[0][x]: ',
      ),
    });
  });
});
