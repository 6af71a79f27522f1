// KubeEvents as diamonds: a warning is filled and lies on top, a normal one is hollow. Those of one place become one, a
// little larger for their number, and filled if one of them is a warning. What a diamond stands for is looked up only
// when it is asked for.

import type { EventMark } from '../../src/report/timeline-model.ts';
import { isCutOut, timeScale, type Viewport } from './axis.ts';
import { color, type DrawItem } from './draw-list.ts';
import { countBelow, memoized } from './memo.ts';

export interface PlacedEvents {
  readonly x: number;
  readonly radius: number;
  /** Whether one of them is a warning. */
  readonly isWarning: boolean;
  /** What it stands for: a stretch of the list, in order of time. */
  readonly source: SortedEvents;
  readonly first: number;
  readonly count: number;
}

/** Ascending. */
interface SortedEvents {
  readonly events: readonly EventMark[];
  readonly times: Float64Array;
  /** Times of the warnings alone. */
  readonly warnings: Float64Array;
}

const WARNING_RADIUS = 5;
const NORMAL_RADIUS = 3.4;
const MAX_RADIUS = 7;
/** From so many in view on, those that would cover each other become one as well. */
const DENSE_COUNT = 120;
const DENSE_PIXELS = 12;
/** Those nearer to each other than this cannot be told apart and are one in any case. */
const NEAR_PIXELS = 4;

const sorted: (events: readonly EventMark[]) => SortedEvents = memoized((events: readonly EventMark[]) => {
  const ascending = events.toSorted((a, b) => a.at - b.at);
  const times = Float64Array.from(ascending, (event) => event.at);
  const warnings = Float64Array.from(
    ascending.filter((event) => event.isWarning),
    (event) => event.at,
  );
  return { events: ascending, times, warnings };
});

/** How many warnings there are up to a moment. */
export function warningsUntil(events: readonly EventMark[], at: number): number {
  return countBelow(sorted(events).warnings, at + 1);
}

/** The diamonds in view: first those without a warning, then those with one, each ascending. None is cut at an end. */
export function placeEvents(events: readonly EventMark[], view: Viewport): readonly PlacedEvents[] {
  const source = sorted(events);
  const x = timeScale(view);
  const { times, warnings } = source;
  const end = countBelow(times, view.range.to + 1);
  const placed: PlacedEvents[] = [];
  const start = countBelow(times, view.range.from);
  const step = end - start > DENSE_COUNT ? DENSE_PIXELS : NEAR_PIXELS;
  // Bins are fixed to time, so that they do not flicker while panning.
  const origin = (x(0) % step) - step / 2;
  let bin = Number.NEGATIVE_INFINITY;
  for (let first = start; first < end; ) {
    // An event on a bin's very edge may round to the bin before, which has been drawn: it goes to the next.
    bin = Math.max(Math.floor((x(times[first] ?? 0) - origin) / step), bin + 1);
    const isAtEnd = origin + (bin + 1) * step > view.width - MAX_RADIUS;
    const right = Math.max(origin + (bin + 1) * step, MAX_RADIUS);
    const next = isAtEnd ? end : Math.min(Math.max(countBelow(times, x.invert(right)), first + 1), end);
    const count = next - first;
    const [from, to] = [times[first] ?? 0, times[next - 1] ?? 0];
    const isWarning = countBelow(warnings, to + 1) > countBelow(warnings, from);
    const single = isWarning ? WARNING_RADIUS : NORMAL_RADIUS;
    const radius = count === 1 ? single : Math.max(single, Math.min(4 + Math.log10(count), MAX_RADIUS));
    const wanted = step === NEAR_PIXELS ? x(from) : origin + (bin + 0.5) * step;
    const pixel = Math.min(Math.max(Math.round(wanted), MAX_RADIUS), view.width - MAX_RADIUS);
    if (!isCutOut(view, from) || !isCutOut(view, to))
      placed.push({ x: pixel, radius, isWarning, source, first, count });
    first = next;
  }
  return [...placed.filter(({ isWarning }) => !isWarning), ...placed.filter(({ isWarning }) => isWarning)];
}

/** The first few events that a diamond stands for, warnings before others. */
export function eventsOf({ source, first, count }: PlacedEvents, most: number): readonly EventMark[] {
  const all = source.events.slice(first, first + count);
  return [...all.filter((event) => event.isWarning), ...all.filter((event) => !event.isWarning)].slice(0, most);
}

export function eventItems(placed: readonly PlacedEvents[], middle: number): readonly DrawItem[] {
  return placed.map(({ x, radius, isWarning }) =>
    isWarning
      ? { type: 'diamond', x, y: middle, radius, fill: color('failing.fill'), edge: color('canvas'), edgeWidth: 1 }
      : { type: 'diamond', x, y: middle, radius, fill: color('canvas'), edge: color('ink3'), edgeWidth: 1 },
  );
}
