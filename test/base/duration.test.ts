// Durations that people write, with days in front of Go's syntax.

import { describe, expect, it } from 'vitest';
import { formatDuration, parseDurationMicros, parseLongDurationMicros } from '../../src/base/duration.ts';

describe('parseLongDurationMicros', () => {
  it.each([
    ['7d', '7d'],
    ['1d12h', '1d12h'],
    ['1d0', '1d'],
    ['90s', '1m30s'],
  ])('%s', (text, readout) => {
    expect(formatDuration(parseLongDurationMicros(text) ?? -1)).toBe(readout);
  });

  it.each(['d', '1.5d', '1d-2h', '1h1d', '-1d', '1dx'])('refuses %s', (text) => {
    expect(parseLongDurationMicros(text)).toBeUndefined();
  });

  it('leaves days to those who are not held to Go', () => {
    expect(parseDurationMicros('1d')).toBeUndefined();
  });
});
