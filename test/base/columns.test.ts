// Growable columns: what was pushed is what is read, cut to the cell type.

import { expect, test } from 'vitest';
import { float64Column, int32Column, uint8Column } from '../../src/base/columns.ts';

test('columns grow and keep their values', () => {
  const column = float64Column(2);
  for (let i = 0; i < 1_000; i++) expect(column.push(i / 4)).toBe(i);
  column.set(500, -1);
  expect([column.length, column.get(0), column.get(499), column.get(500), column.get(999)]).toEqual([
    1_000, 0, 124.75, -1, 249.75,
  ]);
  expect(column.bytes().length).toBe(8_000);
});

test('cells cut values to their type', () => {
  const words = int32Column();
  words.push(2 ** 31);
  const bytes = uint8Column();
  bytes.push(258);
  expect([words.get(0), bytes.get(0)]).toEqual([-(2 ** 31), 2]);
  expect([...bytes.bytes()]).toEqual([2]);
});

test.each([-1, 1])('index %d of a column of one is a broken invariant', (index) => {
  const column = uint8Column();
  column.push(1);
  expect(() => column.get(index)).toThrow('out of range');
  expect(() => column.set(index, 0)).toThrow('out of range');
});
