// Statistics of paired runs: two policies under the same weather, seed by seed. The interval is Student's for the mean
// of the differences; pairing takes the weather out of it.

/** A mean with the half width of its 95 % interval; without a width where there is one value alone. */
export interface Estimate {
  readonly mean: number;
  readonly halfWidth: number | undefined;
}

/** Student's t for 95 %, two-sided, by degrees of freedom from 1. */
const T_95: readonly number[] = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];
/** Beyond the table, the next smaller number of degrees of freedom that tables give: a little too wide. */
const T_95_BEYOND: readonly (readonly [degrees: number, t: number])[] = [
  [120, 1.98],
  [60, 2],
  [40, 2.021],
  [0, 2.042],
];

/** The mean of values and its interval. */
export function estimate(values: readonly number[]): Estimate {
  const count = values.length;
  const mean = count === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return { mean, halfWidth: undefined };
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, halfWidth: tOf(count - 1) * Math.sqrt(squares / (count - 1) / count) };
}

/** How much higher the second values are than the first, pair by pair. */
export function pairedDifference(first: readonly number[], second: readonly number[]): Estimate {
  return estimate(second.map((value, index) => value - (first[index] ?? 0)));
}

function tOf(degrees: number): number {
  return T_95[degrees - 1] ?? T_95_BEYOND.find(([least]) => degrees >= least)?.[1] ?? 0;
}
