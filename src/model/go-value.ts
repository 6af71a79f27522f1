// Values as the API server's own types print them: where a text shows a whole object, its fields have their names in
// Go, stand in the order of the type and are all there, empty ones too. Which these are is data (go-fields.json,
// written by .build/go-fields.mjs from pkg/apis/core/types.go). Notation: `Go=manifest:type`; s text, n number, b
// boolean, y bytes, q quantity, x integer or text, t time, o as in a manifest; `*` may be absent, `[T]` a list, `{T}` a
// map, otherwise the name of another type. A field without a name in Go spreads its own fields.

import { byCodeUnit } from '../base/compare.ts';
import { unifiedDiff } from '../base/unified-diff.ts';
import data from './go-fields.json' with { type: 'json' };
import { isJsonList, isJsonObject, type JsonObject } from './json.ts';

const FIELDS: { readonly [type: string]: string } = data;
const EMPTY: { readonly [type: string]: unknown } = { s: '', n: 0, b: false, q: '0', x: 0, y: null, t: null, o: {} };

/** A pod's fields that are inside of its security context there. */
const HOST_FIELDS = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'hostUsers'];

/** A value of a manifest as JSON of the API server's type. */
export function goValue(type: string, value: unknown): unknown {
  if (type.startsWith('*')) return value === undefined || value === null ? null : goValue(type.slice(1), value);
  if (type.startsWith('[')) {
    return isJsonList(value) ? value.map((item) => goValue(type.slice(1, -1), item)) : null;
  }
  if (type.startsWith('{')) return isJsonObject(value) ? mapOf(value, type.slice(1, -1)) : null;
  const text = FIELDS[type];
  if (text === undefined) return value ?? EMPTY[type];
  const fields = isJsonObject(value) ? value : {};
  return structOf(text, type === 'PodSpec' ? withHostFields(fields) : fields);
}

function mapOf(map: JsonObject, type: string): JsonObject {
  const keys = Object.keys(map).sort(byCodeUnit);
  return Object.fromEntries(keys.map((key) => [key, goValue(type, map[key])]));
}

function structOf(text: string, value: JsonObject): JsonObject {
  const shown: { [field: string]: unknown } = {};
  for (const field of text.split(' ')) {
    const [, name = '', key = '', type = ''] = /^(\w*)=(\w+):(.*)$/.exec(field) ?? [];
    if (name === '') Object.assign(shown, value[key] ?? {});
    else shown[name] = goValue(type, value[key]);
  }
  return shown;
}

function withHostFields(spec: JsonObject): JsonObject {
  const moved = HOST_FIELDS.flatMap((field) => (spec[field] === undefined ? [] : [[field, spec[field]]]));
  if (moved.length === 0) return spec;
  return { ...spec, securityContext: { ...(spec.securityContext ?? {}), ...Object.fromEntries(moved) } };
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
