// How a moment becomes a place on the canvas. Time runs evenly, or idle stretches are cut to a fixed width, or every
// event takes the same room. A scale is monotone and can be read backwards, whichever axis it belongs to.

import { countBelow, memoized } from './memo.ts';
import type { TimeRange } from './viewport.ts';

export type Axis =
  | { readonly kind: 'linear' }
  /** `gaps` may be cut where they take much of the view; ascending, apart. */
  | { readonly kind: 'cut'; readonly gaps: readonly TimeRange[] }
  /** Moments have equal room; ascending, each once, the run's start and end among them. */
  | { readonly kind: 'index'; readonly moments: readonly number[] };

export interface Viewport {
  readonly range: TimeRange;
  /** Width of the canvas in CSS pixels. */
  readonly width: number;
  /** Linear where absent. */
  readonly axis?: Axis;
}

export interface TimeScale {
  (at: number): number;
  readonly invert: (x: number) => number;
}

/** A stretch of the axis, drawn evenly; a cut one says how long it was instead. */
export interface AxisPiece extends TimeRange {
  readonly left: number;
  readonly right: number;
  readonly isCut: boolean;
}

const CUT_PIXELS = 80;
const LEAST_SHARE = 0.08;
const LEAST_MICROS = 20_000_000;

/** The scale of a view; remembered for as long as the view is in use. */
export const timeScale: (view: Viewport) => TimeScale = memoized(makeScale);

function makeScale(view: Viewport): TimeScale {
  const { axis, range, width } = view;
  if (axis?.kind === 'cut') {
    const pieces = axisPieces(view);
    if (pieces.length > 1) return polyline([...pieces.map(({ from }) => from), range.to], lefts(pieces, width));
  }
  if (axis?.kind === 'index') {
    const unit = { from: indexOf(axis.moments, range.from), to: indexOf(axis.moments, range.to) };
    const even = linear(unit, width);
    const scale = (at: number): number => even(indexOf(axis.moments, at));
    return Object.assign(scale, { invert: (x: number) => momentOf(axis.moments, even.invert(x)) });
  }
  return linear(range, width);
}

function lefts(pieces: readonly AxisPiece[], width: number): readonly number[] {
  return [...pieces.map(({ left }) => left), width];
}

function linear({ from, to }: TimeRange, width: number): TimeScale {
  const perUnit = width / (to - from);
  return Object.assign((at: number) => (at - from) * perUnit, { invert: (x: number) => from + x / perUnit });
}

/** Straight between the points, and onwards at both ends with the slope there. */
function polyline(ts: readonly number[], xs: readonly number[]): TimeScale {
  return Object.assign((at: number) => between(ts, xs, at), { invert: (x: number) => between(xs, ts, x) });
}

function between(keys: readonly number[], values: readonly number[], key: number): number {
  const index = Math.min(Math.max(countBelow(keys, key), 1), keys.length - 1);
  const [k0, k1] = [keys[index - 1] ?? 0, keys[index] ?? 1];
  const [v0, v1] = [values[index - 1] ?? 0, values[index] ?? 1];
  return v0 + ((key - k0) / (k1 - k0)) * (v1 - v0);
}

/** Place of a moment among the moments, with the share of the way to the next. */
export function indexOf(moments: readonly number[], at: number): number {
  const index = Math.min(Math.max(countBelow(moments, at), 1), moments.length - 1);
  const [before, after] = [moments[index - 1] ?? 0, moments[index] ?? 1];
  return index - 1 + (at - before) / (after - before);
}

/** The moment at a place among the moments. */
export function momentOf(moments: readonly number[], place: number): number {
  const index = Math.min(Math.max(Math.floor(place), 0), moments.length - 2);
  const [before, after] = [moments[index] ?? 0, moments[index + 1] ?? 1];
  return before + (place - index) * (after - before);
}

/** The pieces of a view from left to right. One piece where nothing is cut. */
export const axisPieces: (view: Viewport) => readonly AxisPiece[] = memoized(makePieces);

function makePieces({ axis, range, width }: Viewport): readonly AxisPiece[] {
  const cuts = axis?.kind === 'cut' ? cutsIn(axis.gaps, range, width) : [];
  const cutMicros = cuts.reduce((sum, cut) => sum + cut.to - cut.from, 0);
  const perMicro = (width - cuts.length * CUT_PIXELS) / (range.to - range.from - cutMicros);
  const pieces: AxisPiece[] = [];
  let [at, left] = [range.from, 0];
  const add = (to: number, pixels: number, isCut: boolean): void => {
    if (to <= at) return;
    pieces.push({ from: at, to, left, right: left + pixels, isCut });
    at = to;
    left += pixels;
  };
  for (const cut of cuts) {
    add(cut.from, (cut.from - at) * perMicro, false);
    add(cut.to, CUT_PIXELS, true);
  }
  add(range.to, (range.to - at) * perMicro, false);
  return pieces;
}

/** Whether a moment is left out of the view. */
export function isCutOut(view: Viewport, at: number): boolean {
  return view.axis?.kind === 'cut' && axisPieces(view).some(({ isCut, from, to }) => isCut && at > from && at < to);
}

/** The gaps that are worth a cut in this view: the longest ones, and never so many that half of it is cuts. */
function cutsIn(gaps: readonly TimeRange[], range: TimeRange, width: number): readonly TimeRange[] {
  const least = Math.max((range.to - range.from) * LEAST_SHARE, LEAST_MICROS);
  const inView = gaps
    .map((gap) => ({ from: Math.max(gap.from, range.from), to: Math.min(gap.to, range.to) }))
    .filter((gap) => gap.to - gap.from > least && gap.to - gap.from < (range.to - range.from) * 0.98);
  const most = Math.floor(width / 2 / CUT_PIXELS);
  const longest = inView.toSorted((a, b) => b.to - b.from - (a.to - a.from)).slice(0, most);
  return longest.toSorted((a, b) => a.from - b.from);
}

/** The stretches between moments in which nothing happens, with some air at both ends of each. */
export function gapsBetween(moments: readonly number[], until: number, airShare: number): readonly TimeRange[] {
  const ends = [0, ...moments.filter((at) => at > 0 && at < until), until];
  return ends.slice(1).flatMap((to, index) => {
    const from = ends[index] ?? 0;
    const air = (to - from) * airShare;
    const gap = { from: from === 0 ? from : from + air, to: to === until ? to : to - air };
    return gap.to - gap.from > LEAST_MICROS ? [gap] : [];
  });
}
