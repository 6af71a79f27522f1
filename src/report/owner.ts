// Ids of objects as the reports name them, `Kind/namespace/name` or `Kind/name`, and the controlling owner of an
// object. One form everywhere, so that bars, steps, tables and events can be joined by plain strings.

import { kindInfo } from '../model/kinds.ts';
import type { KubeObject, ObjectReference } from '../model/objects.ts';
import { controllerOf } from '../model/owners.ts';

/** The id of an object by kind and key. */
export function idOf(kind: string, key: string): string {
  return `${kind}/${key}`;
}

/** The id of what a reference points at. */
export function idOfReference({ kind, namespace, name }: ObjectReference): string {
  const isPlaced = namespace !== undefined && namespace !== '' && kindInfo(kind).isNamespaced;
  return isPlaced ? `${kind}/${namespace}/${name}` : `${kind}/${name}`;
}

/** The id of the owner that controls an object. */
export function controllerId(object: KubeObject): string | undefined {
  const owner = controllerOf(object);
  if (owner === undefined) return undefined;
  const { kind, name } = owner;
  const { namespace } = object.metadata;
  return idOfReference({ kind, name, ...(namespace === undefined ? {} : { namespace }) });
}
