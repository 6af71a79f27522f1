// The fast cycle against the plain one: on any cluster, after any changes, both decide the same, start the next search
// at the same node and draw the same ties; the counters equal a recount.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelSelector, Node, Pod, TopologySpreadConstraint } from '../../src/model/objects.ts';
import { ClusterCache } from '../../src/scheduler/cluster-cache.ts';
import { FastCycle } from '../../src/scheduler/fast-cycle.ts';
import { defaultProfile } from '../../src/scheduler/registry.ts';
import { schedulePod } from '../../src/scheduler/schedule-pod.ts';
import { listerOf, nodeOf, podOf, replicaSetOf, serviceOf } from '../scheduler/objects.ts';

/** Mostly the first value, so that most pods fit on most nodes and what differs decides. */
function mostly<T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}

const nodes = fc.record({
  zone: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('a', 'b', 'c') }, fc.constantFrom(undefined, '')),
  cpu: mostly('4', '0', '1', '2'),
  memory: mostly('8Gi', '1Gi', '4Gi'),
  pods: mostly('110', '2', '5'),
  taint: mostly(undefined, 'NoSchedule', 'PreferNoSchedule', 'NoExecute'),
  unschedulable: mostly(false, true),
  disk: mostly('ssd', undefined, 'hdd'),
  gpus: mostly(undefined, '1', '2'),
});

const constraints = fc.record({
  maxSkew: fc.integer({ min: 1, max: 3 }),
  topologyKey: fc.constantFrom('topology.kubernetes.io/zone', 'kubernetes.io/hostname', 'disk'),
  whenUnsatisfiable: fc.constantFrom('DoNotSchedule', 'ScheduleAnyway'),
  labelSelector: mostly<LabelSelector | undefined>(
    { matchLabels: { app: 'web' } },
    { matchLabels: { app: 'db' } },
    {},
    undefined,
  ),
  minDomains: mostly(undefined, 2, 4),
  nodeAffinityPolicy: mostly(undefined, 'Ignore'),
  nodeTaintsPolicy: mostly(undefined, 'Honor'),
});

const templates = fc.record({
  app: fc.constantFrom('web', 'db'),
  cpu: fc.constantFrom(undefined, '0', '10m', '100m', '500m'),
  memory: fc.constantFrom(undefined, '16Mi', '128Mi', '1Gi'),
  gpus: mostly(undefined, '1'),
  tolerates: fc.boolean(),
  owned: mostly(true, false),
  selector: mostly<{ readonly disk: string } | undefined>(undefined, { disk: 'ssd' }),
  prefers: mostly(false, true),
  spreads: fc.oneof(fc.constant([]), fc.array(constraints, { minLength: 1, maxLength: 2 })) as fc.Arbitrary<
    readonly object[]
  >,
});

type Change = { readonly kind: string; readonly index: number; readonly node: NodeShape };
type NodeShape = typeof nodes extends fc.Arbitrary<infer T> ? T : never;
type Template = typeof templates extends fc.Arbitrary<infer T> ? T : never;

const steps = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('schedule'), index: fc.nat(), node: nodes }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('addNode', 'updateNode', 'removeNode', 'deletePod', 'terminatePod', 'confirmPod'),
      index: fc.nat(),
      node: nodes,
    }),
  },
);

describe('the fast cycle', () => {
  it('decides what the plain one decides', () => {
    fc.assert(
      fc.property(
        fc.array(nodes, { minLength: 1, maxLength: 20 }),
        fc.array(templates, { minLength: 1, maxLength: 4 }),
        fc.array(steps, { minLength: 1, maxLength: 60, size: 'max' }),
        (first, shapes, changes) => {
          const decided = replay(first, shapes, changes);
          for (const { plain, fast } of decided) if (fast !== undefined) expect(fast).toEqual(plain);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('decides nearly all of the pods of Deployments that fit', () => {
    const shape = { zone: 'a' as const, cpu: '4' as const, memory: '8Gi' as const, pods: '110' as const };
    const node = { ...shape, taint: undefined, unschedulable: false, disk: undefined, gpus: undefined };
    const web = { app: 'web', cpu: '100m', memory: '128Mi', gpus: undefined, tolerates: false, owned: true };
    const template = { ...web, selector: undefined, prefers: false, spreads: [] };
    const changes = Array.from({ length: 50 }, (_x, index) => ({ kind: 'schedule', index, node }));
    const decided = replay([node, { ...node, zone: 'b' as const }], [template as Template], changes);
    expect(decided).toHaveLength(50);
    expect(decided.every(({ fast }) => fast?.result === 'scheduled')).toBe(true);
  });

  it('finds the same window on a cluster of more than a hundred nodes', () => {
    fc.assert(
      fc.property(fc.array(nodes, { minLength: 250, maxLength: 260 }), templates, fc.nat(), (first, shape, from) => {
        const { fast: cycle, cache } = makeCluster(first);
        const pod = makePod(shape, 'p');
        const plain = schedulePod(defaultProfile, pod, cache.snapshot(), from % first.length, (n) => n - 1);
        const fast = cycle.schedule(pod, cache.snapshot().objects, from % first.length, (n) => n - 1);
        if (fast !== undefined) expect(fast).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });
});

function makeCluster(first: readonly NodeShape[]): { readonly cache: ClusterCache; readonly fast: FastCycle } {
  const fast = new FastCycle(defaultProfile);
  const owners = listerOf([replicaSetOf('web-rs', { app: 'web' }), serviceOf('db', { app: 'db' })]);
  const cache = new ClusterCache(owners, fast);
  first.forEach((shape, index) => {
    cache.addNode(makeNode(shape, `node-${index}`));
  });
  return { cache, fast };
}

function replay(first: readonly NodeShape[], shapes: readonly Template[], changes: readonly Change[]) {
  const { cache, fast: cycle } = makeCluster(first);
  const names = first.map((_shape, index) => `node-${index}`);
  const placed: Pod[] = [];
  const decided = [];
  let start = 0;
  for (const [step, { kind, index, node }] of changes.entries()) {
    if (kind !== 'schedule') {
      change(cache, names, placed, { kind, index, node }, step);
      continue;
    }
    const shape = shapes[index % shapes.length];
    if (shape === undefined) continue;
    const pod = makePod(shape, `pod-${step}`);
    const snapshot = cache.snapshot();
    const draws: number[] = [];
    const breakTie = (n: number): number => {
      draws.push(n);
      return index % n;
    };
    const plain = { ...schedulePod(defaultProfile, pod, snapshot, start, breakTie), draws: draws.splice(0) };
    const outcome = cycle.schedule(pod, snapshot.objects, start, breakTie);
    decided.push({ plain, fast: outcome && { ...outcome, draws } });
    start = plain.nextStartIndex;
    if (plain.result !== 'scheduled') continue;
    cache.assumePod(pod, plain.node);
    placed.push({ ...pod, spec: { ...pod.spec, nodeName: plain.node } });
  }
  return decided;
}

function change(
  cache: ClusterCache,
  names: string[],
  placed: Pod[],
  { kind, index, node }: Change,
  step: number,
): void {
  const name = names[index % names.length] ?? '';
  const pod = placed[index % Math.max(1, placed.length)];
  switch (kind) {
    case 'addNode':
      names.push(`new-${step}`);
      return cache.addNode(makeNode(node, `new-${step}`));
    case 'updateNode':
      return cache.updateNode(makeNode(node, name));
    case 'removeNode':
      if (names.length > 1) cache.removeNode(names.splice(names.indexOf(name), 1)[0] ?? '');
      return;
    case 'deletePod':
      if (pod !== undefined) cache.removePod(`default/${pod.metadata.name}`);
      if (pod !== undefined) placed.splice(placed.indexOf(pod), 1);
      return;
    case 'terminatePod':
      if (pod !== undefined) cache.setPod({ ...pod, metadata: { ...pod.metadata, deletionTimestamp: 0 as never } });
      return;
    default:
      if (pod !== undefined) cache.setPod({ ...pod });
  }
}

function makeNode(shape: NodeShape, name: string): Node {
  const { zone, disk, taint, gpus } = shape;
  return nodeOf(name, {
    labels: {
      ...(zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone }),
      ...(disk === undefined ? {} : { disk }),
    },
    taints: taint === undefined ? [] : [{ key: 'dedicated', effect: taint as 'NoSchedule' }],
    unschedulable: shape.unschedulable,
    allocatable: {
      cpu: shape.cpu,
      memory: shape.memory,
      pods: shape.pods,
      ...(gpus === undefined ? {} : { 'example.com/gpu': gpus }),
    },
  });
}

function makePod(shape: Template, name: string): Pod {
  const { cpu, memory, gpus } = shape;
  const prefer = { weight: 7, preference: { matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] } };
  return podOf(name, {
    labels: { app: shape.app },
    owner: shape.owned ? 'web-rs' : undefined,
    requests: {
      ...(cpu === undefined ? {} : { cpu }),
      ...(memory === undefined ? {} : { memory }),
      ...(gpus === undefined ? {} : { 'example.com/gpu': gpus }),
    },
    spec: {
      ...(shape.tolerates ? { tolerations: [{ operator: 'Exists' as const }] } : {}),
      ...(shape.selector === undefined ? {} : { nodeSelector: shape.selector }),
      ...(shape.prefers
        ? { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [prefer as never] } } }
        : {}),
      topologySpreadConstraints: shape.spreads.map((spread) =>
        Object.fromEntries(Object.entries(spread).filter(([, value]) => value !== undefined)),
      ) as unknown as readonly TopologySpreadConstraint[],
    },
  });
}
