// The runner itself: what counts, what is known, and when a run fails.

import { describe, expect, it } from 'vitest';
import type { Known } from './known.ts';
import { firstDifference, type Replayer, type Vector } from './replayer.ts';
import { describeSet, describeTotals, hasUnknown, replaySet } from './runner.ts';
import type { VectorSet } from './vectors.ts';

function vector(id: string, tags: readonly string[] = []): Vector {
  return { id, tags, data: { id } };
}

const set: VectorSet = {
  folder: 'f',
  set: 's',
  name: 'f/s',
  read: () => [vector('good'), vector('bad-1', ['hard']), vector('bad-2'), vector('later'), vector('throws')],
};

const replayer: Replayer = {
  folder: 'f',
  set: 's',
  scope: ({ id }) => (id === 'later' ? 'not modelled' : undefined),
  replay: ({ id }) => {
    if (id === 'throws') throw new Error('broken');
    return id.startsWith('bad') ? { field: 'a.b', expected: 1, actual: 2 } : undefined;
  },
};

const entry: Known = { set: 'f/s', id: 'bad-*', tag: 'hard', field: 'a.*', reason: 'not built yet', note: '' };
const both: readonly Known[] = [
  { ...entry, tag: undefined },
  { ...entry, id: 'throws', field: '*' },
].map(({ tag: _, ...rest }) => rest);

describe('replaySet', () => {
  it('counts cases left out in the total, and those that throw as disagreements', () => {
    const lines = describeSet(replaySet(set, [replayer], []), true);
    expect(lines.slice(0, 6)).toEqual([
      'f/s 1/5',
      'f/s in scope 4',
      'f/s left out 1: not modelled',
      'f/s bad-1',
      '  at a.b',
      '  expected 1',
    ]);
    expect(lines.join('\n')).toContain('Error: broken');
  });

  it('leaves all out without a replayer', () => {
    expect(describeSet(replaySet(set, [], []), false)).toEqual([
      'f/s 0/5',
      'f/s in scope 0',
      'f/s left out 5: no replayer yet',
    ]);
  });

  it('fails only for what is not known: by pattern over ids, field and tag', () => {
    const some = replaySet(set, [replayer], [entry]);
    expect(hasUnknown([some])).toBe(true);
    expect(describeTotals([some])).toBe('3 disagreements: 1 not built yet, 0 disputed, 2 not known');
    const all = replaySet(set, [replayer], both);
    expect(hasUnknown([all])).toBe(false);
    expect(describeSet(all, false)).toContain('f/s bad-1 (known: not built yet)');
  });
});

it.each([
  [{ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 }, undefined],
  [{ a: [1, 2] }, { a: [1] }, 'a[1]'],
  [{ a: { b: 'x' } }, { a: { b: 'y' } }, 'a.b'],
  [{ a: undefined }, {}, undefined],
  [{}, { z: 1 }, 'z'],
  [1, '1', ''],
])('the first difference between %o and %o is at %s', (expected, actual, field) => {
  expect(firstDifference(expected, actual)?.field).toBe(field);
});
