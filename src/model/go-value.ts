// Values as the API server's own types print them: where a text shows a whole object, its fields have their names in
// Go, stand in the order of the type and are all there, empty ones too. Which these are is data (go-fields.ts,
// written by .build/go-fields.mjs from pkg/apis/core/types.go). Notation: `Go=manifest:type`; s text, n number, b
// boolean, y bytes, q quantity, x integer or text, t time, o as in a manifest; `*` may be absent, `[T]` a list, `{T}` a
// map, otherwise the name of another type. A field without a name in Go spreads its own fields; `^` looks beside the
// part.

import { goFields } from '#later/go-fields';
import { byCodeUnit } from '../base/compare.ts';
import { unifiedDiff } from '../base/unified-diff.ts';
import { isJsonList, isJsonObject, type JsonObject } from './json.ts';

const EMPTY: { readonly [type: string]: unknown } = { s: '', n: 0, b: false, q: '0', x: 0, y: null, t: null, o: {} };

/** A value of a manifest as JSON of the API server's type. */
export function goValue(type: string, value: unknown): unknown {
  return goValueIn(type, value, {});
}

function goValueIn(type: string, value: unknown, around: JsonObject): unknown {
  if (type.startsWith('*')) return (value ?? null) === null ? null : goValueIn(type.slice(1), value, around);
  if (type.startsWith('[')) {
    return isJsonList(value) ? value.map((item) => goValue(type.slice(1, -1), item)) : null;
  }
  if (type.startsWith('{')) return isJsonObject(value) ? mapOf(value, type.slice(1, -1)) : null;
  const text = goFields()[type];
  if (text === undefined) return value ?? EMPTY[type];
  return structOf(text, isJsonObject(value) ? value : {}, around);
}

function mapOf(map: JsonObject, type: string): JsonObject {
  const keys = Object.keys(map).sort(byCodeUnit);
  return Object.fromEntries(keys.map((key) => [key, goValue(type, map[key])]));
}

function structOf(text: string, value: JsonObject, around: JsonObject): JsonObject {
  const shown: { [field: string]: unknown } = {};
  for (const field of text.split(' ')) {
    const [, name = '', key = '', type = ''] = /^(\w*)=(\^?\w+):(.*)$/.exec(field) ?? [];
    if (name === '') Object.assign(shown, value[key] ?? {});
    else if (key.startsWith('^')) shown[name] = goValue(type, around[key.slice(1)]);
    else shown[name] = goValueIn(type, value[key], value);
  }
  return shown;
}

/** JSON as Go writes it, which escapes what would mean something in HTML. */
export function goJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replaceAll(
    /[<>&]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );
}

/** How a value of a type has changed. Mirrors staging/src/k8s.io/apimachinery/pkg/util/diff/diff.go (v1.36). */
export function goDiff(type: string, before: unknown, after: unknown): string {
  return unifiedDiff(goJson(goValue(type, before), 1), goJson(goValue(type, after), 1));
}

/** A value as Go's fmt prints it: `map[a:b]`, `[a b]`. */
export function goText(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (isJsonList(value)) return `[${value.map(goText).join(' ')}]`;
  if (!isJsonObject(value)) return String(value);
  const fields = Object.keys(value).sort(byCodeUnit);
  return `map[${fields.map((field) => `${field}:${goText(value[field])}`).join(' ')}]`;
}

/** A value as Go's fmt prints it in the language's own notation: `map[string]interface {}{"a":1}`. */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (isJsonList(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const fields = Object.keys(value).sort(byCodeUnit);
  const entries = fields.map((field) => `${JSON.stringify(field)}:${goSyntax(value[field])}`);
  return `map[string]interface {}{${entries.join(', ')}}`;
}
