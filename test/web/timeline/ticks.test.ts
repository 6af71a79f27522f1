// Ticks of the axis at every zoom, the readout that says the cursor's time to the millisecond,
// and what may be typed into it.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMoment, readout, readoutClock, tickStepMicros, ticks } from '../../../web/timeline/ticks.ts';

const NINE = Date.UTC(2026, 0, 5, 9) * 1000;

test.each([
  [720_000_000 / 820, 60_000_000],
  [720_000_000 / 1200, 60_000_000],
  [90_000_000 / 820, 10_000_000],
  [20_000 / 820, 2_000],
  [172_800_000_000 / 820, 21_600_000_000],
])('at %d microseconds a pixel the step is %d', (perPixel, step) => {
  expect(tickStepMicros(perPixel)).toBe(step);
});

test('ticks stand on whole steps with the wall clock below', () => {
  const list = ticks({ range: { from: 170e6, to: 890e6 }, width: 820 }, NINE);
  expect(list[0]).toMatchObject({ label: '3m', clock: '09:03:00' });
  expect(list.at(-1)).toMatchObject({ label: '14m', clock: '09:14:00' });
});

test('the date stands where the day changes', () => {
  const list = ticks({ range: { from: 0, to: 172_800e6 }, width: 820 }, NINE);
  expect(list.map((tick) => tick.clock).slice(0, 5)).toEqual([
    '09:00:00',
    '15:00:00',
    '21:00:00',
    '2026-01-06',
    '09:00:00',
  ]);
});

test('ticks are 45 to 180 pixels apart at every zoom', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20_000, max: 10 * 86_400_000_000 }),
      fc.integer({ min: 360, max: 2400 }),
      (span, width) => {
        const [a, b] = ticks({ range: { from: 0, to: span }, width }, NINE);
        if (a === undefined || b === undefined) return;
        expect(b.x - a.x).toBeGreaterThan(45);
        expect(b.x - a.x).toBeLessThan(200);
      },
    ),
  );
});

test.each([
  [0, '0.000s'],
  [531_500_000, '8m51.500s'],
  [3_661_002_999, '1h1m1.002s'],
  [168_480_000_000, '1d22h48m0.000s'],
])('the readout of %d is %s', (at, text) => {
  expect(readout(at)).toBe(text);
});

test('the clock is that of the scenario', () => {
  expect(readoutClock(531_500_000, NINE)).toBe('09:08:51.500');
});

test.each([
  ['8m51s', 531_000_000],
  ['t=8m51.500s', 531_500_000],
  ['531.5', 531_500_000],
  ['09:08:51', 531_000_000],
  ['1h', 3_600_000_000],
  ['2d3h', 183_600_000_000],
  ['soon', undefined],
  ['', undefined],
])('typed %s means %s', (text, at) => {
  expect(parseMoment(text, NINE)).toBe(at);
});

test('every readout can be typed in again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 86_400_000 }), (millis) => {
      expect(parseMoment(readout(millis * 1000), NINE)).toBe(millis * 1000);
    }),
  );
});
