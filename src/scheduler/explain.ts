// Why a pod went where it went, or nowhere: every node's verdict by every plugin and all scores, recomputed exactly
// from the cluster at that moment by the plugins themselves. A run pays nothing for it.

import type { Pod } from '../model/objects.ts';
import type { PreemptionExplanation } from './explain-preemption.ts';
import { explainPreemption } from './explain-preemption.ts';
import type { PreFilterRun, Search } from './filtering.ts';
import { findFeasible, runPreFilters } from './filtering.ts';
import type { Profile, Snapshot, Status, Verdict } from './framework.ts';
import type { NodeInfo } from './node-info.ts';
import { failureOf, schedulePod } from './schedule-pod.ts';
import { bestOf, scoreNodes } from './scoring.ts';

/** What one filter says of one node. Without a status the node passes. */
interface FilterVerdict {
  readonly plugin: string;
  readonly status: Status | undefined;
  /** False where the scheduler did not ask, because another plugin had rejected the node or enough nodes were found. */
  readonly isAsked: boolean;
  /** It rejects only because pods are nominated to the node that are not there yet. */
  readonly isByNomination?: true;
}

/** One plugin's part in a node's total. */
interface NodeScore {
  readonly plugin: string;
  readonly weight: number;
  readonly raw: number;
  /** 0 to 100. */
  readonly normalized: number;
}

/**
 * `feasible` and `rejected` nodes were looked at; `unseen` ones were not, since the search had ended; `excluded` ones
 * are not among those that the pod names.
 */
export interface NodeExplanation {
  readonly node: string;
  readonly state: 'feasible' | 'rejected' | 'unseen' | 'excluded';
  readonly verdicts: readonly FilterVerdict[];
  /** Empty where nothing was scored: for fewer than two feasible nodes. */
  readonly scores: readonly NodeScore[];
  readonly total: number | undefined;
}

/**
 * What ended a search that left nodes unseen: the node that the pod was nominated to, which is tried first, fits; a
 * node fits, and nothing scores; as many fit as are wanted; a filter failed.
 */
export type SearchEnd = 'nominatedNode' | 'firstFit' | 'enough' | 'error';

/** An attempt, taken apart. */
export interface Explanation {
  readonly result: 'scheduled' | 'unschedulable' | 'error' | 'gated';
  /** The text of the FailedScheduling event, or what the gate says. */
  readonly message: string | undefined;
  /** In the order in which the search goes over them. */
  readonly nodes: readonly NodeExplanation[];
  readonly endedBy: SearchEnd | undefined;
  /** The nodes with the highest total; chance takes one of them. */
  readonly best: readonly string[];
  /** Plugins with nothing to say about this pod. */
  readonly skippedFilters: readonly string[];
  readonly skippedScores: readonly string[];
  /** Only where no node was found and preemption was asked. */
  readonly preemption?: PreemptionExplanation;
}

/**
 * Explains the attempt that schedules this pod on this snapshot, with the search starting at an index, and that for
 * victims (should it come to that) at an offset.
 */
export function explainAttempt(
  profile: Profile,
  pod: Pod,
  snapshot: Snapshot,
  startIndex: number,
  offset = 0,
): Explanation {
  const gate = gateOf(profile, pod, snapshot);
  if (gate !== undefined) {
    const message = gate.reasons.join(', ');
    return { result: 'gated', message, nodes: [], endedBy: undefined, best: [], skippedFilters: [], skippedScores: [] };
  }
  const outcome = schedulePod(profile, pod, snapshot, startIndex, () => 0);
  const run = runPreFilters(profile, pod, snapshot);
  const search =
    run.rejected === undefined
      ? findFeasible(profile, run, pod, snapshot, startIndex)
      : { feasible: [], verdicts: new Map<string, never>(), error: undefined, isNominated: false };
  const { feasible, verdicts } = search;
  const scoring = feasible.length > 1 ? scoreNodes(profile, pod, feasible, snapshot) : undefined;
  const scored = scoring?.kind === 'scored' ? scoring : undefined;
  const places = new Map(feasible.map(({ name }, place) => [name, place]));
  const nodes = walkFrom(snapshot.nodes, startIndex).map((node): NodeExplanation => {
    const place = places.get(node.name);
    const state = stateOf(node, place, verdicts.has(node.name), run);
    return {
      node: node.name,
      state,
      verdicts: verdictsOn(run, pod, node, state === 'feasible' || state === 'rejected', verdicts.get(node.name)),
      scores: (scored?.plugins ?? []).flatMap(({ plugin, weight, raw, normalized }) =>
        place === undefined ? [] : [{ plugin, weight, raw: raw[place] ?? 0, normalized: normalized[place] ?? 0 }],
      ),
      total: place === undefined ? undefined : scored?.totals[place],
    };
  });
  const best = scored === undefined ? feasible.keys() : bestOf(scored.totals);
  const failure = failureOf(run, pod, snapshot, verdicts, () => 0);
  const preemption = outcome.result === 'unschedulable' ? explainPreemption(profile, failure, offset) : undefined;
  return {
    result: outcome.result,
    message: outcome.result === 'scheduled' ? undefined : outcome.message,
    nodes,
    endedBy: nodes.some(({ state }) => state === 'unseen') ? endOf(search, profile) : undefined,
    best: outcome.result === 'scheduled' ? [...best].flatMap((place) => feasible[place]?.name ?? []) : [],
    skippedFilters: run.skipped,
    skippedScores: scored?.skipped ?? [],
    ...(preemption === undefined ? {} : { preemption }),
  };
}

function gateOf(profile: Profile, pod: Pod, { objects }: Snapshot): Status | undefined {
  for (const plugin of profile.preEnqueue) {
    const status = plugin.preEnqueue?.(pod, objects);
    if (status !== undefined) return status;
  }
  return undefined;
}

function endOf({ error, isNominated }: Search, { score }: Profile): SearchEnd {
  if (error !== undefined) return 'error';
  if (isNominated) return 'nominatedNode';
  return score.length === 0 ? 'firstFit' : 'enough';
}

function stateOf(
  node: NodeInfo,
  place: number | undefined,
  isRejected: boolean,
  { rejected, nodeNames }: PreFilterRun,
): NodeExplanation['state'] {
  if (place !== undefined) return 'feasible';
  if (isRejected || rejected !== undefined) return 'rejected';
  return nodeNames !== undefined && !nodeNames.has(node.name) ? 'excluded' : 'unseen';
}

/**
 * Asks every filter, also those that the scheduler did not reach. `given` is what it was told, which may be about pods
 * that are nominated to the node and not on it.
 */
function verdictsOn(
  run: PreFilterRun,
  pod: Pod,
  node: NodeInfo,
  isSeen: boolean,
  given: Verdict | undefined,
): readonly FilterVerdict[] {
  if (run.rejected !== undefined) return [{ plugin: run.rejected.plugin, status: run.rejected, isAsked: true }];
  let isAsked = isSeen;
  return run.filters.map(({ plugin, state }): FilterVerdict => {
    const isGiven = given?.plugin === plugin.name;
    const own = plugin.filter?.(pod, state, node);
    const status = own ?? (isGiven ? given : undefined);
    const verdict = { plugin: plugin.name, status, isAsked: isAsked && (given === undefined || isGiven || !own) };
    if (given === undefined ? status !== undefined : isGiven) isAsked = false;
    return isGiven && own === undefined ? { ...verdict, isByNomination: true } : verdict;
  });
}

function walkFrom(nodes: readonly NodeInfo[], startIndex: number): readonly NodeInfo[] {
  return [...nodes.slice(startIndex), ...nodes.slice(0, startIndex)];
}
