// One scheduling attempt, as a function: a pod, the nodes, and where the search starts; a node or the reasons why not.
// This is the plain version, which asks the plugins one by one; fast/fast-cycle.ts decides the same from columns.
// Mirrors pkg/scheduler/schedule_one.go (v1.36).

import { invariant } from '../base/assert.ts';
import type { Pod } from '../model/objects.ts';
import type { PreFilterRun } from './filtering.ts';
import { findFeasible, runPreFilters, trialOf, unsatisfied } from './filtering.ts';
import { fitMessage } from './fit-message.ts';
import type { FilterFailure, Plugin, PostFiltered, Profile, Snapshot, Verdict } from './framework.ts';
import { bestOf, scoreNodes } from './scoring.ts';

/**
 * An integer from 0 to n - 1. Called once in each attempt that scores, to choose one of n equally good nodes, and by
 * preemption.
 */
export type Draw = (n: number) => number;

/** How many nodes were looked at, and where the next search starts. */
export interface Counts {
  /** Nodes rejected or feasible. */
  readonly evaluated: number;
  readonly feasible: number;
  readonly nextStartIndex: number;
}

/** Room that is being made for a pod. */
export type Nomination = Extract<PostFiltered, { readonly kind: 'nominated' }>;

/** What rejected a pod: decides which events bring it back. */
interface Blamed {
  readonly plugins: ReadonlySet<string>;
  /** Those of them that said Pending. */
  readonly pending: ReadonlySet<string>;
}

/** How an attempt ended. */
export type Outcome =
  | (Counts & { readonly result: 'scheduled'; readonly node: string; readonly isScored: boolean })
  | (Counts &
      Blamed & {
        readonly result: 'unschedulable';
        readonly message: string;
        /** The node that preemption found; `clear` forgets an earlier one, undefined leaves it. */
        readonly nomination: Nomination | 'clear' | undefined;
      })
  | (Counts & { readonly result: 'error'; readonly message: string });

/** Decides about one pod. */
export function schedulePod(profile: Profile, pod: Pod, snapshot: Snapshot, startIndex: number, draw: Draw): Outcome {
  const nodeCount = snapshot.nodes.length;
  const none: Counts = { evaluated: 0, feasible: 0, nextStartIndex: startIndex };
  if (nodeCount === 0) {
    const message = 'no nodes available to schedule pods';
    return { ...none, result: 'unschedulable', message, ...blamed([]), nomination: 'clear' };
  }
  const run = runPreFilters(profile, pod, snapshot);
  if (run.rejected?.code === 'Error') {
    const message = `running PreFilter plugin "${run.rejected.plugin}": ${run.rejected.reasons.join(', ')}`;
    return { ...none, result: 'error', message };
  }
  if (run.rejected !== undefined) return rejectedEverywhere(profile, pod, snapshot, run, run.rejected, none, draw);
  const { feasible, verdicts, error, isNominated } = findFeasible(profile, run, pod, snapshot, startIndex);
  const evaluated = feasible.length + verdicts.size;
  const nextStartIndex = isNominated ? startIndex : (startIndex + evaluated) % nodeCount;
  const counts: Counts = { evaluated, feasible: feasible.length, nextStartIndex };
  if (error !== undefined) return { ...counts, result: 'error', message: error.reasons.join(', ') };
  const [first] = feasible;
  if (first === undefined) return fitsNowhere(profile, pod, snapshot, run, verdicts, counts, draw);
  if (feasible.length === 1) return { ...counts, result: 'scheduled', node: first.name, isScored: false };
  const scoring = scoreNodes(profile, pod, feasible, snapshot);
  if (scoring.kind === 'error') return { ...counts, result: 'error', message: scoring.message };
  const best = bestOf(scoring.totals);
  const chosen = feasible[best[draw(best.length)] ?? -1];
  invariant(chosen !== undefined, 'a tie is broken outside of the best nodes');
  return { ...counts, result: 'scheduled', node: chosen.name, isScored: true };
}

function rejectedEverywhere(
  profile: Profile,
  pod: Pod,
  snapshot: Snapshot,
  run: PreFilterRun,
  rejected: Verdict,
  counts: Counts,
  draw: Draw,
): Outcome {
  const failure = failureOf(run, pod, snapshot, new Map(), draw);
  const { tail, nomination } = runPostFilters(profile, (plugin) => plugin.postFilter?.(failure));
  const message = `${fitMessage(snapshot.nodes.length, [], [])} ${rejected.reasons.join(', ')}.${tail}`;
  return { ...counts, result: 'unschedulable', message, ...blamed([rejected], run.restrictedBy), nomination };
}

/** The outcome where no node is feasible. */
export function fitsNowhere(
  profile: Profile,
  pod: Pod,
  snapshot: Snapshot,
  run: PreFilterRun,
  verdicts: ReadonlyMap<string, Verdict>,
  counts: Counts,
  draw: Draw,
): Outcome {
  const failure = failureOf(run, pod, snapshot, verdicts, draw);
  const { tail, nomination } = runPostFilters(profile, (plugin) => plugin.postFilter?.(failure));
  const reasons = [...verdicts.values()].map((verdict) => verdict.reasons);
  const message = `${fitMessage(snapshot.nodes.length, reasons, excludedReasons(run))}${tail}`;
  return {
    ...counts,
    result: 'unschedulable',
    message,
    ...blamed([...verdicts.values()], run.restrictedBy),
    nomination,
  };
}

/** The plugins to blame for these verdicts. */
export function blamed(verdicts: readonly Verdict[], restrictedBy: readonly string[] = []): Blamed {
  const pending = verdicts.filter(({ code }) => code === 'Pending');
  return {
    plugins: new Set([...restrictedBy, ...verdicts.map(({ plugin }) => plugin)]),
    pending: new Set(pending.map(({ plugin }) => plugin)),
  };
}

/** What postFilter gets where no node is feasible. */
export function failureOf(
  run: PreFilterRun,
  pod: Pod,
  snapshot: Snapshot,
  verdicts: ReadonlyMap<string, Verdict>,
  draw: Draw,
): FilterFailure {
  const { filters, preFiltered, rejected } = run;
  const elsewhere = rejected ?? { code: 'UnschedulableAndUnresolvable', reasons: excludedReasons(run) };
  return {
    pod,
    snapshot,
    verdicts,
    elsewhere,
    preFiltered,
    draw,
    tryOn: (node) => trialOf(filters, pod, node, snapshot),
  };
}

/** Why nodes were not looked at. */
export function excludedReasons({ restrictedBy }: Pick<PreFilterRun, 'restrictedBy'>): readonly string[] {
  return restrictedBy.length === 0 ? [] : [unsatisfied(restrictedBy)];
}

/**
 * What the postFilters add to the message, with a blank before it, and the room that one of them makes. They are asked
 * in turn.
 */
export function runPostFilters(
  profile: Profile,
  ask: (plugin: Plugin) => PostFiltered | undefined,
): { readonly tail: string; readonly nomination: Nomination | 'clear' | undefined } {
  const messages: string[] = [];
  let nomination: 'clear' | undefined = profile.postFilter.length === 0 ? 'clear' : undefined;
  for (const plugin of profile.postFilter) {
    const answer = ask(plugin);
    if (answer === undefined) continue;
    if (answer.kind === 'nominated') return { tail: '', nomination: answer };
    if (answer.kind === 'error') return { tail: ` ${answer.message}`, nomination: undefined };
    if (answer.clearsNomination === true) nomination = 'clear';
    messages.push(answer.message);
  }
  return { tail: messages.length === 0 ? '' : ` ${messages.join(', ')}`, nomination };
}
