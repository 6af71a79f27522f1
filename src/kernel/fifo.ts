// First in, first out, in a ring: what waits for a worker, a delivery or a commit. A queue that fills and empties
// over and over allocates nothing.

/** A queue. */
export class Fifo<T> {
  /** A power of two of places. Those that hold nothing are undefined, so that what was taken can be collected. */
  #places: (T | undefined)[] = [undefined, undefined, undefined, undefined];
  #first = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The oldest item; undefined if there is none. */
  get head(): T | undefined {
    return this.#places[this.#first];
  }

  push(item: T): void {
    if (this.#length === this.#places.length) this.#grow();
    this.#places[this.#place(this.#length)] = item;
    this.#length += 1;
  }

  /** Adds an item in front of all that come after it, in a queue that is in order. Most are the last one. */
  insert(item: T, comesAfter: (other: T) => boolean): void {
    this.push(item);
    for (let i = this.#length - 2; i >= 0; i--) {
      const other = this.#places[this.#place(i)] as T;
      if (!comesAfter(other)) return;
      this.#places[this.#place(i + 1)] = other;
      this.#places[this.#place(i)] = item;
    }
  }

  /** Takes the oldest item. */
  shift(): T | undefined {
    const item = this.#places[this.#first];
    if (this.#length === 0) return undefined;
    this.#places[this.#first] = undefined;
    this.#first = this.#place(1);
    this.#length -= 1;
    return item;
  }

  clear(): void {
    this.#places.fill(undefined);
    this.#length = 0;
  }

  /** Where the i-th item lies. */
  #place(i: number): number {
    return (this.#first + i) & (this.#places.length - 1);
  }

  #grow(): void {
    const inOrder = [...this.#places.slice(this.#first), ...this.#places.slice(0, this.#first)];
    this.#places = inOrder.concat(new Array<undefined>(inOrder.length).fill(undefined));
    this.#first = 0;
  }
}
