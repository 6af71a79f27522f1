// Quantities: tables from the rules of the notation, and exact arithmetic against fractions of BigInts.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  milliValueOf,
  multiplyQuantity,
  parseQuantity,
  type Quantity,
  roundUpQuantity,
  subtractQuantities,
  wholeValueOf,
} from '../../src/model/quantity.ts';

function quantity(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error}`);
  return parsed.value;
}

describe('parseQuantity and formatQuantity', () => {
  it.each([
    ['0', '0'],
    ['0.5', '500m'],
    ['1000m', '1'],
    ['1500m', '1500m'],
    ['1024Mi', '1Gi'],
    ['1536Mi', '1536Mi'],
    ['0.5Gi', '512Mi'],
    ['1.1i', undefined],
    ['1e3', '1e3'],
    ['1E3', '1E3'],
    ['12000', '12k'],
    ['0.1n', '1n'],
    ['9Ei', '9223372036854775807'],
    ['0.5Ki', '512'],
    ['1Zi', undefined],
    ['', undefined],
    ['1 ', undefined],
    ['.', '0'],
  ])('%s is %s', (text, canonical) => {
    const parsed = parseQuantity(text);
    expect(parsed.ok ? formatQuantity(parsed.value) : undefined).toBe(canonical);
  });

  it('says which part of a text is wrong', () => {
    expect(parseQuantity('1x')).toMatchObject({ ok: false, error: expect.stringContaining('regular expression') });
    expect(parseQuantity('1ki')).toEqual({ ok: false, error: "unable to parse quantity's suffix" });
    expect(parseQuantity('1e99999')).toEqual({ ok: false, error: 'unable to parse numeric part of quantity' });
  });

  it('writes what it reads back: the canonical text parses to the same value', () => {
    const suffix = fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'Ki', 'Mi', 'Gi', 'Ti', 'e3', 'e-4');
    const texts = fc.tuple(fc.integer(), fc.option(fc.nat(999_999)), suffix);
    fc.assert(
      fc.property(texts, ([whole, fraction, end]) => {
        const first = quantity(`${whole}${fraction === null ? '' : `.${fraction}`}${end}`);
        const second = quantity(formatQuantity(first));
        expect(compareQuantities(first, second)).toBe(0);
      }),
    );
  });
});

describe('values', () => {
  it('rounds up to whole units and to thousandths', () => {
    expect(wholeValueOf(quantity('1001m'))).toBe(2n);
    expect(milliValueOf(quantity('100u'))).toBe(1n);
    expect(wholeValueOf(quantity('1Gi'))).toBe(1073741824n);
  });

  it('rounds up to thousandths and keeps a text that is exact', () => {
    expect(formatQuantity(roundUpQuantity(quantity('1.0001'), -3))).toBe('1001m');
    expect(formatQuantity(roundUpQuantity(quantity('1500m'), -3))).toBe('1500m');
  });
});

describe('arithmetic', () => {
  it.each([
    ['1', '500m', '1500m', '500m'],
    ['1Gi', '512Mi', '1536Mi', '512Mi'],
    ['0', '1Gi', '1Gi', '-1Gi'],
    ['1Gi', '1', '1073741825', '1073741823'],
    ['9223372036854775807', '1', '9223372036854775808', '9223372036854775806'],
  ])('%s and %s: sum %s, difference %s', (a, b, sum, difference) => {
    expect(formatQuantity(addQuantities(quantity(a), quantity(b)))).toBe(sum);
    expect(formatQuantity(subtractQuantities(quantity(a), quantity(b)))).toBe(difference);
  });

  it('multiplies', () => {
    expect(formatQuantity(multiplyQuantity(quantity('250m'), 4n))).toBe('1');
  });

  it('adds and compares as fractions do', () => {
    const texts = fc.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.constantFrom('', 'm', 'u', 'n', 'k'));
    const nanos = { '': 10n ** 9n, m: 10n ** 6n, u: 1000n, n: 1n, k: 10n ** 12n };
    fc.assert(
      fc.property(texts, texts, ([a, aEnd], [b, bEnd]) => {
        const [x, y] = [quantity(`${a}${aEnd}`), quantity(`${b}${bEnd}`)];
        const [left, right] = [a * nanos[aEnd], b * nanos[bEnd]];
        expect(compareQuantities(x, y)).toBe(left < right ? -1 : left > right ? 1 : 0);
        const sum = addQuantities(x, y);
        expect(sum.unscaled * 10n ** BigInt(sum.exponent + 9)).toBe(left + right);
      }),
    );
  });
});
