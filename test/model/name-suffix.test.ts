// Generated names.

import { expect, it } from 'vitest';
import { generatedName, nameSuffix, safeEncode } from '../../src/model/name-suffix.ts';

it('draws five characters of the alphabet', () => {
  const draws = [0, 26, 1, 25, 13];
  expect(nameSuffix((n) => (draws.shift() ?? 0) % n)).toBe('b9c8r');
});

it('cuts a long stem so that the name stays a DNS label', () => {
  expect(generatedName('x'.repeat(70), () => 0)).toBe(`${'x'.repeat(58)}bbbbb`);
});

it('encodes each character by its code', () => {
  expect(safeEncode('0123456789')).toBe('456789bcdf');
});
