// Writes src/model/fields.json from the field list of Kubernetes' published OpenAPI: node .build/fields.mjs FIELDS.json
// Keeps what a manifest can be checked with: kinds of stable versions, the fields of every type below them, which are
// required. Notation: see src/model/fields.ts.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TARGET = join(import.meta.dirname, '../src/model/fields.json');
const LETTERS = { string: 's', boolean: 'b', number: 'n' };
const FORMATS = { byte: 'y', int32: 'i', int64: 'l' };
const SCALARS = { Quantity: 'q', Time: 't', MicroTime: 't', IntOrString: 'x' };

const [source, target = TARGET] = process.argv.slice(2);
const { kubernetes, definitions } = JSON.parse(readFileSync(source, 'utf8'));

const kinds = Object.entries(definitions).filter(([name, { gvk }]) => gvk !== undefined && isKind(name));
const reached = new Set();
for (const [name] of kinds) reach(name);
const names = [...reached].sort();
const count = new Map();
for (const name of names) count.set(shortOf(name), (count.get(shortOf(name)) ?? 0) + 1);

const types = Object.fromEntries(names.map((name) => [keyOf(name), fieldsText(definitions[name])]));
const byKind = Object.fromEntries(
  kinds.flatMap(([name, { gvk }]) =>
    gvk.map(([group, version, kind]) => [`${group === '' ? '' : `${group}/`}${version} ${kind}`, keyOf(name)]),
  ),
);
const sorted = (map) =>
  Object.fromEntries(
    Object.keys(map)
      .sort()
      .map((key) => [key, map[key]]),
  );
const data = { version: String(kubernetes), kinds: sorted(byKind), types: sorted(types) };
writeFileSync(target, `${JSON.stringify(data, undefined, 2)}\n`);

/** A kind of a stable version whose objects are stored. */
function isKind(name) {
  if (!/\.v\d+\.\w+$/.test(name) || name.endsWith('List') || name.includes('apimachinery')) return false;
  return definitions[name].fields?.metadata !== undefined;
}

function reach(name) {
  const fields = definitions[name]?.fields;
  if (fields === undefined || reached.has(name)) return;
  reached.add(name);
  for (const type of Object.values(fields)) for (const inner of namesIn(type)) reach(inner);
}

function namesIn(type) {
  if (typeof type === 'string') return type.startsWith('io.') ? [type] : [];
  return ['type', 'items', 'values'].flatMap((key) => (type[key] === undefined ? [] : namesIn(type[key])));
}

function shortOf(name) {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** The last part of a name; with its group and version where two types share it and it is not the core's or newest. */
function keyOf(name) {
  const short = shortOf(name);
  const isPlain = count.get(short) === 1 || /\.(core\.v1|autoscaling\.v2|rbac\.v1)\./.test(name);
  return isPlain ? short : name.split('.').slice(-3).join('.');
}

function fieldsText({ fields, required = [] }) {
  return Object.entries(fields)
    .map(([name, type]) => `${name}${required.includes(name) ? '!' : ''}:${typeText(type)}`)
    .join(' ');
}

function typeText(type) {
  if (typeof type === 'object') {
    if (type.type === 'array') return `[${typeText(type.items)}]`;
    if (type.type === 'map') return `{${typeText(type.values)}}`;
    return FORMATS[type.format] ?? typeText(type.type);
  }
  const definition = definitions[type];
  if (definition === undefined) return LETTERS[type] ?? 'o';
  return definition.fields === undefined ? (SCALARS[shortOf(type)] ?? 'o') : keyOf(type);
}
