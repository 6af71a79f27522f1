// The cluster as a scheduler would see it, from nothing but objects: for explaining a decision later.
// A run pays nothing for it: what was assumed but not yet stored has to be named.

import type { ObjectOf, Pod } from '../model/objects.ts';
import { keyOf } from '../model/objects.ts';
import { isTerminalPhase } from '../model/pod-status.ts';
import { ClusterCache } from './cluster-cache.ts';
import { isAssigned } from './event-handlers.ts';
import type { Snapshot } from './framework.ts';

/** Stored objects at a moment, lists in order of creation. */
export interface StoredObjects {
  get<K extends string>(kind: K, key: string): ObjectOf<K> | undefined;
  list<K extends string>(kind: K): readonly ObjectOf<K>[];
}

/** A pod that the scheduler had put on a node already, which the API server did not know yet. */
export interface AssumedPod {
  readonly pod: Pod;
  readonly node: string;
}

/**
 * A snapshot of these objects. The order of nodes is that of their creation, zone by zone in turn: it differs from the
 * scheduler's own only after a node was moved to another zone.
 */
export function snapshotOf(objects: StoredObjects, assumed: readonly AssumedPod[] = []): Snapshot {
  const cache = new ClusterCache({
    get: (kind, key) => objects.get(kind, key),
    list: (kind) => objects.list(kind),
    inNamespace: (kind, namespace) => objects.list(kind).filter((object) => object.metadata.namespace === namespace),
  });
  for (const node of objects.list('Node')) cache.addNode(node);
  for (const pod of objects.list('Pod')) {
    if (isAssigned(pod) && !isTerminalPhase(pod.status.phase)) cache.setPod(pod);
  }
  for (const { pod, node } of assumed) if (cache.pod(keyOf(pod)) === undefined) cache.assumePod(pod, node);
  return cache.snapshot();
}
