// Graceful deletion of pods: a DELETE marks the pod and gives it its grace; the kubelet's final DELETE with grace 0
// takes the object away. Who is not bound or already finished goes at once.
// Mirrors pkg/registry/core/pod/strategy.go (CheckGracefulDelete) and
// staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go (v1.36).

import { MICROS_PER_SECOND, type Micros } from '../base/time.ts';
import type { Pod } from '../model/objects.ts';
import { isTerminalPhase } from '../model/pod-status.ts';

const DEFAULT_GRACE_SECONDS = 30;

/** What a DELETE does: take the pod away, mark it (again), or nothing. */
export type PodDeletion =
  | { readonly type: 'remove' }
  | { readonly type: 'mark'; readonly gracePeriodSeconds: number; readonly deletionTimestamp: Micros }
  | { readonly type: 'unchanged' };

/** Decides a DELETE of a pod at `now` (whole seconds); `asked` is the request's gracePeriodSeconds. */
export function deletePod(pod: Pod, asked: number | undefined, now: Micros): PodDeletion {
  const grace = effectiveGrace(pod, asked);
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
  if (deletionTimestamp === undefined) {
    if (grace === 0) return { type: 'remove' };
    return { type: 'mark', gracePeriodSeconds: grace, deletionTimestamp: after(now, grace) };
  }
  const current = deletionGracePeriodSeconds ?? 0;
  if (asked === undefined) return { type: 'unchanged' };
  if (grace === 0) return { type: 'remove' };
  if (grace >= current) return { type: 'unchanged' };
  // The shorter grace counts from the first DELETE; when that is over already, a second is left.
  const shortened = after(after(deletionTimestamp, -current), grace);
  if (shortened <= now) return { type: 'mark', gracePeriodSeconds: 1, deletionTimestamp: after(now, 1) };
  return { type: 'mark', gracePeriodSeconds: grace, deletionTimestamp: shortened };
}

function effectiveGrace(pod: Pod, asked: number | undefined): number {
  if (pod.spec.nodeName === undefined || isTerminalPhase(pod.status.phase)) return 0;
  const grace = asked ?? pod.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  return grace < 0 ? 1 : grace;
}

function after(at: Micros, seconds: number): Micros {
  return (at + seconds * MICROS_PER_SECOND) as Micros;
}
