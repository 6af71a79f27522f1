// Curves: the factor of each kind at chosen moments, and what all of them have in common.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MICROS_PER_HOUR, micros, seconds } from '../../src/base/time.ts';
import { type Curve, factorAt } from '../../src/traffic/curve.ts';

const POINTS = [
  { atMicros: seconds(10), factor: 1 },
  { atMicros: seconds(20), factor: 3 },
  { atMicros: seconds(40), factor: 0 },
];

describe('the factor', () => {
  const steps: Curve = { kind: 'steps', points: POINTS };
  const ramp: Curve = { kind: 'ramp', points: POINTS };
  const sine: Curve = {
    kind: 'sine',
    periodMicros: 24 * MICROS_PER_HOUR,
    peakMicros: 14 * MICROS_PER_HOUR,
    min: 0.2,
    max: 1,
  };
  it.each<readonly [Curve, number, number]>([
    [{ kind: 'constant', factor: 2 }, 5, 2],
    [steps, 0, 1],
    [steps, 10, 1],
    [steps, 19.999999, 1],
    [steps, 20, 3],
    [steps, 100, 0],
    [ramp, 0, 1],
    [ramp, 15, 2],
    [ramp, 30, 1.5],
    [ramp, 1000, 0],
    [sine, 14 * 3600, 1],
    [sine, 2 * 3600, 0.2],
    [sine, 8 * 3600, 0.6],
    [sine, 20 * 3600, 0.6],
    [sine, (14 + 24) * 3600, 1],
  ])('of %j at %d s is %d', (curve, at, expected) => {
    expect(factorAt(curve, seconds(at))).toBeCloseTo(expected, 12);
  });

  it('of a sine stays between its bounds and comes back after a period', () => {
    const bounds = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 }));
    fc.assert(
      fc.property(bounds, fc.nat(200_000), fc.nat(100_000), ([low, more], at, peak) => {
        const curve: Curve = {
          kind: 'sine',
          periodMicros: 24 * MICROS_PER_HOUR,
          peakMicros: seconds(peak),
          min: low,
          max: low + more,
        };
        const factor = factorAt(curve, seconds(at));
        expect(factor).toBeGreaterThanOrEqual(low - 1e-9);
        expect(factor).toBeLessThanOrEqual(low + more + 1e-9);
        expect(factorAt(curve, micros(seconds(at) + 24 * MICROS_PER_HOUR))).toBeCloseTo(factor, 9);
      }),
    );
  });

  it('of steps is that of a plain search', () => {
    const points = fc
      .uniqueArray(fc.nat(1000), { minLength: 1 })
      .map((times) => times.toSorted((a, b) => a - b).map((at, index) => ({ atMicros: seconds(at), factor: index })));
    fc.assert(
      fc.property(points, fc.nat(1200), (list, at) => {
        const plain = list.findLast(({ atMicros }) => atMicros <= seconds(at)) ?? list[0];
        expect(factorAt({ kind: 'steps', points: list }, seconds(at))).toBe(plain?.factor);
      }),
    );
  });
});
