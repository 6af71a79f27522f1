// Which pods are worth more: a higher priority first, then the one that has run longer. Preemption spares them in this
// order.
// Mirrors pkg/scheduler/util/utils.go, MoreImportantPod and GetEarliestPodStartTime (v1.36).

import type { Comparator } from '../../base/compare.ts';
import { byNumber, chain } from '../../base/compare.ts';
import type { Pod } from '../../model/objects.ts';

/** A pod's priority; 0 where admission has not set one. */
export function priorityOf(pod: Pod): number {
  return pod.spec.priority ?? 0;
}

/** Micros when the kubelet took the pod; one that it has not taken counts as younger than any other. */
export function startOf(pod: Pod): number {
  return pod.status.startTime ?? Number.POSITIVE_INFINITY;
}

/** Negative where a is more important. */
export const byImportance: Comparator<Pod> = chain(
  (a, b) => byNumber(priorityOf(b), priorityOf(a)),
  (a, b) => byNumber(startOf(a), startOf(b)),
);
