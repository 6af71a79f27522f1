// AGE as kubectl rounds it. The cases are the borders at which the form changes.

import { expect, it } from 'vitest';
import { humanDuration } from '../../src/kubectl/printers/human-duration.ts';

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

it.each([
  [-2 * SECOND, '<invalid>'],
  [-1 * SECOND, '0s'],
  [999_999, '0s'],
  [119 * SECOND, '119s'],
  [120 * SECOND, '2m'],
  [129 * SECOND, '2m9s'],
  [10 * MINUTE - SECOND, '9m59s'],
  [10 * MINUTE + 5 * SECOND, '10m'],
  [3 * HOUR - SECOND, '179m'],
  [3 * HOUR, '3h'],
  [3 * HOUR + 20 * MINUTE, '3h20m'],
  [8 * HOUR + 20 * MINUTE, '8h'],
  [2 * DAY - SECOND, '47h'],
  [2 * DAY + 3 * HOUR, '2d3h'],
  [8 * DAY + 3 * HOUR, '8d'],
  [325 * DAY, '325d'],
  [730 * DAY, '2y'],
  [731 * DAY, '2y1d'],
  [3_000 * DAY, '8y'],
])('%d us is %s', (micros, expected) => {
  expect(humanDuration(micros)).toBe(expected);
});
