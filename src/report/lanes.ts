// Lanes of pod bars: which bar lies in which line of its node. A bar takes its lane when it begins and never changes
// it, and looks only at what began before: so lanes are the same at every zoom, and while a run still grows.

import { byCodeUnit, byNumber, type Comparator, chain } from '../base/compare.ts';
import type { Micros } from '../base/time.ts';

/** What decides on a bar's lane. */
export interface LaneClaim {
  readonly key: string;
  readonly owner: string;
  readonly from: Micros;
  readonly to: Micros;
}

interface Lane {
  owner: string;
  end: Micros;
}

const byStart: Comparator<LaneClaim> = chain<LaneClaim>(
  (a, b) => byNumber(a.from, b.from),
  (a, b) => byCodeUnit(a.key, b.key),
);

/**
 * Gives each bar the lowest lane whose last bar had the same owner and has ended, else the lowest free lane, else a new
 * one. Returns the bars in order of their beginning, then name.
 */
export function withLanes<T extends LaneClaim>(
  bars: readonly T[],
): { readonly bars: readonly (T & { readonly lane: number })[]; readonly laneCount: number } {
  const lanes: Lane[] = [];
  const placed = [...bars].sort(byStart).map((bar) => {
    const lane = laneFor(lanes, bar);
    lanes[lane] = { owner: bar.owner, end: bar.to };
    return { ...bar, lane };
  });
  return { bars: placed, laneCount: lanes.length };
}

function laneFor(lanes: readonly Lane[], bar: LaneClaim): number {
  let lowestFree = lanes.length;
  for (const [index, lane] of lanes.entries()) {
    if (lane.end > bar.from) continue;
    if (lane.owner === bar.owner) return index;
    lowestFree = Math.min(lowestFree, index);
  }
  return lowestFree;
}
