// Lanes of bars: which lane a bar takes, and that a lane is never given twice nor changed by what comes later.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Micros, seconds } from '../../src/base/time.ts';
import { type LaneClaim, withLanes } from '../../src/report/lanes.ts';

const bar = (key: string, owner: string, from: number, to: number): LaneClaim => ({
  key,
  owner,
  from: seconds(from),
  to: seconds(to),
});

const lanesOf = (bars: readonly LaneClaim[]): string =>
  withLanes(bars)
    .bars.map(({ key, lane }) => `${key}${lane}`)
    .join(' ');

describe('a bar takes', () => {
  test.each([
    ['a new lane while the others are taken', [bar('a', 'x', 0, 9), bar('b', 'x', 1, 9)], 'a0 b1'],
    ['the lane that has just become free', [bar('a', 'x', 0, 5), bar('b', 'y', 5, 9)], 'a0 b0'],
    [
      'the lane of its owner before a lower one',
      [bar('a', 'y', 0, 5), bar('b', 'x', 0, 5), bar('c', 'x', 6, 9)],
      'a0 b1 c1',
    ],
    ['the lowest of its owner', [bar('a', 'x', 0, 5), bar('b', 'x', 0, 5), bar('c', 'x', 6, 9)], 'a0 b1 c0'],
    ['its turn by name where two begin together', [bar('b', 'x', 0, 5), bar('a', 'x', 0, 5)], 'a0 b1'],
  ] as const)('%s', (_, bars, expected) => {
    expect(lanesOf(bars)).toBe(expected);
  });
});

const someBars = fc
  .array(
    fc.record({ owner: fc.constantFrom('x', 'y', 'z'), from: fc.nat(50), length: fc.integer({ min: 1, max: 20 }) }),
    { maxLength: 30 },
  )
  .map((list) => list.map(({ owner, from, length }, index) => bar(`pod-${index}`, owner, from, from + length)));

describe('lanes', () => {
  test('hold one bar at a time', () => {
    fc.assert(
      fc.property(someBars, (bars) => {
        const placed = withLanes(bars);
        for (const a of placed.bars) {
          expect(a.lane).toBeLessThan(placed.laneCount);
          const overlap = placed.bars.find((b) => b !== a && b.lane === a.lane && b.from < a.to && a.from < b.to);
          expect(overlap).toBeUndefined();
        }
      }),
    );
  });

  test('need only the past: a run that stops earlier gives the same lanes', () => {
    fc.assert(
      fc.property(someBars, fc.nat(70), (bars, second) => {
        const until = seconds(second);
        const known = bars
          .filter(({ from }) => from <= until)
          .map((one) => ({ ...one, to: Math.min(one.to, until) as Micros }))
          .filter(({ from, to }) => from < to);
        const whole = new Map(withLanes(bars).bars.map(({ key, lane }) => [key, lane]));
        for (const { key, lane } of withLanes(known).bars) expect(whole.get(key)).toBe(lane);
      }),
    );
  });
});
