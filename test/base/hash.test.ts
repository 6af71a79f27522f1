// Hashes against their published definitions, and pinned values, since saved runs depend on them.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fmix32, fnv1a32, fnv132 } from '../../src/base/hash.ts';
import { createHash128, hexOf } from '../../src/base/hash128.ts';

describe('fnv1a32', () => {
  // From the algorithm's own test suite.
  test.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('%s', (text, expected) => expect(fnv1a32(text)).toBe(expected));

  test('hashes the bytes of UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        let hash = 0x811c9dc5;
        for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
        expect(fnv1a32(text)).toBe(hash);
      }),
    );
    expect(fnv1a32('\ud800')).toBe(fnv1a32('\ufffd'));
  });
});

describe('the 128-bit hash', () => {
  test('is MurmurHash3 x86_128 over whole words', () => {
    const hash = createHash128();
    expect(hexOf(hash.digest())).toBe('00000000000000000000000000000000');
    for (let length = 1; length < 12; length++) {
      const words = Array.from({ length }, (_, i) => fmix32(i * 7 + length));
      for (const word of words) hash.uint32(word);
      expect(hexOf(hash.digest())).toBe(murmur3(words));
    }
  });

  test('is pinned: digests of saved runs depend on it', () => {
    const hash = createHash128();
    hash.text('default/web-1');
    hash.uint32(3);
    hash.float64(0.25);
    hash.text('');
    const part = hash.digest();
    hash.hash(part);
    hash.text('Pod');
    expect([hexOf(part), hexOf(hash.digest())]).toMatchInlineSnapshot(`
      [
        "0f43b4d456a53f591ac4bb6f6d2ba176",
        "3cf87cb08c224b50a1d5b14e66473e06",
      ]
    `);
  });

  test('tells sequences of texts apart', () => {
    const of = (texts: readonly string[]): string => {
      const hash = createHash128();
      for (const text of texts) hash.text(text);
      return hexOf(hash.digest());
    };
    expect(of(['ab', 'c'])).not.toBe(of(['a', 'bc']));
    expect(of(['a'])).not.toBe(of(['a', '']));
    expect(of(['a\0'])).not.toBe(of(['a']));
    const texts = fc.array(fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        expect(of(a) === of(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });

  test('one zero, one NaN', () => {
    const of = (n: number): string => {
      const hash = createHash128();
      hash.float64(n);
      return hexOf(hash.digest());
    };
    expect(of(-0)).toBe(of(0));
    expect(of(-1)).not.toBe(of(1));
    expect(of(Number.NaN)).toBe(of(Number.POSITIVE_INFINITY - Number.POSITIVE_INFINITY));
  });

  test('spreads: one changed bit changes half of them', () => {
    const hash = createHash128();
    let changed = 0;
    for (let i = 0; i < 4_096; i++) {
      const ends = [i, i ^ (1 << (i % 12))].map((word) => {
        hash.uint32(word);
        hash.text('x');
        return hash.digest();
      });
      const [left, right] = ends;
      if (left === undefined || right === undefined) throw new Error('two hashes');
      changed += ones(left.a ^ right.a) + ones(left.b ^ right.b) + ones(left.c ^ right.c) + ones(left.d ^ right.d);
    }
    expect(Math.abs(changed / 4_096 - 64)).toBeLessThan(0.5);
  });
});

function ones(word: number): number {
  return (word >>> 0).toString(2).replaceAll('0', '').length;
}

/** The published algorithm, plainly, with 32-bit words as BigInt. */
function murmur3(words: readonly number[]): string {
  const mask = 0xffffffffn;
  const rotate = (x: bigint, r: bigint): bigint => ((x << r) | (x >> (32n - r))) & mask;
  const c = [0x239b961bn, 0xab0e9789n, 0x38b34ae5n, 0xa1e38b93n];
  const inner = [15n, 16n, 17n, 18n];
  const outer = [19n, 17n, 15n, 13n];
  const add = [0x561ccd1bn, 0x0bcaa747n, 0x96cd1c35n, 0x32ac3b17n];
  const h = [0n, 0n, 0n, 0n];
  const get = (list: readonly bigint[], i: number): bigint => list[i & 3] ?? 0n;
  const scramble = (word: bigint, i: number): bigint =>
    (rotate((word * get(c, i)) & mask, get(inner, i)) * get(c, i + 1)) & mask;
  const whole = words.length & ~3;
  words.forEach((word, i) => {
    const lane = i & 3;
    h[lane] = get(h, lane) ^ scramble(BigInt(word), lane);
    if (i < whole) h[lane] = ((rotate(get(h, lane), get(outer, lane)) + get(h, lane + 1)) * 5n + get(add, lane)) & mask;
  });
  const mixAll = (): void => {
    h[0] = (get(h, 0) + get(h, 1) + get(h, 2) + get(h, 3)) & mask;
    for (const i of [1, 2, 3]) h[i] = (get(h, i) + get(h, 0)) & mask;
  };
  for (const i of [0, 1, 2, 3]) h[i] = get(h, i) ^ BigInt(words.length * 4);
  mixAll();
  for (const i of [0, 1, 2, 3]) {
    let x = get(h, i);
    x = ((x ^ (x >> 16n)) * 0x85ebca6bn) & mask;
    x = ((x ^ (x >> 13n)) * 0xc2b2ae35n) & mask;
    h[i] = x ^ (x >> 16n);
  }
  mixAll();
  return h.map((word) => word.toString(16).padStart(8, '0')).join('');
}

describe('fnv132', () => {
  test.each([
    ['', 0x811c9dc5],
    ['a', 0x050c5d7e],
    ['foobar', 0x31f0b262],
  ])('%s', (text, expected) => expect(fnv132(text)).toBe(expected));
});
