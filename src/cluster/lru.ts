// A map that forgets what has not been used for longest when it is full: the memory of an event recorder stays bounded
// however long a run is. Mirrors github.com/golang/groupcache/lru as client-go's recorder uses it (v1.36).

import { invariant } from '../base/assert.ts';

/** A map of at most so many entries; reading one makes it the youngest. */
export class Lru<K, V> {
  readonly #max: number;
  /** From the oldest to the youngest. */
  readonly #entries = new Map<K, V>();

  constructor(max: number) {
    invariant(max > 0, 'a memory holds something');
    this.#max = max;
  }

  get(key: K): V | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  set(key: K, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#max) this.#forgetOldest();
  }

  /** Forgets the oldest entries as long as they are not wanted any more. */
  forgetWhile(isOver: (value: V) => boolean): void {
    for (const [key, value] of this.#entries) {
      if (!isOver(value)) return;
      this.#entries.delete(key);
    }
  }

  #forgetOldest(): void {
    for (const key of this.#entries.keys()) {
      this.#entries.delete(key);
      return;
    }
  }
}
