// The work queue: each item once, never with two workers, back at the end if added meanwhile.

import { describe, expect, test } from 'vitest';
import { type WorkItem, WorkQueue } from '../../src/kernel/work-queue.ts';

interface Named extends WorkItem {
  readonly name: string;
}

/** A queue of items by name. */
function namedQueue() {
  const queue = new WorkQueue<Named>();
  const items = new Map<string, Named>();
  const itemOf = (name: string): Named => {
    const item = items.get(name) ?? { name, needsWork: false, isHeld: false };
    items.set(name, item);
    return item;
  };
  return {
    queue,
    add: (name: string) => queue.add(itemOf(name)),
    take: () => queue.take()?.name,
    done: (name: string) => queue.done(itemOf(name)),
  };
}

describe('the work queue', () => {
  test('hands out items in order, each once', () => {
    const { queue, add, take } = namedQueue();
    for (const name of ['a', 'b', 'a', 'c']) add(name);
    expect(queue.length).toBe(3);
    expect([take(), take(), take(), take()]).toEqual(['a', 'b', 'c', undefined]);
    expect([queue.length, queue.processing]).toEqual([0, 3]);
  });

  test('re-queues at the end what was added while it was worked on', () => {
    const { queue, add, take, done } = namedQueue();
    add('a');
    expect(take()).toBe('a');
    for (const name of ['a', 'b', 'a']) add(name);
    expect([queue.length, take(), take()]).toEqual([1, 'b', undefined]);
    add('c');
    done('a');
    done('b');
    expect([take(), take(), take()]).toEqual(['c', 'a', undefined]);
  });

  test('never gives one item to two workers, over many items', () => {
    const { queue, add, take, done } = namedQueue();
    const held = new Set<string>();
    const taken: string[] = [];
    for (let i = 0; i < 5_000; i++) {
      add(`k${(i * i) % 97}`);
      const name = i % 3 === 0 ? undefined : take();
      if (name !== undefined) {
        expect(held.has(name)).toBe(false);
        held.add(name);
        taken.push(name);
      }
      const [oldest] = held;
      if (i % 2 === 0 && oldest !== undefined) {
        held.delete(oldest);
        done(oldest);
      }
      expect(queue.processing).toBe(held.size);
    }
    expect(new Set(taken).size).toBe(49);
  });
});
