// Back-off and token bucket: exact times, and no window in which a client gets more than its limit.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { micros, seconds } from '../../src/base/time.ts';
import { Backoff } from '../../src/kernel/backoff.ts';
import { TokenBucket, tokenBucket } from '../../src/kernel/token-bucket.ts';

describe('back-off', () => {
  test('doubles per key up to its maximum, and forgets', () => {
    const backoff = new Backoff({ baseMicros: 5_000, maxMicros: 1_000_000_000 });
    expect([1, 2, 3, 4].map(() => backoff.next('a'))).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(backoff.next('b')).toBe(5_000);
    for (let i = 0; i < 2_000; i++) backoff.next('a');
    expect([backoff.next('a'), backoff.failures('a'), backoff.failures('b')]).toEqual([1_000_000_000, 2_005, 1]);
    backoff.forget('a');
    expect([backoff.failures('a'), backoff.next('a')]).toEqual([0, 5_000]);
  });

  test('cuts a base that does not divide its maximum', () => {
    const backoff = new Backoff({ baseMicros: 10_000_000, maxMicros: 300_000_000 });
    expect([1, 2, 3, 4, 5, 6, 7].map(() => backoff.next('c') / 1e6)).toEqual([10, 20, 40, 80, 160, 300, 300]);
  });
});

describe('token bucket', () => {
  test('lets a burst through, then the rate, in order of asking', () => {
    const bucket = tokenBucket(20, 3);
    expect([1, 2, 3, 4, 5].map(() => bucket.reserve(seconds(1)))).toEqual([
      1_000_000, 1_000_000, 1_000_000, 1_050_000, 1_100_000,
    ]);
    expect(bucket.reserve(micros(1_075_000))).toBe(1_150_000);
    expect(bucket.reserve(seconds(60))).toBe(60_000_000);
  });

  test('does not drift where the rate does not divide a second', () => {
    const bucket = tokenBucket(30, 1);
    const times = Array.from({ length: 3_001 }, () => bucket.reserve(micros(0)));
    expect(times.slice(0, 4)).toEqual([0, 33_334, 66_667, 100_000]);
    expect(times[3_000]).toBe(100_000_000);
  });

  test('tries without reserving', () => {
    const bucket = new TokenBucket({ tokens: 1, perMicros: 300_000_000, burst: 2 });
    expect([0, 0, 0, 299_999_999, 300_000_000].map((at) => bucket.tryTake(micros(at)))).toEqual([
      true,
      true,
      false,
      false,
      true,
    ]);
  });

  test('no window sees more than burst and rate allow, and no one waits without need', () => {
    const gaps = fc.array(fc.nat(200_000), { minLength: 1, maxLength: 80 });
    const rate = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(gaps, rate, fc.integer({ min: 1, max: 10 }), (waits, qps, burst) => {
        const bucket = tokenBucket(qps, burst);
        let now = 0;
        const times = waits.map((wait) => {
          now += wait;
          return { asked: now, granted: bucket.reserve(micros(now)) as number };
        });
        for (const [last, { asked, granted }] of times.entries()) {
          expect(granted).toBeGreaterThanOrEqual(Math.max(asked, times[last - 1]?.granted ?? 0));
          // The earliest time that no window ending here forbids: burst at once, then one each 1/qps.
          let earliest = asked;
          for (let first = 0; first + burst <= last; first++) {
            const spare = last - first + 1 - burst;
            earliest = Math.max(earliest, (times[first]?.asked ?? 0) + Math.ceil((spare * 1e6) / qps));
          }
          expect(granted).toBe(earliest);
        }
      }),
    );
  });

  test('time does not run backwards', () => {
    const bucket = tokenBucket(1, 1);
    bucket.reserve(micros(5));
    expect(() => bucket.reserve(micros(4))).toThrow('order of time');
  });
});
