// Whether two versions of an object say the same: their metadata as far as clients may change it, and all that is not
// metadata or status. An update that changes neither writes nothing.

import { deepEqual } from '../base/deep-equal.ts';
import type { KubeObject, ObjectMeta } from '../model/objects.ts';

const NOT_SPEC: ReadonlySet<string> = new Set(['metadata', 'status', 'apiVersion']);

/** Everything but metadata and status. */
export function isSpecEqual(a: KubeObject, b: KubeObject): boolean {
  const left = a as unknown as { readonly [field: string]: unknown };
  const right = b as unknown as { readonly [field: string]: unknown };
  for (const field in left) {
    if (!NOT_SPEC.has(field) && !deepEqual(left[field], right[field])) return false;
  }
  for (const field in right) {
    if (!NOT_SPEC.has(field) && left[field] === undefined && right[field] !== undefined) return false;
  }
  return true;
}

/** What clients may change of the metadata. */
export function isMetaEqual(a: ObjectMeta, b: ObjectMeta): boolean {
  return (
    deepEqual(a.labels, b.labels) &&
    deepEqual(a.annotations, b.annotations) &&
    deepEqual(a.ownerReferences, b.ownerReferences) &&
    deepEqual(a.finalizers, b.finalizers)
  );
}

/** Of a Deployment annotations count as if they were in its spec: they travel to its ReplicaSets. */
export function isAnnotatedAlike(a: KubeObject, b: KubeObject): boolean {
  return deepEqual(a.metadata.annotations, b.metadata.annotations);
}

/** A map or list without anything in it, which the API does not tell from one that is absent. */
export function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
