// The text that the pod template hash runs over: a dump of the whole Go value, types and unset fields included.
//
// Upstream prints the struct with spew's `%#v`, where a type stands before each value except for elements of lists and
// maps. Lists and maps without elements are nil, as they are after a journey through etcd.
// Mirrors pkg/util/hash/hash.go, DeepHashObject, and staging/src/k8s.io/utils/dump (v1.36).

import { byCodeUnit } from '../base/compare.ts';
import type { PodTemplateSpec } from './objects.ts';
import { POD_TEMPLATE_STRUCTS } from './pod-template-structs.ts';
import type { Quantity } from './quantity.ts';
import { quantityOf } from './resource-amount.ts';

type Field = { readonly name: string; readonly json: string; readonly type: string; readonly isInline: boolean };
type Json = { readonly [field: string]: unknown };

const STRUCTS: ReadonlyMap<string, readonly Field[]> = readStructs(POD_TEMPLATE_STRUCTS);
const NUMBERS: ReadonlySet<string> = new Set(['int32', 'int64']);
const ZERO_TIME = '{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}';
const WORD_BITS = 64n;

/** The dump of a template that has been defaulted. */
export function dumpPodTemplate(template: PodTemplateSpec): string {
  return typed('PodTemplateSpec', template);
}

function readStructs(text: string): ReadonlyMap<string, readonly Field[]> {
  const structs = new Map<string, readonly Field[]>();
  for (const line of text.trim().replaceAll('\n  ', ' ').split('\n')) {
    const [name = '', ...fields] = line.split(' ');
    structs.set(name, fields.map(readField));
  }
  return structs;
}

function readField(text: string): Field {
  if (text.startsWith('+')) return { name: text.slice(1), json: '', type: text.slice(1), isInline: true };
  const [names = '', type = 'string'] = text.split(/:(.*)/);
  const [name = '', json = jsonNameOf(name)] = names.split('=');
  return { name, json, type, isInline: false };
}

/** `HTTPGet` is httpGet, `UID` is uid, `Name` is name. */
function jsonNameOf(name: string): string {
  const capitals = /^[A-Z]+/.exec(name)?.[0].length ?? 0;
  const lowered = capitals === 1 || capitals === name.length ? capitals : capitals - 1;
  return name.slice(0, lowered).toLowerCase() + name.slice(lowered);
}

function typed(type: string, value: unknown): string {
  return `(${qualified(type)})${bare(type, value)}`;
}

/** The type's name as Go prints it. */
function qualified(type: string): string {
  return type.replace(/[A-Za-z0-9.]+$/, (name) => (/^[A-Z]/.test(name) ? `v1.${name}` : name));
}

function bare(type: string, value: unknown): string {
  if (type.startsWith('*')) return value === undefined || value === null ? '<nil>' : bare(type.slice(1), value);
  if (type.startsWith('[]')) return dumpList(type.slice(2), value);
  if (type.startsWith('map[') || type === 'ResourceList') {
    return dumpMap(type === 'ResourceList' ? 'resource.Quantity' : 'string', value);
  }
  const fields = STRUCTS.get(type);
  if (fields !== undefined) return dumpStruct(fields, value);
  switch (type) {
    case 'resource.Quantity':
      return dumpQuantity(value);
    case 'intstr.IntOrString':
      return dumpIntOrString(value);
    case 'Time':
      return ZERO_TIME;
    case 'bool':
      return value === true ? 'true' : 'false';
    default:
      return NUMBERS.has(type) ? `${value ?? 0}` : `${value ?? ''}`;
  }
}

function dumpStruct(fields: readonly Field[], value: unknown): string {
  const object = (value ?? {}) as Json;
  const parts = fields.map(
    ({ name, json, type, isInline }) => `${name}:${typed(type, isInline ? object : object[json])}`,
  );
  return `{${parts.join(' ')}}`;
}

function dumpList(elementType: string, value: unknown): string {
  const list = (value ?? []) as readonly unknown[];
  return list.length === 0 ? '<nil>' : `[${list.map((element) => bare(elementType, element)).join(' ')}]`;
}

function dumpMap(valueType: string, value: unknown): string {
  const entries = Object.entries((value ?? {}) as Json);
  if (entries.length === 0) return '<nil>';
  const sorted = entries.toSorted(([a], [b]) => byCodeUnit(a, b));
  return `map[${sorted.map(([key, inner]) => `${key}:${bare(valueType, inner)}`).join(' ')}]`;
}

function dumpIntOrString(value: unknown): string {
  const isText = typeof value === 'string';
  const number = isText ? 0 : (value ?? 0);
  return `{Type:(intstr.Type)${isText ? 1 : 0} IntVal:(int32)${number} StrVal:(string)${isText ? value : ''}}`;
}

function dumpQuantity(value: unknown): string {
  if (value === undefined) return dumpAmount({ unscaled: 0n, exponent: 0, isBig: false, format: '', text: undefined });
  return dumpAmount(quantityOf(`${value}`));
}

function dumpAmount(quantity: Omit<Quantity, 'format'> & { readonly format: string }): string {
  const { unscaled, exponent, isBig, format, text = '' } = quantity;
  const [value, scale] = isBig ? [0n, 0] : [unscaled, exponent];
  const small = `{value:(int64)${value} scale:(resource.Scale)${scale}}`;
  const big = isBig ? `{unscaled:(big.Int)${dumpBigInt(unscaled)} scale:(inf.Scale)${-exponent}}` : '<nil>';
  const decimal = `d:(resource.infDecAmount){Dec:(*inf.Dec)${big}}`;
  return `{i:(resource.int64Amount)${small} ${decimal} s:(string)${text} Format:(resource.Format)${format}}`;
}

function dumpBigInt(value: bigint): string {
  const words: bigint[] = [];
  for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= WORD_BITS) words.push(BigInt.asUintN(64, rest));
  return `{neg:(bool)${value < 0n} abs:(big.nat)${words.length === 0 ? '<nil>' : `[${words.join(' ')}]`}}`;
}
