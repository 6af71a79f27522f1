// The scheduler's cache, counters and heap against what they stand for: after any history the cache holds what a new
// one would that is given the last state alone, counters equal a recount, and the heap gives what sorting would.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byNumber } from '../../src/base/compare.ts';
import type { Node, Pod } from '../../src/model/objects.ts';
import { NOTHING, selectorFromMap } from '../../src/model/selector.ts';
import { ClusterCache } from '../../src/scheduler/cluster-cache.ts';
import { PodGroups } from '../../src/scheduler/fast/pod-groups.ts';
import { TermCounts } from '../../src/scheduler/fast/term-counts.ts';
import { Topologies } from '../../src/scheduler/fast/topologies.ts';
import type { CachedNode, NodeInfo } from '../../src/scheduler/node-info.ts';
import type { AffinityTerm } from '../../src/scheduler/plugins/affinity-terms.ts';
import { type HeapItem, PodHeap } from '../../src/scheduler/pod-heap.ts';
import { listerOf, nodeOf, podOf, ZONE } from '../scheduler/objects.ts';

const NODES = ['a', 'b', 'c', 'd'] as const;

const operations = fc.array(
  fc.record({
    kind: fc.constantFrom('node', 'removeNode', 'set', 'set', 'assume', 'remove'),
    node: fc.constantFrom(...NODES),
    pod: fc.integer({ min: 0, max: 9 }),
    cpu: fc.constantFrom('0', '100m', '1'),
    app: fc.constantFrom('web', 'db'),
    shuns: fc.constantFrom('web', 'db', 'nobody'),
    zone: fc.constantFrom('x', 'y'),
    isTerminating: fc.boolean(),
  }),
  { maxLength: 60, size: 'max' },
);

interface State {
  readonly nodes: Map<string, Node>;
  readonly pods: Map<string, Pod>;
}

function perform(
  cache: ClusterCache,
  state: State,
  op: typeof operations extends fc.Arbitrary<(infer T)[]> ? T : never,
) {
  const name = `p${op.pod}`;
  const labelSelector = { matchLabels: { app: op.shuns } };
  const podAntiAffinity = {
    requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector, topologyKey: ZONE }],
  };
  const bare = podOf(name, {
    labels: { app: op.app },
    requests: { cpu: op.cpu, 'example.com/gpu': '1' },
    spec: op.shuns === 'nobody' ? {} : { affinity: { podAntiAffinity } },
  });
  const metadata = op.isTerminating ? { ...bare.metadata, deletionTimestamp: 0 as never } : bare.metadata;
  const pod = { ...bare, metadata, spec: { ...bare.spec, nodeName: op.node } };
  if (op.kind === 'node') {
    const node = nodeOf(op.node, { labels: { [ZONE]: op.zone }, allocatable: { cpu: op.cpu } });
    cache.updateNode(node);
    state.nodes.set(op.node, node);
  } else if (op.kind === 'removeNode') {
    cache.removeNode(op.node);
    state.nodes.delete(op.node);
  } else if (op.kind === 'remove') {
    cache.removePod(`default/${name}`);
    state.pods.delete(name);
  } else {
    if (op.kind === 'set') cache.setPod(pod);
    else cache.assumePod({ ...bare, metadata }, op.node);
    state.pods.set(name, pod);
  }
}

function contents(cache: ClusterCache): unknown {
  return NODES.map((name) => {
    const node = cache.node(name);
    if (node === undefined) return undefined;
    const { allocatable, allowedPods, nonZeroCpuMillis, nonZeroMemoryBytes, pods } = node;
    const requested = { ...node.requested, scalars: [...node.requested.scalars].filter(([, amount]) => amount !== 0) };
    const names = pods.map(({ metadata }) => metadata.name).sort();
    return { allocatable, allowedPods, requested, nonZeroCpuMillis, nonZeroMemoryBytes, names };
  });
}

describe('the cache', () => {
  it('holds what a new one would', () => {
    fc.assert(
      fc.property(operations, (history) => {
        const state: State = { nodes: new Map(), pods: new Map() };
        const cache = new ClusterCache(listerOf([]));
        for (const op of history) perform(cache, state, op);
        const rebuilt = new ClusterCache(listerOf([]));
        for (const node of state.nodes.values()) rebuilt.addNode(node);
        for (const pod of state.pods.values()) rebuilt.setPod(pod);
        expect(contents(cache)).toEqual(contents(rebuilt));
        const names = (of: ClusterCache) =>
          of
            .snapshot()
            .nodes.map(({ name }) => name)
            .sort();
        expect(names(cache)).toEqual(names(rebuilt));
      }),
      { numRuns: 200 },
    );
  });
});

const anti = (app: string): AffinityTerm => ({
  namespaces: ['default'],
  namespaceSelector: NOTHING,
  selector: selectorFromMap({ app }),
  topologyKey: ZONE,
  weight: 1,
});

describe('counters by topology', () => {
  it('equal a recount', () => {
    fc.assert(
      fc.property(operations, (history) => {
        const state: State = { nodes: new Map(), pods: new Map() };
        const objects = listerOf([]);
        const countersOf = (nodes: readonly NodeInfo[]) => {
          const topologies = new Topologies(nodes);
          return { groups: new PodGroups(topologies, objects), terms: new TermCounts(topologies, objects) };
        };
        let counters = countersOf([]);
        const cache = new ClusterCache(objects, {
          listed: (nodes: readonly CachedNode[]) => {
            nodes.forEach((node, row) => {
              node.row = row;
            });
            counters = countersOf(nodes);
          },
          nodeChanged: () => {
            counters = countersOf(cache.snapshot().nodes);
          },
          podMoved: (node, pod, delta) => {
            if (node.row < 0) return;
            counters.groups.count(node.row, pod, delta);
            counters.terms.count(node.row, pod, delta);
          },
        });
        const sums = ({ groups, terms }: typeof counters) =>
          ['web', 'db'].map((app) => {
            const kinds = [groups.spread('default', selectorFromMap({ app })), groups.meantByAll([anti(app)])];
            const meaning = terms.meaning(podOf('new', { labels: { app } })).filter(({ pods }) => pods > 0);
            return {
              groups: kinds.map((group) => [[...group.byRow], [...groups.byValue(group, ZONE)], group.total]),
              terms: meaning.map(({ kind, byValue, pods }) => ({ kind, pods, byValue: [...byValue] })),
            };
          });
        for (const op of history) {
          perform(cache, state, op);
          const { nodes } = cache.snapshot();
          expect(sums(counters)).toEqual(sums(countersOf(nodes)));
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('the heap of pods', () => {
  it('gives what sorting gives, also when items leave and come again', () => {
    const commands = fc.array(fc.record({ key: fc.integer({ min: 0, max: 5 }), pops: fc.boolean(), leaver: fc.nat() }));
    fc.assert(
      fc.property(commands, (history) => {
        type Item = HeapItem & { readonly key: number; order: number };
        let tickets = 0;
        const heap = new PodHeap<Item>(
          (a, b) => byNumber(a.key, b.key),
          () => {
            tickets += 1;
            return tickets;
          },
        );
        const inside: Item[] = [];
        history.forEach(({ key, pops, leaver }, order) => {
          const item: Item = { ticket: 0, key, order };
          heap.push(item);
          inside.push(item);
          const [gone] = leaver % 3 === 0 ? inside.splice(leaver % inside.length, 1) : [];
          if (gone !== undefined) heap.remove(gone);
          if (gone !== undefined && leaver % 2 === 0) {
            gone.order = order + 0.5;
            heap.push(gone);
            inside.push(gone);
          }
          if (!pops) return;
          inside.sort((a, b) => byNumber(a.key, b.key) || byNumber(a.order, b.order));
          expect(heap.pop()).toBe(inside.shift());
          expect(heap.size).toBe(inside.length);
        });
      }),
    );
  });
});
