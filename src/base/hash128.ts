// A 128-bit hash that tells runs apart: a digest over millions of rows, equal in every engine, not a secret.
// It is MurmurHash3 x86_128 (Austin Appleby's public-domain definition), fed with 32-bit words. A text gives its
// length and then two UTF-16 code units a word: no encoding step, and no two sequences of calls read alike.

import { fmix32 } from './hash.ts';

/** A 128-bit hash as four unsigned 32-bit integers. */
export interface Hash128 {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** 32 hexadecimal digits. */
export function hexOf(hash: Hash128): string {
  return [hash.a, hash.b, hash.c, hash.d].map((word) => word.toString(16).padStart(8, '0')).join('');
}

const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;

/**
 * Feeds values one after another. The same calls with the same values give the same hash; `digest` leaves the
 * hasher as new, so that one can serve for many small parts.
 */
export class Hasher128 {
  readonly #block: Int32Array = new Int32Array(4);
  readonly #state: Int32Array = new Int32Array(4);
  #words = 0;
  readonly #float: Float64Array = new Float64Array(1);
  readonly #floatWords: Int32Array = new Int32Array(this.#float.buffer);

  /** Feeds a text by its UTF-16 code units. */
  text(value: string): void {
    const length = value.length;
    this.uint32(length);
    const even = length & ~1;
    for (let i = 0; i < even; i += 2) this.uint32(value.charCodeAt(i) | (value.charCodeAt(i + 1) << 16));
    if (even < length) this.uint32(value.charCodeAt(even));
  }

  /** Feeds an integer, reduced to 32 bits. */
  uint32(value: number): void {
    const at = this.#words & 3;
    this.#block[at] = value;
    this.#words += 1;
    if (at === 3) this.#mixBlock();
  }

  /** Feeds any number; -0 counts as 0, and every NaN is the same. Assumes a little-endian machine. */
  float64(value: number): void {
    this.#float[0] = Number.isNaN(value) ? Number.NaN : value + 0;
    this.uint32(this.#floatWords[0] as number);
    this.uint32(this.#floatWords[1] as number);
  }

  /** Feeds the hash of a part. */
  hash(value: Hash128): void {
    this.uint32(value.a);
    this.uint32(value.b);
    this.uint32(value.c);
    this.uint32(value.d);
  }

  /** The hash of all that was fed; the hasher starts afresh. */
  digest(): Hash128 {
    this.#mixTail();
    const state = this.#state;
    const length = Math.imul(this.#words, 4);
    let a = (state[0] as number) ^ length;
    let b = (state[1] as number) ^ length;
    let c = (state[2] as number) ^ length;
    let d = (state[3] as number) ^ length;
    a = (a + b + c + d) | 0;
    b = (b + a) | 0;
    c = (c + a) | 0;
    d = (d + a) | 0;
    a = fmix32(a);
    b = fmix32(b);
    c = fmix32(c);
    d = fmix32(d);
    a = (a + b + c + d) >>> 0;
    state.fill(0);
    this.#words = 0;
    return { a, b: (b + a) >>> 0, c: (c + a) >>> 0, d: (d + a) >>> 0 };
  }

  #mixBlock(): void {
    const state = this.#state;
    const block = this.#block;
    let a = state[0] as number;
    let b = state[1] as number;
    let c = state[2] as number;
    let d = state[3] as number;
    a ^= Math.imul(rotate(Math.imul(block[0] as number, C1), 15), C2);
    a = (Math.imul((rotate(a, 19) + b) | 0, 5) + 0x561ccd1b) | 0;
    b ^= Math.imul(rotate(Math.imul(block[1] as number, C2), 16), C3);
    b = (Math.imul((rotate(b, 17) + c) | 0, 5) + 0x0bcaa747) | 0;
    c ^= Math.imul(rotate(Math.imul(block[2] as number, C3), 17), C4);
    c = (Math.imul((rotate(c, 15) + d) | 0, 5) + 0x96cd1c35) | 0;
    d ^= Math.imul(rotate(Math.imul(block[3] as number, C4), 18), C1);
    d = (Math.imul((rotate(d, 13) + a) | 0, 5) + 0x32ac3b17) | 0;
    state[0] = a;
    state[1] = b;
    state[2] = c;
    state[3] = d;
  }

  /** Mixes the words of an unfinished block, which differ from a whole block's by having no second rotation. */
  #mixTail(): void {
    const state = this.#state;
    const block = this.#block;
    const rest = this.#words & 3;
    if (rest > 2) state[2] = (state[2] as number) ^ Math.imul(rotate(Math.imul(block[2] as number, C3), 17), C4);
    if (rest > 1) state[1] = (state[1] as number) ^ Math.imul(rotate(Math.imul(block[1] as number, C2), 16), C3);
    if (rest > 0) state[0] = (state[0] as number) ^ Math.imul(rotate(Math.imul(block[0] as number, C1), 15), C2);
  }
}

/** A fresh hasher. */
export function createHash128(): Hasher128 {
  return new Hasher128();
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
