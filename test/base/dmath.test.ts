// The engine's own log and exp: close to the true value, equal to Go's log, and pinned to the bit.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exp, log, sinOfTurns } from '../../src/base/dmath.ts';

const positive = fc.double({ min: Number.MIN_VALUE, noNaN: true, noDefaultInfinity: true });

describe('log', () => {
  test.each([
    [1, 0],
    [2, Math.LN2],
    [10, Math.LN10],
    [Math.E, 1],
    [5, 1.6094379124341003],
    [0.5, -Math.LN2],
    [Number.MAX_VALUE, 709.782712893384],
    [Number.MIN_VALUE, -744.4400719213812],
    [2 ** 1023, 709.0895657128241],
    [0, Number.NEGATIVE_INFINITY],
    [-0, Number.NEGATIVE_INFINITY],
    [-1, Number.NaN],
    [Number.NaN, Number.NaN],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ])('of %d', (x, expected) => expect(log(x)).toBe(expected));

  test('is within one unit in the last place', () => {
    fc.assert(fc.property(positive, (x) => unitsApart(log(x), Math.log(x)) <= 1));
    for (let n = 2; n < 20_000; n++) expect(unitsApart(log(n), Math.log(n))).toBeLessThanOrEqual(1);
  });
});

test('log has the bits of Go', () => {
  // Printed by math.Log of Go 1.26 on amd64.
  const known: readonly (readonly [number, bigint])[] = [
    [3, 0x3ff193ea7aad030an],
    [5, 0x3ff9c041f7ed8d33n],
    [7, 0x3fff2272ae325a57n],
    [1002, 0x401ba3965d405f5fn],
    [5002, 0x40210901f6dc84b9n],
    [Math.SQRT1_2, 0xbfd62e42fefa39een],
    [0.99, 0xbf8495453e6fd4bcn],
    [1.01, 0x3f8460d6ccca367cn],
  ];
  const view = new DataView(new ArrayBuffer(8));
  for (const [x, expected] of known) {
    view.setFloat64(0, log(x));
    expect(view.getBigUint64(0)).toBe(expected);
  }
});

describe('exp', () => {
  test.each([
    [0, 1],
    [1, Math.E],
    [-0, 1],
    [1e-300, 1],
    [700, 1.0142320547350045e304],
    [710, Number.POSITIVE_INFINITY],
    [-745, 5e-324],
    [-746, 0],
    [Number.NaN, Number.NaN],
    [Number.NEGATIVE_INFINITY, 0],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ])('of %d', (x, expected) => expect(exp(x)).toBe(expected));

  test('is within one unit in the last place', () => {
    const argument = fc.double({ min: -745, max: 709, noNaN: true });
    fc.assert(fc.property(argument, (x) => unitsApart(exp(x), Math.exp(x)) <= 1));
  });
});

test('bits are pinned: equal in every engine', () => {
  let sum = 0;
  for (let i = 1; i <= 10_000; i++) sum = (Math.imul(sum, 31) + bits(log(i / 7)) + bits(exp(i / 100 - 50))) | 0;
  expect(sum).toMatchInlineSnapshot(`-517255025`);
});

function bits(x: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  return view.getInt32(0) ^ view.getInt32(4);
}

function unitsApart(a: number, b: number): number {
  const view = new DataView(new ArrayBuffer(16));
  view.setFloat64(0, a);
  view.setFloat64(8, b);
  const difference = view.getBigInt64(0) - view.getBigInt64(8);
  return Number(difference < 0n ? -difference : difference);
}

describe('sinOfTurns', () => {
  test.each([
    [0, 0],
    [0.25, 1],
    [0.5, 0],
    [0.75, -1],
    [1, 0],
    [-0.25, -1],
    [1000.25, 1],
    [0.125, Math.SQRT1_2],
  ])('of %d', (turns, expected) => expect(sinOfTurns(turns)).toBeCloseTo(expected, 15));

  test('is the sine', () => {
    fc.assert(
      fc.property(fc.double({ min: -2, max: 2, noNaN: true }), (turns) => {
        const angle = (turns - Math.floor(turns)) * 2 * Math.PI;
        return Math.abs(sinOfTurns(turns) - Math.sin(angle)) < 1e-15;
      }),
    );
  });

  test('has the same bits everywhere', () => {
    const bits = (x: number): string => new BigUint64Array(new Float64Array([x]).buffer)[0]?.toString(16) ?? '';
    expect([0.1, 0.2, 0.3, 0.9].map((turns) => bits(sinOfTurns(turns)))).toEqual(BITS_OF_SINES);
  });
});

const BITS_OF_SINES: readonly string[] = [
  '3fe2cf2304755a5e',
  '3fee6f0e13445500',
  '3fee6f0e13445500',
  'bfe2cf2304755a5d',
];
