// What the scheduler believes about nodes and the pods on them: what its watches delivered, plus the pods that it has
// just assumed to be where it sent them. A snapshot's list of nodes is made anew only when a node came or went.
// Mirrors pkg/scheduler/backend/cache/cache.go and snapshot.go (v1.36).

import type { Node, Pod } from '../model/objects.ts';
import { keyOf } from '../model/objects.ts';
import type { Lister, Snapshot } from './framework.ts';
import { ImageCounts } from './image-states.ts';
import type { NodeInfo } from './node-info.ts';
import { CachedNode } from './node-info.ts';
import { NodeTree } from './node-tree.ts';

interface Placed {
  readonly pod: Pod;
  readonly isAssumed: boolean;
}

/** Hears of every change; counters that are kept up to date hang here. */
export interface CacheListener {
  /** The list of nodes was made anew. */
  listed(nodes: readonly CachedNode[]): void;
  nodeChanged(node: CachedNode, old: Node): void;
  /**
   * A pod came to a node (1) or left it (-1). Nodes that were not listed yet, or will not be again, have their say too.
   */
  podMoved(node: CachedNode, pod: Pod, delta: 1 | -1): void;
}

/** Nodes, and pods by node. Pods may be known before their node, and stay when it goes. */
export class ClusterCache {
  readonly #nodes = new Map<string, CachedNode>();
  readonly #tree = new NodeTree();
  readonly #pods = new Map<string, Placed>();
  readonly #podsWithoutNode = new Map<string, Map<string, Pod>>();
  readonly #objects: Lister;
  readonly #listeners: readonly CacheListener[];
  readonly #images = new ImageCounts();
  /** Nodes with images that changed since the last snapshot. */
  readonly #changed = new Set<CachedNode>();
  #listed: readonly CachedNode[] = [];
  #hasNodesChanged = false;

  constructor(objects: Lister, ...listeners: readonly CacheListener[]) {
    this.#objects = objects;
    this.#listeners = listeners;
  }

  addNode(node: Node): void {
    const name = node.metadata.name;
    const pods = this.#podsWithoutNode.get(name)?.values() ?? [];
    this.#podsWithoutNode.delete(name);
    const cached = new CachedNode(node);
    this.#nodes.set(name, cached);
    this.#tree.add(node);
    this.#images.add(node);
    this.#noteChange(cached);
    this.#hasNodesChanged = true;
    for (const pod of pods) this.#put(name, pod);
  }

  updateNode(node: Node): void {
    const cached = this.#nodes.get(node.metadata.name);
    if (cached === undefined) return this.addNode(node);
    const old = cached.node;
    this.#tree.update(old, node);
    if (old.status.images !== node.status.images) {
      this.#images.remove(old);
      this.#images.add(node);
    }
    cached.setNode(node);
    this.#noteChange(cached);
    for (const listener of this.#listeners) listener.nodeChanged(cached, old);
  }

  removeNode(name: string): void {
    const cached = this.#nodes.get(name);
    if (cached === undefined) return;
    const pods = [...cached.pods];
    for (const pod of pods) this.#take(name, pod);
    this.#nodes.delete(name);
    this.#tree.remove(cached.node);
    this.#images.remove(cached.node);
    this.#changed.delete(cached);
    this.#hasNodesChanged = true;
    for (const pod of pods) this.#put(name, pod);
  }

  /** An assigned pod as the API server has it: added, changed, or confirmed where it was assumed. */
  setPod(pod: Pod): void {
    this.#replace(pod, false);
  }

  /** Counts a pod on a node before the API server knows. */
  assumePod(pod: Pod, nodeName: string): void {
    this.#replace({ ...pod, spec: { ...pod.spec, nodeName } }, true);
  }

  removePod(key: string): void {
    const placed = this.#pods.get(key);
    if (placed === undefined) return;
    this.#pods.delete(key);
    this.#take(nodeNameOf(placed.pod), placed.pod);
  }

  isAssumed(key: string): boolean {
    return this.#pods.get(key)?.isAssumed ?? false;
  }

  /** A pod where it counts: assigned or assumed. */
  pod(key: string): Pod | undefined {
    return this.#pods.get(key)?.pod;
  }

  node(name: string): NodeInfo | undefined {
    return this.#nodes.get(name);
  }

  /** The nodes as they are; who is nominated to them is known to the queue. */
  snapshot(nominatedTo: Snapshot['nominatedTo'] = () => [], nowEpochMicros = 0): Snapshot {
    this.#list();
    for (const node of this.#changed) node.images = this.#images.of(node.node);
    this.#changed.clear();
    const node = (name: string): NodeInfo | undefined => this.#nodes.get(name);
    return { nodes: this.#listed, node, objects: this.#objects, nowEpochMicros, nominatedTo };
  }

  // While the same names are in it, the list keeps its order: a node that moved to another zone keeps its place, and so
  // does one that was removed and added again.
  #list(): void {
    if (!this.#hasNodesChanged) return;
    this.#hasNodesChanged = false;
    const names = this.#listed.map((node) => node.name);
    const hasSameNames = names.length === this.#tree.size && names.every((name) => this.#nodes.has(name));
    this.#listed = (hasSameNames ? names : this.#tree.list()).flatMap((name) => this.#nodes.get(name) ?? []);
    for (const listener of this.#listeners) listener.listed(this.#listed);
  }

  #noteChange(node: CachedNode): void {
    if (node.images.size > 0 || node.node.status.images !== undefined) this.#changed.add(node);
  }

  #replace(pod: Pod, isAssumed: boolean): void {
    const key = keyOf(pod);
    const old = this.#pods.get(key)?.pod;
    this.#pods.set(key, { pod, isAssumed });
    if (old !== undefined) this.#take(nodeNameOf(old), old);
    this.#put(nodeNameOf(pod), pod);
  }

  #put(nodeName: string, pod: Pod): void {
    const node = this.#nodes.get(nodeName);
    if (node === undefined) {
      const waiting = this.#podsWithoutNode.get(nodeName) ?? new Map<string, Pod>();
      waiting.set(keyOf(pod), pod);
      this.#podsWithoutNode.set(nodeName, waiting);
      return;
    }
    node.addPod(pod);
    this.#noteChange(node);
    for (const listener of this.#listeners) listener.podMoved(node, pod, 1);
  }

  #take(nodeName: string, pod: Pod): void {
    const node = this.#nodes.get(nodeName);
    if (node === undefined) {
      this.#podsWithoutNode.get(nodeName)?.delete(keyOf(pod));
      return;
    }
    node.removePod(pod);
    this.#noteChange(node);
    for (const listener of this.#listeners) listener.podMoved(node, pod, -1);
  }
}

function nodeNameOf(pod: Pod): string {
  return pod.spec.nodeName ?? '';
}
