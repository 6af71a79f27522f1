// "Pods by state": all pods of the run as a stack over time, the worst at the foot and the running above. A class that
// is there at any moment of a pixel gets at least two pixels of height, whatever the scale.

import type { StateClass, Timeline } from '../../src/report/timeline-model.ts';
import { timeScale, type Viewport } from './axis.ts';
import { color, type DrawItem, type Point } from './draw-list.ts';
import { memoized } from './memo.ts';
import {
  countAt,
  countStates,
  presentBetween,
  STATE_COUNT,
  type StateCounts,
  stepIndexAt,
  totalAt,
} from './state-counts.ts';
import { edgeOf, fillOf, inkOf, patternOf, STATES_BY_SEVERITY } from './states.ts';
import type { Setting } from './words.ts';

const COLUMN_PIXELS = 2;
const LEAST_PIXELS = 2;
const LABEL_PIXELS = 15;
const TOP_AIR = 12;

/** The counts of all pods, those without a node among them. */
export const countsOfRun: (timeline: Timeline) => StateCounts = memoized((timeline: Timeline) =>
  countStates([timeline.noNode, ...timeline.nodes].flatMap((track) => track.bars)),
);

const mostPods: (counts: StateCounts) => number = memoized((counts: StateCounts) => {
  let most = 1;
  for (let step = 0; step < counts.times.length; step += 1) most = Math.max(most, totalAt(counts, step));
  return most;
});

/** The classes that occur in a run, the worst first: the legend. */
export const statesOfRun: (counts: StateCounts) => readonly StateClass[] = memoized((counts: StateCounts) => {
  const bits = presentBetween(counts, 0, counts.times.length - 1);
  return STATES_BY_SEVERITY.filter((_, state) => (bits & (1 << state)) !== 0);
});

/** How many pods are in each class at a moment, by the order of STATES_BY_SEVERITY. */
export function stateCountsAt(counts: StateCounts, at: number): readonly number[] {
  const step = stepIndexAt(counts, at);
  return STATES_BY_SEVERITY.map((_, state) => countAt(counts, step, state));
}

/** One column: its left end and the height of each class in pixels, the worst first. */
interface Column {
  readonly x: number;
  readonly heights: readonly number[];
  readonly counts: readonly number[];
}

/** `end` is where the counts end: beyond it nothing is drawn. */
export function stateStackItems(
  counts: StateCounts,
  end: number,
  frame: { readonly y: number; readonly height: number },
  view: Viewport,
  setting: Setting,
): readonly DrawItem[] {
  const bottom = frame.y + frame.height - 2;
  const columns = columnsOf(counts, end, frame.height - TOP_AIR, view);
  const items: DrawItem[] = [];
  let base: readonly Point[] = columns.map(({ x }) => ({ x, y: bottom }));
  for (let state = 0; state < STATE_COUNT; state += 1) {
    const name = STATES_BY_SEVERITY[state] ?? 'running';
    const top = columns.map(({ x, heights }, index) => ({ x, y: (base[index]?.y ?? bottom) - (heights[state] ?? 0) }));
    items.push(...bandItems(name, top, base));
    base = top;
  }
  items.push({ type: 'path', points: base, curve: 'step', stroke: edgeOf('running'), width: 1 });
  return [...items, ...labelItems(columns, bottom, setting)];
}

/** A class's band, in the stretches where it has any height. */
function bandItems(name: StateClass, top: readonly Point[], base: readonly Point[]): readonly DrawItem[] {
  const pattern = patternOf(name);
  const items: DrawItem[] = [];
  let start = -1;
  for (let index = 0; index <= top.length; index += 1) {
    const isThere = index < top.length && (base[index]?.y ?? 0) - (top[index]?.y ?? 0) > 0.01;
    if (isThere && start < 0) start = index;
    if (isThere || start < 0) continue;
    items.push({
      type: 'path',
      points: top.slice(start, index + 1),
      baseline: base.slice(start, index + 1),
      curve: 'step',
      fill: fillOf(name),
      ...(pattern !== undefined && { pattern }),
    });
    start = -1;
  }
  return items;
}

function columnsOf(counts: StateCounts, end: number, height: number, view: Viewport): readonly Column[] {
  const scale = timeScale(view);
  const width = Math.min(view.width, scale(end));
  const perPod = height / mostPods(counts);
  const columns: Column[] = [];
  let step = stepIndexAt(counts, view.range.from);
  for (let x = 0; x < width + COLUMN_PIXELS; x += COLUMN_PIXELS) {
    const last = stepIndexAt(counts, Math.min(scale.invert(x + COLUMN_PIXELS), view.range.to - 1, end - 1));
    const present = presentBetween(counts, step, last);
    const values = STATES_BY_SEVERITY.map((_, state) => countAt(counts, last, state));
    columns.push({ x, heights: heightsOf(values, present, perPod), counts: values });
    step = last;
  }
  return columns;
}

/** At least two pixels for each class that is present; the tallest gives what that takes. */
function heightsOf(values: readonly number[], present: number, perPod: number): readonly number[] {
  const heights = values.map((value, state) =>
    (present & (1 << state)) === 0 ? 0 : Math.max(value * perPod, LEAST_PIXELS),
  );
  const total = values.reduce((sum, value) => sum + value, 0) * perPod;
  const excess = heights.reduce((sum, tall) => sum + tall, 0) - total;
  const tallest = heights.indexOf(Math.max(...heights));
  return heights.map((tall, state) => (state === tallest ? Math.max(tall - excess, LEAST_PIXELS) : tall));
}

/** The word of each class with the most that it has in view, where its band is thickest and has room for it. */
function labelItems(columns: readonly Column[], bottom: number, setting: Setting): readonly DrawItem[] {
  return STATES_BY_SEVERITY.flatMap((name, state): DrawItem[] => {
    const stretch = thickest(columns, state);
    const column = columns[Math.floor((stretch.from + stretch.to) / 2)];
    if (column === undefined) return [];
    const below = column.heights.slice(0, state).reduce((sum, tall) => sum + tall, 0);
    const text = setting.words.stateCount(name, column.counts[state] ?? 0);
    if (setting.measure(text, 'smallBold') + 16 > (stretch.to - stretch.from) * COLUMN_PIXELS) return [];
    return [
      {
        type: 'text',
        x: column.x,
        y: bottom - below - (column.heights[state] ?? 0) / 2,
        text,
        font: 'smallBold',
        color: inkOf(name),
        align: 'center',
        plate: name === 'unknown' ? color('canvas') : fillOf(name),
      },
    ];
  });
}

/** The longest stretch of columns in which a class is at least as thick as a label; `to` excluded. */
function thickest(columns: readonly Column[], state: number): { readonly from: number; readonly to: number } {
  let best = { from: 0, to: 0 };
  let start = -1;
  for (let index = 0; index <= columns.length; index += 1) {
    const isThick = (columns[index]?.heights[state] ?? 0) >= LABEL_PIXELS;
    if (isThick && start < 0) start = index;
    if (isThick || start < 0) continue;
    if (index - start > best.to - best.from) best = { from: start, to: index };
    start = -1;
  }
  return best;
}
