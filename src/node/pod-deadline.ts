// A pod's deadline: so many seconds after its start (in whole seconds, as the API stores it) the kubelet fails it,
// whatever its containers do. Mirrors pkg/kubelet/active_deadline.go (v1.36).

import { MICROS_PER_SECOND, type Micros, plus } from '../base/time.ts';
import type { Pod, PodStatus } from '../model/objects.ts';
import type { PodEnd } from './pod-status.ts';

export const DEADLINE_EXCEEDED: PodEnd = {
  reason: 'DeadlineExceeded',
  message: 'Pod was active on the node longer than the specified deadline',
};

/** When the pod's time is up; undefined for pods without a deadline, and before they have started. */
export function deadlineOf({ spec }: Pod, { startTime }: PodStatus): Micros | undefined {
  const { activeDeadlineSeconds } = spec;
  if (activeDeadlineSeconds === undefined || startTime === undefined) return undefined;
  return plus(startTime, activeDeadlineSeconds * MICROS_PER_SECOND);
}
