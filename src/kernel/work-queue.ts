// A de-duplicating work queue: a key is queued at most once, and never handed to two workers at a time; one that is
// added while a worker has it is queued again, at the end, when the worker is done. It knows no time.
// Mirrors client-go util/workqueue/queue.go (v1.36).

/** Keys waiting for workers. */
export class WorkQueue {
  /** Waiting keys in order; those before `#first` have been taken. */
  #order: string[] = [];
  #first = 0;
  /** Keys that need work: waiting, or added while being worked on. */
  readonly #dirty = new Set<string>();
  readonly #processing = new Set<string>();

  /** Number of keys waiting to be taken. */
  get length(): number {
    return this.#order.length - this.#first;
  }

  /** Number of keys that workers hold. */
  get processing(): number {
    return this.#processing.size;
  }

  /** Queues a key unless it is waiting already. */
  add(key: string): void {
    if (this.#dirty.has(key)) return;
    this.#dirty.add(key);
    if (!this.#processing.has(key)) this.#order.push(key);
  }

  /** Hands out the key that has waited longest; undefined if none waits. */
  take(): string | undefined {
    const key = this.#order[this.#first];
    if (key === undefined) return undefined;
    this.#first += 1;
    if (this.#first >= 64 && this.#first * 2 >= this.#order.length) {
      this.#order = this.#order.slice(this.#first);
      this.#first = 0;
    }
    this.#dirty.delete(key);
    this.#processing.add(key);
    return key;
  }

  /** A worker has finished with a key. */
  done(key: string): void {
    this.#processing.delete(key);
    if (this.#dirty.has(key)) this.#order.push(key);
  }
}
