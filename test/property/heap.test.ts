// The typed 4-ary heap against its plain twin, a list that is sorted after each step.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MinHeap } from '../../src/base/heap.ts';

type Pair = readonly [key: number, slot: number];

const pair = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: -50, max: 50 }));
const operation = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('push' as const), pair }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pop' as const), pair }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('replace' as const), pair }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('retain' as const), pair }) },
);

const byKeyAndSlot = (a: Pair, b: Pair): number => a[0] - b[0] || a[1] - b[1];

test('the heap does what a sorted list does', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 400, size: 'max' }), (operations) => {
      const heap = new MinHeap();
      let list: Pair[] = [];
      for (const { do: what, pair: given } of operations) {
        if (what === 'push') {
          heap.push(...given);
          list.push(given);
        } else if (what === 'retain') {
          heap.retain((slot) => slot % 3 !== given[1] % 3);
          list = list.filter(([, slot]) => slot % 3 !== given[1] % 3);
        } else if (list.length > 0) {
          const [, slot] = list.shift() ?? [0, 0];
          if (what === 'pop') {
            expect(heap.pop()).toBe(slot);
          } else {
            expect(heap.topSlot).toBe(slot);
            heap.replaceTop(...given);
            list.push(given);
          }
        }
        list.sort(byKeyAndSlot);
        expect(heap.size).toBe(list.length);
        expect(heap.topKey).toBe(list[0]?.[0] ?? Number.POSITIVE_INFINITY);
      }
      for (const [, slot] of list) expect(heap.pop()).toBe(slot);
    }),
  );
});
