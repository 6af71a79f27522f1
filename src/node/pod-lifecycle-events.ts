// What has happened to a pod's containers between two looks at the runtime. Mirrors pkg/kubelet/pleg/generic.go and
// pod_container_deletor.go (v1.36).

import type { Seq } from '../log/row.ts';
import type { KubeletParts } from './kubelet-parts.ts';
import type { PodWorker } from './pod-worker.ts';
import type { RuntimeContainer, RuntimePod } from './runtime.ts';

/** Looks at a pod: what has changed since the last look wakes its worker, and old dead containers are removed. */
export function look(parts: KubeletParts, worker: PodWorker): void {
  const { runtime } = parts;
  const { uid } = worker;
  const current = runtime.pod(uid);
  const changes = diedAndStarted(worker.observed, current);
  worker.observed = current;
  worker.isFresh = true;
  const isGone = worker.isDeleted && (worker.life === 'terminated' || worker.life === 'finished');
  for (const { died } of changes) {
    if (died === undefined) continue;
    for (const id of obsoleteContainers(runtime.pod(uid), died, isGone)) runtime.removeContainer(uid, id);
  }
  const [first] = changes;
  if (first !== undefined) parts.wake(worker, { seq: first.seq });
}

export interface LifecycleEvent {
  /** The row of what happened. */
  readonly seq: Seq;
  /** The container that died; `sandbox` for the sandbox; undefined: something has started. */
  readonly died: string | undefined;
}

/** Containers and sandboxes that have started or died. */
export function diedAndStarted(before: RuntimePod | undefined, after: RuntimePod | undefined): LifecycleEvent[] {
  const events: LifecycleEvent[] = [];
  for (const container of after?.containers ?? []) {
    const old = before?.containers.find(({ id }) => id === container.id);
    const { state, seq, id } = container;
    if (state === old?.state || state === 'created') continue;
    events.push({ seq, died: state === 'exited' ? id : undefined });
  }
  const sandbox = after?.sandbox;
  const old = before?.sandbox;
  if (sandbox !== undefined && (sandbox.attempt !== old?.attempt || sandbox.isReady !== old.isReady)) {
    events.push({ seq: sandbox.seq, died: sandbox.isReady ? undefined : 'sandbox' });
  }
  return events;
}

/** True if something of a pod still runs. Mirrors pod_workers.go, isPodStatusCacheTerminal. */
export function isAlive(pod: RuntimePod | undefined): boolean {
  return pod?.sandbox?.isReady === true || pod?.containers.some(({ state }) => state === 'running') === true;
}

/**
 * Dead containers that are removed when one has died: all of a pod that is gone for good, else those of the same name
 * but the newest.
 */
export function obsoleteContainers(pod: RuntimePod | undefined, died: string, isGone: boolean): readonly string[] {
  const containers = pod?.containers ?? [];
  const isDead = ({ state }: RuntimeContainer): boolean => state === 'exited';
  if (isGone) return containers.filter(isDead).map(({ id }) => id);
  const name = containers.find(({ id }) => id === died)?.name;
  const sameName = containers.filter((container) => isDead(container) && container.name === name);
  return sameName.slice(1).map(({ id }) => id);
}
