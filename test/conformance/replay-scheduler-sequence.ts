// Replays scheduler/sequence: many pods one after another on a cluster that changes; where each search starts and ends,
// and what all scores add up to. The fast cycle has to decide as the plain one does. The pod then goes where the
// recording put it.

import type { Node, Pod } from '../../src/model/objects.ts';
import type { ClusterCache } from '../../src/scheduler/cluster-cache.ts';
import { FastCycle } from '../../src/scheduler/fast/fast-cycle.ts';
import { findFeasible, runPreFilters } from '../../src/scheduler/filtering.ts';
import type { Profile } from '../../src/scheduler/framework.ts';
import { defaultProfile } from '../../src/scheduler/registry.ts';
import { schedulePod } from '../../src/scheduler/schedule-pod.ts';
import { bestOf, scoreNodes } from '../../src/scheduler/scoring.ts';
import type { RecordedCluster } from './replay-scheduler-cluster.ts';
import { cacheOf, listerOf, stored } from './replay-scheduler-cluster.ts';
import { profilesIn } from './replay-scheduler-profiles.ts';
import { type Difference, firstDifference, type Replayer, type Vector } from './replayer.ts';

interface ExpectedAttempt {
  readonly nodeOrder?: readonly string[];
  readonly start: number;
  readonly evaluated: number;
  readonly feasible: number;
  readonly best?: readonly string[];
  readonly bestTotal?: number;
  readonly sumTotal?: number;
  readonly pluginSums?: { readonly [plugin: string]: number };
  readonly chosen?: string;
  readonly message?: string;
}

type Step =
  | { readonly op: 'addNode' | 'updateNode'; readonly node: unknown }
  | { readonly op: 'removeNode' | 'deletePod'; readonly name: string }
  | {
      readonly op: 'schedule';
      readonly template: string;
      readonly name: string;
      readonly uid: string;
      readonly expect: ExpectedAttempt;
    };

/** scheduler/sequence. */
export const sequenceReplayer: Replayer = {
  folder: 'scheduler',
  set: 'sequence',
  scope: () => undefined,
  replay(vector: Vector): Difference | undefined {
    const templates = vector.data.podTemplates as { readonly [name: string]: unknown };
    const profile = profileOf(vector.data.config);
    const cluster = vector.data.cluster as RecordedCluster;
    const objects = listerOf(cluster);
    const fast = new FastCycle(profile, objects);
    const cache = cacheOf(cluster, objects, fast);
    let start = 0;
    let order: string | undefined;
    for (const [index, step] of (vector.data.steps as readonly Step[]).entries()) {
      if (step.op !== 'schedule') {
        change(cache, step);
        continue;
      }
      const template = stored<Pod>(templates[step.template]);
      const pod = { ...template, metadata: { ...template.metadata, name: step.name, uid: step.uid } };
      const attempt = tryPod(profile, cache, fast, pod, start);
      const hasNewOrder = attempt.nodeOrder.join() !== order;
      order = attempt.nodeOrder.join();
      const { chosen, pluginSums, ...expected } = step.expect;
      const actual = {
        ...attempt.part,
        start,
        nodeOrder: hasNewOrder ? attempt.nodeOrder : undefined,
      };
      const difference = firstDifference({ ...expected, pluginSums }, actual, `steps[${index}]`);
      if (difference !== undefined) return difference;
      if (attempt.fastDifference !== undefined) return attempt.fastDifference;
      start = attempt.nextStart;
      if (chosen !== undefined) cache.assumePod(pod, chosen);
    }
    return undefined;
  },
};

function profileOf(config: unknown): Profile {
  const profiles = config === undefined ? undefined : profilesIn(String(config));
  return profiles?.get(defaultProfile.schedulerName) ?? defaultProfile;
}

function change(cache: ClusterCache, step: Exclude<Step, { readonly op: 'schedule' }>): void {
  switch (step.op) {
    case 'addNode':
      return cache.addNode(stored<Node>(step.node));
    case 'updateNode':
      return cache.updateNode(stored<Node>(step.node));
    case 'removeNode':
      return cache.removeNode(step.name);
    case 'deletePod':
      return cache.removePod(step.name);
  }
}

function tryPod(profile: Profile, cache: ClusterCache, fast: FastCycle, pod: Pod, start: number) {
  const snapshot = cache.snapshot();
  const outcome = schedulePod(profile, pod, snapshot, start, (ties) => ties - 1);
  const fastOutcome = fast.schedule(pod, snapshot, start, (ties) => ties - 1) ?? outcome;
  const run = runPreFilters(profile, pod, snapshot);
  const { feasible } = findFeasible(profile, run, pod, snapshot, start);
  const scoring = feasible.length > 1 ? scoreNodes(profile, pod, feasible, snapshot) : undefined;
  const scored = scoring?.kind === 'scored' ? scoring : undefined;
  const best = scored === undefined ? feasible.map((_node, index) => index) : bestOf(scored.totals);
  return {
    nodeOrder: snapshot.nodes.map(({ name }) => name),
    nextStart: outcome.nextStartIndex,
    fastDifference: firstDifference(outcome, fastOutcome, 'fast cycle'),
    // An attempt that scores nothing is recorded with totals of 0.
    part: {
      evaluated: outcome.evaluated,
      feasible: outcome.feasible,
      best: outcome.result === 'scheduled' ? best.map((index) => feasible[index]?.name).toSorted() : undefined,
      bestTotal: scored?.totals[best[0] ?? 0] ?? 0,
      sumTotal: (scored?.totals ?? []).reduce((sum, total) => sum + total, 0),
      pluginSums:
        scored &&
        Object.fromEntries(
          scored.plugins.map(({ plugin, weight, normalized }) => [
            plugin,
            normalized.reduce((sum, score) => sum + weight * score, 0),
          ]),
        ),
      message: outcome.result === 'scheduled' ? undefined : outcome.message,
    },
  };
}
