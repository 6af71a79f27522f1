// The window of time that is in view, and how a moment becomes a place on the canvas. Zoom and pan are pure: the view
// never leaves the run, and the moment under the pointer stays under it.

import { type ScaleLinear, scaleLinear } from 'd3';

/** Microseconds since the run's start; fractions are allowed while the hand moves. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export interface Viewport {
  readonly range: TimeRange;
  /** Width of the canvas in CSS pixels. */
  readonly width: number;
}

/** The deepest zoom: this many microseconds across the canvas. */
export const MIN_SPAN_MICROS = 20_000;

export function timeScale(view: Viewport): ScaleLinear<number, number> {
  return scaleLinear([view.range.from, view.range.to], [0, view.width]);
}

/** The range zoomed by a factor (> 1 shows more time), the moment `anchor` staying where it is. */
export function zoomed(range: TimeRange, factor: number, anchor: number, until: number): TimeRange {
  const span = clamp((range.to - range.from) * factor, Math.min(MIN_SPAN_MICROS, until), until);
  const share = (anchor - range.from) / (range.to - range.from);
  return within({ from: anchor - share * span, to: anchor - share * span + span }, until);
}

/** The range moved by a share of its own length. */
export function panned(range: TimeRange, share: number, until: number): TimeRange {
  const shift = (range.to - range.from) * share;
  return within({ from: range.from + shift, to: range.to + shift }, until);
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
