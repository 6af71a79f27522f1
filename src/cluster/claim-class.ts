// A new claim that names no class gets the cluster's default one.
// Mirrors plugin/pkg/admission/storage/storageclass/setdefault/admission.go (v1.36).

import type { NewObject } from '../model/objects.ts';
import type { PersistentVolumeClaim, StorageClass } from '../model/storage.ts';
import { defaultClass } from '../model/storage-class.ts';
import { namesClass } from '../model/volume-matching.ts';
import type { Store } from './store.ts';

/** The claim with a class, where there is a default one. */
export function withDefaultClass(object: NewObject, store: Store): NewObject {
  const claim = object as NewObject<PersistentVolumeClaim>;
  if (namesClass(claim)) return object;
  const classes = [...store.entries('StorageClass')].flatMap(({ object, isGone }) =>
    isGone ? [] : [object as StorageClass],
  );
  const name = defaultClass(classes)?.metadata.name;
  return name === undefined ? object : ({ ...claim, spec: { ...claim.spec, storageClassName: name } } as NewObject);
}
