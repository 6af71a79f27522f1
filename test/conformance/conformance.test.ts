// The compact selection of vectors, replayed with every test run: no disagreement but the known ones.

import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readKnown } from './known.ts';
import { REPLAYERS } from './replayers.ts';
import { describeSet, replaySet } from './runner.ts';
import { findSets } from './vectors.ts';

const sets = findSets(fileURLToPath(new URL('vectors', import.meta.url)));
const known = readKnown();

describe('compact selection', () => {
  it('is there', () => {
    expect(sets.length).toBeGreaterThan(0);
  });

  it.each(sets.map((set) => [set.name, set] as const))('%s', (_, set) => {
    const outcome = replaySet(set, REPLAYERS, known);
    const unknown = outcome.disagreements.filter((disagreement) => disagreement.known === undefined);
    expect(describeSet({ ...outcome, disagreements: unknown }, true).slice(2)).toEqual([]);
    expect(outcome.inScope).toBeGreaterThan(0);
  });
});
