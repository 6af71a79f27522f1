// What admission adds to claims and volumes: the cluster's default class to a claim that names none, and a finalizer,
// so that neither goes while it is in use.
// Mirrors plugin/pkg/admission/storage/{storageclass/setdefault,storageobjectinuseprotection}/admission.go and
// pkg/registry/core/persistentvolume/strategy.go (v1.36).

import type { Micros } from '../base/time.ts';
import type { KubeObject, NewObject } from '../model/objects.ts';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../model/storage.ts';
import { defaultClass } from '../model/storage-class.ts';
import { namesClass, PROTECTED_BY } from '../model/volume-matching.ts';
import type { Store } from './store.ts';

/** A claim or a volume as it is stored; any other object as it is. */
export function admittedStorage(object: NewObject, store: Store): NewObject {
  const finalizer = PROTECTED_BY[object.kind];
  if (finalizer === undefined) return object;
  const { finalizers = [] } = object.metadata;
  const metadata = finalizers.includes(finalizer)
    ? object.metadata
    : { ...object.metadata, finalizers: [...finalizers, finalizer] };
  const name =
    object.kind === 'PersistentVolumeClaim' ? classFor(object as NewObject<PersistentVolumeClaim>, store) : undefined;
  if (name === undefined) return { ...object, metadata };
  const { spec } = object as NewObject<PersistentVolumeClaim>;
  return { ...object, metadata, spec: { ...spec, storageClassName: name } } as NewObject;
}

/** The status of a volume says since when its phase is as it is; any other status stays. */
export function withPhaseTime(current: KubeObject, status: unknown, now: Micros): unknown {
  if (current.kind !== 'PersistentVolume') return status;
  const { phase } = status as NonNullable<PersistentVolume['status']>;
  return phase === (current as PersistentVolume).status?.phase
    ? status
    : { ...(status as object), lastPhaseTransitionTime: now };
}

function classFor(claim: NewObject<PersistentVolumeClaim>, store: Store): string | undefined {
  if (namesClass(claim)) return undefined;
  const classes = [...store.entries('StorageClass')].flatMap(({ object, isGone }) =>
    isGone ? [] : [object as StorageClass],
  );
  return defaultClass(classes)?.metadata.name;
}
