// How a load goes over time: a factor for each moment since the start of the run. Plain data and a pure function, so
// that a day of load costs nothing until somebody looks.

import { sinOfTurns } from '../base/dmath.ts';
import type { Micros } from '../base/time.ts';

/** A moment and the factor from then on, or at it. */
export interface CurvePoint {
  readonly atMicros: number;
  readonly factor: number;
}

export type Curve =
  | { readonly kind: 'constant'; readonly factor: number }
  /** Each point's factor holds until the next; before the first one, the first one's. At least one point, in order. */
  | { readonly kind: 'steps'; readonly points: readonly CurvePoint[] }
  /** Straight lines between the points. */
  | { readonly kind: 'ramp'; readonly points: readonly CurvePoint[] }
  /** From `min` to `max` and back in every period, with a maximum at `peakMicros`. */
  | {
      readonly kind: 'sine';
      readonly periodMicros: number;
      readonly peakMicros: number;
      readonly min: number;
      readonly max: number;
    };

/** The factor at a moment. */
export function factorAt(curve: Curve, t: Micros): number {
  switch (curve.kind) {
    case 'constant':
      return curve.factor;
    case 'steps':
      return curve.points[Math.max(0, pointBefore(curve.points, t))]?.factor ?? 0;
    case 'ramp':
      return rampAt(curve.points, t);
    case 'sine': {
      const { periodMicros, peakMicros, min, max } = curve;
      // The remainder is exact, so that the last period of a long run looks like the first.
      const turns = ((t - peakMicros) % periodMicros) / periodMicros;
      return (max + min) / 2 + ((max - min) / 2) * sinOfTurns(turns + 0.25);
    }
  }
}

function rampAt(points: readonly CurvePoint[], t: Micros): number {
  const index = pointBefore(points, t);
  const from = points[Math.max(0, index)];
  const to = points[index + 1];
  if (from === undefined) return 0;
  if (index < 0 || to === undefined) return from.factor;
  const share = (t - from.atMicros) / (to.atMicros - from.atMicros);
  return from.factor + (to.factor - from.factor) * share;
}

/** Index of the last point at or before `t`; -1 if there is none. */
function pointBefore(points: readonly CurvePoint[], t: Micros): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points[middle]?.atMicros ?? 0) <= t) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
