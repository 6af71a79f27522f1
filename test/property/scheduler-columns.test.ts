// The fast cycle against the plain one: on any cluster, after any changes, both decide the same, for the same reasons,
// start the next search at the same node and draw the same numbers. `npm run test:long` makes a hundred times as many.

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Pod } from '../../src/model/objects.ts';
import { ClusterCache } from '../../src/scheduler/cluster-cache.ts';
import { FastCycle } from '../../src/scheduler/fast/fast-cycle.ts';
import type { Plugin, Profile } from '../../src/scheduler/framework.ts';
import { unschedulable } from '../../src/scheduler/framework.ts';
import { Nominator } from '../../src/scheduler/nominator.ts';
import { defaultArgs, type PluginArgs } from '../../src/scheduler/plugin-args.ts';
import { buildProfile, NO_SETS } from '../../src/scheduler/profile.ts';
import { defaultPlugins, defaultProfile, pluginsOf } from '../../src/scheduler/registry.ts';
import type { Outcome } from '../../src/scheduler/schedule-pod.ts';
import { schedulePod } from '../../src/scheduler/schedule-pod.ts';
import { listerOf } from '../scheduler/objects.ts';
import type { Change, NodeShape, Template } from '../scheduler/random-cluster.ts';
import { change, makeNode, makePod, nodes, OBJECTS, steps, templates } from '../scheduler/random-cluster.ts';

const IS_LONG = process.env.LONG !== undefined;
const DECISIONS = IS_LONG ? 100_000 : 5_000;
/** On average; the rest of the steps change the cluster. */
const DECISIONS_PER_RUN = 36;

/** A user's own: bigger nodes are liked better, and those with many pods are left alone. */
const OWN_POLICY: Plugin<number, number> = {
  name: 'Own',
  preFilter: (pod) => (pod.metadata.labels?.app === 'db' ? { kind: 'skip' } : { kind: 'run', state: 3 }),
  filter: (_pod, most, { pods }) => (pods.length > most ? unschedulable('enough pods') : undefined),
  preScore: (_pod, list) => ({ kind: 'run', state: list.length }),
  score: (pod, found, { allocatable }) => (pod.metadata.name.endsWith('7') ? found * 40 : allocatable.cpuMillis / 100),
};

/** Profiles that a configuration may make: other strategies, weights, constraints, and filters left out. */
const PROFILES: readonly Profile[] = [
  defaultProfile,
  profileWith({
    NodeResourcesFit: {
      ignoredResources: ['example.com/gpu'],
      ignoredResourceGroups: [],
      scoringStrategy: { type: 'MostAllocated', resources: [{ name: 'cpu', weight: 3 }], shape: [] },
    },
    NodeResourcesBalancedAllocation: { resources: [{ name: 'example.com/gpu', weight: 1 }] },
  }),
  profileWith(
    {
      InterPodAffinity: { hardPodAffinityWeight: 20, ignorePreferredTermsOfExistingPods: true },
      PodTopologySpread: {
        defaultingType: 'List',
        defaultConstraints: [{ maxSkew: 1, topologyKey: 'disk', whenUnsatisfiable: 'ScheduleAnyway' }],
      },
    },
    ['TaintToleration', 'NodeResourcesFit'],
  ),
  profileOfOwn(),
];

function profileOfOwn(): Profile {
  const plugins = new Map([...pluginsOf(defaultArgs), ['Own', OWN_POLICY as Plugin] as const]);
  const enabled = [...defaultPlugins, { name: 'Own', weight: 4 }];
  const head = { schedulerName: 'default-scheduler', percentageOfNodesToScore: 0 };
  return buildProfile(head, plugins, { ...NO_SETS, multiPoint: { enabled, disabled: [] } });
}

function profileWith(args: Partial<PluginArgs>, disabled: readonly string[] = []): Profile {
  return buildProfile(
    { schedulerName: 'default-scheduler', percentageOfNodesToScore: 30 },
    pluginsOf({ ...defaultArgs, ...args }),
    { ...NO_SETS, multiPoint: { enabled: defaultPlugins, disabled: [] }, filter: { enabled: [], disabled } },
  );
}

if (IS_LONG) vi.setConfig({ testTimeout: 3_600_000 });

describe.each(PROFILES.map((profile, index) => [index, profile] as const))(
  'the fast cycle of profile %i',
  (index, profile) => {
    it('decides what the plain one decides', () => {
      const share = index === 0 ? 0.6 : 0.2;
      let fast = 0;
      let all = 0;
      fc.assert(
        fc.property(
          fc.array(nodes, { minLength: 1, maxLength: 20 }),
          fc.array(templates, { minLength: 1, maxLength: 4 }),
          fc.array(steps, { minLength: 20, maxLength: 70, size: 'max' }),
          (first, shapes, changes) => {
            for (const decided of replay(profile, first, shapes, changes)) {
              all += 1;
              if (decided.fast === undefined) continue;
              fast += 1;
              expect(decided.fast).toEqual(decided.plain);
            }
          },
        ),
        { numRuns: Math.ceil((share * DECISIONS) / DECISIONS_PER_RUN) },
      );
      expect(all).toBeGreaterThan(share * DECISIONS);
      expect(fast / all).toBeGreaterThan(0.9);
    });

    it('finds the same window on a cluster of more than a hundred nodes', () => {
      fc.assert(
        fc.property(fc.array(nodes, { minLength: 250, maxLength: 260 }), templates, fc.nat(), (first, shape, from) => {
          const { cycle, cache } = makeCluster(profile, first);
          const start = from % first.length;
          for (const name of ['p', 'q', 'r']) {
            const pod = makePod(shape, name);
            const plain = schedulePod(profile, pod, cache.snapshot(), start, (n) => n - 1);
            const fast = cycle.schedule(pod, cache.snapshot(), start, (n) => n - 1);
            if (fast !== undefined) expect(fast).toEqual(plain);
            if (plain.result === 'scheduled') cache.assumePod(pod, plain.node);
          }
        }),
        { numRuns: Math.ceil(DECISIONS / 200) },
      );
    });
  },
);

function makeCluster(profile: Profile, first: readonly NodeShape[]) {
  const objects = listerOf(OBJECTS);
  const cycle = new FastCycle(profile, objects);
  const cache = new ClusterCache(objects, cycle);
  first.forEach((shape, index) => {
    cache.addNode(makeNode(shape, `node-${index}`));
  });
  return { cache, cycle };
}

interface Decided {
  readonly plain: Outcome & { readonly draws: readonly number[] };
  readonly fast: (Outcome & { readonly draws: readonly number[] }) | undefined;
}

function replay(
  profile: Profile,
  first: readonly NodeShape[],
  shapes: readonly Template[],
  changes: readonly Change[],
): readonly Decided[] {
  const { cache, cycle } = makeCluster(profile, first);
  const names = first.map((_shape, index) => `node-${index}`);
  const placed: Pod[] = [];
  const nominator = new Nominator();
  const decided: Decided[] = [];
  let start = 0;
  for (const [step, { kind, index, node }] of changes.entries()) {
    if (kind !== 'schedule') {
      change(cache, names, placed, { kind, index, node }, step);
      continue;
    }
    const shape = shapes[index % shapes.length];
    if (shape === undefined) continue;
    const pod = makePod(shape, `pod-${step}`);
    const snapshot = cache.snapshot((name) => nominator.podsOn(name));
    const draws: number[] = [];
    const draw = (n: number): number => {
      draws.push(n);
      return index % n;
    };
    const plain = { ...schedulePod(profile, pod, snapshot, start, draw), draws: draws.splice(0) };
    const outcome = cycle.schedule(pod, snapshot, start, draw, nominator.nodesAgainst(pod));
    decided.push({ plain, fast: outcome && { ...outcome, draws } });
    start = plain.nextStartIndex;
    // Some of those that fit nowhere wait for a node: the one where they would preempt, or any.
    if (plain.result === 'unschedulable' && step % 3 === 0) {
      const { nomination } = plain;
      const room = typeof nomination === 'object' ? nomination.node : (names[index % names.length] ?? '');
      nominator.set(pod, room);
    }
    if (plain.result !== 'scheduled') continue;
    cache.assumePod(pod, plain.node);
    placed.push({ ...pod, spec: { ...pod.spec, nodeName: plain.node } });
  }
  return decided;
}
