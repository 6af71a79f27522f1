// Writes src/model/go-fields.json: node .build/go-fields.mjs INTERNAL_TYPES.go V1_TYPES.go
// Some texts of the API server show values as its own types print them. This reads the order of their fields from
// pkg/apis/core/types.go, and the fields' names in manifests from staging/src/k8s.io/api/core/v1/types.go of a
// Kubernetes release. Notation: see src/model/go-value.ts.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOTS = ['PodTemplateSpec', 'PersistentVolumeClaimSpec', 'PersistentVolumeSource', 'ServicePort', 'Taint'];
const SCALARS = { string: 's', bool: 'b', byte: 'y', int: 'n', int32: 'n', int64: 'n', float64: 'n' };
const LIBRARY = { 'resource.Quantity': 'q', 'intstr.IntOrString': 'x', 'types.UID': 's', 'metav1.Time': 't' };
/** Types whose fields have names of their own in JSON, and are left out where they are empty. */
const TAGGED = { 'metav1.LabelSelector': 'o', 'metav1.ObjectMeta': 'o' };

const [internalPath = '', versionedPath = ''] = process.argv.slice(2);
const internal = structsOf(readFileSync(internalPath, 'utf8'));
const versioned = structsOf(readFileSync(versionedPath, 'utf8'));
const types = {};
for (const root of ROOTS) reach(root);
const sorted = Object.fromEntries(
  Object.keys(types)
    .sort()
    .map((name) => [name, types[name]]),
);
const target = join(import.meta.dirname, '../src/model/go-fields.json');
writeFileSync(target, `${JSON.stringify(sorted, undefined, 2)}\n`);

function structsOf(text) {
  const structs = new Map();
  const aliases = new Map();
  for (const [, name, body] of text.matchAll(/^type (\w+) struct \{\n(.*?)^\}/gms)) {
    const lines = body.split('\n').map((line) => line.replace(/\/\/.*$/, '').trim());
    structs.set(name, lines.filter((line) => line !== '').map(readField));
  }
  for (const [, name, type] of text.matchAll(/^\s*(?:type )?(\w+) ((?:string|int32|bool|map\[\S+|\[\]\S+))$/gm)) {
    if (!structs.has(name)) aliases.set(name, type);
  }
  return { structs, aliases };
}

/** `Name Type \`json:"name"\``, or an embedded type alone. */
function readField(line) {
  const [, tag = ''] = /json:"([^",]*)/.exec(line) ?? [];
  const words = line.replace(/`.*`/, '').trim().split(/\s+/);
  return words.length === 1 ? { name: '', type: words[0], tag } : { name: words[0], type: words[1], tag };
}

function reach(name) {
  if (types[name] !== undefined) return;
  types[name] = '';
  types[name] = fieldsOf(name).join(' ');
}

function fieldsOf(name) {
  const tags = new Map((versioned.structs.get(name) ?? []).map(({ name: field, tag }) => [field, tag]));
  return (internal.structs.get(name) ?? []).flatMap(({ name: field, type }) => {
    if (field === '' && TAGGED[type] === undefined) return fieldsOf(type);
    if (field === '') return [`=metadata:${TAGGED[type]}`];
    // What a manifest has beside the part, and not in it: `hostNetwork` of a pod.
    const isAround = !tags.has(field) && name === 'PodSecurityContext';
    const plain = `${isAround ? '^' : ''}${field.charAt(0).toLowerCase()}${field.slice(1)}`;
    const tag = tags.get(field) || plain;
    return [`${field}=${tag}:${letterOf(type)}`];
  });
}

function letterOf(type) {
  if (type.startsWith('*')) return `*${letterOf(type.slice(1))}`;
  if (type === '[]byte') return 'y';
  if (type.startsWith('[]')) return `[${letterOf(type.slice(2))}]`;
  const [, value] = /^map\[\w+\](.*)$/.exec(type) ?? [];
  if (value !== undefined) return `{${letterOf(value)}}`;
  const known = SCALARS[type] ?? LIBRARY[type] ?? TAGGED[type];
  if (known !== undefined) return known;
  const alias = internal.aliases.get(type);
  if (alias !== undefined) return letterOf(alias);
  if (!internal.structs.has(type)) throw new Error(`unknown type ${type}`);
  reach(type);
  return type;
}
