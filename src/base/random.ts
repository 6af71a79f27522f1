// Randomness by name. Each cause of chance draws from its own stream, forked from the run's seed by a name that
// says whose it is, so that adding an actor or a draw never shifts another's stream: two policies compared on
// one seed meet the same weather (common random numbers). Results are integers or ratios only, which every
// engine computes to the same bits. Lazy processes draw by counter instead (`at`): they keep no state at all.

/// <reference path="./alea.d.ts" />
import alea from 'seedrandom/lib/alea.js';
import { invariant } from './assert.ts';
import { fmix32, fnv1a32 } from './hash.ts';

const TWO_32 = 0x1_0000_0000;
const TWO_53: number = Number.MAX_SAFE_INTEGER + 1;

/** A sequence of draws. Each call draws at least once, also where only one answer is possible. */
export interface Stream {
  /** 32 random bits: an integer from 0 to 2^32 - 1. */
  uint32(): number;
  /** A uniform integer from 0 to n - 1; n is an integer from 1 to 2^53. Without bias. */
  below(n: number): number;
  /** True with the probability numerator / denominator: integers, denominator > 0. */
  chance(numerator: number, denominator: number): boolean;
  /** A uniform integer from a to b, both included. */
  between(a: number, b: number): number;
}

/** A run's source of randomness. */
export interface Random {
  /** The stream of that name: always the same object, so a second caller continues it. */
  fork(name: string): Stream;
  /** 32 bits that depend on (seed, name, k) alone; k is an integer from 0 to 2^53 - 1. */
  at(name: string, k: number): number;
  /** `at` reduced to an integer from 0 to n - 1; n is an integer from 1 to 2^32. */
  atBelow(name: string, k: number, n: number): number;
}

/** The randomness of a seed. A number and its decimal text are the same seed. */
export function createRandom(seed: string | number): Random {
  const streams = new Map<string, Stream>();
  const salts = new Map<string, Salt>();
  const at = (name: string, k: number): number => {
    let salt = salts.get(name);
    if (salt === undefined) {
      salt = createSalt(`${seed}/${name}`);
      salts.set(name, salt);
    }
    return hashCounter(salt, k);
  };
  return {
    fork(name) {
      let stream = streams.get(name);
      if (stream === undefined) {
        stream = createStream(`${seed}/${name}`);
        streams.set(name, stream);
      }
      return stream;
    },
    at,
    // The product stays below 2^64: the fraction is rounded, which only nudges the odds by 2^-53.
    atBelow: (name, k, n) => Math.floor((at(name, k) / TWO_32) * n),
  };
}

function createStream(seed: string): Stream {
  const generator = alea(seed);
  const uint32 = (): number => generator.int32() >>> 0;
  const below = (n: number): number => {
    invariant(Number.isInteger(n) && n >= 1 && n <= TWO_53, () => `below needs an integer from 1 to 2^53, not ${n}`);
    // Draws past the last whole multiple of n are thrown away: they would favour small results.
    if (n <= TWO_32) {
      const limit = TWO_32 - (TWO_32 % n);
      let draw = uint32();
      while (draw >= limit) draw = uint32();
      return draw % n;
    }
    const limit = TWO_53 - (TWO_53 % n);
    let draw = (uint32() >>> 11) * TWO_32 + uint32();
    while (draw >= limit) draw = (uint32() >>> 11) * TWO_32 + uint32();
    return draw % n;
  };
  return {
    uint32,
    below,
    chance: (numerator, denominator) => below(denominator) < numerator,
    between: (a, b) => a + below(b - a + 1),
  };
}

interface Salt {
  readonly low: number;
  readonly high: number;
}

function createSalt(text: string): Salt {
  const low = fmix32(fnv1a32(text));
  return { low, high: fmix32(fnv1a32(`${text}/high`) ^ low) };
}

// Two rounds with separate salts: with one, the sequences of two names would be permutations of each other.
function hashCounter(salt: Salt, k: number): number {
  const low = fmix32((k ^ salt.low) >>> 0);
  return fmix32((low + salt.high + Math.imul(Math.floor(k / TWO_32), 0x9e3779b1)) >>> 0);
}
