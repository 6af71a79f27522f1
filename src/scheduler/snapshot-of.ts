// The cluster as a scheduler would see it, from nothing but objects: for explaining a decision later.
// A run pays nothing for it: what was assumed but not yet stored has to be named.

import type { ObjectOf, Pod } from '../model/objects.ts';
import { keyOf } from '../model/objects.ts';
import { isTerminalPhase } from '../model/pod-status.ts';
import { AssumedObjects } from './assumed-objects.ts';
import { ClusterCache } from './cluster-cache.ts';
import { isAssigned } from './event-handlers.ts';
import type { Plugin, Snapshot } from './framework.ts';
import { Nominator } from './nominator.ts';

/** Stored objects at a moment, lists in order of creation. */
export interface StoredObjects {
  get<K extends string>(kind: K, key: string): ObjectOf<K> | undefined;
  list<K extends string>(kind: K): readonly ObjectOf<K>[];
}

/** The same objects, but these in place of those of a kind: for asking what would be otherwise. */
export function withObjects<K extends string>(
  objects: StoredObjects,
  kind: K,
  instead: readonly ObjectOf<K>[],
): StoredObjects {
  return {
    get: (wanted, key) =>
      wanted === (kind as string) ? (instead.find((each) => keyOf(each) === key) as never) : objects.get(wanted, key),
    list: (wanted) => (wanted === (kind as string) ? (instead as never) : objects.list(wanted)),
  };
}

/** A pod that the scheduler had put on a node (or nominated to it) already, which the API server did not know yet. */
export interface AssumedPod {
  readonly pod: Pod;
  readonly node: string;
  /** Those that reserved something for it, as its profile has them; none where it was put there by name alone. */
  readonly reserve?: readonly Plugin[];
}

/**
 * A snapshot of these objects. The order of nodes is that of their creation, zone by zone in turn: it differs from the
 * scheduler's own only after a node was moved to another zone.
 */
export function snapshotOf(
  objects: StoredObjects,
  assumed: readonly AssumedPod[] = [],
  nominated: readonly AssumedPod[] = [],
  nowEpochMicros = 0,
): Snapshot {
  const known = new AssumedObjects({
    get: (kind, key) => objects.get(kind, key),
    list: (kind) => objects.list(kind),
    inNamespace: (kind, namespace) => objects.list(kind).filter((object) => object.metadata.namespace === namespace),
  });
  const cache = new ClusterCache(known);
  for (const node of objects.list('Node')) cache.addNode(node);
  const nominator = new Nominator();
  for (const pod of objects.list('Pod')) {
    if (isTerminalPhase(pod.status.phase)) continue;
    if (isAssigned(pod)) cache.setPod(pod);
    else nominator.set(pod, pod.status.nominatedNodeName ?? '');
  }
  for (const { pod, node } of nominated) nominator.set(pod, node);
  for (const { pod, node, reserve = [] } of assumed) {
    nominator.delete(pod);
    if (cache.pod(keyOf(pod)) !== undefined) continue;
    for (const plugin of reserve) reserveBy(plugin, pod, cache.snapshot(), node, known);
    cache.assumePod(pod, node);
  }
  return cache.snapshot((nodeName) => nominator.podsOn(nodeName), nowEpochMicros);
}

/** What a plugin reserves for a pod that was put on a node counts as taken. */
function reserveBy(plugin: Plugin, pod: Pod, snapshot: Snapshot, nodeName: string, known: AssumedObjects): void {
  const node = snapshot.node(nodeName);
  const prepared = plugin.preFilter?.(pod, snapshot) ?? { kind: 'run', state: undefined };
  if (prepared.kind !== 'run' || node === undefined) return;
  const reserved = plugin.reserve?.(pod, prepared.state, node, known);
  if (reserved?.kind === 'reserved') known.assume(pod.metadata.uid, reserved.assumed ?? []);
}
