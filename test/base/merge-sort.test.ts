// The sort of the engine's own: equal to the built-in one for a total preorder, and settled where an order is not one.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byNumber } from '../../src/base/compare.ts';
import { mergeSorted } from '../../src/base/merge-sort.ts';

describe('mergeSorted', () => {
  test('sorts as the built-in sort does, equal elements in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ key: fc.nat(9), id: fc.nat() }), { maxLength: 200 }), (items) => {
        const compare = (a: { key: number }, b: { key: number }): number => byNumber(a.key, b.key);
        expect(mergeSorted(items, compare)).toEqual([...items].sort(compare));
      }),
    );
  });

  test('an order that goes round in a circle has one result', () => {
    // 0 before 1, 1 before 2, 2 before 0.
    const circle = (a: number, b: number): number => (a === b ? 0 : (a + 1) % 3 === b ? -1 : 1);
    expect(mergeSorted([2, 1, 0], circle)).toEqual([1, 2, 0]);
    expect(mergeSorted([0, 1, 2], circle)).toEqual([0, 1, 2]);
    expect(mergeSorted([1, 0, 2], circle)).toEqual([0, 1, 2]);
  });
});
