// What the kubelet knows and does about one pod, as plain data. A worker does one piece of work at a time (a sync, the
// termination, the clean-up); news that arrive meanwhile make one more piece of work after it. Each wait inside a
// piece of work is a `Step`. Mirrors pkg/kubelet/pod_workers.go (v1.36).

import type { Micros } from '../base/time.ts';
import type { Cause, Via } from '../log/row.ts';
import type { Container, ObjectReference, Pod, PodStatus } from '../model/objects.ts';
import type { WaitingReason } from './container-statuses.ts';
import type { Stop } from './container-stop.ts';
import type { HookRun } from './hooks.ts';
import type { Reading } from './object-reads.ts';
import type { PodActions } from './pod-actions.ts';
import type { ProbeState } from './probe-state.ts';
import type { Call, Pull, RuntimePod } from './runtime.ts';
import type { Mounting } from './volume-mounts.ts';

/** syncing, then terminating (containers are stopped), terminated (being cleaned up), finished. */
type Life = 'syncing' | 'terminating' | 'terminated' | 'finished';

/** What a worker waits for. */
export type Step =
  | { readonly type: 'relist' }
  | { readonly type: 'begin' }
  | { readonly type: 'mount'; readonly since: Micros }
  | { readonly type: 'stopped'; readonly ids: readonly string[] }
  | { readonly type: 'sandbox'; readonly call: Call }
  | { readonly type: 'pulled'; readonly container: Container; readonly pull: Pull; readonly askedAt: Micros }
  | { readonly type: 'configured'; readonly container: Container }
  | { readonly type: 'created'; readonly container: Container; readonly call: Call; readonly attempt: number }
  | { readonly type: 'started'; readonly container: Container; readonly call: Call; readonly id: string }
  | { readonly type: 'hooked'; readonly container: Container; readonly id: string; readonly hook: HookRun };

/** A sync under way. */
export interface Sync {
  readonly actions: PodActions;
  /** Index of the next container to kill, of the next one to reset, then of the next one to start. */
  killed: number;
  reset: number;
  started: number;
  /** A container's hook after its start has failed: the container is being stopped. */
  isHookFailed: boolean;
  /** Set when something failed; `endsAt` is when the shortest back-off is over. */
  failure?: SyncFailure;
}

export interface SyncFailure {
  readonly endsAt: Micros | undefined;
  readonly via: Via;
}

export interface PodWorker {
  readonly uid: string;
  /** `namespace/name`. */
  readonly key: string;
  /** The newest version that the watch has delivered. */
  pod: Pod;
  /** The newest version known, from the watch or from an answer: what status writes are compared with. */
  latest: Pod;
  /** The pod as the present piece of work was given it. */
  given: Pod;
  life: Life;
  /** Marked for deletion, or gone. */
  isDeleted: boolean;
  /** The object is gone. */
  isRemoved: boolean;
  /** Seconds given for termination; 0: not decided yet. */
  graceSeconds: number;
  step: Step | undefined;
  sync: Sync | undefined;
  /** Cause of the present work. */
  cause: Cause;
  /** Cause of the next work; undefined: there is none. */
  pending: Cause | undefined;
  lastSyncAt: Micros | undefined;
  /** The pod has been looked at on demand since the last sync. */
  isFresh: boolean;
  /** The pod at the last look. */
  observed: RuntimePod | undefined;
  isMounted: boolean;
  mounting: Mounting | undefined;
  reading: Reading | undefined;
  /** The containers that are being stopped. */
  stops: readonly Stop[];
  /** All containers of the pod start anew. */
  isRestartingAll: boolean;
  readonly waitingReasons: Map<string, WaitingReason>;
  readonly probes: ProbeState[];
  /** What its KubeEvents are about, by container; the pod itself under the empty name. Shared by them. */
  readonly references: Map<string, ObjectReference>;
  /** The status as it should be; undefined before the first sync. */
  status: PodStatus | undefined;
  statusCause: Cause;
  /** A request about the status is on its way. */
  isWriting: boolean;
  /** The status has changed since it was last sent. */
  isDirty: boolean;
  /** Named timer behind the next retry. */
  retryVia: Via | undefined;
}

export function createPodWorker(pod: Pod, key: string, cause: Cause, observed: RuntimePod | undefined): PodWorker {
  return {
    uid: pod.metadata.uid,
    key,
    pod,
    latest: pod,
    given: pod,
    life: 'syncing',
    isDeleted: false,
    isRemoved: false,
    graceSeconds: 0,
    step: undefined,
    sync: undefined,
    cause,
    pending: undefined,
    lastSyncAt: undefined,
    isFresh: false,
    observed,
    isMounted: false,
    mounting: undefined,
    reading: undefined,
    stops: [],
    isRestartingAll: false,
    waitingReasons: new Map(),
    probes: [],
    references: new Map(),
    status: undefined,
    statusCause: cause,
    isWriting: false,
    isDirty: false,
    retryVia: undefined,
  };
}

/**
 * The grace for a termination in seconds: it can only become shorter, and is never less than 1.
 * Mirrors calculateEffectiveGracePeriod.
 */
export function effectiveGraceSeconds(pod: Pod, graceSeconds: number): number {
  let grace = graceSeconds;
  const asked = pod.metadata.deletionGracePeriodSeconds;
  const isShorter = asked !== undefined && (grace === 0 || asked < grace);
  if (isShorter) grace = asked;
  else if (grace === 0) grace = pod.spec.terminationGracePeriodSeconds ?? 0;
  return Math.max(grace, 1);
}

/** Key of a container's restart back-off: another image is another container. */
export function restartKey({ uid }: PodWorker, { name, image = '' }: Container): string {
  return `${uid} ${name} ${image}`;
}

/** Key of the back-off of pulls of an image for a pod. */
export function pullKey({ uid }: PodWorker, { image = '' }: Container): string {
  return `${uid} ${image}`;
}
