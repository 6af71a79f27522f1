// The node on which preemption does the least harm, among those where it helps.
// Mirrors pkg/scheduler/framework/preemption/preemption.go, pickOneNodeForPreemption (v1.36).

import type { Pod } from '../../model/objects.ts';
import { priorityOf, startOf } from './importance.ts';

/** A node that would do, and what it would cost. */
export interface Candidate {
  readonly node: string;
  /** Most important first; never empty. */
  readonly victims: readonly Pod[];
  /** How many of the victims are protected by a budget that has no disruption left. */
  readonly pdbViolations: number;
}

/** What told the chosen node from the others; `tie` where chance has to. */
export type Decider =
  | 'onlyCandidate'
  | 'pdbViolations'
  | 'highestVictimPriority'
  | 'sumOfPriorities'
  | 'fewestVictims'
  | 'latestStart'
  | 'tie';

/** Makes every priority positive, so that fewer victims cost less than more. */
const PRIORITY_SHIFT = 2_147_483_648;

/** In order; of each the lowest wins, and the next is asked where several are left. */
const COSTS: readonly (readonly [Decider, (candidate: Candidate) => number])[] = [
  ['pdbViolations', ({ pdbViolations }) => pdbViolations],
  ['highestVictimPriority', ({ victims }) => Math.max(...victims.map(priorityOf))],
  ['sumOfPriorities', ({ victims }) => victims.reduce((sum, pod) => sum + priorityOf(pod) + PRIORITY_SHIFT, 0)],
  ['fewestVictims', ({ victims }) => victims.length],
  ['latestStart', ({ victims }) => -earliestStart(victims)],
];

/** The candidates that are equally good, and what decided. */
export function bestCandidates(candidates: readonly Candidate[]): {
  readonly best: readonly Candidate[];
  readonly decidedBy: Decider;
} {
  if (candidates.length === 1) return { best: candidates, decidedBy: 'onlyCandidate' };
  let best = candidates;
  for (const [decidedBy, costOf] of COSTS) {
    const costs = best.map(costOf);
    const least = Math.min(...costs);
    best = best.filter((_candidate, index) => costs[index] === least);
    if (best.length === 1) return { best, decidedBy };
  }
  return { best, decidedBy: 'tie' };
}

/** When the first of the most important victims started. */
function earliestStart(victims: readonly Pod[]): number {
  const highest = Math.max(...victims.map(priorityOf));
  return Math.min(...victims.filter((pod) => priorityOf(pod) === highest).map(startOf));
}
