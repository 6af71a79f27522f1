// Zoom and pan: what is under the pointer stays there, and the view never leaves the
// run.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeScale } from '../../../web/timeline/axis.ts';
import { MIN_SPAN_MICROS, padded, pagedTo, panned, within, zoomed } from '../../../web/timeline/viewport.ts';

const UNTIL = 720_000_000;

const ranges = fc
  .tuple(fc.integer({ min: 0, max: UNTIL - MIN_SPAN_MICROS }), fc.integer({ min: MIN_SPAN_MICROS, max: UNTIL }))
  .map(([from, span]) => within({ from, to: from + span }, UNTIL));

test('zooming keeps the anchor in its place while the run has room on both sides', () => {
  const range = zoomed({ from: 100e6, to: 300e6 }, 0.5, 150e6, UNTIL);
  expect(range).toEqual({ from: 125e6, to: 225e6 });
  const x = timeScale({ range, width: 1000 });
  expect(x(150e6)).toBeCloseTo(timeScale({ range: { from: 100e6, to: 300e6 }, width: 1000 })(150e6), 6);
});

test('no zoom, pan, page or padding leaves the run or goes below the least span', () => {
  fc.assert(
    fc.property(
      ranges,
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      fc.integer({ min: 0, max: UNTIL }),
      (r, f, at) => {
        for (const next of [
          zoomed(r, f, at, UNTIL),
          panned(r, f - 50, UNTIL),
          pagedTo(r, at, UNTIL),
          padded(r, UNTIL),
        ]) {
          expect(next.from).toBeGreaterThanOrEqual(-1e-6);
          expect(next.to).toBeLessThanOrEqual(UNTIL + 1e-6);
          expect(next.to - next.from).toBeGreaterThanOrEqual(MIN_SPAN_MICROS - 1e-3);
        }
      },
    ),
  );
});

test('a page shows the moment, and stays where it is when it does already', () => {
  fc.assert(
    fc.property(ranges, fc.integer({ min: 0, max: UNTIL }), (range, at) => {
      const page = pagedTo(range, at, UNTIL);
      expect(at >= page.from - 1e-6 && at <= page.to + 1e-6).toBe(true);
      if (at >= range.from && at <= range.to) expect(page).toBe(range);
    }),
  );
});
