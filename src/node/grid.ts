// Something that happens again and again at equal distances (relists, sync ticks, housekeeping), as a function of
// time: only those moments that change anything become timers.

import type { Micros } from '../base/time.ts';

export interface Grid {
  /** The first moment after t. */
  after(t: Micros): Micros;
  /** The last moment at or before t; before the first one: that one's predecessor. */
  atOrBefore(t: Micros): Micros;
}

/** Moments phase + k * period, for all integers k; both in microseconds. */
export function createGrid(phaseMicros: number, periodMicros: number): Grid {
  const atOrBefore = (t: Micros): Micros =>
    (phaseMicros + Math.floor((t - phaseMicros) / periodMicros) * periodMicros) as Micros;
  return { atOrBefore, after: (t) => (atOrBefore(t) + periodMicros) as Micros };
}
