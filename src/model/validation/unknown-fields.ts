// Fields that a built-in type does not have: found in an object, and taken out of it.
// Mirrors what the API server's decoder does with fieldValidation Strict and Warn.

import { fieldsOfType } from '../fields.ts';
import { isJsonList, isJsonObject } from '../json.ts';

/** A value as its type has it. */
export interface Known {
  readonly value: unknown;
  /** The paths of the fields that were taken out. */
  readonly unknown: readonly string[];
}

/** The value of a type of model/fields.ts without the fields that the type does not have; the same where it has all. */
export function withKnownFields(value: unknown, type: string): Known {
  const unknown: string[] = [];
  const known = pruned(value, type, '', unknown);
  return { value: unknown.length === 0 ? value : known, unknown };
}

function pruned(value: unknown, type: string, at: string, unknown: string[]): unknown {
  const inner = type.slice(1, -1);
  if (isJsonList(value)) {
    return type.startsWith('[') ? value.map((item, index) => pruned(item, inner, `${at}[${index}]`, unknown)) : value;
  }
  if (!isJsonObject(value)) return value;
  const fields = fieldsOfType(type);
  const isMap = type.startsWith('{');
  if (fields === undefined && !isMap) return value;
  const known: { [field: string]: unknown } = {};
  for (const [field, part] of Object.entries(value)) {
    const where = at === '' ? field : `${at}.${field}`;
    const fieldType = isMap ? inner : fields?.get(field)?.type;
    if (fieldType === undefined) unknown.push(where);
    else known[field] = pruned(part, fieldType, where, unknown);
  }
  return known;
}
