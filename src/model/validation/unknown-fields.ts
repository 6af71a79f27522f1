// Fields that a built-in type does not have, found in an object and taken out of it, and the first value that is not of
// its field's type. Mirrors what the API server's decoder does with fieldValidation Strict and Warn, and
// staging/src/k8s.io/apimachinery/pkg/runtime/converter.go (v1.36). Metadata is stored in types of its own.

import { fieldsOfType } from '../fields.ts';
import { isJsonList, isJsonObject } from '../json.ts';

/** An object as its type has it. */
export interface Known {
  readonly value: unknown;
  /** The paths of the fields that were taken out. */
  readonly unknown: readonly string[];
  /** What is wrong with the first value of another type. */
  readonly mistyped: string | undefined;
}

interface Findings {
  readonly unknown: string[];
  mistyped: string | undefined;
}

/** The object of a type of model/fields.ts without fields that the type does not have; the same where it has all. */
export function withKnownFields(object: unknown, type: string): Known {
  const findings: Findings = { unknown: [], mistyped: undefined };
  const known = pruned(object, type, '', findings);
  return { ...findings, value: findings.unknown.length === 0 ? object : known };
}

function pruned(value: unknown, type: string, at: string, findings: Findings): unknown {
  const isStoredOtherwise = /^(metadata|status)(\.|$)/.test(at) && !/^metadata\.(labels|annotations)/.test(at);
  if (!isStoredOtherwise && value !== undefined && value !== null) findings.mistyped ??= mismatch(value, type);
  const inner = type.slice(1, -1);
  if (isJsonList(value)) {
    return type.startsWith('[') ? value.map((item, index) => pruned(item, inner, `${at}[${index}]`, findings)) : value;
  }
  if (!isJsonObject(value)) return value;
  const fields = fieldsOfType(type);
  const isMap = type.startsWith('{');
  if (fields === undefined && !isMap) return value;
  const known: { [field: string]: unknown } = {};
  for (const [field, part] of Object.entries(value)) {
    const where = at === '' ? field : `${at}.${field}`;
    const fieldType = isMap ? inner : fields?.get(field)?.type;
    if (fieldType === undefined) findings.unknown.push(where);
    else known[field] = pruned(part, fieldType, where, findings);
  }
  return known;
}

/** Go's names of the scalar types, and the JavaScript types that fit. */
const SCALARS: { readonly [letter: string]: readonly [name: string, fits: string] } = {
  b: ['bool', 'boolean'],
  i: ['int32', 'number'],
  l: ['int64', 'number'],
  n: ['float64', 'number'],
  s: ['string', 'string'],
};

function mismatch(value: unknown, type: string): string | undefined {
  const scalar = SCALARS[type];
  if (scalar !== undefined) return typeof value === scalar[1] ? undefined : `unrecognized type: ${scalar[0]}`;
  const kind = isJsonList(value) ? 'slice' : isJsonObject(value) ? 'map' : SHOWN[typeof value];
  if (type.startsWith('[')) return isJsonList(value) ? undefined : `cannot restore slice from ${kind}`;
  if (type.startsWith('{')) return isJsonObject(value) ? undefined : `cannot restore map from ${kind}`;
  if (fieldsOfType(type) !== undefined && !isJsonObject(value)) return `cannot restore struct from: ${kind}`;
  return undefined;
}

const SHOWN: { readonly [type: string]: string } = { boolean: 'bool', number: 'int64', string: 'string' };
