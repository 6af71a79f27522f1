// Streams and counted draws: pinned, independent of one another, even and without bias.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../src/base/random.ts';

describe('streams', () => {
  test('are pinned: these draws may never change', () => {
    const stream = createRandom(42).fork('scheduler');
    expect([stream.uint32(), stream.uint32(), stream.below(10), stream.between(-5, 5)]).toMatchInlineSnapshot(`
      [
        975803666,
        1434597480,
        3,
        4,
      ]
    `);
    const random = createRandom(42);
    expect([random.at('probe', 0), random.at('probe', 1), random.at('probe', 2 ** 40)]).toMatchInlineSnapshot(`
      [
        3508088761,
        2599192687,
        1871987438,
      ]
    `);
  });

  test('do not disturb one another, and one name is one stream', () => {
    const alone = createRandom('s').fork('a');
    const expected = [alone.uint32(), alone.uint32(), alone.uint32()];
    const random = createRandom('s');
    const first = random.fork('a').uint32();
    random.fork('b').uint32();
    random.at('a', 7);
    expect([first, random.fork('a').uint32(), random.fork('a').uint32()]).toEqual(expected);
  });

  test('differ by seed and name; a number is its text', () => {
    const draw = (seed: string | number, name: string): number => createRandom(seed).fork(name).uint32();
    expect(new Set([draw(1, 'a'), draw(2, 'a'), draw(1, 'b')]).size).toBe(3);
    expect(draw(1, 'a')).toBe(draw('1', 'a'));
  });

  test('below and between keep their bounds, also past 32 bits', () => {
    const size = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }));
    fc.assert(
      fc.property(fc.nat(), size, (seed, n) => {
        const stream = createRandom(seed).fork('x');
        const draw = stream.below(n);
        expect(Number.isInteger(draw) && draw >= 0 && draw < n).toBe(true);
        const between = stream.between(-3, n - 4);
        expect(Number.isInteger(between) && between >= -3 && between <= n - 4).toBe(true);
      }),
    );
    expect(() => createRandom(1).fork('x').below(0)).toThrow('below needs');
    expect(() => createRandom(1).fork('x').below(1.5)).toThrow('below needs');
  });

  test('below is even, chance is fair', () => {
    const stream = createRandom(3).fork('even');
    expect(chiSquared(6, 60_000, () => stream.below(6))).toBeLessThan(20);
    let hits = 0;
    for (let i = 0; i < 60_000; i++) hits += stream.chance(1, 3) ? 1 : 0;
    expect(Math.abs(hits - 20_000)).toBeLessThan(500);
    expect(stream.chance(0, 1)).toBe(false);
    expect(stream.chance(1, 1)).toBe(true);
  });
});

describe('draws by counter', () => {
  test('depend on seed, name and k alone', () => {
    const random = createRandom('seed');
    const forward = [0, 1, 2].map((k) => random.at('x', k));
    const backward = [2, 1, 0].map((k) => createRandom('seed').at('x', k)).reverse();
    expect(forward).toEqual(backward);
    expect(createRandom('other').at('x', 0)).not.toBe(forward[0]);
    expect(random.at('x', 1)).not.toBe(random.at('x', 1 + 2 ** 32));
  });

  test('are even over k, and over names', () => {
    const random = createRandom(9);
    expect(chiSquared(256, 100_000, (k) => random.at('k', k) >>> 24)).toBeLessThan(330);
    expect(chiSquared(256, 100_000, (k) => random.at('k', k) & 255)).toBeLessThan(330);
    expect(chiSquared(256, 20_000, (k) => random.at(`name-${k}`, 0) >>> 24)).toBeLessThan(330);
    expect(chiSquared(10, 50_000, (k) => random.atBelow('ten', k, 10))).toBeLessThan(28);
  });

  test('of similar names are independent', () => {
    const random = createRandom(9);
    for (const [a, b] of [
      ['node-1', 'node-2'],
      ['a', 'b'],
      ['', 'x'],
    ] as const) {
      expect(chiSquared(256, 100_000, (k) => (random.at(a, k) ^ random.at(b, k)) & 255)).toBeLessThan(330);
      expect(chiSquared(256, 100_000, (k) => (random.at(a, k) ^ random.at(b, k + 1)) >>> 24)).toBeLessThan(330);
    }
    // A shared permutation would show as equal sets of values.
    const values = new Set(Array.from({ length: 4_096 }, (_, k) => random.at('node-1', k)));
    const common = Array.from({ length: 4_096 }, (_, k) => random.at('node-2', k)).filter((v) => values.has(v));
    expect(common.length).toBeLessThan(3);
  });
});

/** Pearson's statistic of `draws` results over `buckets` equally likely ones. */
function chiSquared(buckets: number, draws: number, draw: (k: number) => number): number {
  const counts = new Array<number>(buckets).fill(0);
  for (let k = 0; k < draws; k++) {
    const bucket = draw(k);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  const expected = draws / buckets;
  return counts.reduce((sum, count) => sum + ((count - expected) * (count - expected)) / expected, 0);
}
