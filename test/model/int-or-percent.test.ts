// Numbers and percentages of the API, scaled and rounded.

import { expect, it } from 'vitest';
import { scaledIntOrPercent } from '../../src/model/int-or-percent.ts';

it.each([
  [3, 10, true, 3],
  ['25%', 10, true, 3],
  ['25%', 10, false, 2],
  ['0%', 10, true, 0],
  ['150%', 4, false, 6],
  ['-10%', 15, true, -1],
  ['-10%', 15, false, -2],
])('%s of %d, rounded up: %s, is %d', (value, total, roundUp, expected) => {
  const scaled = scaledIntOrPercent(value, total, roundUp);
  expect(scaled.ok ? scaled.value + 0 : scaled.error).toBe(expected);
});

it.each([
  ['10', 'invalid value for IntOrString: invalid type: string is not a percentage'],
  ['x%', 'invalid value for IntOrString: invalid value "x%": strconv.Atoi: parsing "x": invalid syntax'],
  [
    '9223372036854775808%',
    'invalid value for IntOrString: invalid value "9223372036854775808%": ' +
      'strconv.Atoi: parsing "9223372036854775808": value out of range',
  ],
])('%s is refused', (value, error) => {
  expect(scaledIntOrPercent(value, 10, true)).toEqual({ ok: false, error });
});
