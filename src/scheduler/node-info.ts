// A node with the pods that count on it, and what they request together: what filters and scores read. Changed in place
// by the cache alone; plugins see it through a readonly interface.
// Mirrors pkg/scheduler/framework/types.go, NodeInfo (v1.36).

import { invariant } from '../base/assert.ts';
import type { Node, Pod } from '../model/objects.ts';
import { numbersOf, requestNumbers } from '../model/pod-requests.ts';
import { hostPortsOf, portKey } from './host-ports.ts';
import type { ImageStates } from './image-states.ts';
import { NO_IMAGES } from './image-states.ts';

/** CPU in thousandths, memory and ephemeral storage in bytes, other resources in whole units. */
export interface Amounts {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly ephemeralStorageBytes: number;
  readonly scalars: ReadonlyMap<string, number>;
}

/** A node as plugins see it. */
export interface NodeInfo {
  readonly name: string;
  readonly node: Node;
  readonly allocatable: Amounts;
  readonly allowedPods: number;
  /** Sums over the node's pods. */
  readonly requested: Amounts;
  readonly nonZeroCpuMillis: number;
  readonly nonZeroMemoryBytes: number;
  /** Host ports that its pods have taken, as portKey spells them. */
  readonly usedPorts: ReadonlySet<string>;
  /** Its images, with the counts of when it last changed. */
  readonly images: ImageStates;
  /** Assigned and assumed pods, oldest first, until one leaves: the last then takes its place. */
  readonly pods: readonly Pod[];
  /** Those of them with affinity or anti-affinity to other pods. */
  readonly podsWithAffinity: readonly Pod[];
}

interface MutableAmounts {
  cpuMillis: number;
  memoryBytes: number;
  ephemeralStorageBytes: number;
  readonly scalars: Map<string, number>;
}

/** The cache's own node. */
export class CachedNode implements NodeInfo {
  node: Node;
  allocatable: Amounts;
  allowedPods = 0;
  readonly requested: MutableAmounts = { cpuMillis: 0, memoryBytes: 0, ephemeralStorageBytes: 0, scalars: new Map() };
  nonZeroCpuMillis = 0;
  nonZeroMemoryBytes = 0;
  readonly usedPorts: Set<string> = new Set();
  images: ImageStates = NO_IMAGES;
  readonly pods: Pod[] = [];
  readonly podsWithAffinity: Pod[] = [];
  /** Its row in the columns; -1 while it is in no list. */
  row = -1;

  /** `like` is the same node, whose amounts are known. */
  constructor(node: Node, pods: Iterable<Pod> = [], like?: NodeInfo) {
    this.node = node;
    this.allocatable = like?.allocatable ?? this.requested;
    if (like === undefined) this.setNode(node);
    else this.allowedPods = like.allowedPods;
    for (const pod of pods) this.addPod(pod);
  }

  get name(): string {
    return this.node.metadata.name;
  }

  setNode(node: Node): void {
    this.node = node;
    const { scalars, ...amounts } = numbersOf(node.status.allocatable ?? {});
    this.allocatable = { ...amounts, scalars: new Map(scalars) };
    this.allowedPods = this.allocatable.scalars.get('pods') ?? 0;
  }

  addPod(pod: Pod): void {
    this.pods.push(pod);
    if (hasPodAffinity(pod)) this.podsWithAffinity.push(pod);
    this.#count(pod, 1);
  }

  /** Puts the last pod into the place of the one that leaves, as upstream does; its order shows in preemption. */
  removePod(pod: Pod): void {
    invariant(removeFrom(this.pods, pod), `${pod.metadata.name} is not on ${this.name}`);
    if (hasPodAffinity(pod)) removeFrom(this.podsWithAffinity, pod);
    this.#count(pod, -1);
  }

  #count(pod: Pod, sign: 1 | -1): void {
    const numbers = requestNumbers(pod);
    this.requested.cpuMillis += sign * numbers.cpuMillis;
    this.requested.memoryBytes += sign * numbers.memoryBytes;
    this.requested.ephemeralStorageBytes += sign * numbers.ephemeralStorageBytes;
    for (const [name, amount] of numbers.scalars) {
      this.requested.scalars.set(name, (this.requested.scalars.get(name) ?? 0) + sign * amount);
    }
    this.nonZeroCpuMillis += sign * numbers.nonZeroCpuMillis;
    this.nonZeroMemoryBytes += sign * numbers.nonZeroMemoryBytes;
    // A set, as upstream has it: of two pods with one port, the first to leave frees it.
    for (const port of hostPortsOf(pod)) {
      if (sign === 1) this.usedPorts.add(portKey(port));
      else this.usedPorts.delete(portKey(port));
    }
  }
}

function hasPodAffinity({ spec: { affinity } }: Pod): boolean {
  return affinity !== undefined && (affinity.podAffinity !== undefined || affinity.podAntiAffinity !== undefined);
}

/** Puts the last one into the place of the one that leaves; false if it was not there. */
function removeFrom(pods: Pod[], pod: Pod): boolean {
  const index = pods.indexOf(pod);
  const last = index < 0 ? undefined : pods.pop();
  if (last !== undefined && index < pods.length) pods[index] = last;
  return last !== undefined;
}

/** One more like it, to try things on. */
export function copyOf(node: NodeInfo): CachedNode {
  const copy = new CachedNode(node.node, [], node);
  copy.pods.push(...node.pods);
  copy.podsWithAffinity.push(...node.podsWithAffinity);
  copy.images = node.images;
  for (const key of node.usedPorts) copy.usedPorts.add(key);
  const { scalars, cpuMillis, memoryBytes, ephemeralStorageBytes } = node.requested;
  Object.assign(copy.requested, { cpuMillis, memoryBytes, ephemeralStorageBytes });
  for (const [name, amount] of scalars) copy.requested.scalars.set(name, amount);
  copy.nonZeroCpuMillis = node.nonZeroCpuMillis;
  copy.nonZeroMemoryBytes = node.nonZeroMemoryBytes;
  return copy;
}
