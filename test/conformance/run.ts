// `npm run conformance [-- DIR] [-v] [--only TEXT] [--select]`: replays the vectors of a folder (by default
// ../shared/vectors, or the compact selection beside this file where that does not exist). `--select` makes that
// selection instead, from the folder.
// Exits with 1 only for a disagreement that known.json does not list, with 2 for a folder without vectors.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readKnown } from './known.ts';
import { REPLAYERS } from './replayers.ts';
import { describeSet, describeTotals, findReplayer, hasUnknown, replaySet, type SetOutcome } from './runner.ts';
import { writeSelection } from './select.ts';
import { findSets, type VectorSet } from './vectors.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    verbose: { type: 'boolean', short: 'v', default: false },
    only: { type: 'string', default: '' },
    select: { type: 'boolean', default: false },
  },
});

const shared = fileURLToPath(new URL('../../../shared/vectors', import.meta.url));
const compact = fileURLToPath(new URL('vectors', import.meta.url));
const directory = positionals[0] ?? (existsSync(shared) ? shared : compact);

const sets = findSets(directory).filter((set) => set.name.includes(values.only));
if (sets.length === 0) {
  console.error(`no vectors in ${directory}`);
  process.exitCode = 2;
} else if (values.select) {
  selectFrom(sets);
} else {
  if (directory === compact) console.log('../shared/vectors is not here: replaying the compact selection');
  if (hasUnknown(replayAll(sets))) process.exitCode = 1;
}

function selectFrom(all: readonly VectorSet[]): void {
  for (const set of all) {
    const replayer = findReplayer(set, REPLAYERS);
    if (replayer !== undefined) console.log(`${set.name} ${writeSelection(set, replayer, compact)} bytes`);
  }
}

function replayAll(all: readonly VectorSet[]): readonly SetOutcome[] {
  const known = readKnown();
  const outcomes = all.map((set) => {
    const outcome = replaySet(set, REPLAYERS, known);
    console.log(describeSet(outcome, values.verbose).join('\n'));
    return outcome;
  });
  console.log(describeTotals(outcomes));
  return outcomes;
}
