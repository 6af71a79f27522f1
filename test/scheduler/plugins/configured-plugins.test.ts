// Plugins with settings of their own: what NodeAffinity adds to every pod, and the spread constraints that pods without
// any get.

import { describe, expect, it } from 'vitest';
import type { TopologySpreadConstraint } from '../../../src/model/objects.ts';
import { ClusterCache } from '../../../src/scheduler/cluster-cache.ts';
import { runFilters, runPreFilters } from '../../../src/scheduler/filtering.ts';
import type { Profile } from '../../../src/scheduler/framework.ts';
import type { PluginArgs } from '../../../src/scheduler/plugin-args.ts';
import { defaultArgs } from '../../../src/scheduler/plugin-args.ts';
import { buildProfile, NO_SETS } from '../../../src/scheduler/profile.ts';
import { defaultPlugins, pluginsOf } from '../../../src/scheduler/registry.ts';
import { scoreNodes } from '../../../src/scheduler/scoring.ts';
import { listerOf, nodeOf, podOf, serviceOf, ZONE } from '../objects.ts';

function profileWith(args: Partial<PluginArgs>): Profile {
  const sets = { ...NO_SETS, multiPoint: { enabled: defaultPlugins, disabled: [] } };
  const head = { schedulerName: 'default-scheduler', percentageOfNodesToScore: 0 };
  return buildProfile(head, pluginsOf({ ...defaultArgs, ...args }), sets);
}

describe('NodeAffinity with an added affinity', () => {
  const term = (key: string, value: string) => ({
    matchExpressions: [{ key, operator: 'In' as const, values: [value] }],
  });
  const profile = profileWith({
    NodeAffinity: {
      addedAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term('pool', 'a')] },
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 7, preference: term('disk', 'ssd') }],
      },
    },
  });
  const cache = new ClusterCache(listerOf([]));
  cache.addNode(nodeOf('a1', { labels: { pool: 'a', disk: 'ssd', zone: 'x' } }));
  cache.addNode(nodeOf('a2', { labels: { pool: 'a', zone: 'x' } }));
  cache.addNode(nodeOf('b1', { labels: { pool: 'b', zone: 'x' } }));
  const snapshot = cache.snapshot();

  it.each([
    ['a pod without wishes', {}, [undefined, undefined, "node(s) didn't match scheduler-enforced node affinity"]],
    [
      'the added affinity is asked first',
      { zone: 'y' },
      [
        "node(s) didn't match Pod's node affinity/selector",
        "node(s) didn't match Pod's node affinity/selector",
        "node(s) didn't match scheduler-enforced node affinity",
      ],
    ],
  ] as const)('%s', (_name, selector, reasons) => {
    const pod = podOf('p', { spec: Object.keys(selector).length === 0 ? {} : { nodeSelector: selector } });
    const { filters } = runPreFilters(profile, pod, snapshot);
    expect(snapshot.nodes.map((node) => runFilters(filters, pod, node, snapshot)?.reasons[0])).toEqual(reasons);
  });

  it('adds its preferences to the scores of the pod', () => {
    const preferred = [{ weight: 3, preference: term('zone', 'x') }];
    const nodeAffinity = { preferredDuringSchedulingIgnoredDuringExecution: preferred };
    const scoring = scoreNodes(profile, podOf('p', { spec: { affinity: { nodeAffinity } } }), snapshot.nodes, snapshot);
    if (scoring.kind === 'error') throw new Error(scoring.message);
    expect(scoring.plugins.find(({ plugin }) => plugin === 'NodeAffinity')).toMatchObject({
      raw: [10, 3, 3],
      normalized: [100, 30, 30],
    });
  });
});

describe('PodTopologySpread with a list of defaults', () => {
  const hard: TopologySpreadConstraint = { maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable: 'DoNotSchedule' };
  const soft: TopologySpreadConstraint = { maxSkew: 1, topologyKey: 'rack', whenUnsatisfiable: 'ScheduleAnyway' };
  const cache = new ClusterCache(listerOf([serviceOf('web', { app: 'web' })]));
  cache.addNode(nodeOf('a1', { labels: { [ZONE]: 'a', rack: 'r1' } }));
  cache.addNode(nodeOf('b1', { labels: { [ZONE]: 'b' } }));
  cache.setPod(podOf('there', { labels: { app: 'web' }, nodeName: 'a1' }));
  const snapshot = cache.snapshot();
  const profile = profileWith({ PodTopologySpread: { defaultConstraints: [hard, soft], defaultingType: 'List' } });

  it.each([
    ['a pod of the service', 'web', [], ["node(s) didn't match pod topology spread constraints", undefined]],
    ['a pod of no service', 'other', [], [undefined, undefined]],
    ['a pod with constraints of its own', 'web', [soft], [undefined, undefined]],
  ] as const)('filters %s', (_name, app, topologySpreadConstraints, reasons) => {
    const pod = podOf('p', { labels: { app }, spec: { topologySpreadConstraints } });
    const { filters } = runPreFilters(profile, pod, snapshot);
    expect(snapshot.nodes.map((node) => runFilters(filters, pod, node, snapshot)?.reasons[0])).toEqual(reasons);
  });

  it('ignores nodes without a key when scoring, unlike the defaults of the system', () => {
    const pod = podOf('p', { labels: { app: 'web' } });
    const scoring = scoreNodes(profile, pod, snapshot.nodes, snapshot);
    if (scoring.kind === 'error') throw new Error(scoring.message);
    const spread = scoring.plugins.find(({ plugin }) => plugin === 'PodTopologySpread');
    expect(spread?.normalized).toEqual([100, 0]);
  });
});
