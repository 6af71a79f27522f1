// Whether a pod would fit on a node if less important pods were gone from it, and which of them would really have to
// go.
// Mirrors pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go, SelectVictimsOnNode (v1.36).

import type { Pod, PodDisruptionBudget } from '../../model/objects.ts';
import type { Status, Trial } from '../framework.ts';
import { unresolvable } from '../framework.ts';
import { partByBudgets } from './budgets.ts';
import type { Candidate } from './choose-candidate.ts';
import { byImportance, priorityOf } from './importance.ts';

/** The node has no pod that is less important. */
export const NO_VICTIMS: Status = unresolvable('No preemption victims found for incoming pod');

/** A candidate, or why preemption on this node does not help. */
export type DryRun =
  | ({ readonly kind: 'candidate' } & Candidate)
  | { readonly kind: 'rejected'; readonly status: Status };

/**
 * Takes every pod of lower priority away, and puts back as many as still leave room: first those whose budget would be
 * violated, in both cases the most important ones first.
 */
export function dryRun(pod: Pod, trial: Trial, budgets: readonly PodDisruptionBudget[]): DryRun {
  const { name, pods } = trial.node;
  const potential = pods.filter((other) => priorityOf(other) < priorityOf(pod));
  if (potential.length === 0) return { kind: 'rejected', status: NO_VICTIMS };
  for (const victim of potential) trial.change(victim, -1);
  const verdict = trial.verdict();
  if (verdict !== undefined) return { kind: 'rejected', status: verdict };
  const { violating, others } = partByBudgets(potential.toSorted(byImportance), budgets);
  const unspared = (candidates: readonly Pod[]): readonly Pod[] =>
    candidates.filter((victim) => {
      trial.change(victim, 1);
      if (trial.verdict() === undefined) return false;
      trial.change(victim, -1);
      return true;
    });
  const violated = unspared(violating);
  const victims = [...violated, ...unspared(others)].sort(byImportance);
  if (victims.length > 0) return { kind: 'candidate', node: name, victims, pdbViolations: violated.length };
  return {
    kind: 'rejected',
    status: { code: 'Error', reasons: [`expected at least one victim pod on node "${name}"`] },
  };
}
