// `npx tsx test/conformance/select.ts [DIR] [--only TEXT]`: makes the compact selection in test/conformance/vectors
// from the full vectors: for each set that has a replayer about 60 KB, gzipped, of the cases in scope.
// Cases are taken at even distances over the whole set, so that every kind of case has its share.

import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Vector } from './replayer.ts';
import { REPLAYERS } from './replayers.ts';
import { findSets } from './vectors.ts';

const BYTES_MAX = 60_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' } },
});
const source = positionals[0] ?? fileURLToPath(new URL('../../../shared/vectors', import.meta.url));
const target = fileURLToPath(new URL('vectors', import.meta.url));

function compress(vectors: readonly Vector[]): Buffer {
  return gzipSync(vectors.map((vector) => `${JSON.stringify(vector.data)}\n`).join(''), { level: 9 });
}

/** `count` of the vectors at even distances. */
function spread(vectors: readonly Vector[], count: number): readonly Vector[] {
  return vectors.filter(
    (_, index) => Math.floor(((index + 1) * count) / vectors.length) > Math.floor((index * count) / vectors.length),
  );
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

for (const set of findSets(source).filter((candidate) => candidate.name.includes(values.only))) {
  const replayer = REPLAYERS.find((candidate) => candidate.folder === set.folder && candidate.set === set.set);
  if (replayer === undefined) continue;
  const bytes = select(set.read().filter((vector) => replayer.scope(vector) === undefined));
  mkdirSync(`${target}/${set.folder}`, { recursive: true });
  writeFileSync(`${target}/${set.folder}/${set.set}.jsonl.gz`, bytes);
  console.log(`${set.name} ${bytes.length} bytes`);
}
