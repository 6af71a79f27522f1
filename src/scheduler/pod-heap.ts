// A binary heap of queued pods. Leaving is lazy: a pod carries the number of its latest entry, and entries with another
// number are dropped when they come up.

import { invariant } from '../base/assert.ts';
import type { Comparator } from '../base/compare.ts';

/** What the heap needs of an item: a field that it owns while the item is inside. */
export interface HeapItem {
  /** The number of the item's entry in the heap that holds it; 0 when in none. */
  ticket: number;
}

interface Entry<T> {
  readonly item: T;
  readonly ticket: number;
}

/** A heap in the order of a comparator; equal items come out in the order in which they went in. */
export class PodHeap<T extends HeapItem> {
  readonly #entries: Entry<T>[] = [];
  readonly #compare: Comparator<T>;
  readonly #nextTicket: () => number;
  #size = 0;

  /** `nextTicket` must never repeat itself among heaps that share items. */
  constructor(compare: Comparator<T>, nextTicket: () => number) {
    this.#compare = compare;
    this.#nextTicket = nextTicket;
  }

  get size(): number {
    return this.#size;
  }

  /** The item is in no heap. */
  push(item: T): void {
    invariant(item.ticket === 0, 'a queued pod is in two heaps');
    item.ticket = this.#nextTicket();
    this.#size += 1;
    this.#entries.push({ item, ticket: item.ticket });
    this.#siftUp(this.#entries.length - 1);
  }

  /** The item is in this heap. */
  remove(item: T): void {
    item.ticket = 0;
    this.#size -= 1;
  }

  peek(): T | undefined {
    for (let top = this.#entries[0]; top !== undefined; top = this.#entries[0]) {
      if (top.ticket === top.item.ticket) return top.item;
      this.#dropTop();
    }
    return undefined;
  }

  pop(): T | undefined {
    const item = this.peek();
    if (item === undefined) return undefined;
    this.#dropTop();
    this.remove(item);
    return item;
  }

  #dropTop(): void {
    const last = this.#entries.pop();
    if (last === undefined || this.#entries.length === 0) return;
    this.#entries[0] = last;
    this.#siftDown();
  }

  #isBefore(a: Entry<T>, b: Entry<T>): boolean {
    const order = this.#compare(a.item, b.item);
    return order !== 0 ? order < 0 : a.ticket < b.ticket;
  }

  #siftUp(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#swapUnlessOrdered(parent, at)) return;
      at = parent;
    }
  }

  #siftDown(): void {
    const entries = this.#entries;
    let at = 0;
    for (let child = 1; child < entries.length; child = 2 * at + 1) {
      const left = entries[child];
      const right = entries[child + 1];
      const least = left !== undefined && right !== undefined && this.#isBefore(right, left) ? child + 1 : child;
      if (!this.#swapUnlessOrdered(at, least)) return;
      at = least;
    }
  }

  #swapUnlessOrdered(parent: number, child: number): boolean {
    const above = this.#entries[parent];
    const below = this.#entries[child];
    if (above === undefined || below === undefined || !this.#isBefore(below, above)) return false;
    this.#entries[parent] = below;
    this.#entries[child] = above;
    return true;
  }
}
