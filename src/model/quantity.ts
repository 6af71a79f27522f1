// Kubernetes quantities ("1500m", "2Gi", "1e3"): parsing, canonical text and exact arithmetic.
//
// Upstream keeps a quantity either as a scaled int64 or, when that would overflow or lose digits, as a decimal of
// arbitrary precision; which of the two it is shows in rounding, in overflow and in the pod template hash, so it is
// part of the value here too (`isBig`). The hot paths of the engine never see this type: see resource-amount.ts.
// Mirrors staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go, amount.go, scale_int.go (v1.36).

import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { QuantityFormat } from './quantity-suffix.ts';
import { binarySuffixOf, decimalSuffixOf, interpretSuffix } from './quantity-suffix.ts';

/** A quantity: `unscaled` x 10^`exponent`, written in `format`. */
export type Quantity = {
  readonly unscaled: bigint;
  readonly exponent: number;
  /** Held with arbitrary precision: such a value has at most nine decimals and wraps instead of being refused. */
  readonly isBig: boolean;
  readonly format: QuantityFormat;
  /** The text as it was given, where upstream keeps it instead of the canonical one. */
  readonly text: string | undefined;
};

const ERROR_FORMAT = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const ERROR_NUMERIC = 'unable to parse numeric part of quantity';
const ERROR_SUFFIX = "unable to parse quantity's suffix";

const SCANNER = /^([+-]?)0*([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/;
const INT64_MAX = (1n << 63n) - 1n;
const INT64_MIN = -(1n << 63n);
const INT64_DIGITS = 18;
const NANO = -9;
/** Exponents beyond this are refused: upstream takes them, and may then compute for minutes. */
const EXPONENT_LIMIT = 9999;

/** The quantity 0, as `parseQuantity('0')` gives it. */
const ZERO_QUANTITY: Quantity = {
  unscaled: 0n,
  exponent: 0,
  isBig: false,
  format: 'DecimalSI',
  text: '0',
};

/** Parses a quantity as the API server does (without trimming blanks); an error is Kubernetes' own text. */
export function parseQuantity(text: string): Result<Quantity, string> {
  if (text === '') return err(ERROR_FORMAT);
  if (text === '0') return ok(ZERO_QUANTITY);
  const match = SCANNER.exec(text);
  if (match === null) return err(ERROR_FORMAT);
  const [, sign = '', digits = '', fraction = '', suffixText = ''] = match;
  const whole = digits === '' ? '0' : digits;
  const suffix = interpretSuffix(suffixText);
  if (suffix === undefined) return err(ERROR_SUFFIX);
  if (suffix.exponent > EXPONENT_LIMIT || suffix.exponent < -EXPONENT_LIMIT) return err(ERROR_NUMERIC);

  const isBinary = suffix.format === 'BinarySI';
  const precision = isBinary
    ? fraction === ''
      ? 15 - whole.length - Math.trunc((suffix.exponent * 3) / 10) - 1
      : -1
    : INT64_DIGITS - whole.length - fraction.length;
  const scale = (isBinary ? 0 : suffix.exponent) - fraction.length;
  if (precision >= 0 && scale >= NANO) {
    const shifted = whole + fraction;
    const magnitude = BigInt(shifted);
    const unscaled = isBinary ? magnitude << BigInt(suffix.exponent) : magnitude;
    const keepsText = isBinary
      ? (magnitude & 7n) !== 0n
      : scale % 3 === 0 && !shifted.endsWith('000') && !shifted.startsWith('0');
    return ok({
      unscaled: sign === '-' ? -unscaled : unscaled,
      exponent: scale,
      isBig: false,
      format: suffix.format,
      text: keepsText ? text : undefined,
    });
  }
  if (digits === '' && fraction === '' && !/[0-9]/.test(text.slice(0, text.length - suffixText.length))) {
    return err(ERROR_NUMERIC);
  }
  const magnitude = BigInt(whole + fraction) << (isBinary ? BigInt(suffix.exponent) : 0n);
  return ok(bigQuantity(magnitude, scale, sign === '-', suffix.format));
}

/** What a text that does not fit the fast path becomes: rounded up to nano; BinarySI capped at 2^63-1. */
function bigQuantity(magnitude: bigint, exponent: number, isNegative: boolean, format: QuantityFormat): Quantity {
  let value = { unscaled: magnitude, exponent };
  if (magnitude !== 0n) value = { unscaled: rescale(magnitude, exponent, NANO), exponent: NANO };
  let written = format;
  if (format === 'BinarySI') {
    const max = INT64_MAX * pow10(-value.exponent);
    if (value.unscaled > max) value = { unscaled: INT64_MAX, exponent: 0 };
    if (value.unscaled > 0n && value.unscaled < pow10(-value.exponent)) written = 'DecimalSI';
  }
  return {
    unscaled: isNegative ? -value.unscaled : value.unscaled,
    exponent: value.exponent,
    isBig: true,
    format: written,
    text: undefined,
  };
}

/** The text that Kubernetes shows and stores: the kept text, else the canonical one. */
export function formatQuantity(quantity: Quantity): string {
  if (quantity.text !== undefined) return quantity.text;
  if (quantity.unscaled === 0n) return '0';
  if (quantity.format === 'BinarySI') {
    const { unscaled, exponent } = quantity;
    const isSmall = compareScaled(unscaled, exponent, -1024n, 0) > 0 && compareScaled(unscaled, exponent, 1024n, 0) < 0;
    const whole = rescale(unscaled, exponent, 0);
    if (!isSmall && compareScaled(whole, 0, unscaled, exponent) === 0) return formatBinary(whole);
  }
  let { unscaled, exponent } = quantity;
  while (unscaled % 10n === 0n) {
    unscaled /= 10n;
    exponent += 1;
  }
  while (exponent % 3 !== 0) {
    unscaled *= 10n;
    exponent -= 1;
  }
  if (quantity.format !== 'DecimalExponent') return `${unscaled}${decimalSuffixOf(exponent)}`;
  return exponent === 0 ? `${unscaled}` : `${unscaled}e${exponent}`;
}

function formatBinary(value: bigint): string {
  let amount = value;
  let times = 0;
  while (amount % 1024n === 0n) {
    amount /= 1024n;
    times += 1;
  }
  return `${amount}${binarySuffixOf(times * 10)}`;
}

/** -1, 0 or 1: exact, whatever the formats. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  return compareScaled(a.unscaled, a.exponent, b.unscaled, b.exponent);
}

/** -1, 0 or 1. */
export function signOf(quantity: Quantity): number {
  return quantity.unscaled === 0n ? 0 : quantity.unscaled > 0n ? 1 : -1;
}

/** a + b. The format is a's, or b's where a is zero. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  const format = a.unscaled === 0n ? b.format : a.format;
  if (!a.isBig && !b.isBig) {
    if (b.unscaled === 0n) return { ...a, format, text: undefined };
    if (a.unscaled === 0n) return { ...b, format, text: undefined };
    const exponent = Math.min(a.exponent, b.exponent);
    const left = a.unscaled * pow10(a.exponent - exponent);
    const right = b.unscaled * pow10(b.exponent - exponent);
    if (isInt64(left) && isInt64(right) && isInt64(left + right)) {
      return { unscaled: left + right, exponent, isBig: false, format, text: undefined };
    }
  }
  const exponent = Math.min(a.exponent, b.exponent);
  const sum = a.unscaled * pow10(a.exponent - exponent) + b.unscaled * pow10(b.exponent - exponent);
  return { unscaled: sum, exponent, isBig: true, format, text: undefined };
}

/** a - b. The format is a's, or b's where a is zero. */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return addQuantities(a, { ...b, unscaled: -b.unscaled });
}

/** quantity x factor. */
export function multiplyQuantity(quantity: Quantity, factor: bigint): Quantity {
  const unscaled = quantity.unscaled * factor;
  const fits = isInt64(unscaled * (quantity.exponent > 0 ? pow10(quantity.exponent) : 1n));
  const isBig = quantity.isBig || (quantity.unscaled !== 0n && !fits);
  const isZeroed = !isBig && factor === 0n;
  return { ...quantity, unscaled, exponent: isZeroed ? 0 : quantity.exponent, isBig, text: undefined };
}

/** Rounds away from zero to a multiple of 10^exponent; a quantity that is exact keeps its text. */
export function roundUpQuantity(quantity: Quantity, exponent: number): Quantity {
  if (!quantity.isBig && quantity.exponent >= exponent) return quantity;
  const unscaled = rescale(quantity.unscaled, quantity.exponent, exponent);
  return { ...quantity, unscaled, exponent, text: undefined };
}

/** The value as an int64 in units of 10^exponent, as upstream's ScaledValue: 0 or wrapped where it does not fit. */
function scaledValueOf(quantity: Quantity, exponent: number): bigint {
  const { unscaled } = quantity;
  const drop = exponent - quantity.exponent;
  if (!quantity.isBig) {
    if (drop > 0) return rescale(unscaled, quantity.exponent, exponent);
    return scaleUpInt64(unscaled, -drop);
  }
  if (drop <= 0) return BigInt.asIntN(64, BigInt.asIntN(64, unscaled) * pow10(-drop));
  const divisor = pow10(drop);
  const dividend = unscaled < INT64_MAX && drop < 19 ? BigInt.asIntN(64, unscaled) : unscaled;
  const remainder = dividend % divisor;
  const isEuclidean = dividend === unscaled && !(unscaled < INT64_MAX && drop < 19);
  const quotient = dividend / divisor - (isEuclidean && remainder < 0n ? 1n : 0n);
  return BigInt.asIntN(64, remainder === 0n ? quotient : quotient + 1n);
}

/** The value in whole units (bytes, cores, pods), rounded up. */
export function wholeValueOf(quantity: Quantity): bigint {
  return scaledValueOf(quantity, 0);
}

/** The value in thousandths, rounded up. */
export function milliValueOf(quantity: Quantity): bigint {
  return scaledValueOf(quantity, -3);
}

/** Upstream multiplies by some powers of ten in one step, which wraps; by others digit by digit, which gives 0. */
function scaleUpInt64(value: bigint, digits: number): bigint {
  const product = value * pow10(value === 0n ? 0 : Math.min(digits, 40));
  if (isInt64(product)) return product;
  const wraps = digits === 1 || digits === 2 || digits === 3 || digits === 6 || digits === 9;
  return wraps && value !== INT64_MIN ? BigInt.asIntN(64, product) : 0n;
}

/** unscaled x 10^from in units of 10^to, rounded away from zero. */
function rescale(unscaled: bigint, from: number, to: number): bigint {
  if (from >= to) return unscaled * pow10(from - to);
  const drop = to - from;
  if (drop > `${unscaled}`.length) return unscaled === 0n ? 0n : unscaled > 0n ? 1n : -1n;
  const divisor = pow10(drop);
  const quotient = unscaled / divisor;
  if (unscaled % divisor === 0n) return quotient;
  return unscaled > 0n ? quotient + 1n : quotient - 1n;
}

function compareScaled(a: bigint, aExponent: number, b: bigint, bExponent: number): number {
  const exponent = Math.min(aExponent, bExponent);
  const left = a * pow10(aExponent - exponent);
  const right = b * pow10(bExponent - exponent);
  return left === right ? 0 : left < right ? -1 : 1;
}

function isInt64(value: bigint): boolean {
  return value <= INT64_MAX && value >= INT64_MIN;
}

function pow10(exponent: number): bigint {
  return BigInt(`1${'0'.repeat(exponent)}`);
}
