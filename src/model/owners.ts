// Who controls an object: of the references to its owners at most one is marked as the controller's. Every layer asks,
// from the store's checks to kubectl's columns.

import type { ObjectMeta, OwnerReference } from './objects.ts';

/** Anything with the references of its owners. */
export interface Owned {
  readonly metadata: Pick<ObjectMeta, 'ownerReferences'>;
}

/** The reference of an object's controller, if it has one. */
export function controllerOf({ metadata }: Owned): OwnerReference | undefined {
  return metadata.ownerReferences?.find((reference) => reference.controller === true);
}
