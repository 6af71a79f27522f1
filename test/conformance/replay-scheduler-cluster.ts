// What the replayers of scheduler/ share: a recorded cluster as the scheduler's cache, and the objects that its plugins
// look up.

import type { KubeObject, Node, ObjectOf, Pod } from '../../src/model/objects.ts';
import { keyOf } from '../../src/model/objects.ts';
import { fromApiJson } from '../../src/model/times.ts';
import { type CacheListener, ClusterCache } from '../../src/scheduler/cluster-cache.ts';
import type { Lister, Snapshot } from '../../src/scheduler/framework.ts';
import { Nominator } from '../../src/scheduler/nominator.ts';

/** Objects by the names that the vectors give their lists. */
export type RecordedCluster = { readonly [list: string]: readonly KubeObject[] | undefined };

/** An object as the model stores it. */
export function stored<T extends KubeObject>(object: unknown): T {
  return fromApiJson(object, 0) as T;
}

/** Objects that may become more. */
export interface Objects extends Lister {
  add(object: KubeObject): void;
}

/** The objects of a cluster; of two with one name the later one holds, as in an informer. */
export function listerOf(cluster: RecordedCluster): Objects {
  const lists: ReadonlyMap<string, Map<string, KubeObject>> = new Map(
    [
      ['Namespace', 'namespaces'],
      ['Service', 'services'],
      ['ReplicationController', 'replicationControllers'],
      ['ReplicaSet', 'replicaSets'],
      ['StatefulSet', 'statefulSets'],
      ['PersistentVolume', 'persistentVolumes'],
      ['PersistentVolumeClaim', 'persistentVolumeClaims'],
      ['StorageClass', 'storageClasses'],
      ['CSINode', 'csiNodes'],
      ['CSIDriver', 'csiDrivers'],
      ['CSIStorageCapacity', 'csiStorageCapacities'],
      ['VolumeAttachment', 'volumeAttachments'],
      ['PodDisruptionBudget', 'podDisruptionBudgets'],
      ['PriorityClass', 'priorityClasses'],
    ].map(([kind = '', list = '']) => {
      const objects = (cluster[list] ?? []).map((object) => stored<KubeObject>(object));
      return [kind, new Map(objects.map((object) => [keyOf(object), object]))];
    }),
  );
  return {
    add: (object) => void lists.get(object.kind)?.set(keyOf(object), object),
    get: <K extends string>(kind: K, key: string) => lists.get(kind)?.get(key) as ObjectOf<K> | undefined,
    list: <K extends string>(kind: K) =>
      [...(lists.get(kind)?.values() ?? [])] as readonly KubeObject[] as readonly ObjectOf<K>[],
    inNamespace: <K extends string>(kind: K, namespace: string) =>
      [...(lists.get(kind)?.values() ?? [])].filter(
        ({ metadata }) => metadata.namespace === namespace,
      ) as readonly KubeObject[] as readonly ObjectOf<K>[],
  };
}

/** A cache with the cluster's nodes and pods, in the order in which they came. */
export function cacheOf(
  cluster: RecordedCluster,
  objects: Lister = listerOf(cluster),
  ...listeners: readonly CacheListener[]
): ClusterCache {
  const cache = new ClusterCache(objects, ...listeners);
  for (const node of cluster.nodes ?? []) cache.addNode(stored<Node>(node));
  for (const pod of cluster.pods ?? []) cache.setPod(stored<Pod>(pod));
  return cache;
}

/** The cluster as an attempt sees it, with the pods that are nominated to its nodes. */
export function snapshotOf(
  cluster: RecordedCluster,
  objects: Lister = listerOf(cluster),
  ...listeners: readonly CacheListener[]
): Snapshot {
  const nominator = new Nominator();
  for (const object of cluster.pendingPods ?? []) {
    const pod = stored<Pod>(object);
    nominator.set(pod, pod.status?.nominatedNodeName ?? '');
  }
  return cacheOf(cluster, objects, ...listeners).snapshot((nodeName) => nominator.podsOn(nodeName));
}

/** True if some pod of the cluster is nominated to a node. */
export function hasNominatedPods(cluster: RecordedCluster): boolean {
  return (cluster.pendingPods ?? []).some((pod) => (stored<Pod>(pod).status.nominatedNodeName ?? '') !== '');
}
