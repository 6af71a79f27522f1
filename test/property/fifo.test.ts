// The queue, whose front is cut off now and then, against a plain array.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fifo } from '../../src/kernel/fifo.ts';

const operation = fc.record({
  what: fc.constantFrom('push', 'push', 'insert', 'shift', 'shift', 'drain', 'clear' as const),
  value: fc.integer({ min: 0, max: 9 }),
});

test('the queue does what an array does', () => {
  fc.assert(
    fc.property(fc.nat({ max: 300 }), fc.array(operation, { maxLength: 200, size: 'max' }), (already, operations) => {
      const fifo = new Fifo<number>();
      const list: number[] = [];
      for (let i = 0; i < already; i += 1) {
        fifo.push(i);
        list.push(i);
      }
      for (const { what, value } of operations) {
        if (what === 'push') {
          fifo.push(value);
          list.push(value);
        } else if (what === 'insert') {
          fifo.insert(value, (other) => other > value);
          list.splice(list.findLastIndex((other) => other <= value) + 1, 0, value);
        } else if (what === 'clear' && value === 0) {
          fifo.clear();
          list.length = 0;
        } else {
          for (let left = what === 'drain' ? 20 : 1; left > 0; left -= 1) expect(fifo.shift()).toBe(list.shift());
        }
        expect([fifo.length, fifo.head]).toEqual([list.length, list[0]]);
      }
      while (list.length > 0) expect(fifo.shift()).toBe(list.shift());
      expect(fifo.shift()).toBeUndefined();
    }),
  );
});
