// Hunks of line differences.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../src/base/unified-diff.ts';

const lines = (count: number, changed: { readonly [line: number]: string } = {}): string =>
  Array.from({ length: count }, (_, index) => changed[index] ?? `line ${index}`).join('\n');

describe('unifiedDiff', () => {
  it('is empty for equal texts', () => {
    expect(unifiedDiff(lines(9), lines(9))).toBe('');
  });

  it('shows three lines around a change, and joins what is near', () => {
    const after = lines(30, { 10: 'a', 13: 'b', 25: 'c' });
    expect(unifiedDiff(lines(30), after).match(/^@@.*/gm)).toEqual(['@@ -8,10 +8,10 @@', '@@ -23,7 +23,7 @@']);
  });

  it('says how one text becomes the other', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(patched(before, unifiedDiff(before.join('\n'), after.join('\n')))).toEqual(after);
      }),
    );
  });
});

/** A plain reader of the hunks. */
function patched(before: readonly string[], diff: string): readonly string[] {
  const after: string[] = [];
  let at = 0;
  for (const line of diff.split('\n')) {
    const hunk = /^@@ -(\d+)(?:,(\d+))? /.exec(line);
    if (hunk !== null) {
      const start = Number(hunk[1]) - (hunk[2] === '0' ? 0 : 1);
      after.push(...before.slice(at, start));
      at = start;
    } else if (line.startsWith('+')) after.push(line.slice(1));
    else if (line.startsWith('-')) at += 1;
    else if (line.startsWith(' ')) {
      after.push(line.slice(1));
      at += 1;
    }
  }
  return [...after, ...before.slice(at)];
}
