// Values that were nearly right: what is offered can be read.

import { expect, test } from 'vitest';
import { meantDuration, meantQuantity } from '../../src/scenario/meant-value.ts';

test.each([
  ['12 min', '12m'],
  ['1 hour 30 minutes', '1h30m'],
  ['90 Seconds', '90s'],
  ['250 ms', '250ms'],
  ['2days', '2d'],
  ['soon', undefined],
  ['12', undefined],
  ['12 parsecs', undefined],
])('the duration %s was meant as %s', (text, meant) => {
  expect(meantDuration(text)).toBe(meant);
});

test.each([
  ['800mm', '800m'],
  ['2GiB', '2Gi'],
  ['2 gi', '2Gi'],
  ['1.5GB', '1.5G'],
  ['512 Mi', '512Mi'],
  ['many', undefined],
  ['3xyz', undefined],
])('the quantity %s was meant as %s', (text, meant) => {
  expect(meantQuantity(text)).toBe(meant);
});
