// Where the page looks: range of time, cursor, scroll position, folded rows, sizes of the panels. Signals hold it; the
// functions beside them are the only ones that move it, so that every way in (key, wheel, button, link) does the same.

import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Axis } from '../timeline/axis.ts';
import { layoutRows } from '../timeline/layout.ts';
import { isDense, METRICS } from '../timeline/metrics.ts';
import type { RowLayout } from '../timeline/rows.ts';
import { clamp, padded, pagedTo, panned, type TimeRange, within, zoomed } from '../timeline/viewport.ts';
import { around, filter, folded, grouping, isTroubleOnly, opened, pinned, sort } from './arrangement.ts';
import { reached, run, timeline, until } from './run.ts';
import { selectedId, selection } from './selection.ts';

export const range: Signal<TimeRange> = signal<TimeRange>({ from: 0, to: 1 });
export const cursor: Signal<number> = signal(0);
/** A marked stretch of time; of certain rows where the hand marked rows too. */
export interface Area extends TimeRange {
  /** Ids of rows, from top to bottom. */
  readonly rows?: readonly string[];
}

export const area: Signal<Area | undefined> = signal<Area | undefined>(undefined);
/** What a hand is marking: drawn as an area, but nothing opens and moves under the hand before it lets go. */
export const sketch: Signal<Area | undefined> = signal<Area | undefined>(undefined);
export const scrollY: Signal<number> = signal(0);
export const stageSize: Signal<{ readonly width: number; readonly height: number }> = signal({
  width: 800,
  height: 600,
});
/** Linear where undefined; kept by state/axis. */
export const axis: Signal<Axis | undefined> = signal<Axis | undefined>(undefined);
/** Of the window, in pixels of the usual text size: where texts are twice as large, there is room for half as much. */
export const windowWidth: Signal<number> = signal(1440);
export const windowHeight: Signal<number> = signal(900);

/** Something is selected or marked, so that there are details to show. */
export const hasDetails: ReadonlySignal<boolean> = computed(
  () => selection.value !== undefined || area.value !== undefined,
);

/** A phone on its side, or a window at 400 %. */
export const isLow: ReadonlySignal<boolean> = computed(() => windowHeight.value < 480);

/** In a small window, as at 200 % of a usual one, the page is one column without tracks. */
export const isPhone: ReadonlySignal<boolean> = computed(() => windowWidth.value <= 720 || isLow.value);

/** Below this width the drawer is a tab of the dock. */
export const isNarrow: ReadonlySignal<boolean> = computed(() => windowWidth.value < 1280);

export const layout: ReadonlySignal<RowLayout> = computed(() => {
  const shown = timeline.value;
  if (shown === undefined) return { rows: [], height: 0 };
  return layoutRows(shown, {
    folded: folded.value,
    pinned: pinned.value,
    opened: opened.value,
    grouping: grouping.value,
    filter: filter.value.trim().toLowerCase(),
    around: around.value,
    isTroubleOnly: isTroubleOnly.value,
    isDense: isDense.value,
    selected: selectedId(),
    ...(sort.value !== undefined && { sort: sort.value }),
    ...(run.value?.isUnderWay && { isGrowing: true }),
  });
});

const maxScroll: ReadonlySignal<number> = computed(() =>
  Math.max(layout.value.height + 24 - Math.max(stageSize.value.height - METRICS.top, 0), 0),
);

export function scrollTo(y: number): void {
  scrollY.value = Math.round(clamp(y, 0, maxScroll.value));
}

/** Scrolls as little as possible to show a stretch of the tracks, or its beginning where there is no more room. */
export function reveal(y: number, height: number): void {
  const visible = stageSize.value.height - METRICS.top;
  if (y < scrollY.value + 8) scrollTo(y - 8);
  else if (y + height > scrollY.value + visible - 8) scrollTo(Math.min(y + height - visible + 8, y - 8));
}

export function toggleFold(id: string): void {
  const next = new Set(folded.value);
  if (!next.delete(id)) next.add(id);
  folded.value = next;
  scrollTo(scrollY.value);
}

/** Moves the cursor, to a whole microsecond of what has been run. */
export function moveCursor(at: number): void {
  cursor.value = Math.round(clamp(at, 0, reached.value));
}

/** Moves the cursor and turns the view's page if it would be out of view. */
export function goTo(at: number): void {
  batch(() => {
    moveCursor(at);
    range.value = pagedTo(range.value, cursor.value, until.value);
  });
}

export function setRange(next: TimeRange): void {
  range.value = within(next, until.value);
}

export function zoomBy(factor: number, anchor: number): void {
  range.value = zoomed(range.value, factor, anchor, until.value, axis.value);
}

export function panBy(share: number): void {
  range.value = panned(range.value, share, until.value, axis.value);
}

/** The whole run. */
export function allRange(): TimeRange {
  return { from: 0, to: until.value };
}

/** A range with air around it, never beyond the run. */
export function fitRange(wanted: TimeRange): TimeRange {
  return padded(wanted, until.value);
}

const REDUCED = '(prefers-reduced-motion: reduce)';
const MOTION_MILLIS = 200;
const motion = { number: 0 };

/** Moves the view in 200 ms, or at once where the reader wants no motion. A later call overtakes an earlier one. */
export function glideTo(target: TimeRange): void {
  motion.number += 1;
  const { number } = motion;
  const start = range.value;
  const startedAt = performance.now();
  if (matchMedia(REDUCED).matches) {
    setRange(target);
    return;
  }
  const frame = (now: number): void => {
    if (number !== motion.number || run.value === undefined) return;
    const share = clamp((now - startedAt) / MOTION_MILLIS, 0, 1);
    const eased = 1 - (1 - share) ** 3;
    range.value = {
      from: start.from + (target.from - start.from) * eased,
      to: start.to + (target.to - start.to) * eased,
    };
    if (share < 1) requestAnimationFrame(frame);
    else setRange(target);
  };
  requestAnimationFrame(frame);
}

/** A hand on the view stops a motion under way. */
export function stopGliding(): void {
  motion.number += 1;
}
