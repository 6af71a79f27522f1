// Status conditions of any kind: a list keyed by type, whose transition time moves only when the status changes.
//
// Mirrors pkg/api/v1/pod/util.go, UpdatePodCondition (v1.36).

import type { Micros } from '../base/time.ts';
import type { Condition } from './objects.ts';

/** The condition of a type. */
export function findCondition(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** True if there is such a condition and its status is True. */
export function isConditionTrue(conditions: readonly Condition[] | undefined, type: string): boolean {
  return findCondition(conditions, type)?.status === 'True';
}

/**
 * The list with this condition in place of the one of its type, or at the end. Its lastTransitionTime is `now`, or the
 * old one's where the status is the same. The same list comes back when nothing has changed.
 */
export function withCondition(
  conditions: readonly Condition[] | undefined,
  condition: Condition,
  now: Micros,
): readonly Condition[] {
  const list = conditions ?? [];
  const index = list.findIndex((other) => other.type === condition.type);
  const old = list[index];
  if (old === undefined) return [...list, { ...condition, lastTransitionTime: now }];
  const lastTransitionTime = old.status === condition.status ? old.lastTransitionTime : now;
  const next = lastTransitionTime === undefined ? condition : { ...condition, lastTransitionTime };
  return isSameCondition(old, next) ? list : list.with(index, next);
}

/** True if two conditions say the same in every field. */
function isSameCondition(a: Condition, b: Condition): boolean {
  return (
    a.type === b.type &&
    a.status === b.status &&
    a.reason === b.reason &&
    a.message === b.message &&
    a.lastTransitionTime === b.lastTransitionTime &&
    a.lastUpdateTime === b.lastUpdateTime &&
    a.lastHeartbeatTime === b.lastHeartbeatTime &&
    a.lastProbeTime === b.lastProbeTime &&
    a.observedGeneration === b.observedGeneration
  );
}
