// Suffixes of quantities: m, k, M, Gi, e6 and their powers.
//
// Separate from quantity.ts because a suffix decides the format in which the result of arithmetic is written.
// Mirrors staging/src/k8s.io/apimachinery/pkg/api/resource/suffix.go (v1.36).

/** The three ways to write a quantity. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** A suffix: a power of 10, or with BinarySI a power of 2. */
export type QuantitySuffix = { readonly exponent: number; readonly format: QuantityFormat };

const DECIMAL: readonly (readonly [string, number])[] = [
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
];
const BINARY: readonly (readonly [string, number])[] = [
  ['Ki', 10],
  ['Mi', 20],
  ['Gi', 30],
  ['Ti', 40],
  ['Pi', 50],
  ['Ei', 60],
];

const BY_TEXT: ReadonlyMap<string, QuantitySuffix> = new Map<string, QuantitySuffix>([
  ...DECIMAL.map(([text, exponent]) => [text, { exponent, format: 'DecimalSI' }] as const),
  ...BINARY.map(([text, exponent]) => [text, { exponent, format: 'BinarySI' }] as const),
]);
const DECIMAL_BY_EXPONENT: ReadonlyMap<number, string> = new Map(DECIMAL.map(([text, exponent]) => [exponent, text]));
const BINARY_BY_EXPONENT: ReadonlyMap<number, string> = new Map(BINARY.map(([text, exponent]) => [exponent, text]));

const INT64_MAX = 9223372036854775807n;

/** Reads a suffix; undefined when there is none such. An exponent is cut to 32 bits, as upstream does. */
export function interpretSuffix(text: string): QuantitySuffix | undefined {
  const known = BY_TEXT.get(text);
  if (known !== undefined) return known;
  if (!/^[eE][+-]?[0-9]+$/.test(text)) return undefined;
  const digits = text.slice(1).replace('+', '');
  const exponent = BigInt(digits);
  if (exponent > INT64_MAX || exponent < -INT64_MAX - 1n) return undefined;
  return { exponent: Number(BigInt.asIntN(32, exponent)), format: 'DecimalExponent' };
}

/** The DecimalSI suffix of 10^exponent; empty, as upstream has it, where there is none. */
export function decimalSuffixOf(exponent: number): string {
  return DECIMAL_BY_EXPONENT.get(exponent) ?? '';
}

/** The BinarySI suffix of 2^exponent; empty, as upstream has it, where there is none. */
export function binarySuffixOf(exponent: number): string {
  return BINARY_BY_EXPONENT.get(exponent) ?? '';
}
