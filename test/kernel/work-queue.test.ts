// The work queue: each key once, never with two workers, back at the end if added meanwhile.

import { describe, expect, test } from 'vitest';
import { WorkQueue } from '../../src/kernel/work-queue.ts';

describe('the work queue', () => {
  test('hands out keys in order, each once', () => {
    const queue = new WorkQueue();
    for (const key of ['a', 'b', 'a', 'c']) queue.add(key);
    expect(queue.length).toBe(3);
    expect([queue.take(), queue.take(), queue.take(), queue.take()]).toEqual(['a', 'b', 'c', undefined]);
    expect([queue.length, queue.processing]).toEqual([0, 3]);
  });

  test('re-queues at the end what was added while it was worked on', () => {
    const queue = new WorkQueue();
    queue.add('a');
    expect(queue.take()).toBe('a');
    queue.add('a');
    queue.add('b');
    queue.add('a');
    expect([queue.length, queue.take(), queue.take()]).toEqual([1, 'b', undefined]);
    queue.add('c');
    queue.done('a');
    queue.done('b');
    expect([queue.take(), queue.take(), queue.take()]).toEqual(['c', 'a', undefined]);
  });

  test('never gives one key to two workers, over many keys', () => {
    const queue = new WorkQueue();
    const held = new Set<string>();
    const taken: string[] = [];
    for (let i = 0; i < 5_000; i++) {
      queue.add(`k${(i * i) % 97}`);
      const key = i % 3 === 0 ? undefined : queue.take();
      if (key !== undefined) {
        expect(held.has(key)).toBe(false);
        held.add(key);
        taken.push(key);
      }
      const [oldest] = held;
      if (i % 2 === 0 && oldest !== undefined) {
        held.delete(oldest);
        queue.done(oldest);
      }
      expect(queue.processing).toBe(held.size);
    }
    expect(new Set(taken).size).toBe(49);
  });
});
