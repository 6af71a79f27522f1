// One table per score, worked out by hand from the rules.

import { describe, expect, it } from 'vitest';
import { ClusterCache } from '../../../src/scheduler/cluster-cache.ts';
import { defaultArgs } from '../../../src/scheduler/plugin-args.ts';
import { balancedAllocation } from '../../../src/scheduler/plugins/node-resources-balanced-allocation.ts';
import { normalizeToMax } from '../../../src/scheduler/plugins/normalize-to-max.ts';
import { createPodTopologySpread, normalizedSpread } from '../../../src/scheduler/plugins/pod-topology-spread.ts';
import { leastAllocated } from '../../../src/scheduler/plugins/scoring-strategies.ts';
import { defaultProfile } from '../../../src/scheduler/registry.ts';
import { bestOf, scoreNodes } from '../../../src/scheduler/scoring.ts';
import { listerOf, nodeOf, podOf, replicaSetOf, ZONE } from '../objects.ts';

describe('LeastAllocated', () => {
  it.each([
    [0, 4000, 100],
    [1000, 4000, 75],
    [1001, 4000, 74],
    [4000, 4000, 0],
    [5000, 4000, 0],
    [0, 0, 0],
  ])('%d of %d scores %d', (requested, allocatable, score) => {
    expect(leastAllocated(requested, allocatable)).toBe(score);
  });
});

describe('BalancedAllocation', () => {
  it.each([
    ['an empty node, a slightly uneven pod', 10_000, 0, 3000, 20_000, 0, 5000, 73],
    ['the pod evens the node out', 4000, 3000, 0, 10_000, 0, 5000, 87],
    ['the balance stays as it is', 4000, 1000, 1000, 4000, 1000, 1000, 75],
    ['a node without memory has nothing to balance', 4000, 0, 1000, 0, 0, 1000, 75],
  ])('%s', (_name, cpu, cpuUsed, cpuWanted, memory, memoryUsed, memoryWanted, score) => {
    expect(balancedAllocation(cpu, cpuUsed, cpuWanted, memory, memoryUsed, memoryWanted)).toBe(score);
  });
});

describe('normalisation', () => {
  it.each([
    [[1, 2, 3], false, [33, 66, 100]],
    [[1, 2, 3], true, [67, 34, 0]],
    [[0, 0], false, [0, 0]],
    [[0, 0], true, [100, 100]],
  ])('of %j (reversed: %s)', (scores, isReversed, expected) => {
    expect(normalizeToMax(scores, isReversed)).toEqual(expected);
  });

  it('of spreading gives the least crowded 100 and never divides by nought', () => {
    expect([2, 4, 5].map((score) => normalizedSpread(score, 2, 5))).toEqual([100, 60, 40]);
    expect(normalizedSpread(0, 0, 0)).toBe(100);
  });
});

describe('scores of the default profile', () => {
  const owners = listerOf([replicaSetOf('web', { app: 'web' })]);
  const scored = (cache: ClusterCache, pod = podOf('p', { labels: { app: 'web' }, owner: 'web' })) => {
    const snapshot = cache.snapshot();
    const scoring = scoreNodes(defaultProfile, pod, snapshot.nodes, snapshot);
    if (scoring.kind === 'error') throw new Error(scoring.message);
    return { scoring, names: snapshot.nodes.map(({ name }) => name) };
  };

  it('spread the pods of a workload over hosts and zones without being asked', () => {
    const cache = new ClusterCache(owners);
    for (const [name, zone] of [
      ['a1', 'a'],
      ['a2', 'a'],
      ['b1', 'b'],
    ] as const)
      cache.addNode(nodeOf(name, { labels: { [ZONE]: zone } }));
    cache.setPod(podOf('w', { labels: { app: 'web' }, owner: 'web', nodeName: 'a1' }));
    const { scoring, names } = scored(cache);
    const spread = scoring.plugins.find(({ plugin }) => plugin === 'PodTopologySpread');
    // Hosts: ln 5 = 1.61 x count + 2. Zones: ln 4 = 1.39 x count + 4. In a1 one pod counts twice, in a2 for the zone.
    expect(Object.fromEntries(names.map((name, index) => [name, spread?.raw[index]]))).toEqual({ a1: 9, a2: 7, b1: 6 });
    expect(bestOf(scoring.totals).map((index) => names[index])).toEqual(['b1']);
  });

  it('leave spreading out for a pod that nothing selects', () => {
    const snapshot = new ClusterCache(listerOf([])).snapshot();
    const plugin = createPodTopologySpread(defaultArgs.PodTopologySpread);
    expect(plugin.preScore?.(podOf('p'), [], snapshot)).toEqual({ kind: 'skip' });
  });

  it('shun nodes with PreferNoSchedule taints, with weight 3', () => {
    const cache = new ClusterCache(owners);
    cache.addNode(nodeOf('shunned', { taints: [{ key: 'k', effect: 'PreferNoSchedule' }] }));
    cache.addNode(nodeOf('liked'));
    const { scoring, names } = scored(cache, podOf('p'));
    const taints = scoring.plugins.find(({ plugin }) => plugin === 'TaintToleration');
    expect(taints).toMatchObject({ weight: 3, raw: [1, 0], normalized: [0, 100] });
    expect(bestOf(scoring.totals).map((index) => names[index])).toEqual(['liked']);
  });

  it('count 100m and 200MiB for running containers that request nothing', () => {
    const cache = new ClusterCache(owners);
    cache.addNode(nodeOf('busy', { allocatable: { cpu: '1', memory: '2000Mi' } }));
    cache.addNode(nodeOf('idle', { allocatable: { cpu: '1', memory: '2000Mi' } }));
    cache.setPod(podOf('other', { requests: {}, nodeName: 'busy' }));
    const { scoring } = scored(cache, podOf('p', { requests: {} }));
    expect(scoring.plugins.find(({ plugin }) => plugin === 'NodeResourcesFit')?.raw).toEqual([80, 90]);
    expect(scoring.skipped).toContain('NodeResourcesBalancedAllocation');
  });
});
