// Exponential back-off per key, as the rate limiters of controllers and the restarts of containers use it.
// Mirrors client-go util/workqueue ItemExponentialFailureRateLimiter (v1.36), in integer microseconds.

import { invariant } from '../base/assert.ts';

/** Delays that double with each failure of a key, up to a maximum. */
export class Backoff {
  readonly #baseMicros: number;
  readonly #maxMicros: number;
  readonly #failures = new Map<string, number>();

  constructor(options: { readonly baseMicros: number; readonly maxMicros: number }) {
    invariant(
      options.baseMicros > 0 && options.maxMicros >= options.baseMicros,
      'a back-off grows from a positive base',
    );
    this.#baseMicros = options.baseMicros;
    this.#maxMicros = options.maxMicros;
  }

  /** Counts one more failure and returns the delay in microseconds: base for the first, then doubled each time. */
  next(key: string): number {
    const failures = this.failures(key);
    this.#failures.set(key, failures + 1);
    let delayMicros = this.#baseMicros;
    for (let i = 0; i < failures && delayMicros < this.#maxMicros; i++) delayMicros *= 2;
    return Math.min(delayMicros, this.#maxMicros);
  }

  /** Failures of a key since it was last forgotten. */
  failures(key: string): number {
    return this.#failures.get(key) ?? 0;
  }

  /** A key has succeeded: its next failure is its first. */
  forget(key: string): void {
    this.#failures.delete(key);
  }
}
