// The fields of every stable kind of v1.36: names, types, which are required. From Kubernetes' published OpenAPI as
// data (fields.json, written by .build/fields.mjs), so that a slip in a manifest is found before a run starts. Types
// are read when they are first asked for. Notation: `name!:type` is required; s text, y base64, i int32, l int64, n
// number, b boolean, q quantity, x integer or text, t time, o anything; `[T]` a list, `{T}` a map, otherwise the name
// of another type.

import { CONFIGURATION_TYPES } from './configuration-fields.ts';
import data from './fields.json' with { type: 'json' };

/** A field's type: one of the letters above, a name, or one of these in `[ ]` or `{ }`. */
interface FieldType {
  readonly type: string;
  readonly isRequired: boolean;
}

/** Fields by name. */
export type FieldTypes = ReadonlyMap<string, FieldType>;

const KINDS: ReadonlyMap<string, string> = new Map(Object.entries(data.kinds));
const TEXTS: ReadonlyMap<string, string> = new Map(Object.entries({ ...data.types, ...CONFIGURATION_TYPES }));
const TYPES = new Map<string, FieldTypes>();

/** The type of a kind's objects in a version (`apps/v1`, `v1`); `undefined` where it is not built in. */
export function typeOfKind(apiVersion: string, kind: string): string | undefined {
  return KINDS.get(`${apiVersion} ${kind}`);
}

/** Every kind that is built in: `apps/v1 Deployment`. */
export const KIND_NAMES: readonly string[] = [...KINDS.keys()];

/** The fields of a type by its name; `undefined` for an unknown type. */
export function fieldsOfType(type: string): FieldTypes | undefined {
  const known = TYPES.get(type);
  const text = TEXTS.get(type);
  if (known !== undefined || text === undefined) return known;
  const fields = new Map(text.split(' ').map(readField));
  TYPES.set(type, fields);
  return fields;
}

function readField(text: string): readonly [string, FieldType] {
  const colon = text.indexOf(':');
  const isRequired = text[colon - 1] === '!';
  return [text.slice(0, isRequired ? colon - 1 : colon), { type: text.slice(colon + 1), isRequired }];
}
