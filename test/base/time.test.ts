// Instants and durations, read in Go's syntax and written for readouts and sentences.

import { describe, expect, test } from 'vitest';
import { formatDuration, parseDurationMicros, sentenceDuration } from '../../src/base/duration.ts';
import { micros, millis, minutes, plus, seconds } from '../../src/base/time.ts';

describe('instants', () => {
  test('are integer microseconds', () => {
    expect([micros(7), millis(2), seconds(1.5), minutes(2), plus(seconds(1), -1)]).toEqual([
      7, 2_000, 1_500_000, 120_000_000, 999_999,
    ]);
    expect(() => micros(0.5)).toThrow('not an integer');
    expect(() => plus(seconds(1), Number.NaN)).toThrow('not an integer');
  });
});

describe('parseDurationMicros reads what Go reads', () => {
  test.each([
    ['0', 0],
    ['0s', 0],
    ['-0', 0],
    ['1h30m', 5_400_000_000],
    ['250ms', 250_000],
    ['1.5s', 1_500_000],
    ['.5s', 500_000],
    ['1.s', 1_000_000],
    ['0.29s', 290_000],
    ['8760h', 31_536_000_000_000],
    ['5us', 5],
    ['5µs', 5],
    ['5μs', 5],
    ['1500ns', 1],
    ['500ns500ns', 1],
    ['-1.5h', -5_400_000_000],
    ['+2m', 120_000_000],
    ['1s1s', 2_000_000],
    ['5m0.25s', 300_250_000],
  ])('%s', (text, expected) => expect(parseDurationMicros(text)).toBe(expected));

  test.each(['', '1', 's', '1 s', '.s', '1d', '1h30', '1e3s', '--1s', '9999999999h', '1..5s'])('refuses %s', (text) =>
    expect(parseDurationMicros(text)).toBeUndefined(),
  );
});

describe('formatDuration', () => {
  test.each([
    [0, '0s'],
    [17, '17us'],
    [250_000, '250ms'],
    [1_500, '1.500ms'],
    [1_000_000, '1s'],
    [1_000_001, '1.000001s'],
    [300_000_000, '5m'],
    [330_000_000, '5m30s'],
    [330_250_000, '5m30.250s'],
    [300_250_000, '5m0.250s'],
    [183_600_000_000, '2d3h'],
    [-90_000_000, '-1m30s'],
  ])('%d', (durationMicros, expected) => {
    expect(formatDuration(durationMicros)).toBe(expected);
    if (!expected.includes('d')) expect(parseDurationMicros(expected)).toBe(durationMicros);
  });
});

describe('sentenceDuration', () => {
  test.each([
    [0, '0.0 s'],
    [450, '450 us'],
    [88_000, '88 ms'],
    [999_400, '999 ms'],
    [999_600, '1.0 s'],
    [48_600_000, '48.6 s'],
    [59_960_000, '1m 0.0s'],
    [354_000_000, '5m 54.0s'],
    [3_599_960_000, '1h 0m'],
    [3_900_000_000, '1h 5m'],
    [183_600_000_000, '2d 3h'],
    [86_399_000_000, '1d 0h'],
    [-48_600_000, '-48.6 s'],
  ])('%d', (durationMicros, expected) => expect(sentenceDuration(durationMicros)).toBe(expected));
});
