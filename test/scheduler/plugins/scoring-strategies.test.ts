// The strategies of NodeResourcesFit and the images of nodes, worked out by hand.

import { describe, expect, it } from 'vitest';
import { ClusterCache } from '../../../src/scheduler/cluster-cache.ts';
import type { ScoringStrategy } from '../../../src/scheduler/plugin-args.ts';
import { defaultArgs } from '../../../src/scheduler/plugin-args.ts';
import { imageLocality } from '../../../src/scheduler/plugins/image-locality.ts';
import { createBalancedAllocation } from '../../../src/scheduler/plugins/node-resources-balanced-allocation.ts';
import { createNodeResourcesFit } from '../../../src/scheduler/plugins/node-resources-fit.ts';
import { listerOf, nodeOf, podOf } from '../objects.ts';

const GPU = 'example.com/gpu';
const MEBIBYTE = 1024 * 1024;

/** A cluster of one node of 4 CPUs, 8 GiB and 4 GPUs, with a pod of 1 CPU, 2 GiB and 1 GPU on it. */
function oneNode() {
  const cache = new ClusterCache(listerOf([]));
  cache.addNode(nodeOf('n1', { allocatable: { [GPU]: '4' } }));
  cache.setPod(podOf('there', { requests: { cpu: '1', memory: '2Gi', [GPU]: '1' }, nodeName: 'n1' }));
  return cache.snapshot();
}

function fitScore(scoringStrategy: ScoringStrategy, requests: { readonly [name: string]: string }): number | undefined {
  const plugin = createNodeResourcesFit({ ...defaultArgs.NodeResourcesFit, scoringStrategy });
  const pod = podOf('p', { requests });
  const snapshot = oneNode();
  const [node] = snapshot.nodes;
  const prepared = plugin.preScore?.(pod, snapshot.nodes, snapshot);
  if (node === undefined || prepared?.kind !== 'run') return undefined;
  return plugin.score?.(pod, prepared.state, node);
}

const weights = (cpu: number, memory: number, gpu: number): ScoringStrategy['resources'] => [
  { name: 'cpu', weight: cpu },
  { name: 'memory', weight: memory },
  { name: GPU, weight: gpu },
];

describe('NodeResourcesFit', () => {
  // With the pod: 2 of 4 CPUs (50 %), 6 of 8 GiB (75 %), 4 of 4 GPUs.
  const requests = { cpu: '1', memory: '4Gi', [GPU]: '3' };
  it.each([
    ['least: (50 + 25) / 2', 'LeastAllocated', weights(1, 1, 1).slice(0, 2), requests, 37],
    ['least, weighted: (50 + 3 x 25 + 0) / 5', 'LeastAllocated', weights(1, 3, 1), requests, 25],
    ['most, weighted: (50 + 3 x 75 + 100) / 5', 'MostAllocated', weights(1, 3, 1), requests, 75],
    ['no GPU requested: not counted', 'MostAllocated', weights(1, 3, 9), { cpu: '1', memory: '4Gi' }, 68],
    ['more than there is counts as full', 'MostAllocated', weights(1, 1, 1).slice(0, 1), { cpu: '9' }, 100],
    ['a resource that no node has', 'MostAllocated', [{ name: 'example.com/none', weight: 1 }], requests, 0],
  ] as const)('%s', (_name, type, resources, wanted, score) => {
    expect(fitScore({ type, resources, shape: [] }, wanted)).toBe(score);
  });

  const shape = [
    { utilization: 0, score: 0 },
    { utilization: 60, score: 10 },
    { utilization: 100, score: 1 },
  ];
  it.each([
    ['50 % is 100 x 50 / 60, cut', weights(1, 1, 1).slice(0, 1), 83],
    ['75 % is 100 - 90 x 15 / 40, the part cut first', weights(1, 1, 1).slice(1, 2), 67],
    ['the mean is rounded: (83 + 67 + 10) / 3', weights(1, 1, 1), 53],
    ['rounded up: (83 + 2 x 67) / 3 = 72.3; (2 x 83 + 67) / 3 = 77.7', weights(2, 1, 0).slice(0, 2), 78],
  ])('ratio: %s', (_name, resources, score) => {
    expect(fitScore({ type: 'RequestedToCapacityRatio', resources, shape }, requests)).toBe(score);
  });

  it('ratio: a resource that scores 0 leaves its weight out', () => {
    const falling = [
      { utilization: 50, score: 10 },
      { utilization: 75, score: 0 },
    ];
    const strategy = {
      type: 'RequestedToCapacityRatio',
      resources: weights(1, 9, 0).slice(0, 2),
      shape: falling,
    } as const;
    expect(fitScore(strategy, requests)).toBe(100);
  });

  it('does not look at resources that are to be ignored', () => {
    const snapshot = oneNode();
    const pod = podOf('p', { requests: { [GPU]: '9', 'hugepages-2Mi': '2Mi' } });
    const reasonsWith = (ignored: object): readonly string[] | undefined => {
      const plugin = createNodeResourcesFit({ ...defaultArgs.NodeResourcesFit, ...ignored });
      const prepared = plugin.preFilter?.(pod, snapshot);
      const [node] = snapshot.nodes;
      if (node === undefined || prepared?.kind !== 'run') return undefined;
      return plugin.filter?.(pod, prepared.state, node)?.reasons;
    };
    expect(reasonsWith({})).toEqual([`Insufficient ${GPU}`, 'Insufficient hugepages-2Mi']);
    expect(reasonsWith({ ignoredResources: [GPU] })).toEqual(['Insufficient hugepages-2Mi']);
    expect(reasonsWith({ ignoredResourceGroups: ['example.com'] })).toEqual(['Insufficient hugepages-2Mi']);
    expect(reasonsWith({ ignoredResources: ['hugepages-2Mi'] })).toHaveLength(2);
  });
});

describe('BalancedAllocation of three resources', () => {
  it('takes the standard deviation', () => {
    const plugin = createBalancedAllocation({ resources: weights(1, 1, 1) });
    const snapshot = oneNode();
    const [node] = snapshot.nodes;
    // Before: 0.25 each, deviation 0. After: 0.25, 0.25, 1: deviation 0.35355, so 64; 50 + (50 + 64 - 100) / 2.
    const pod = podOf('p', { requests: { [GPU]: '3' } });
    const prepared = plugin.preScore?.(pod, snapshot.nodes, snapshot);
    if (node === undefined || prepared?.kind !== 'run') throw new Error('not scored');
    expect(plugin.score?.(pod, prepared.state, node)).toBe(57);
  });
});

describe('ImageLocality', () => {
  const image = (name: string, mebibytes: number) => ({ names: [name], sizeBytes: mebibytes * MEBIBYTE });
  function scoreOf(images: string, cache: ClusterCache, name: string): number | undefined {
    const pod = podOf('p', { spec: { containers: [{ name: 'c', image: images }] } });
    const snapshot = cache.snapshot();
    const node = snapshot.node(name);
    const prepared = imageLocality.preScore?.(pod, snapshot.nodes, snapshot);
    if (node === undefined || prepared?.kind !== 'run') return undefined;
    return imageLocality.score?.(pod, prepared.state, node);
  }

  it('counts bytes above 23 MiB, scaled by how many nodes have the image', () => {
    const cache = new ClusterCache(listerOf([]));
    cache.addNode(nodeOf('n1', { images: [image('app:latest', 1000)] }));
    cache.addNode(nodeOf('n2'));
    // 1000 MiB x 1/2 = 500; (500 - 23) / (1000 - 23).
    expect(scoreOf('app', cache, 'n1')).toBe(48);
    expect(scoreOf('app', cache, 'n2')).toBe(0);
    expect(scoreOf('registry:5000/app', cache, 'n1')).toBe(0);
  });

  it('a node keeps the counts of when it last changed; the number of nodes is that of now', () => {
    const cache = new ClusterCache(listerOf([]));
    cache.addNode(nodeOf('n1', { images: [image('app:1', 1000)] }));
    expect(scoreOf('app:1', cache, 'n1')).toBe(100);
    cache.addNode(nodeOf('n2', { images: [image('app:1', 1000)] }));
    expect(scoreOf('app:1', cache, 'n1')).toBe(48);
    expect(scoreOf('app:1', cache, 'n2')).toBe(100);
    cache.setPod(podOf('there', { nodeName: 'n1' }));
    expect(scoreOf('app:1', cache, 'n1')).toBe(100);
    cache.removeNode('n2');
    expect(scoreOf('app:1', cache, 'n1')).toBe(100);
  });
});
