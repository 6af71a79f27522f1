// Makes the compact selection beside this file from the full vectors: for each set that has a replayer about 60 KB,
// gzipped, of the cases in scope.
// Cases are taken at even distances over the whole set, so that every kind of case has its share.

import { mkdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Replayer, Vector } from './replayer.ts';
import type { VectorSet } from './vectors.ts';

const BYTES_MAX = 60_000;

/** Writes the selection of a set below `target`; gives its size in bytes. */
export function writeSelection(set: VectorSet, replayer: Replayer, target: string): number {
  const bytes = select(set.read().filter((vector) => replayer.scope(vector) === undefined));
  mkdirSync(`${target}/${set.folder}`, { recursive: true });
  writeFileSync(`${target}/${set.folder}/${set.set}.jsonl.gz`, bytes);
  return bytes.length;
}

/** The largest even selection that fits, by bisection. */
function select(vectors: readonly Vector[]): Buffer {
  let [fits, tooMany] = [0, vectors.length + 1];
  while (tooMany - fits > 1) {
    const count = Math.floor((fits + tooMany) / 2);
    if (compress(spread(vectors, count)).length <= BYTES_MAX) fits = count;
    else tooMany = count;
  }
  return compress(spread(vectors, fits));
}

/** `count` of the vectors at even distances. */
function spread(vectors: readonly Vector[], count: number): readonly Vector[] {
  return vectors.filter(
    (_, index) => Math.floor(((index + 1) * count) / vectors.length) > Math.floor((index * count) / vectors.length),
  );
}

function compress(vectors: readonly Vector[]): Buffer {
  return gzipSync(vectors.map((vector) => `${JSON.stringify(vector.data)}\n`).join(''), { level: 9 });
}
