// A de-duplicating work queue: an item is queued at most once, and never handed to two workers at a time; one that is
// added while a worker has it is queued again, at the end, when the worker is done. It knows no time. Its marks are on
// the items themselves, which spares it two sets of keys.
// Mirrors client-go util/workqueue/queue.go (v1.36).

import { Fifo } from './fifo.ts';

/** What the queue notes on an item; nobody else changes it. */
export interface WorkItem {
  /** Waiting, or added while being worked on. */
  needsWork: boolean;
  isHeld: boolean;
}

/** Items waiting for workers. */
export class WorkQueue<T extends WorkItem> {
  readonly #waiting = new Fifo<T>();
  #held = 0;

  /** Number of items waiting to be taken. */
  get length(): number {
    return this.#waiting.length;
  }

  /** Number of items that workers hold. */
  get processing(): number {
    return this.#held;
  }

  /** Queues an item unless it is waiting already. */
  add(item: T): void {
    if (item.needsWork) return;
    item.needsWork = true;
    if (!item.isHeld) this.#waiting.push(item);
  }

  /** Hands out the item that has waited longest; undefined if none waits. */
  take(): T | undefined {
    const item = this.#waiting.shift();
    if (item === undefined) return undefined;
    item.needsWork = false;
    item.isHeld = true;
    this.#held += 1;
    return item;
  }

  /** A worker has finished with an item. */
  done(item: T): void {
    item.isHeld = false;
    this.#held -= 1;
    if (item.needsWork) this.#waiting.push(item);
  }
}
