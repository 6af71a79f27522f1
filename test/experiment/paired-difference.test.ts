// Means with intervals, by hand and by the tables of a textbook.

import { describe, expect, it } from 'vitest';
import { estimate, pairedDifference } from '../../src/experiment/paired-difference.ts';

describe('estimate', () => {
  it("is the mean with Student's interval", () => {
    // Mean 3, standard deviation sqrt(2.5), t(4) = 2.776.
    const { mean, halfWidth } = estimate([1, 2, 3, 4, 5]);
    expect(mean).toBe(3);
    expect(halfWidth).toBeCloseTo((2.776 * Math.sqrt(2.5)) / Math.sqrt(5), 10);
  });

  it('of one value has no interval, of none is 0', () => {
    expect(estimate([7])).toEqual({ mean: 7, halfWidth: undefined });
    expect(estimate([])).toEqual({ mean: 0, halfWidth: undefined });
  });

  it.each([
    [31, 2.042],
    [41, 2.021],
    [61, 2],
    [121, 1.98],
    [1_000, 1.98],
  ])('of %i values uses t = %f', (count, t) => {
    const values = Array.from({ length: count }, (_, index) => index % 2);
    const { mean, halfWidth = 0 } = estimate(values);
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
    expect(halfWidth / Math.sqrt(variance / count)).toBeCloseTo(t, 10);
  });
});

it('pairing takes out what both have in common', () => {
  const weather = [10, 200, 3_000, 40];
  const { mean, halfWidth } = pairedDifference(
    weather,
    weather.map((value) => value + 2),
  );
  expect([mean, halfWidth]).toEqual([2, 0]);
});
