// The digest of a run: one hash over every row's fields but seq, cluster and cause. Two runs with equal digests made
// the same decisions at the same times. Objects share frozen parts (a template's spec), so each part is hashed once
// and remembered; a write's hash is composed of its parts' hashes. Computed when asked for, never on the hot path; in
// steps, where something else has to be heard in between.

import { byCodeUnit } from '../base/compare.ts';
import { createHash128, type Hash128, type Hasher128, hexOf } from '../base/hash128.ts';
import type { Log } from './log.ts';

type Part = { readonly [field: string]: unknown } | readonly unknown[];

const ROWS_PER_STEP = 2_000;

/** The digest of all rows: 32 hexadecimal digits. */
export function digestOf(log: Log): string {
  const steps = digestInSteps(log);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same, of the rows that there are at the first step. */
export function* digestInSteps(log: Log): Generator<undefined, string> {
  const parts = new PartHasher();
  const hasher = createHash128();
  const { length } = log;
  for (let seq = 0; seq < length; seq += 1) {
    if (seq % ROWS_PER_STEP === ROWS_PER_STEP - 1) yield;
    const what = log.object(seq) ?? log.plain(seq);
    hasher.float64(log.at(seq));
    hasher.text(log.actor(seq));
    hasher.text(log.verb(seq) ?? '');
    hasher.uint32(log.revision(seq));
    hasher.hash(parts.hashOf(what as unknown as Part, 0));
  }
  return hexOf(hasher.digest());
}

/** Hashes parts, each once. */
class PartHasher {
  readonly #known = new Map<Part, Hash128>();
  /** One hasher for each depth of nesting. */
  readonly #hashers: Hasher128[] = [];

  hashOf(part: Part, depth: number): Hash128 {
    const remembered = this.#known.get(part);
    if (remembered !== undefined) return remembered;
    const hasher = this.#hasher(depth);
    if (Array.isArray(part)) {
      hasher.text('[');
      for (const item of part) this.#feed(hasher, item, depth);
    } else {
      hasher.text('{');
      const fields = part as { readonly [field: string]: unknown };
      for (const field of Object.keys(fields).sort(byCodeUnit)) {
        const value = fields[field];
        if (value === undefined) continue;
        hasher.text(field);
        this.#feed(hasher, value, depth);
      }
    }
    const hash = hasher.digest();
    this.#known.set(part, hash);
    return hash;
  }

  #hasher(depth: number): Hasher128 {
    let hasher = this.#hashers[depth];
    if (hasher === undefined) {
      hasher = createHash128();
      this.#hashers[depth] = hasher;
    }
    return hasher;
  }

  #feed(hasher: Hasher128, value: unknown, depth: number): void {
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
        else hasher.hash(this.hashOf(value as Part, depth + 1));
        return;
      default:
        hasher.text('u');
    }
  }
}
