// Whether the API server takes an object: refusals of what is invalid, in its words. What controllers make of a
// template that was valid is valid too and is not looked at again, nor what they write for themselves.

import type { KubeObject, NewObject, ObjectMeta } from '../model/objects.ts';
import type { Part } from '../model/validation/parts.ts';
import { errorsText } from '../model/validation/report.ts';
import { validateObject } from '../model/validation/validate.ts';
import { validateUpdate } from '../model/validation/validate-update.ts';
import { invalid } from './refusal.ts';
import type { Refused } from './request.ts';

/** Kinds that only components write. */
const UNCHECKED: ReadonlySet<string> = new Set([
  'ControllerRevision',
  'EndpointSlice',
  'Endpoints',
  'Event',
  'Lease',
  'Node',
]);

/** Why a new object is not taken; `undefined` where it is. `name` may have been generated. */
export function creationRefusal(object: NewObject, name: string): Refused | undefined {
  if (!isChecked(object)) return undefined;
  const named = { ...object, metadata: { ...object.metadata, name } };
  const errors = validateObject(named as unknown as Part);
  return errors.length === 0 ? undefined : invalid(object.kind, name, errorsText(errors));
}

/** Why a changed object is not taken. What changes nothing but the number of replicas is checked for that alone. */
export function updateRefusal(current: KubeObject, wanted: KubeObject): Refused | undefined {
  if (!isChecked(wanted) || current.kind === 'Pod') return undefined;
  const replicas = onlyReplicas(current, wanted);
  if (replicas !== undefined && replicas >= 0) return undefined;
  const errors = validateUpdate(current as unknown as Part, wanted as unknown as Part);
  return errors.length === 0 ? undefined : invalid(wanted.kind, wanted.metadata.name, errorsText(errors));
}

function isChecked({ kind, metadata }: { readonly kind: string; readonly metadata: Partial<ObjectMeta> }): boolean {
  if (UNCHECKED.has(kind)) return false;
  return metadata.ownerReferences?.some(({ controller }) => controller === true) !== true;
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
