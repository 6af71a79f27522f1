// A workload's track: its available pods (a Deployment's stacked per ReplicaSet), all its pods as a line, the band that
// its strategy allows, and a cross-hatch where fewer are available than it promises.

import type { WorkloadStep, WorkloadTrack } from '../../src/report/timeline-model.ts';
import { timeScale, type Viewport } from './axis.ts';
import { color, type DrawItem, type Point } from './draw-list.ts';
import { stacked } from './labels.ts';
import { peakPods } from './rows.ts';
import { availableOf, promisedSince, shortagesOf } from './shortages.ts';
import { edgeOf, fillOf, patternOf } from './states.ts';
import { type StepInView, stepAt, stepsInView } from './steps.ts';
import type { Setting } from './words.ts';

export interface Frame {
  readonly y: number;
  readonly height: number;
  readonly isSmall: boolean;
}

/** The height of a number of pods within a track. */
function podsY(track: WorkloadTrack, frame: Frame): (count: number) => number {
  const top = frame.y + (frame.isSmall ? 6 : 8);
  const bottom = frame.y + frame.height - 4;
  const peak = peakPods(track);
  return (count) => bottom - (count / peak) * (bottom - top);
}

export function workloadItems(
  track: WorkloadTrack,
  frame: Frame,
  view: Viewport,
  setting: Setting,
): readonly DrawItem[] {
  const steps = stepsInView(track.steps, view);
  if (steps.length === 0) return [];
  const x = timeScale(view);
  const y = podsY(track, frame);
  const line = (value: (step: WorkloadStep) => number): readonly Point[] =>
    steps.map(({ step, at }) => ({ x: x(at), y: y(value(step)) }));
  const min = line((step) => step.min);
  const max = line((step) => step.max);
  const dashed = { stroke: color('ink3', 0.8), width: 1, dash: [4, 3] as const };
  return [
    { type: 'path', points: max, baseline: min, curve: 'step', fill: color('ink3', 0.09) },
    ...stackItems(track, line),
    ...shortageItems(track, steps, x, y),
    ...briefShortageItems(track, view, y),
    { type: 'path', points: min, curve: 'step', ...dashed },
    { type: 'path', points: max, curve: 'step', ...dashed },
    { type: 'path', points: line((step) => step.pods), curve: 'step', stroke: color('ink'), width: 1.4 },
    ...(frame.isSmall ? [] : bandLabels(track, frame, view, setting)),
  ];
}

function stackItems(
  track: WorkloadTrack,
  line: (value: (step: WorkloadStep) => number) => readonly Point[],
): readonly DrawItem[] {
  const parts = track.steps[0]?.available ?? [];
  const upTo = (index: number): readonly Point[] =>
    line((step) => step.available.reduce((sum, count, i) => (i <= index ? sum + count : sum), 0));
  const items: DrawItem[] = parts.map((_, index) => ({
    type: 'path',
    points: upTo(index),
    baseline: upTo(index - 1),
    curve: 'step',
    fill: fillOf('running', index === track.newest ? undefined : 0.5),
    ...(index !== track.newest && { pattern: { name: 'fine' as const, color: color('running.edge', 0.7) } }),
  }));
  items.push({ type: 'path', points: upTo(parts.length - 1), curve: 'step', stroke: edgeOf('running'), width: 1 });
  return items;
}

/** Where fewer are available than the least allowed: the hole, cross-hatched. A first start is none at once. */
function shortageItems(
  track: WorkloadTrack,
  steps: readonly StepInView<WorkloadStep>[],
  x: (at: number) => number,
  y: (count: number) => number,
): readonly DrawItem[] {
  const pattern = patternOf('failing');
  const since = promisedSince(track);
  return steps.flatMap(({ step, at }, index): DrawItem[] => {
    const next = steps[index + 1];
    const have = availableOf(step);
    if (next === undefined || have >= step.min || next.at <= since) return [];
    const left = x(Math.max(at, since));
    const top = y(step.min);
    return [
      {
        type: 'rect',
        x: left,
        y: top,
        width: Math.max(x(next.at) - left, 2),
        height: Math.max(y(have) - top, 3),
        fill: fillOf('failing'),
        ...(pattern !== undefined && { pattern }),
      },
    ];
  });
}

/** Shortages too brief for a step of their own in this view: three pixels each. */
function briefShortageItems(track: WorkloadTrack, view: Viewport, y: (count: number) => number): readonly DrawItem[] {
  const x = timeScale(view);
  return shortagesOf(track).flatMap(({ from, to }): DrawItem[] => {
    const left = x(from);
    if (x(to) - left >= 1 || left < 0 || left > view.width) return [];
    const top = y(stepAt(track.steps, from)?.min ?? 0);
    return [{ type: 'rect', x: left - 1, y: top, width: 3, height: 4, fill: fillOf('failing') }];
  });
}

function bandLabels(track: WorkloadTrack, frame: Frame, view: Viewport, setting: Setting): readonly DrawItem[] {
  const last = stepAt(track.steps, view.range.to);
  if (last === undefined) return [];
  const y = podsY(track, frame);
  const [upper, lower] = bandTexts(last, setting);
  const label = (text: string, at: number): DrawItem => ({
    type: 'text',
    x: view.width - 12,
    y: at,
    text,
    font: 'small',
    color: color('ink2'),
    align: 'right',
    plate: color('canvas', 0.85),
  });
  const [top, bottom] = stacked([y(last.max) - 6, y(last.min) + 8], frame);
  return lower === undefined ? [label(upper, bottom)] : [label(upper, top), label(lower, bottom)];
}

/** Most and least allowed; of a kind without a band how many it wants. */
function bandTexts({ min, max }: WorkloadStep, { words }: Setting): readonly [upper: string, lower?: string] {
  return min === max ? [words.desired(max)] : [words.max(max), words.min(min)];
}

/** Where the labels of the band begin: values keep out of there. */
function bandLeft(track: WorkloadTrack, view: Viewport, setting: Setting): number {
  const last = stepAt(track.steps, view.range.to);
  if (last === undefined) return view.width;
  const width = Math.max(...bandTexts(last, setting).map((text = '') => setting.measure(text, 'small')));
  return view.width - width - 20;
}

/** Dots and values where the cursor crosses the track. */
export function workloadCursorItems(
  track: WorkloadTrack,
  frame: Frame,
  at: number,
  view: Viewport,
  setting: Setting,
): readonly DrawItem[] {
  const step = stepAt(track.steps, at);
  if (step === undefined) return [];
  const x = timeScale(view)(at);
  const y = podsY(track, frame);
  const have = availableOf(step);
  const dot: DrawItem = {
    type: 'disc',
    x,
    y: y(have),
    radius: 3.5,
    fill: color('canvas'),
    edge: edgeOf('running'),
    edgeWidth: 1.8,
  };
  if (frame.isSmall) return [dot];
  const texts = [setting.words.pods(step.pods), setting.words.available(have)] as const;
  const width = Math.max(...texts.map((text) => setting.measure(text, 'smallBold')));
  const end = bandLeft(track, view, setting);
  const side =
    x + width + 12 > end
      ? ({ x: Math.min(x - 6, end), align: 'right' } as const)
      : ({ x: x + 6, align: 'left' } as const);
  const common = { type: 'text', font: 'smallBold', plate: color('canvas', 0.88), ...side } as const;
  const [upper, lower] = stacked([y(step.pods) - 9, y(have) + 10], frame);
  return [
    dot,
    { ...common, y: upper, text: texts[0], color: color('ink') },
    { ...common, y: lower, text: texts[1], color: edgeOf('running') },
  ];
}
