// What a DELETE does to objects that are not pods: the finalizers that it leaves, and when an object that is being
// deleted may go. A Namespace is held by its spec.finalizers as well, until its controller has emptied it.
// Mirrors staging/src/k8s.io/apiserver/pkg/registry/{rest/delete.go,generic/registry/store.go} and
// pkg/registry/core/namespace/storage/storage.go (v1.36).

import type { KubeObject, Namespace, ObjectMeta } from '../model/objects.ts';
import type { DeleteRequest } from './request.ts';

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

/** The finalizers that a deletion leaves on an object: its own, and those of the propagation policy. */
export function finalizersFor(object: KubeObject, { propagationPolicy }: DeleteRequest): readonly string[] {
  const own = object.metadata.finalizers ?? [];
  if (object.metadata.deletionTimestamp !== undefined) return own;
  const kept = own.filter((name) => name !== ORPHAN && name !== FOREGROUND);
  switch (propagationPolicy ?? defaultPolicy(object, own)) {
    case 'Foreground':
      return [...kept, FOREGROUND];
    case 'Orphan':
      return [...kept, ORPHAN];
    case 'Background':
      return kept;
    default:
      return own;
  }
}

/** A Job keeps its pods unless told otherwise: what batch/v1 inherited. */
function defaultPolicy({ kind }: KubeObject, own: readonly string[]): 'Orphan' | undefined {
  return kind === 'Job' && !own.includes(FOREGROUND) ? 'Orphan' : undefined;
}

/** True if nothing holds an object with these finalizers back from going. */
export function isUnheld(object: KubeObject, finalizers: readonly string[]): boolean {
  if (finalizers.length > 0) return false;
  return object.kind !== 'Namespace' || ((object as Namespace).spec.finalizers ?? []).length === 0;
}

/**
 * True if an object that has been changed while it is being deleted goes now. A pod goes only when its grace is over.
 */
export function isGoing(object: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = object.metadata;
  if (deletionTimestamp === undefined || !isUnheld(object, finalizers)) return false;
  return object.kind !== 'Pod' || deletionGracePeriodSeconds === 0;
}

/** The object marked as being deleted; `metadata` has all else that changes. */
export function marked(object: KubeObject, metadata: ObjectMeta): KubeObject {
  if (object.kind !== 'Namespace') return { ...object, metadata } as KubeObject;
  const { deletionGracePeriodSeconds: _, ...own } = metadata;
  return { ...object, metadata: own, status: { ...(object as Namespace).status, phase: 'Terminating' } } as KubeObject;
}
