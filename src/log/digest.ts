// The digest of a run: one hash over every row's fields but seq, cluster and cause. Two runs with equal digests made the same
// decisions at the same times. Objects share frozen parts (a template's spec), so each part is hashed once and remembered; a
// write's hash is composed of its parts' hashes. Computed when asked for, never on the hot path.

import { byCodeUnit } from '../base/compare.ts';
import { createHash128, type Hash128, type Hasher128, hexOf } from '../base/hash128.ts';
import type { Log } from './log.ts';

type Part = { readonly [field: string]: unknown } | readonly unknown[];

/** The digest of all rows: 32 hexadecimal digits. */
export function digestOf(log: Log): string {
  const known = new WeakMap<Part, Hash128>();
  const hasher = createHash128();
  for (let seq = 0; seq < log.length; seq += 1) {
    const object = log.object(seq);
    const whatHash = hashOf((object ?? log.plain(seq)) as unknown as Part, known);
    hasher.float64(log.at(seq));
    hasher.text(log.actor(seq));
    hasher.text(log.verb(seq) ?? '');
    hasher.uint32(log.revision(seq));
    hasher.hash(whatHash);
  }
  return hexOf(hasher.digest());
}

function hashOf(part: Part, known: WeakMap<Part, Hash128>): Hash128 {
  const remembered = known.get(part);
  if (remembered !== undefined) return remembered;
  const hasher = createHash128();
  if (Array.isArray(part)) {
    hasher.text('[');
    for (const item of part) feed(hasher, item, known);
  } else {
    hasher.text('{');
    const fields = part as { readonly [field: string]: unknown };
    for (const field of Object.keys(fields).sort(byCodeUnit)) {
      if (fields[field] === undefined) continue;
      hasher.text(field);
      feed(hasher, fields[field], known);
    }
  }
  const hash = hasher.digest();
  known.set(part, hash);
  return hash;
}

function feed(hasher: Hasher128, value: unknown, known: WeakMap<Part, Hash128>): void {
  switch (typeof value) {
    case 'string':
      hasher.text('s');
      hasher.text(value);
      return;
    case 'number':
      hasher.text('n');
      hasher.float64(value);
      return;
    case 'boolean':
      hasher.text(value ? 't' : 'f');
      return;
    case 'object':
      if (value === null) hasher.text('0');
      else hasher.hash(hashOf(value as Part, known));
      return;
    default:
      hasher.text('u');
  }
}
