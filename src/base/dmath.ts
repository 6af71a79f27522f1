// Logarithm and exponential with the same bits in every engine, which `Math` does not promise. The method is that
// of FreeBSD's msun (e_log.c, e_exp.c), in the order of operations that Go's math package uses: the scheduler's
// scores are rounded logarithms. Nothing but + - * / and views of bits.

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const LOG2_E = 1.442695040888963387;
const SQRT_HALF = 0.7071067811865476;
const TWO_54 = 18_014_398_509_481_984;
const MIN_NORMAL = 2.2250738585072014e-308;

/** The natural logarithm: the bits of Go's `math.Log`. NaN below zero, -Infinity at zero. */
export function log(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) {
    if (x === 0) return Number.NEGATIVE_INFINITY;
    return x > 0 ? x : Number.NaN;
  }
  // x = fraction * 2^exponent, the fraction from sqrt(1/2) to sqrt(2).
  let exponent = 0;
  let normal = x;
  if (x < MIN_NORMAL) {
    normal = x * TWO_54;
    exponent = -54;
  }
  exponent += exponentOf(normal) + 1;
  let fraction = normal * powerOfTwo(-(exponentOf(normal) + 1));
  if (fraction < SQRT_HALF) {
    fraction *= 2;
    exponent -= 1;
  }
  const f = fraction - 1;
  const s = f / (2 + f);
  const s2 = s * s;
  const s4 = s2 * s2;
  const t1 =
    s2 *
    (6.66666666666673513e-1 +
      s4 * (2.857142874366239149e-1 + s4 * (1.818357216161805012e-1 + s4 * 1.479819860511658591e-1)));
  const t2 = s4 * (3.999999999940941908e-1 + s4 * (2.222219843214978396e-1 + s4 * 1.531383769920937332e-1));
  const half = 0.5 * f * f;
  return exponent * LN2_HIGH - (half - (s * (half + (t1 + t2)) + exponent * LN2_LOW) - f);
}

/** e to the power x. */
export function exp(x: number): number {
  if (x !== x || x === Number.POSITIVE_INFINITY) return x;
  if (x > 7.09782712893383973096e2) return Number.POSITIVE_INFINITY;
  if (x < -7.45133219101941108420e2) return 0;
  if (x > -3.7252902984619140625e-9 && x < 3.7252902984619140625e-9) return 1 + x;
  // x = k ln 2 + r with |r| at most ln 2 / 2, kept in two parts.
  const k = Math.trunc(LOG2_E * x + (x < 0 ? -0.5 : 0.5));
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666657415e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.1381367970572384604e-8))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  // In two steps, because 2^k alone may overflow or be subnormal where the product is neither.
  const first = k >> 1;
  return y * powerOfTwo(first) * powerOfTwo(k - first);
}

// One double seen as two 32-bit words, the second the upper one on little-endian machines (all that run us).
// It holds nothing between calls.
const cell: Float64Array = new Float64Array(1);
const words: Int32Array = new Int32Array(cell.buffer);

/** The binary exponent of a normal positive number. */
function exponentOf(x: number): number {
  cell[0] = x;
  return (((words[1] as number) >>> 20) & 0x7ff) - 1023;
}

/** 2^k for k from -1022 to 1023. */
function powerOfTwo(k: number): number {
  words[0] = 0;
  words[1] = (k + 1023) << 20;
  return cell[0] as number;
}
