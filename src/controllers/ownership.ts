// Who owns what: controller references, and the claiming of objects by selector that every workload controller does: an
// orphan that matches is adopted, an owned object that no longer matches is released.
// Mirrors pkg/controller/controller_ref_manager.go (v1.36).

import type { View } from '../cluster/actor.ts';
import type { Request } from '../cluster/request.ts';
import type { KubeObject, LabelSelector, ObjectOf, ObjectReference, OwnerReference } from '../model/objects.ts';
import { keyOf } from '../model/objects.ts';
import { controllerOf } from '../model/owners.ts';
import { matchesLabelSelector } from '../model/selector.ts';

/** The reference that makes `owner` the controller of an object. */
export function controllerReference(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** What a KubeEvent about this object refers to. */
export function referenceTo(object: KubeObject): ObjectReference {
  const { namespace, name, uid } = object.metadata;
  const { apiVersion, kind } = object;
  return namespace === undefined ? { apiVersion, kind, name, uid } : { apiVersion, kind, namespace, name, uid };
}

/** The key of an object's controller, if that is of this kind and the view knows it under the same uid. */
export function controllerKey(object: KubeObject, kind: string, view: View): string | undefined {
  const reference = controllerOf(object);
  if (reference === undefined || reference.kind !== kind) return undefined;
  const { namespace } = object.metadata;
  const key = keyOf({
    metadata: namespace === undefined ? { name: reference.name } : { name: reference.name, namespace },
  });
  return view.get(kind, key)?.metadata.uid === reference.uid ? key : undefined;
}

/** An owner as far as claiming needs it. */
export interface Claimant extends KubeObject {
  readonly spec: { readonly selector: LabelSelector };
}

/**
 * The patches by which `owner` adopts those of `orphans` that match its selector and releases those of `owned` that no
 * longer do. None while the owner is being deleted.
 */
export function claims(owner: Claimant, owned: readonly KubeObject[], orphans: readonly KubeObject[]): Request[] {
  if (owner.metadata.deletionTimestamp !== undefined) return [];
  const requests: Request[] = [];
  for (const object of owned) {
    if (!matchesLabelSelector(owner.spec.selector, object.metadata.labels)) requests.push(release(owner, object));
  }
  for (const object of orphans) {
    const { namespace, deletionTimestamp, labels } = object.metadata;
    if (namespace !== owner.metadata.namespace || deletionTimestamp !== undefined) continue;
    if (matchesLabelSelector(owner.spec.selector, labels)) requests.push(adopt(owner, object));
  }
  return requests;
}

function adopt(owner: KubeObject, object: KubeObject): Request {
  return ownersPatch(object, [...(object.metadata.ownerReferences ?? []), controllerReference(owner)]);
}

function release(owner: KubeObject, object: KubeObject): Request {
  const others = (object.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== owner.metadata.uid);
  return ownersPatch(object, others);
}

/** A patch that replaces an object's owner references, unless it has changed since. */
export function ownersPatch(object: KubeObject, ownerReferences: readonly OwnerReference[]): Request {
  return {
    verb: 'patch',
    kind: object.kind,
    key: keyOf(object),
    patchType: 'merge',
    patch: { metadata: { ownerReferences } },
    uid: object.metadata.uid,
    resourceVersion: object.metadata.resourceVersion,
  };
}

/** Keys of the owners of this kind to wake for a change of an object that they may control. */
export function ownersToWake(
  change: { readonly object: KubeObject; readonly old: KubeObject | undefined; readonly type: string },
  kind: 'ReplicaSet' | 'Deployment',
  view: View,
): string[] {
  const { object, old, type } = change;
  const keys: string[] = [];
  const reference = controllerOf(object);
  const oldReference = old === undefined ? undefined : controllerOf(old);
  const refChanged = old !== undefined && reference?.uid !== oldReference?.uid;
  const oldKey = refChanged && old !== undefined ? controllerKey(old, kind, view) : undefined;
  if (oldKey !== undefined) keys.push(oldKey);
  if (reference !== undefined) {
    const key = controllerKey(object, kind, view);
    if (key !== undefined) keys.push(key);
    return keys;
  }
  const { namespace, labels } = object.metadata;
  const mayBeAdopted = old === undefined || refChanged || old.metadata.labels !== labels;
  if (type === 'deleted' || !mayBeAdopted || namespace === undefined || labels === undefined) return keys;
  for (const owner of view.inNamespace(kind, namespace) as readonly (ObjectOf<'ReplicaSet' | 'Deployment'> &
    Claimant)[]) {
    if (matchesLabelSelector(owner.spec.selector, labels)) keys.push(keyOf(owner));
  }
  return keys;
}
