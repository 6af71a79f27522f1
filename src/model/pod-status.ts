// What controllers ask of a pod: is it ready, available, active, terminating, finished?
//
// Mirrors pkg/api/v1/pod/util.go and pkg/controller/controller_utils.go (v1.36).

import type { Micros } from '../base/time.ts';
import { MICROS_PER_SECOND } from '../base/time.ts';
import { findCondition, isConditionTrue } from './condition.ts';
import type { Pod, PodPhase } from './objects.ts';

/** True if the condition Ready is True. */
export function isPodReady(pod: Pod): boolean {
  return isConditionTrue(pod.status.conditions, 'Ready');
}

/** True if the pod has been ready for `minReadySeconds`. */
export function isPodAvailable(pod: Pod, minReadySeconds: number, now: Micros): boolean {
  const since = availableAt(pod, minReadySeconds);
  return since !== undefined && (minReadySeconds === 0 || since <= now);
}

/** When a ready pod becomes (or became) available; undefined if it is not ready. */
export function availableAt(pod: Pod, minReadySeconds: number): number | undefined {
  const ready = findCondition(pod.status.conditions, 'Ready');
  if (ready?.status !== 'True') return undefined;
  const start = ready.lastTransitionTime;
  if (start === undefined) return minReadySeconds === 0 ? 0 : undefined;
  return start + minReadySeconds * MICROS_PER_SECOND;
}

/** True if no container of the pod will ever run again. */
export function isTerminalPhase(phase: PodPhase | undefined): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

/** True if the pod counts among a controller's replicas: not finished and not being deleted. */
export function isPodActive(pod: Pod): boolean {
  return !isTerminalPhase(pod.status.phase) && pod.metadata.deletionTimestamp === undefined;
}

/** True if the pod is being deleted and not finished yet. */
export function isPodTerminating(pod: Pod): boolean {
  return !isTerminalPhase(pod.status.phase) && pod.metadata.deletionTimestamp !== undefined;
}
