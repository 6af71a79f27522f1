// Whether the API server takes an object: refusals of what is invalid, in its words. What controllers make of a
// template that was valid is valid too and is not looked at again, nor what they write for themselves.

import type { KindInfo } from '../model/kinds.ts';
import type { KubeObject, NewObject, ObjectMeta } from '../model/objects.ts';
import { controllerOf } from '../model/owners.ts';
import { type Part, textAt } from '../model/validation/parts.ts';
import { errorsText, errorText, type FieldError } from '../model/validation/report.ts';
import { validateObject } from '../model/validation/validate.ts';
import { validateMetadataUpdate, validateUpdate } from '../model/validation/validate-update.ts';
import { invalid } from './refusal.ts';
import type { Refused } from './request.ts';

/** Kinds that only components write. */
const UNCHECKED: ReadonlySet<string> = new Set(['ControllerRevision', 'Endpoints', 'Lease']);

/** Why a new object is not taken; `undefined` where it is. `name` may have been generated. */
export function creationRefusal(object: NewObject, name: string): Refused | undefined {
  if (!isChecked(object)) return undefined;
  const named = { ...object, metadata: { ...object.metadata, name } };
  return invalidRefusal(object.kind, name, validateObject(named as unknown as Part));
}

/**
 * Why a changed object is not taken. Of one whose spec is as it was only the metadata is looked at; what changes
 * nothing but the number of replicas is checked for that alone.
 */
export function updateRefusal(current: KubeObject, wanted: KubeObject, isSpecSame: boolean): Refused | undefined {
  const { kind, metadata } = wanted;
  const [old, next] = [current as unknown as Part, wanted as unknown as Part];
  if (isSpecSame) return invalidRefusal(kind, metadata.name, validateMetadataUpdate(old, next));
  if (!isChecked(wanted) && kind !== 'Pod') return undefined;
  const replicas = onlyReplicas(current, wanted);
  if (replicas !== undefined && replicas >= 0) return undefined;
  return invalidRefusal(kind, metadata.name, validateUpdate(old, next));
}

/** The refusal of an object with errors. */
export function invalidRefusal(
  kind: string | KindInfo,
  name: string,
  errors: readonly FieldError[],
): Refused | undefined {
  if (errors.length === 0) return undefined;
  const refused = invalid(kind, name, errorsText(errors));
  return errors.length === 1 ? refused : { ...refused, causes: [...new Set(errors.map(errorText))] };
}

/** Pods that say so little that nothing can be filled in. */
export function hasNoContainers({ kind, spec }: NewObject & { readonly spec?: Part }): boolean {
  return kind === 'Pod' && !Array.isArray(spec?.containers);
}

/** A KubeEvent that names who reports it was written by a recorder. */
function isChecked(object: { readonly kind: string; readonly metadata: Partial<ObjectMeta> }): boolean {
  const { kind } = object;
  if (UNCHECKED.has(kind) || (kind === 'Event' && textAt(object as unknown as Part, 'reportingComponent') !== '')) {
    return false;
  }
  return controllerOf(object) === undefined;
}

/** The wanted replicas, where all other fields of the spec are the very same. */
function onlyReplicas(current: KubeObject, wanted: KubeObject): number | undefined {
  const old = (current as unknown as Part).spec as Part | undefined;
  const next = (wanted as unknown as Part).spec as Part | undefined;
  if (old === undefined || next === undefined || typeof next.replicas !== 'number') return undefined;
  for (const field in next) if (field !== 'replicas' && next[field] !== old[field]) return undefined;
  for (const field in old) if (next[field] === undefined) return undefined;
  return next.replicas;
}
