// Replays scheduler/preemption: a pod that fits nowhere; on which nodes evicting others would help, whom it would hit,
// and which node is chosen.

import type { Pod } from '../../src/model/objects.ts';
import { keyOf } from '../../src/model/objects.ts';
import { findFeasible, runPreFilters } from '../../src/scheduler/filtering.ts';
import type { FilterFailure } from '../../src/scheduler/framework.ts';
import { defaultArgs } from '../../src/scheduler/plugin-args.ts';
import { ineligibility } from '../../src/scheduler/plugins/default-preemption.ts';
import type { Candidate } from '../../src/scheduler/preemption/choose-candidate.ts';
import { bestCandidates } from '../../src/scheduler/preemption/choose-candidate.ts';
import type { DryRun } from '../../src/scheduler/preemption/dry-run.ts';
import { candidatesWanted, dryRuns, potentialNodes } from '../../src/scheduler/preemption/find-candidates.ts';
import { priorityOf } from '../../src/scheduler/preemption/importance.ts';
import { defaultProfile } from '../../src/scheduler/registry.ts';
import { failureOf, schedulePod } from '../../src/scheduler/schedule-pod.ts';
import type { RecordedCluster } from './replay-scheduler-cluster.ts';
import { snapshotOf, stored } from './replay-scheduler-cluster.ts';
import { type Difference, firstDifference, type Replayer, type Vector } from './replayer.ts';

interface RecordedStatus {
  readonly plugin: string;
  readonly code: string;
  readonly reasons: readonly string[];
}

interface Expected {
  readonly result: 'nominated' | 'noCandidate' | 'notEligible';
  readonly nodeOrder: readonly string[];
  readonly rejected?: { readonly [node: string]: RecordedStatus };
  readonly potentialNodes: readonly string[];
  readonly dryRun?: {
    readonly [node: string]: {
      readonly victims?: readonly string[];
      readonly pdbViolations: number;
      readonly status?: RecordedStatus;
    };
  };
  readonly candidatesWanted?: number;
  readonly allCandidatesForced?: boolean;
  readonly best?: readonly string[];
  readonly decidedBy?: string;
  readonly nominatedNode?: string;
  readonly deleted?: readonly string[];
  readonly clearedNominations?: readonly string[];
  readonly clearsNominatedNode?: boolean;
  readonly message: string;
}

/** scheduler/preemption. */
export const preemptionReplayer: Replayer = {
  folder: 'scheduler',
  set: 'preemption',
  scope: () => undefined,
  replay(vector: Vector): Difference | undefined {
    const expect = vector.data.expect as Expected;
    const pod = stored<Pod>(vector.data.pod);
    const cluster = vector.data.cluster as RecordedCluster;
    const snapshot = snapshotOf(cluster);
    const run = runPreFilters(defaultProfile, pod, snapshot);
    const { verdicts } =
      run.rejected === undefined ? findFeasible(defaultProfile, run, pod, snapshot, 0) : { verdicts: new Map() };
    const failure = failureOf(run, pod, snapshot, verdicts, () => 0);
    const outcome = schedulePod(defaultProfile, pod, snapshot, 0, () => 0);
    const rejected = [...verdicts].map(([node, status]) => [node, statusPart(status)]);
    const nomination = outcome.result === 'unschedulable' ? outcome.nomination : undefined;
    const actual = {
      nodeOrder: snapshot.nodes.map(({ name }) => name),
      rejected: Object.fromEntries(rejected),
      message: outcome.result === 'scheduled' ? undefined : outcome.message,
      clearsNominatedNode: nomination === 'clear',
      ...preemptionPart(failure, cluster, expect),
    };
    return firstDifference(expectedPart(expect), actual);
  },
};

function expectedPart(expect: Expected): unknown {
  const { result, nodeOrder, rejected = {}, message, best, decidedBy, deleted } = expect;
  const common = {
    result,
    nodeOrder,
    rejected: Object.fromEntries(Object.entries(rejected).map(([node, status]) => [node, statusPart(status)])),
    message,
    clearsNominatedNode: expect.clearsNominatedNode ?? false,
  };
  if (result === 'notEligible') return common;
  const runs = Object.entries(expect.dryRun ?? {}).map(([node, { victims, pdbViolations, status }]) => [
    node,
    status === undefined ? { victims, pdbViolations } : { status: statusPart(status) },
  ]);
  const dryRun = Object.fromEntries(runs);
  const wanted = expect.candidatesWanted ?? 0;
  const found = { ...common, potentialNodes: expect.potentialNodes, dryRun, candidatesWanted: wanted };
  if (result === 'noCandidate') return found;
  const chosen = { ...found, best, decidedBy };
  if (best?.length !== 1) return chosen;
  const cleared = (expect.clearedNominations ?? []).toSorted();
  return { ...chosen, deleted: lastApart(deleted ?? []), clearedNominations: cleared };
}

function preemptionPart(failure: FilterFailure, cluster: RecordedCluster, expect: Expected): object {
  if (ineligibility(failure) !== undefined) return { result: 'notEligible' };
  const nodes = potentialNodes(failure);
  const runs = dryRuns(failure, nodes, 0, Number.POSITIVE_INFINITY);
  const candidates = [...runs.values()].flatMap((run) => (run.kind === 'candidate' ? [run] : []));
  const found = {
    result: candidates.length === 0 ? 'noCandidate' : 'nominated',
    potentialNodes: nodes.map(({ name }) => name).toSorted(),
    dryRun: Object.fromEntries([...runs].map(([node, dryRun]) => [node, runPart(dryRun)])),
    candidatesWanted: candidatesWanted(nodes.length, defaultArgs.DefaultPreemption),
  };
  if (candidates.length === 0) return found;
  const { best, decidedBy } = bestCandidates(candidates);
  const chosen = { ...found, best: best.map(({ node }) => node).toSorted(), decidedBy };
  const [only] = best;
  if (only === undefined || expect.best?.length !== 1) return chosen;
  return { ...chosen, ...consequences(failure.pod, only, cluster) };
}

function consequences(pod: Pod, { node, victims }: Candidate, cluster: RecordedCluster): object {
  const living = victims.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const cleared = (cluster.pendingPods ?? [])
    .map((object) => stored<Pod>(object))
    .filter((other) => other.status.nominatedNodeName === node && priorityOf(other) < priorityOf(pod));
  return { deleted: lastApart(living.map(keyOf)), clearedNominations: cleared.map(keyOf).toSorted() };
}

function runPart(run: DryRun): unknown {
  if (run.kind === 'rejected') return { status: statusPart({ plugin: '', ...run.status }) };
  return { victims: run.victims.map(keyOf), pdbViolations: run.pdbViolations };
}

function statusPart({ plugin = '', code, reasons }: RecordedStatus): unknown {
  return { plugin, code, reasons: reasons.toSorted() };
}

/** Pods are deleted at once, but for the last one. */
function lastApart(names: readonly string[]): unknown {
  return { first: names.slice(0, -1).toSorted(), last: names.at(-1) };
}
