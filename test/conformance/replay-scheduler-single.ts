// Replays scheduler/single: one cluster, one pod; every node's verdict and scores, exactly.

import type { Pod } from '../../src/model/objects.ts';
import { findFeasible, runPreFilters } from '../../src/scheduler/filtering.ts';
import type { Snapshot } from '../../src/scheduler/framework.ts';
import { defaultProfile } from '../../src/scheduler/registry.ts';
import { schedulePod } from '../../src/scheduler/schedule-pod.ts';
import { bestOf, scoreNodes } from '../../src/scheduler/scoring.ts';
import type { RecordedCluster } from './replay-scheduler-cluster.ts';
import { hasPlugin, hasScores, snapshotOf, stored } from './replay-scheduler-cluster.ts';
import { type Difference, firstDifference, type Replayer, type Vector } from './replayer.ts';

interface Expected {
  readonly result: string;
  readonly nodeOrder?: readonly string[];
  readonly preFilter?: { readonly skipped?: readonly string[]; readonly status?: { readonly plugin: string } };
  readonly rejected?: {
    readonly [node: string]: { readonly plugin: string; readonly code: string; readonly reasons: readonly string[] };
  };
  readonly feasible?: readonly string[];
  readonly scored?: boolean;
  readonly scores?: {
    readonly plugins: readonly string[];
    readonly weights: readonly number[];
    readonly nodes: {
      readonly [node: string]: {
        readonly raw: readonly number[];
        readonly norm: readonly number[];
        readonly total: number;
      };
    };
  };
  readonly best?: readonly string[];
  readonly gated?: unknown;
  readonly message?: string;
}

/** scheduler/single. */
export const singleReplayer: Replayer = {
  folder: 'scheduler',
  set: 'single',
  scope(vector: Vector): string | undefined {
    const expect = vector.data.expect as Expected;
    const missing = missingPlugin(expect);
    return missing === undefined ? undefined : `needs ${missing}`;
  },
  replay(vector: Vector): Difference | undefined {
    const expect = vector.data.expect as Expected;
    const pod = stored<Pod>(vector.data.pod);
    const snapshot = snapshotOf(vector.data.cluster as RecordedCluster);
    const gate = gateMessage(pod, snapshot);
    if (gate !== undefined) return firstDifference(partOf(expect), { result: 'gated', message: gate });
    const outcome = schedulePod(defaultProfile, pod, snapshot, 0, () => 0);
    const run = runPreFilters(defaultProfile, pod, snapshot);
    const search =
      run.rejected === undefined
        ? findFeasible(defaultProfile, run, pod, snapshot, 0)
        : { feasible: [], verdicts: new Map() };
    const scoring = search.feasible.length > 1 ? scoreNodes(defaultProfile, pod, search.feasible, snapshot) : undefined;
    const scored = scoring?.kind === 'scored' ? scoring : undefined;
    const rejected = [...search.verdicts].map(([node, { plugin, code, reasons }]) => [
      node,
      { plugin, code, reasons: reasons.toSorted() },
    ]);
    const actual = {
      result: outcome.result,
      nodeOrder: snapshot.nodes.map(({ name }) => name),
      rejected: Object.fromEntries(rejected),
      feasible: search.feasible.map(({ name }) => name),
      scores: scored?.plugins
        .filter(({ plugin }) => hasScores(plugin))
        .map(({ plugin, weight, raw, normalized }) => ({
          plugin,
          weight,
          raw,
          normalized,
        })),
      totals: scored?.totals,
      best:
        scored === undefined
          ? undefined
          : bestOf(scored.totals)
              .map((index) => search.feasible[index]?.name)
              .toSorted(),
      message: outcome.result === 'scheduled' ? undefined : outcome.message,
    };
    return firstDifference(partOf(expect), actual);
  },
};

/** What is compared, in the replayer's form. */
function partOf(expect: Expected): unknown {
  const { result, nodeOrder, rejected, feasible, scores, message } = expect;
  if (result === 'gated') return { result, message };
  const names = feasible ?? [];
  const column = (part: 'raw' | 'norm', index: number): unknown =>
    names.map((name) => scores?.nodes[name]?.[part][index]);
  return {
    result,
    nodeOrder,
    rejected: Object.fromEntries(
      Object.entries(rejected ?? {}).map(([node, { plugin, code, reasons }]) => [node, { plugin, code, reasons }]),
    ),
    feasible: names,
    scores: scores?.plugins.flatMap((plugin, index) =>
      hasScores(plugin)
        ? [{ plugin, weight: scores.weights[index], raw: column('raw', index), normalized: column('norm', index) }]
        : [],
    ),
    totals: scores === undefined ? undefined : names.map((name) => scores.nodes[name]?.total),
    best: scores === undefined ? undefined : expect.best,
    message,
  };
}

function gateMessage(pod: Pod, snapshot: Snapshot): string | undefined {
  for (const plugin of defaultProfile.preEnqueue) {
    const status = plugin.preEnqueue?.(pod, snapshot.objects);
    if (status !== undefined) return status.reasons.join(', ');
  }
  return undefined;
}

/** A plugin that took part in the decision and that the model does not have. */
function missingPlugin({ result, preFilter, rejected, scores }: Expected): string | undefined {
  if (result === 'gated') return undefined;
  const ended = preFilter?.status?.plugin;
  if (ended !== undefined) return hasPlugin(ended) ? undefined : ended;
  const rejector = Object.values(rejected ?? {}).find(({ plugin }) => !hasPlugin(plugin));
  if (rejector !== undefined) return rejector.plugin;
  return scores?.plugins.find(
    (plugin, index) =>
      !hasScores(plugin) && Object.values(scores.nodes).some(({ raw, norm }) => raw[index] !== 0 || norm[index] !== 0),
  );
}
