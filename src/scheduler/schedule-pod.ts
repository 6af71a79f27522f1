// One scheduling attempt, as a function: a pod, the nodes, and where the search starts; a node or the reasons why not.
// This is the plain version, which asks the plugins one by one; fast-cycle.ts decides the same from columns.
// Mirrors pkg/scheduler/schedule_one.go (v1.36).

import { invariant } from '../base/assert.ts';
import type { Pod } from '../model/objects.ts';
import type { PreFilterRun } from './filtering.ts';
import { feasibleNodesToFind, findFeasible, runFiltersWithout, runPreFilters, unsatisfied } from './filtering.ts';
import { fitMessage } from './fit-message.ts';
import type { FilterFailure, Profile, Snapshot, Verdict } from './framework.ts';
import { CachedNode } from './node-info.ts';
import { bestOf, scoreNodes } from './scoring.ts';

/** Chooses one of n equally good nodes: an integer from 0 to n - 1. Called once in each attempt that scores. */
export type TieBreak = (n: number) => number;

interface Counts {
  /** Nodes rejected or feasible. */
  readonly evaluated: number;
  readonly feasible: number;
  readonly nextStartIndex: number;
}

/** How an attempt ended. */
export type Outcome =
  | (Counts & { readonly result: 'scheduled'; readonly node: string; readonly isScored: boolean })
  | (Counts & {
      readonly result: 'unschedulable';
      readonly message: string;
      /** What rejected it: decides which events bring it back. */
      readonly plugins: ReadonlySet<string>;
    })
  | (Counts & { readonly result: 'error'; readonly message: string });

/** Decides about one pod. */
export function schedulePod(
  profile: Profile,
  pod: Pod,
  snapshot: Snapshot,
  startIndex: number,
  breakTie: TieBreak,
): Outcome {
  const nodeCount = snapshot.nodes.length;
  if (nodeCount === 0) {
    const none = { evaluated: 0, feasible: 0, nextStartIndex: startIndex };
    return { ...none, result: 'unschedulable', message: 'no nodes available to schedule pods', plugins: new Set() };
  }
  const run = runPreFilters(profile, pod, snapshot);
  if (run.rejected !== undefined) return rejectedEverywhere(profile, pod, snapshot, startIndex, run, run.rejected);
  const wantedOf = (count: number): number => feasibleNodesToFind(count, profile.percentageOfNodesToScore);
  const { feasible, verdicts } = findFeasible(run, pod, snapshot, startIndex, wantedOf);
  const evaluated = feasible.length + verdicts.size;
  const counts: Counts = {
    evaluated,
    feasible: feasible.length,
    nextStartIndex: (startIndex + evaluated) % nodeCount,
  };
  const [first] = feasible;
  if (first === undefined) return fitsNowhere(profile, pod, snapshot, run, verdicts, counts);
  if (feasible.length === 1) return { ...counts, result: 'scheduled', node: first.name, isScored: false };
  const scoring = scoreNodes(profile, pod, feasible, snapshot);
  if (scoring.kind === 'error') return { ...counts, result: 'error', message: scoring.message };
  const best = bestOf(scoring.totals);
  const chosen = feasible[best[breakTie(best.length)] ?? -1];
  invariant(chosen !== undefined, 'a tie is broken outside of the best nodes');
  return { ...counts, result: 'scheduled', node: chosen.name, isScored: true };
}

function rejectedEverywhere(
  profile: Profile,
  pod: Pod,
  snapshot: Snapshot,
  startIndex: number,
  run: PreFilterRun,
  rejected: Verdict,
): Outcome {
  const tail = postFilterMessage(profile, pod, snapshot, run, new Map());
  const message = `${fitMessage(snapshot.nodes.length, [], [])} ${rejected.reasons.join(', ')}.${tail}`;
  const counts = { evaluated: 0, feasible: 0, nextStartIndex: startIndex };
  return { ...counts, result: 'unschedulable', message, plugins: new Set([rejected.plugin, ...run.restrictedBy]) };
}

function fitsNowhere(
  profile: Profile,
  pod: Pod,
  snapshot: Snapshot,
  run: PreFilterRun,
  verdicts: ReadonlyMap<string, Verdict>,
  counts: Counts,
): Outcome {
  const reasons = [...verdicts.values()].map((verdict) => verdict.reasons);
  const others = run.restrictedBy.length === 0 ? [] : [unsatisfied(run.restrictedBy)];
  const tail = postFilterMessage(profile, pod, snapshot, run, verdicts);
  const plugins = new Set([...run.restrictedBy, ...[...verdicts.values()].map((verdict) => verdict.plugin)]);
  const message = `${fitMessage(snapshot.nodes.length, reasons, others)}${tail}`;
  return { ...counts, result: 'unschedulable', message, plugins };
}

/** What the postFilters add to the message, with a blank before it. */
function postFilterMessage(
  profile: Profile,
  pod: Pod,
  snapshot: Snapshot,
  run: PreFilterRun,
  verdicts: ReadonlyMap<string, Verdict>,
): string {
  const failure: FilterFailure = {
    pod,
    snapshot,
    verdicts,
    preFiltered: run.preFiltered,
    filterWithout: (node, removed) => {
      const without = new CachedNode(
        node.node,
        node.pods.filter((other) => !removed.includes(other)),
      );
      return runFiltersWithout(run, pod, node, without, removed);
    },
  };
  const messages: string[] = [];
  for (const { plugin } of profile.plugins) {
    const answer = plugin.postFilter?.(failure);
    if (answer === undefined) continue;
    if (answer.kind === 'helps') return '';
    if (answer.kind === 'error') return ` ${answer.message}`;
    messages.push(answer.message);
  }
  return messages.length === 0 ? '' : ` ${messages.join(', ')}`;
}
