// `npm run conformance [-- DIR] [-v] [--only TEXT]`: replays the vectors of a folder (by default ../shared/vectors, or
// the compact selection beside this file where that does not exist).
// Exits with 1 only for a disagreement that known.json does not list, with 2 for a folder without vectors.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readKnown } from './known.ts';
import { REPLAYERS } from './replayers.ts';
import { describeSet, describeTotals, hasUnknown, replaySet, type SetOutcome } from './runner.ts';
import { findSets } from './vectors.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { verbose: { type: 'boolean', short: 'v', default: false }, only: { type: 'string', default: '' } },
});

const shared = fileURLToPath(new URL('../../../shared/vectors', import.meta.url));
const compact = fileURLToPath(new URL('vectors', import.meta.url));
const directory = positionals[0] ?? (existsSync(shared) ? shared : compact);

const sets = findSets(directory).filter((set) => set.name.includes(values.only));
if (sets.length === 0) {
  console.error(`no vectors in ${directory}`);
  process.exitCode = 2;
} else {
  if (directory === compact) console.log('../shared/vectors is not here: replaying the compact selection');
  const known = readKnown();
  const outcomes: SetOutcome[] = [];
  for (const set of sets) {
    const outcome = replaySet(set, REPLAYERS, known);
    outcomes.push(outcome);
    console.log(describeSet(outcome, values.verbose).join('\n'));
  }
  console.log(describeTotals(outcomes));
  if (hasUnknown(outcomes)) process.exitCode = 1;
}
