// The engine's own calendar against Date, which tests may use.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  civilOf,
  daysInMonth,
  epochMicrosOfDay,
  formatClock,
  formatDate,
  formatRfc1123z,
  formatRfc3339,
  formatRfc3339Micro,
  parseRfc3339,
} from '../../src/base/wall-clock.ts';

const NINE = Date.UTC(2026, 0, 5, 9) * 1_000;

describe('reading RFC 3339', () => {
  test.each([
    ['2026-01-05T09:00:00Z', NINE],
    ['2026-01-05T09:00:00.123456Z', NINE + 123_456],
    ['2026-01-05T09:00:00.1234569Z', NINE + 123_456],
    ['2026-01-05T09:00:00.5Z', NINE + 500_000],
    ['2026-01-05T10:00:00+01:00', NINE],
    ['2026-01-05T03:30:00-05:30', NINE],
    ['1969-12-31T23:59:59.999999Z', -1],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29) * 1_000],
  ])('%s', (text, expected) => expect(parseRfc3339(text)).toBe(expected));

  test.each([
    '2026-01-05',
    '2026-01-05T09:00:00',
    '2026-13-05T09:00:00Z',
    '2026-02-29T09:00:00Z',
    '2026-01-05T24:00:00Z',
    '2026-01-05T09:60:00Z',
    '2026-01-05T09:00:60Z',
    '2026-01-05 09:00:00Z',
    '2026-01-05T09:00:00.Z',
    '2026-01-05T09:00:00+24:00',
  ])('refuses %s', (text) => expect(parseRfc3339(text)).toBeUndefined());
});

test('each form of writing', () => {
  const moment = NINE + 300_123_456;
  expect(formatRfc3339(moment)).toBe('2026-01-05T09:05:00Z');
  expect(formatRfc3339Micro(moment)).toBe('2026-01-05T09:05:00.123456Z');
  expect(formatDate(moment)).toBe('2026-01-05');
  expect(formatClock(moment)).toBe('09:05:00');
  expect(formatClock(moment, 3)).toBe('09:05:00.123');
  expect(formatRfc1123z(NINE)).toBe('Mon, 05 Jan 2026 09:00:00 +0000');
});

test('days carry over, months know their length', () => {
  expect(epochMicrosOfDay(2026, 1, 32)).toBe(epochMicrosOfDay(2026, 2, 1));
  expect([2023, 2024, 1900, 2000].map((year) => daysInMonth(year, 2))).toEqual([28, 29, 28, 29]);
  expect([1, 4, 12].map((month) => daysInMonth(2026, month))).toEqual([31, 30, 31]);
});

test('agrees with Date as far as exact microseconds reach', () => {
  const farthest = Math.floor(Number.MAX_SAFE_INTEGER / 1_000) - 1;
  fc.assert(
    fc.property(fc.integer({ min: -farthest, max: farthest }), fc.nat(999), (epochMillis, rest) => {
      const date = new Date(epochMillis);
      const epochMicros = epochMillis * 1_000 + rest;
      const text = date.toISOString().replace('Z', `${String(rest).padStart(3, '0')}Z`);
      expect(formatRfc3339Micro(epochMicros)).toBe(text);
      expect(parseRfc3339(text)).toBe(epochMicros);
      expect(civilOf(epochMicros).weekday).toBe(date.getUTCDay());
      expect(formatRfc1123z(epochMicros)).toBe(date.toUTCString().replace('GMT', '+0000'));
    }),
  );
  expect(parseRfc3339('9999-12-31T00:00:00Z')).toBeUndefined();
});
