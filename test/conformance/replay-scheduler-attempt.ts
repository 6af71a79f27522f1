// What the replayers of scheduler/single and scheduler/profiles compare: one cluster, one pod, one profile; every
// node's verdict and scores, exactly. The fast cycle has to decide as the plain one does (where nobody is nominated:
// then the scheduler takes the plain one).

import type { Pod } from '../../src/model/objects.ts';
import { FastCycle } from '../../src/scheduler/fast/fast-cycle.ts';
import { isFastProfile } from '../../src/scheduler/fast/fast-profile.ts';
import { findFeasible, runPreFilters } from '../../src/scheduler/filtering.ts';
import type { Profile, Snapshot } from '../../src/scheduler/framework.ts';
import { schedulePod } from '../../src/scheduler/schedule-pod.ts';
import { bestOf, scoreNodes } from '../../src/scheduler/scoring.ts';
import type { RecordedCluster } from './replay-scheduler-cluster.ts';
import { hasNominatedPods, listerOf, snapshotOf } from './replay-scheduler-cluster.ts';
import { type Difference, firstDifference } from './replayer.ts';

interface RecordedStatus {
  readonly plugin: string;
  readonly code: string;
  readonly reasons: readonly string[];
}

/** An attempt as it was recorded. */
export interface ExpectedAttempt {
  readonly result: string;
  readonly nodeOrder?: readonly string[];
  readonly preFilter?: {
    readonly skipped?: readonly string[];
    readonly status?: RecordedStatus;
    readonly subset?: boolean;
    readonly nodeNames?: readonly string[];
  };
  readonly rejected?: { readonly [node: string]: RecordedStatus };
  readonly feasible?: readonly string[];
  readonly skippedScore?: readonly string[];
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
  readonly evaluatedNodes?: number;
  readonly message?: string;
  readonly unschedulablePlugins?: readonly string[];
}

/** The first difference between a recorded attempt and the model's. */
export function compareAttempt(
  expect: ExpectedAttempt,
  profile: Profile,
  cluster: RecordedCluster,
  pod: Pod,
): Difference | undefined {
  const objects = listerOf(cluster);
  const fast = isFastProfile(profile) ? new FastCycle(profile, objects) : undefined;
  const snapshot = snapshotOf(cluster, objects, ...(fast === undefined ? [] : [fast]));
  const gate = gateMessage(profile, pod, snapshot);
  if (gate !== undefined) return firstDifference(partOf(expect), { result: 'gated', message: gate });
  const outcome = schedulePod(profile, pod, snapshot, 0, () => 0);
  const difference = firstDifference(partOf(expect), attempt(profile, pod, snapshot));
  if (difference !== undefined) return difference;
  if (fast === undefined || hasNominatedPods(cluster)) return undefined;
  return firstDifference(outcome, fast.schedule(pod, snapshot, 0, () => 0) ?? outcome, 'fast cycle');
}

function attempt(profile: Profile, pod: Pod, snapshot: Snapshot): unknown {
  const outcome = schedulePod(profile, pod, snapshot, 0, () => 0);
  const run = runPreFilters(profile, pod, snapshot);
  const search =
    run.rejected === undefined
      ? findFeasible(profile, run, pod, snapshot, 0)
      : { feasible: [], verdicts: new Map<string, RecordedStatus>() };
  const scoring = search.feasible.length > 1 ? scoreNodes(profile, pod, search.feasible, snapshot) : undefined;
  const scored = scoring?.kind === 'scored' ? scoring : undefined;
  return {
    result: outcome.result,
    nodeOrder: snapshot.nodes.map(({ name }) => name),
    skipped: run.rejected === undefined ? run.skipped.toSorted() : undefined,
    preFilter: run.rejected === undefined ? undefined : sorted({ ...run.rejected }),
    nodeNames: run.rejected === undefined && run.nodeNames !== undefined ? [...run.nodeNames].toSorted() : undefined,
    rejected: Object.fromEntries([...search.verdicts].map(([node, verdict]) => [node, sorted(verdict)])),
    feasible: search.feasible.map(({ name }) => name),
    skippedScore: scored?.skipped.toSorted(),
    scores: scored?.plugins,
    totals: scored?.totals,
    best:
      scored === undefined
        ? undefined
        : bestOf(scored.totals)
            .map((index) => search.feasible[index]?.name)
            .toSorted(),
    evaluatedNodes: outcome.result === 'scheduled' ? outcome.evaluated : undefined,
    message: outcome.result === 'scheduled' ? undefined : outcome.message,
    plugins: outcome.result === 'unschedulable' ? [...outcome.plugins].toSorted() : undefined,
  };
}

/** What is compared, in the form of an attempt of the model. */
function partOf(expect: ExpectedAttempt): unknown {
  const { result, nodeOrder, rejected, feasible, scores, message, preFilter, skippedScore } = expect;
  if (result === 'gated') return { result, message };
  const names = feasible ?? [];
  const column = (part: 'raw' | 'norm', index: number): unknown =>
    names.map((name) => scores?.nodes[name]?.[part][index]);
  const isEnded = preFilter?.status !== undefined;
  return {
    result,
    nodeOrder,
    skipped: isEnded ? undefined : (preFilter?.skipped ?? []).toSorted(),
    preFilter: preFilter?.status,
    nodeNames: isEnded ? undefined : preFilter?.nodeNames?.toSorted(),
    rejected: Object.fromEntries(
      Object.entries(rejected ?? {}).map(([node, { plugin, code, reasons }]) => [node, { plugin, code, reasons }]),
    ),
    feasible: names,
    skippedScore: scores === undefined ? undefined : (skippedScore ?? []).toSorted(),
    scores: scores?.plugins.map((plugin, index) => ({
      plugin,
      weight: scores.weights[index],
      raw: column('raw', index),
      normalized: column('norm', index),
    })),
    totals: scores === undefined ? undefined : names.map((name) => scores.nodes[name]?.total),
    best: scores === undefined ? undefined : expect.best,
    evaluatedNodes: result === 'scheduled' ? expect.evaluatedNodes : undefined,
    message,
    plugins: result === 'unschedulable' ? (expect.unschedulablePlugins ?? []).toSorted() : undefined,
  };
}

function sorted({ plugin, code, reasons }: RecordedStatus): RecordedStatus {
  return { plugin, code, reasons: reasons.toSorted() };
}

function gateMessage({ preEnqueue }: Profile, pod: Pod, snapshot: Snapshot): string | undefined {
  for (const plugin of preEnqueue) {
    const status = plugin.preEnqueue?.(pod, snapshot.objects);
    if (status !== undefined) return status.reasons.join(', ');
  }
  return undefined;
}
