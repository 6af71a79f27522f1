// Logarithm, exponential and sine with the same bits in every engine, which `Math` does not promise. The method is that
// of FreeBSD's msun (e_log.c, e_exp.c), in the order of operations that Go's math package uses: the scheduler's
// scores are rounded logarithms. Nothing but + - * / and views of bits.

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const TWO_54 = 18_014_398_509_481_984;
const MIN_NORMAL = 2.2250738585072014e-308;

/** The natural logarithm: the bits of Go's `math.Log` for normal numbers. NaN below zero, -Infinity at zero. */
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
  cell[0] = normal;
  const upper = words[1] as number;
  exponent += (upper >>> 20) - 1022;
  words[1] = (upper & 0x000f_ffff) | (1022 << 20);
  let fraction = cell[0];
  if (fraction < Math.SQRT1_2) {
    fraction *= 2;
    exponent -= 1;
  }
  const f = fraction - 1;
  const s = f / (2 + f);
  const s2 = s * s;
  const s4 = s2 * s2;
  const t1 =
    s2 * (0.6666666666666735 + s4 * (0.2857142874366239 + s4 * (0.1818357216161805 + s4 * 0.14798198605116586)));
  const t2 = s4 * (0.3999999999940942 + s4 * (0.22222198432149784 + s4 * 0.15313837699209373));
  const half = 0.5 * f * f;
  return exponent * LN2_HIGH - (half - (s * (half + (t1 + t2)) + exponent * LN2_LOW) - f);
}

/** e to the power x. */
export function exp(x: number): number {
  if (Number.isNaN(x) || x === Number.POSITIVE_INFINITY) return x;
  if (x > 7.09782712893384e2) return Number.POSITIVE_INFINITY;
  if (x < -7.451332191019411e2) return 0;
  if (x > -3.725290298461914e-9 && x < 3.725290298461914e-9) return 1 + x;
  // x = k ln 2 + r with |r| at most ln 2 / 2, kept in two parts.
  const k = Math.trunc(Math.LOG2E * x + (x < 0 ? -0.5 : 0.5));
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666666 +
        t *
          (-2.7777777777015593e-3 +
            t * (6.613756321437934e-5 + t * (-1.6533902205465252e-6 + t * 4.1381367970572385e-8))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  // In two steps, because 2^k alone may overflow or be subnormal where the product is neither.
  const first = k >> 1;
  return y * powerOfTwo(first) * powerOfTwo(k - first);
}

// One double seen as two 32-bit words, the second the upper one on little-endian machines (all that run us).
// It holds nothing between calls.
const cell: Float64Array = new Float64Array(1);
const words: Int32Array = new Int32Array(cell.buffer);

/** 2^k for k from -1022 to 1023. */
function powerOfTwo(k: number): number {
  words[0] = 0;
  words[1] = (k + 1023) << 20;
  return cell[0] as number;
}

/** The sine of an angle in full turns: 0.25 is a right angle. Within 1e-15 of the true value. */
export function sinOfTurns(turns: number): number {
  const rest = turns - Math.floor(turns);
  const eighth = Math.floor(rest * 8);
  // Each eighth of a turn is one of the first, mirrored: as a sine of at most 45 degrees, or as a cosine.
  const quarter = Math.floor((eighth + 1) / 2) / 4;
  const x = (rest - quarter) * (2 * Math.PI);
  switch (quarter) {
    case 0.25:
      return cosNearZero(x);
    case 0.5:
      return -sinNearZero(x);
    case 0.75:
      return -cosNearZero(x);
    default:
      return sinNearZero(x);
  }
}

/** The sine of at most 45 degrees, by the polynomial of FreeBSD's k_sin.c. */
function sinNearZero(x: number): number {
  const z = x * x;
  const r =
    8.33333333332248946124e-3 +
    z *
      (-1.98412698298579493134e-4 +
        z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)));
  return x + z * x * (-1.66666666666666324348e-1 + z * r);
}

/** The cosine of at most 45 degrees, by the polynomial of FreeBSD's k_cos.c. */
function cosNearZero(x: number): number {
  const z = x * x;
  const r =
    z *
    (4.16666666666666019037e-2 +
      z *
        (-1.38888888888741095749e-3 +
          z *
            (2.48015872894767294178e-5 +
              z * (-2.75573143513906633035e-7 + z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11)))));
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + z * r);
}
