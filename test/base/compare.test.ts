// Total orders, results and assertions: the smallest tools of the house.

import { expect, test } from 'vitest';
import { assertNever, BrokenInvariant, invariant } from '../../src/base/assert.ts';
import { byCodeUnit, byNumber, chain } from '../../src/base/compare.ts';
import { err, ok } from '../../src/base/result.ts';

test('texts by code unit, not by a locale', () => {
  expect(['b', 'a', 'B', 'ä', '10', '9', ''].sort(byCodeUnit)).toEqual(['', '10', '9', 'B', 'a', 'b', 'ä']);
  expect(byCodeUnit('a', 'a')).toBe(0);
});

test('a chain asks the next only in a tie', () => {
  const order = chain<readonly [number, string]>(
    ([a], [b]) => byNumber(a, b),
    ([, a], [, b]) => byCodeUnit(a, b),
  );
  const rows = [
    [2, 'a'],
    [1, 'b'],
    [10, 'a'],
    [1, 'a'],
  ] as const;
  expect([...rows].sort(order)).toEqual([
    [1, 'a'],
    [1, 'b'],
    [2, 'a'],
    [10, 'a'],
  ]);
  expect(order([1, 'a'], [1, 'a'])).toBe(0);
});

test('results carry a value or an error', () => {
  expect([ok(1), err('no')]).toEqual([
    { ok: true, value: 1 },
    { ok: false, error: 'no' },
  ]);
});

test('a broken invariant stops the run', () => {
  expect(() => invariant(true, 'fine')).not.toThrow();
  expect(() => invariant(0, () => 'late message')).toThrow(new BrokenInvariant('late message'));
  expect(() => assertNever('x' as never)).toThrow('unexpected case: "x"');
});
