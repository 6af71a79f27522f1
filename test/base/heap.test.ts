// The edges of the heap; test/property/heap.test.ts holds it against a sorted list.

import { expect, test } from 'vitest';
import { MinHeap } from '../../src/base/heap.ts';

test('an empty heap', () => {
  const heap = new MinHeap();
  expect([heap.size, heap.topKey]).toEqual([0, Number.POSITIVE_INFINITY]);
  expect(() => heap.pop()).toThrow('empty');
  expect(() => heap.topSlot).toThrow('empty');
  expect(() => heap.replaceTop(1, 1)).toThrow('empty');
});
