// First in, first out, in an array whose front is cut off now and then: what waits for a worker, a delivery or a commit.

/** A queue. */
export class Fifo<T> {
  #items: T[] = [];
  /** Index of the oldest item; those before it have been taken. */
  #first = 0;

  get length(): number {
    return this.#items.length - this.#first;
  }

  /** The oldest item; undefined if there is none. */
  get head(): T | undefined {
    return this.#items[this.#first];
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** Adds an item in front of all that come after it, in a queue that is in order. Most are the last one. */
  insert(item: T, comesAfter: (other: T) => boolean): void {
    const items = this.#items;
    let at = items.length;
    for (
      let other = items[at - 1];
      at > this.#first && other !== undefined && comesAfter(other);
      other = items[at - 1]
    ) {
      at -= 1;
    }
    if (at === items.length) items.push(item);
    else items.splice(at, 0, item);
  }

  /** Takes the oldest item. */
  shift(): T | undefined {
    const item = this.#items[this.#first];
    if (item === undefined) return undefined;
    this.#first += 1;
    if (this.#first === this.#items.length) {
      this.#items.length = 0;
      this.#first = 0;
    } else if (this.#first >= 64 && this.#first * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }

  clear(): void {
    this.#items.length = 0;
    this.#first = 0;
  }
}
