// The list of known disagreements, known.json: ids, or patterns over ids and tags, each with a reason.
//
// `not built yet` goes when the thing is built; `disputed` says what should be, and the file and function of upstream
// that prove it. A known disagreement still counts as one; it only does not fail the run.

import { readFileSync } from 'node:fs';
import type { Difference, Vector } from './replayer.ts';

/** One entry. `id` and `field` may hold `*`; `tag`, where given, must be among the case's tags. */
export type Known = {
  readonly set: string;
  readonly id: string;
  readonly tag?: string;
  readonly field: string;
  readonly reason: 'not built yet' | 'disputed';
  /** What is missing, or what should be there and upstream's file and function. */
  readonly note: string;
};

/** Reads known.json. */
export function readKnown(url: URL = new URL('known.json', import.meta.url)): readonly Known[] {
  return JSON.parse(readFileSync(url, 'utf8')) as readonly Known[];
}

/** The first entry that covers a disagreement. */
export function findKnown(
  known: readonly Known[],
  set: string,
  vector: Vector,
  difference: Difference,
): Known | undefined {
  return known.find(
    (entry) =>
      entry.set === set &&
      matches(entry.id, vector.id) &&
      matches(entry.field, difference.field) &&
      (entry.tag === undefined || vector.tags.includes(entry.tag)),
  );
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}
