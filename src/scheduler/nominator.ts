// Pods that wait for a node on which preemption makes room for them: by node, so that others of no higher priority
// leave the room alone. What the scheduler has decided counts before the API server knows of it.
// Mirrors pkg/scheduler/backend/queue/nominator.go (v1.36).

import type { Pod } from '../model/objects.ts';
import { priorityOf } from './preemption/importance.ts';

const NONE: readonly string[] = [];

/** Nominated pods of one scheduler. */
export class Nominator {
  readonly #nodeOf = new Map<string, string>();
  /** Pods by uid, in the order in which they were nominated. */
  readonly #byNode = new Map<string, Map<string, Pod>>();

  /** Nominates a pod to a node, or to none (an empty name). */
  set(pod: Pod, nodeName: string): void {
    this.delete(pod);
    if (nodeName === '') return;
    this.#nodeOf.set(pod.metadata.uid, nodeName);
    const pods = this.#byNode.get(nodeName) ?? new Map<string, Pod>();
    pods.set(pod.metadata.uid, pod);
    this.#byNode.set(nodeName, pods);
  }

  /**
   * A pod changed. What its status says counts, unless it has never said anything: then the nomination is on its way
   * to the API server.
   */
  update(old: Pod, pod: Pod): void {
    const told = pod.status.nominatedNodeName ?? '';
    const isUntold = told === '' && (old.status.nominatedNodeName ?? '') === '';
    this.set(pod, isUntold ? (this.#nodeOf.get(pod.metadata.uid) ?? '') : told);
  }

  delete({ metadata: { uid } }: Pod): void {
    const nodeName = this.#nodeOf.get(uid);
    if (nodeName === undefined) return;
    this.#nodeOf.delete(uid);
    const pods = this.#byNode.get(nodeName);
    pods?.delete(uid);
    if (pods?.size === 0) this.#byNode.delete(nodeName);
  }

  /** The pods that are nominated to a node. */
  podsOn(nodeName: string): readonly Pod[] {
    const pods = this.#byNode.get(nodeName);
    return pods === undefined ? [] : [...pods.values()];
  }

  /** Nodes to which other pods are nominated that are at least as important as this one. */
  nodesAgainst(pod: Pod): readonly string[] {
    if (this.#byNode.size === 0) return NONE;
    return [...this.#byNode].flatMap(([name, pods]) =>
      [...pods.values()].some((other) => yieldsTo(pod, other)) ? [name] : [],
    );
  }
}

/** True if another pod that is nominated to a node is in this one's way there: it is at least as important. */
export function yieldsTo(pod: Pod, other: Pod): boolean {
  return other.metadata.uid !== pod.metadata.uid && priorityOf(other) >= priorityOf(pod);
}
