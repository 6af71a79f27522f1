// What the scheduler's watches deliver, put into its cache and its queue: nodes and assigned pods count in the cache,
// pods without a node wait in the queue, and every change is told to those that wait.
// Mirrors pkg/scheduler/eventhandlers.go (v1.36).

import type { Micros } from '../base/time.ts';
import type { Change } from '../cluster/actor.ts';
import type { Cause } from '../log/row.ts';
import type { Node, Pod } from '../model/objects.ts';
import { keyOf } from '../model/objects.ts';
import { isTerminalPhase } from '../model/pod-status.ts';
import type { ClusterCache } from './cluster-cache.ts';
import type { ClusterEvent } from './cluster-event.ts';
import { nodeChanges, podChanges } from './cluster-event.ts';
import type { Profiles } from './framework.ts';
import { profileFor } from './framework.ts';
import type { SchedulingQueue } from './scheduling-queue.ts';

/** Feeds one scheduler's cache and queue. */
export class EventHandlers {
  readonly #cache: ClusterCache;
  readonly #queue: SchedulingQueue;
  readonly #profiles: Profiles;

  constructor(cache: ClusterCache, queue: SchedulingQueue, profiles: Profiles) {
    this.#cache = cache;
    this.#queue = queue;
    this.#profiles = profiles;
  }

  onNode({ type, object, old, seq }: Change<Node>, now: Micros): void {
    const cause = { seq };
    if (type === 'deleted') {
      this.#queue.move({ resource: 'Node', action: 'Delete', old: object }, now, cause);
      this.#cache.removeNode(object.metadata.name);
    } else if (old === undefined) {
      this.#cache.addNode(object);
      this.#queue.move({ resource: 'Node', action: 'Add', new: object }, now, cause);
    } else {
      this.#cache.updateNode(object);
      for (const event of nodeChanges(old, object)) this.#queue.move(event, now, cause);
    }
  }

  /** Objects that plugins alone look at. */
  onStorage({ kind, type, object, old, seq }: Change, now: Micros): void {
    const action = old === undefined ? 'Add' : 'Update';
    const objects = { ...(old === undefined ? {} : { old }), new: object };
    const event = type === 'deleted' ? { action: 'Delete', old: object } : { action, ...objects };
    this.#queue.move({ resource: kind, ...event } as ClusterEvent, now, { seq });
  }

  /** The scheduler does not watch finished pods: one that finishes is as good as deleted, and not deleted again. */
  onPod(change: Change<Pod>, now: Micros): void {
    const cause = { seq: change.seq };
    const { old } = change;
    if (old !== undefined && isTerminalPhase(old.status.phase)) return;
    if (change.type === 'deleted') this.#onPodGone(old ?? change.object, now, cause);
    else if (isTerminalPhase(change.object.status.phase)) {
      if (old !== undefined) this.#onPodGone(old, now, cause);
    } else if (isAssigned(change.object)) this.#onAssignedPod(old, change.object, now, cause);
    else if (profileFor(this.#profiles, change.object) !== undefined) {
      this.#onPendingPod(old, change.object, now, cause);
    }
  }

  /** A pod no longer takes room on its node: others may fit now. */
  forget(pod: Pod, now: Micros, cause: Cause): void {
    const placed = this.#cache.pod(keyOf(pod)) ?? pod;
    this.#cache.removePod(keyOf(pod));
    this.#queue.move({ resource: 'Pod', action: 'Delete', old: placed }, now, cause);
  }

  #onPodGone(pod: Pod, now: Micros, cause: Cause): void {
    const key = keyOf(pod);
    if (!isAssigned(pod)) this.#queue.delete(pod);
    if (isAssigned(pod) || this.#cache.isAssumed(key)) this.forget(pod, now, cause);
    else if ((pod.status.nominatedNodeName ?? '') !== '') this.#leaveNominatedNode(pod, now, cause);
  }

  /** For pods of no higher priority a nominated one counts as being on its node: it is as if it had been deleted. */
  #leaveNominatedNode(pod: Pod, now: Micros, cause: Cause): void {
    const isOutranked = (other: Pod): boolean => (other.spec.priority ?? 0) <= (pod.spec.priority ?? 0);
    this.#queue.move({ resource: 'Pod', action: 'Delete', old: pod }, now, cause, isOutranked);
  }

  #onAssignedPod(old: Pod | undefined, pod: Pod, now: Micros, cause: Cause): void {
    this.#cache.setPod(pod);
    if (old !== undefined && isAssigned(old)) {
      for (const event of podChanges(old, pod)) this.#queue.move(event, now, cause);
      return;
    }
    this.#queue.move({ resource: 'Pod', action: 'Add', new: pod }, now, cause);
    this.#queue.delete(pod);
  }

  #onPendingPod(old: Pod | undefined, pod: Pod, now: Micros, cause: Cause): void {
    if (this.#cache.isAssumed(keyOf(pod))) {
      const isNewlyDeleted = pod.metadata.deletionTimestamp !== undefined;
      if (isNewlyDeleted && old?.metadata.deletionTimestamp === undefined) this.forget(pod, now, cause);
    } else if (old === undefined) this.#queue.add(pod, now, cause);
    else {
      this.#queue.update(old, pod, now, cause);
      const nominated = old.status.nominatedNodeName ?? '';
      if (nominated !== '' && nominated !== pod.status.nominatedNodeName) this.#leaveNominatedNode(old, now, cause);
    }
  }
}

/** True if the pod has a node. */
export function isAssigned(pod: Pod): boolean {
  return (pod.spec.nodeName ?? '') !== '';
}
