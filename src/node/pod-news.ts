// What news about a pod mean to its kubelet: which changes it has to act on, and what a pod is that is gone. Mirrors
// pkg/kubelet/config/config.go (checkAndUpdatePod) and pod_workers.go (v1.36).

import type { Micros } from '../base/time.ts';
import type { Pod } from '../model/objects.ts';
import { isTerminalPhase } from '../model/pod-status.ts';
import { hasGateMoved } from './pod-conditions.ts';

/** A pod that is gone has no grace left, whatever it had. */
export function withoutGrace(pod: Pod, now: Micros): Pod {
  const { deletionTimestamp = now } = pod.metadata;
  return { ...pod, metadata: { ...pod.metadata, deletionTimestamp, deletionGracePeriodSeconds: 0 } };
}

/** True if the kubelet has something to do about the difference; status alone is no news. */
export function concernsKubelet(before: Pod, after: Pod): boolean {
  const { metadata: old } = before;
  const { metadata } = after;
  return (
    before.spec !== after.spec ||
    old.deletionTimestamp !== metadata.deletionTimestamp ||
    old.deletionGracePeriodSeconds !== metadata.deletionGracePeriodSeconds ||
    (isTerminalPhase(after.status.phase) && !isTerminalPhase(before.status.phase)) ||
    hasGateMoved(after)
  );
}
