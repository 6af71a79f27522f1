// Whom preemption would have evicted from which node, why it would not have helped on the others, and what decided:
// recomputed by the functions that did it.

import { keyOf } from '../model/objects.ts';
import type { FilterFailure, Plugin, Profile } from './framework.ts';
import type { PreemptionPlugin } from './plugins/default-preemption.ts';
import { ineligibility } from './plugins/default-preemption.ts';
import type { Decider } from './preemption/choose-candidate.ts';
import { bestCandidates } from './preemption/choose-candidate.ts';
import type { DryRun } from './preemption/dry-run.ts';
import { candidatesWanted, dryRuns, potentialNodes } from './preemption/find-candidates.ts';
import { priorityOf } from './preemption/importance.ts';

/** What evicting pods of lower priority from a node would do: cost these pods, or not help, and why. */
export type PreemptionTrial =
  | {
      readonly node: string;
      /** Most important first. */
      readonly victims: readonly { readonly pod: string; readonly priority: number }[];
      /** How many of them are protected by a budget that has no disruption left. */
      readonly pdbViolations: number;
    }
  | { readonly node: string; readonly reasons: readonly string[] };

/** The search for victims after no node was found. */
export interface PreemptionExplanation {
  /** Why the pod may not preempt; nothing was tried then. */
  readonly ineligible: string | undefined;
  /** In the order in which they were tried: nodes that refuse in a way that evicting pods may change. */
  readonly trials: readonly PreemptionTrial[];
  /** How many such nodes were not tried, because enough candidates were found before. */
  readonly untried: number;
  /** The nodes that cost least; chance takes one of them. */
  readonly best: readonly string[];
  readonly decidedBy: Decider | undefined;
}

/** Explains the search that began at an offset; undefined where the profile does not preempt, or was kept from it. */
export function explainPreemption(
  profile: Profile,
  failure: FilterFailure,
  offset: number,
): PreemptionExplanation | undefined {
  const limits = askedPlugins(profile, failure)
    .map(limitsOf)
    .find((found) => found !== undefined);
  if (limits === undefined || failure.snapshot.nodes.length === 0) return undefined;
  const ineligible = ineligibility(failure);
  const nothing = { ineligible, trials: [], untried: 0, best: [], decidedBy: undefined };
  if (ineligible !== undefined) return nothing;
  const nodes = potentialNodes(failure);
  const runs = [...dryRuns(failure, nodes, offset, candidatesWanted(nodes.length, limits))];
  const tried = { trials: runs.map(([node, run]) => trialOf(node, run)), untried: nodes.length - runs.length };
  const candidates = runs.flatMap(([, run]) => (run.kind === 'candidate' ? [run] : []));
  if (candidates.length === 0) return { ...nothing, ...tried };
  const { best, decidedBy } = bestCandidates(candidates);
  return { ineligible, ...tried, best: best.map(({ node }) => node), decidedBy };
}

function trialOf(node: string, run: DryRun): PreemptionTrial {
  if (run.kind === 'rejected') return { node, reasons: run.status.reasons };
  const victims = run.victims.map((victim) => ({ pod: keyOf(victim), priority: priorityOf(victim) }));
  return { node, victims, pdbViolations: run.pdbViolations };
}

/** A postFilter that fails is the last that is asked. */
function askedPlugins({ postFilter }: Profile, failure: FilterFailure): readonly Plugin[] {
  const failing = postFilter.findIndex((plugin) => plugin.postFilter?.(failure).kind === 'error');
  return failing < 0 ? postFilter : postFilter.slice(0, failing);
}

function limitsOf(plugin: Plugin): PreemptionPlugin['limits'] | undefined {
  return (plugin as Partial<PreemptionPlugin>).limits;
}
