// A token bucket in integer microseconds: a client's limit of requests a second, and of a burst. Who finds it empty
// gets a reservation in the order of asking. The level is kept in parts of a token so fine that a microsecond brings
// a whole number of them; no fraction is ever rounded.
// Mirrors golang.org/x/time/rate as client-go util/flowcontrol uses it (v1.36).

import { invariant } from '../base/assert.ts';
import type { Micros } from '../base/time.ts';

export interface TokenBucketOptions {
  /** Tokens that come in, evenly, during `perMicros`. */
  readonly tokens: number;
  readonly perMicros: number;
  /** The most tokens that can lie ready; the bucket starts full. */
  readonly burst: number;
}

/** The bucket of a client with so many requests a second (to a thousandth) and such a burst. */
export function tokenBucket(qps: number, burst: number): TokenBucket {
  return new TokenBucket({ tokens: Math.round(qps * 1_000), perMicros: 1_000_000_000, burst });
}

/** Tokens that come in at a steady rate and are taken one by one. */
export class TokenBucket {
  readonly #gainPerMicro: number;
  readonly #partsPerToken: number;
  readonly #capacity: number;
  /** Parts of a token that lie ready; below zero, what is owed to reservations. */
  #level: number;
  #asOf = 0;

  constructor({ tokens, perMicros, burst }: TokenBucketOptions) {
    invariant(Number.isInteger(tokens) && tokens > 0, 'tokens is a positive integer');
    invariant(Number.isInteger(perMicros) && perMicros > 0, 'perMicros is a positive integer');
    invariant(Number.isInteger(burst) && burst > 0, 'burst is a positive integer');
    this.#gainPerMicro = tokens;
    this.#partsPerToken = perMicros;
    this.#capacity = burst * perMicros;
    this.#level = this.#capacity;
  }

  /** Takes a token for the earliest time at which one is free, at `now` or later, and returns that time. */
  reserve(now: Micros): Micros {
    this.#fill(now);
    this.#level -= this.#partsPerToken;
    return this.#level >= 0 ? now : ((now + Math.ceil(-this.#level / this.#gainPerMicro)) as Micros);
  }

  /** Takes a token if one lies ready. */
  tryTake(now: Micros): boolean {
    this.#fill(now);
    if (this.#level < this.#partsPerToken) return false;
    this.#level -= this.#partsPerToken;
    return true;
  }

  #fill(now: Micros): void {
    invariant(now >= this.#asOf, 'a token bucket is asked in the order of time');
    const elapsedMicros = now - this.#asOf;
    this.#asOf = now;
    // The comparison first: an idle month times the gain would leave the exact integers.
    const untilFullMicros = Math.ceil((this.#capacity - this.#level) / this.#gainPerMicro);
    if (elapsedMicros >= untilFullMicros) this.#level = this.#capacity;
    else this.#level += elapsedMicros * this.#gainPerMicro;
  }
}
