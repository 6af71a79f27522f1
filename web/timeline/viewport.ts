// The window of time that is in view. Zoom and pan are pure: the view never leaves the run, and the moment under the
// pointer stays under it. Where every event has equal room they count events instead of microseconds.

import { type Axis, indexOf, momentOf } from './axis.ts';

/** Microseconds since the run's start; fractions are allowed while the hand moves. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** The deepest zoom: this many microseconds across the canvas. */
export const MIN_SPAN_MICROS = 20_000;
/** The same where moments are counted. */
const LEAST_PLACES = 4;

/** The range zoomed by a factor (> 1 shows more time), the moment `anchor` staying where it is. */
export function zoomed(range: TimeRange, factor: number, anchor: number, until: number, axis?: Axis): TimeRange {
  if (axis?.kind === 'index') {
    const place = indexOf(axis.moments, anchor);
    return overPlaces(range, axis.moments, ({ from, to }) => {
      const span = Math.min(Math.max((to - from) * factor, LEAST_PLACES), axis.moments.length - 1);
      const start = place - ((place - from) / (to - from)) * span;
      return { from: start, to: start + span };
    });
  }
  const span = clamp((range.to - range.from) * factor, Math.min(MIN_SPAN_MICROS, until), until);
  const share = (anchor - range.from) / (range.to - range.from);
  return within({ from: anchor - share * span, to: anchor - share * span + span }, until);
}

/** The range moved by a share of its own length. */
export function panned(range: TimeRange, share: number, until: number, axis?: Axis): TimeRange {
  if (axis?.kind === 'index') {
    return overPlaces(range, axis.moments, ({ from, to }) => {
      const shift = (to - from) * share;
      return { from: from + shift, to: to + shift };
    });
  }
  const shift = (range.to - range.from) * share;
  return within({ from: range.from + shift, to: range.to + shift }, until);
}

/** Changes a range that counts moments, inside of the list. */
function overPlaces(range: TimeRange, moments: readonly number[], change: (places: TimeRange) => TimeRange): TimeRange {
  const places = change({ from: indexOf(moments, range.from), to: indexOf(moments, range.to) });
  const { from, to } = within(places, moments.length - 1);
  return { from: momentOf(moments, from), to: momentOf(moments, to) };
}

/** The range with some air around it, for `fit`. */
export function padded(range: TimeRange, until: number): TimeRange {
  const air = Math.max((range.to - range.from) * 0.08, MIN_SPAN_MICROS / 2);
  return within({ from: range.from - air, to: range.to + air }, until);
}

/** The nearest range of the same length that lies inside the run. */
export function within(range: TimeRange, until: number): TimeRange {
  const span = Math.min(range.to - range.from, until);
  const from = clamp(range.from, 0, until - span);
  return { from, to: from + span };
}

/** A range that shows a moment: the same one where it does, else turned by pages of 80 %. */
export function pagedTo(range: TimeRange, at: number, until: number): TimeRange {
  if (at >= range.from && at <= range.to) return range;
  const span = range.to - range.from;
  return within({ from: at - span * 0.1, to: at + span * 0.9 }, until);
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
