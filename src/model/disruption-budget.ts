// What a PodDisruptionBudget covers, and the condition that says in one word whether it allows a disruption. Read by
// evictions, written by them and by the disruption controller.
// Mirrors pkg/apis/policy/v1 and pkg/controller/disruption via component-helpers/apps/poddisruptionbudget (v1.36).

import type { Micros } from '../base/time.ts';
import { findCondition, withCondition } from './condition.ts';
import type { Pod, PodDisruptionBudget, PodDisruptionBudgetStatus } from './objects.ts';
import { matchesLabelSelector } from './selector.ts';

/** True if the budget selects the pod. An empty selector covers the whole namespace, none nothing. */
export function covers({ metadata, spec }: PodDisruptionBudget, pod: Pod): boolean {
  return metadata.namespace === pod.metadata.namespace && matchesLabelSelector(spec.selector, pod.metadata.labels);
}

/** The status with the condition that fits its number of disruptions allowed. */
export function withAllowedCondition(status: PodDisruptionBudgetStatus, now: Micros): PodDisruptionBudgetStatus {
  const isAllowed = (status.disruptionsAllowed ?? 0) > 0;
  const condition = {
    type: 'DisruptionAllowed',
    status: isAllowed ? 'True' : 'False',
    reason: isAllowed ? 'SufficientPods' : 'InsufficientPods',
    message: '',
    observedGeneration: status.observedGeneration ?? 0,
  } as const;
  return { ...status, conditions: withCondition(status.conditions, condition, now) };
}

/** Why the disruption controller could not count, if it could not. */
export function syncFailure(status: PodDisruptionBudgetStatus): string | undefined {
  const condition = findCondition(status.conditions, 'DisruptionAllowed');
  const isFailure = condition?.status === 'False' && condition.reason === 'SyncFailed';
  return isFailure && (condition.message ?? '') !== '' ? condition.message : undefined;
}
