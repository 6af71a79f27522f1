// The garbage collector: what belongs to an owner goes when its last owner is gone. Deletion in the foreground keeps
// the owner until the dependents that block it are gone; orphaning cuts the references first.
// Its keys are `Kind:KEY` of a dependent to check, or of an owner that waits. Dependents are found by their
// controlling owner; one that refers to an owner without being controlled is checked only when it appears or changes.
// Mirrors pkg/controller/garbagecollector/garbagecollector.go (v1.36).

import type { Change, Controller, Reconciled, View } from '../cluster/actor.ts';
import type { Request, Verdict } from '../cluster/request.ts';
import { kindInfo } from '../model/kinds.ts';
import type { KubeObject, OwnerReference } from '../model/objects.ts';
import { keyOf } from '../model/objects.ts';
import { ownersPatch } from './ownership.ts';

/** Kinds that own or are owned. */
const KINDS = [
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Job',
  'ReplicationController',
  'ControllerRevision',
  'Service',
  'EndpointSlice',
  'PersistentVolumeClaim',
  'Pod',
] as const;

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

/** The check under way, which settle completes: plain data. */
export interface GarbageMemory {
  /** The dependent, and those of its references whose owner is read. */
  check?: { readonly object: KubeObject; readonly unsure: readonly OwnerReference[] } | undefined;
}

/** The controller, as a value. */
export const garbageCollector: Controller<GarbageMemory> = {
  name: 'garbage-collector-controller',
  workers: 20,
  watches: Object.fromEntries(KINDS.map((kind) => [kind, keysToCheck])),
  memory: () => ({}),
  reconcile(key, view, memory) {
    memory.check = undefined;
    const colon = key.indexOf(':');
    const object = view.get(key.slice(0, colon), key.slice(colon + 1));
    if (object === undefined) return { batches: [] };
    if (object.metadata.deletionTimestamp !== undefined) return { batches: release(object, view) };
    return checkOwners(object, view, memory);
  },
  settle: (_key, verdicts, view, { check }) => (check === undefined ? [] : conclude(check, verdicts, view)),
};

/**
 * The objects that a change concerns: dependents of what is gone, what waits for what is gone, what has lost its
 * owner.
 */
function keysToCheck(change: Change<KubeObject>, view: View): readonly string[] {
  const { type, object, old } = change;
  const { ownerReferences, deletionTimestamp, finalizers } = object.metadata;
  if (type === 'deleted') {
    const owners = (ownerReferences ?? []).flatMap((reference) => ownerIn(view, object, reference) ?? []);
    return [...dependentsOf(object, view), ...owners.filter(isWaiting)].map(checkKey);
  }
  if (deletionTimestamp !== undefined) {
    const isNew = old?.metadata.deletionTimestamp === undefined;
    return isNew && finalizers?.some(isPolicy) === true ? [checkKey(object)] : [];
  }
  if (ownerReferences === undefined || old?.metadata.ownerReferences === ownerReferences) return [];
  return ownerReferences.some((reference) => ownerIn(view, object, reference) === undefined) ? [checkKey(object)] : [];
}

function checkKey(object: KubeObject): string {
  return `${object.kind}:${keyOf(object)}`;
}

function isPolicy(finalizer: string): boolean {
  return finalizer === FOREGROUND || finalizer === ORPHAN;
}

function isWaiting({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).includes(FOREGROUND);
}

function dependentsOf(owner: KubeObject, view: View): readonly KubeObject[] {
  return KINDS.flatMap((kind): readonly KubeObject[] => view.controlledBy(kind, owner.metadata.uid));
}

/** The key under which an owner would be found. */
function ownerKey(object: KubeObject, { kind, name }: OwnerReference): string {
  const { namespace } = object.metadata;
  return namespace === undefined || !kindInfo(kind).isNamespaced ? name : `${namespace}/${name}`;
}

function ownerIn(view: View, object: KubeObject, reference: OwnerReference): KubeObject | undefined {
  const owner = view.get(reference.kind, ownerKey(object, reference));
  return owner?.metadata.uid === reference.uid ? owner : undefined;
}

// ---- an owner that waits for its dependents ----

function release(owner: KubeObject, view: View): readonly (readonly Request[])[] {
  const { finalizers = [], uid } = owner.metadata;
  if (finalizers.includes(ORPHAN)) {
    const cut = dependentsOf(owner, view).map((dependent) =>
      ownersPatch(
        dependent,
        (dependent.metadata.ownerReferences ?? []).filter((reference) => reference.uid !== uid),
      ),
    );
    return [cut, [finalizersPatch(owner, ORPHAN)]];
  }
  if (!finalizers.includes(FOREGROUND)) return [];
  const blocking = dependentsOf(owner, view).filter(({ metadata }) =>
    metadata.ownerReferences?.some((reference) => reference.uid === uid && reference.blockOwnerDeletion === true),
  );
  if (blocking.length === 0) return [[finalizersPatch(owner, FOREGROUND)]];
  return [
    blocking
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .map((each) => collect(each, view, true)),
  ];
}

function finalizersPatch(owner: KubeObject, done: string): Request {
  const { finalizers = [], uid, resourceVersion } = owner.metadata;
  const patch = { metadata: { finalizers: finalizers.filter((name) => name !== done) } };
  return { verb: 'patch', kind: owner.kind, key: keyOf(owner), patchType: 'merge', patch, uid, resourceVersion };
}

/** Deletes a dependent; one that has dependents itself goes in the foreground if its owner waits for it. */
function collect(object: KubeObject, view: View, isAwaited: boolean): Request {
  const { finalizers = [], uid } = object.metadata;
  const isForeground = finalizers.includes(FOREGROUND) || (isAwaited && dependentsOf(object, view).length > 0);
  const other = isForeground ? 'Foreground' : 'Background';
  const propagationPolicy = finalizers.includes(ORPHAN) ? 'Orphan' : other;
  return { verb: 'delete', kind: object.kind, key: keyOf(object), uid, propagationPolicy };
}

// ---- a dependent whose owners may be gone ----

/** Owners that the view does not know are read from the API server: the view may lag. */
function checkOwners(object: KubeObject, view: View, memory: GarbageMemory): Reconciled {
  const references = object.metadata.ownerReferences ?? [];
  const unsure = references.filter((reference) => ownerIn(view, object, reference) === undefined);
  if (unsure.length === 0) return { batches: [] };
  memory.check = { object, unsure };
  const reads = unsure.map(
    (reference): Request => ({ verb: 'get', kind: reference.kind, key: ownerKey(object, reference) }),
  );
  return { batches: [reads] };
}

function conclude(
  { object, unsure }: NonNullable<GarbageMemory['check']>,
  [reads = []]: readonly (readonly (Verdict | undefined)[])[],
  view: View,
): readonly Request[] {
  const absent = new Set(
    unsure.flatMap((reference, i) => {
      const verdict = reads[i];
      const isThere = verdict?.ok === true && verdict.object.metadata.uid === reference.uid;
      return isThere || verdict === undefined ? [] : [reference.uid];
    }),
  );
  if (absent.size === 0) return [];
  const left = (object.metadata.ownerReferences ?? []).filter(({ uid }) => !absent.has(uid));
  return left.length === 0 ? [collect(object, view, false)] : [ownersPatch(object, left)];
}
