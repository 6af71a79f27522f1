// A node as one bar, where its pods have no room for lanes: its pods by state over time, the worst at the foot, and the
// number and word of the main state.

import type { NodeTrack, PodBar } from '../../src/report/timeline-model.ts';
import { timeScale, type Viewport } from './axis.ts';
import { color, type DrawItem } from './draw-list.ts';
import { memoized } from './memo.ts';
import {
  countAt,
  countStates,
  mainState,
  STATE_COUNT,
  type StateCounts,
  stepIndexAt,
  totalAt,
  worstOf,
} from './state-counts.ts';
import { edgeOf, fillOf, inkOf, patternOf, SEVERITY, STATES_BY_SEVERITY } from './states.ts';
import type { Setting } from './words.ts';

const LEAST_TROUBLE_PIXELS = 3;

/** Pods by state over time; of one and the same list of bars it is made once. */
const countsOf: (bars: readonly PodBar[]) => StateCounts = memoized(countStates);

/** A node's pods by state. */
export function countsOfNode(node: NodeTrack): StateCounts {
  return countsOf(node.bars);
}

interface Step {
  readonly index: number;
  readonly left: number;
  readonly right: number;
}

/** The worst is drawn last. */
interface Part {
  readonly item: DrawItem;
  readonly severity: number;
}

export function nodeBarItems(
  node: NodeTrack,
  frame: { readonly y: number; readonly height: number },
  view: Viewport,
  setting: Setting,
): readonly DrawItem[] {
  const [stack, labels] = stackedItems(node.bars, frame, view, setting);
  return [...stack, ...staleItems(node, frame, view), ...labels];
}

/** Any pods as one bar: those of an owner, say. */
export function podsBarItems(
  bars: readonly PodBar[],
  frame: { readonly y: number; readonly height: number },
  view: Viewport,
  setting: Setting,
): readonly DrawItem[] {
  return stackedItems(bars, frame, view, setting).flat();
}

function stackedItems(
  bars: readonly PodBar[],
  frame: { readonly y: number; readonly height: number },
  view: Viewport,
  setting: Setting,
): readonly [stack: readonly DrawItem[], labels: readonly DrawItem[]] {
  const counts = countsOf(bars);
  const steps = stepsInView(counts, view);
  const stack = steps
    .flatMap((step) => stackItems(counts, step, frame))
    .toSorted((a, b) => a.severity - b.severity)
    .map(({ item }) => item);
  return [stack, labelItems(counts, steps, frame, view, setting)];
}

/** Those that are less than a pixel wide are drawn as one, as the worst of them. */
function stepsInView({ times, present }: StateCounts, view: Viewport): readonly Step[] {
  const x = timeScale(view);
  const first = Math.max(stepIndexAt({ times } as StateCounts, view.range.from), 0);
  const steps: Step[] = [];
  for (let index = first; index < times.length; index += 1) {
    const from = times[index] ?? 0;
    if (from > view.range.to) break;
    const to = times[index + 1] ?? view.range.to;
    const step = { index, left: Math.max(x(from), 0), right: Math.min(x(to), view.width) };
    const before = steps.at(-1);
    if (before === undefined || before.right - before.left >= 1 || step.right - step.left >= 1) steps.push(step);
    else {
      const isWorse = worstOf(present[index] ?? 0) <= worstOf(present[before.index] ?? 0);
      steps[steps.length - 1] = { index: isWorse ? index : before.index, left: before.left, right: step.right };
    }
  }
  return steps;
}

/** The classes of one step above each other; trouble is at least three pixels high and wide. */
function stackItems(
  counts: StateCounts,
  { index, left, right }: Step,
  frame: { readonly y: number; readonly height: number },
): readonly Part[] {
  const total = totalAt(counts, index);
  if (total === 0) return [];
  const parts: Part[] = [];
  let bottom = frame.y + frame.height;
  for (let state = 0; state < STATE_COUNT; state += 1) {
    const count = countAt(counts, index, state);
    const name = STATES_BY_SEVERITY[state] ?? 'running';
    const isTrouble = SEVERITY[name] >= 2;
    const width = isTrouble ? Math.max(right - left, LEAST_TROUBLE_PIXELS) : right - left;
    if (count === 0 || width < 0.4) continue;
    const share = (count / total) * frame.height;
    const height = Math.max(Math.min(isTrouble ? Math.max(share, LEAST_TROUBLE_PIXELS) : share, bottom - frame.y), 0);
    const pattern = width >= 6 && height >= 3 ? patternOf(name) : undefined;
    const look = { fill: fillOf(name), ...(pattern !== undefined && { pattern }) };
    const edge = width >= 2 ? { edge: edgeOf(name), edgeWidth: 1 } : {};
    const item: DrawItem = { type: 'rect', x: left, y: bottom - height, width, height, ...look, ...edge };
    parts.push({ item, severity: SEVERITY[name] });
    bottom -= height;
  }
  return parts;
}

function staleItems(
  node: NodeTrack,
  frame: { readonly y: number; readonly height: number },
  view: Viewport,
): readonly DrawItem[] {
  const x = timeScale(view);
  return node.segments.flatMap((segment): DrawItem[] => {
    const [left, right] = [Math.max(x(segment.from), 0), Math.min(x(segment.to), view.width)];
    if (!segment.isStale || segment.state === 'notready' || right <= left) return [];
    const rect = { x: left, y: frame.y, width: right - left, height: frame.height };
    return [{ type: 'rect', ...rect, pattern: { name: 'stale', color: color('ink', 0.5) } }];
  });
}

/** `24 Terminating` at the start of each stretch with one main state. */
function labelItems(
  counts: StateCounts,
  steps: readonly Step[],
  frame: { readonly y: number; readonly height: number },
  view: Viewport,
  setting: Setting,
): readonly DrawItem[] {
  if (frame.height < 11) return [];
  const items: DrawItem[] = [];
  for (let start = 0; start < steps.length; ) {
    const first = steps[start];
    const main = first === undefined ? STATE_COUNT : mainState(counts, first.index);
    const amount = first === undefined ? 0 : countAt(counts, first.index, main);
    let end = start + 1;
    for (let next = steps[end]; next !== undefined && mainState(counts, next.index) === main; next = steps[end]) {
      if (countAt(counts, next.index, main) !== amount) break;
      end += 1;
    }
    const left = first?.left ?? 0;
    const right = steps[end - 1]?.right ?? left;
    start = end;
    const name = STATES_BY_SEVERITY[main];
    if (name === undefined) continue;
    const text = setting.words.stateCount(name, amount);
    const room = Math.min(right, view.width) - left - 8;
    if (setting.measure(text, 'small') > room) continue;
    const plate = patternOf(name) === undefined ? {} : { plate: fillOf(name) };
    const y = frame.y + frame.height / 2;
    items.push({ type: 'text', x: left + 5, y, text, font: 'small', color: inkOf(name), ...plate });
  }
  return items;
}
