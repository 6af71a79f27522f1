// An autoscaler's track: its metric in percent as a line with a dot at each sync, the goal dashed, and the replicas
// that it wants as steps on a scale of their own, with a band while its stabilization window holds them. Where the
// metric could not be had, the line has a gap with a question mark.

import type { HpaSample, HpaStep, HpaTrack } from '../../src/report/timeline-model.ts';
import { timeScale, type Viewport } from './axis.ts';
import { color, type DrawItem, type Point } from './draw-list.ts';
import { LABEL_PIXELS, stacked } from './labels.ts';
import { countBelow, memoized } from './memo.ts';
import { edgeOf } from './states.ts';
import { type StepInView, stepAt, stepsInView } from './steps.ts';
import type { Setting } from './words.ts';

interface Frame {
  readonly y: number;
  readonly height: number;
}

const DOT_PIXELS = 9;
const HELD_PIXELS = 6;
/** The sign of a gap stands below the goal's line, whose label stands above it. */
const GAP_SIGN_DROP = 6;
/** Where the goal's label begins. */
const GOAL_LEFT = 5;

const sampleTimes: (track: HpaTrack) => readonly number[] = memoized((track: HpaTrack) =>
  track.samples.map(({ at }) => at),
);

const mostPercent: (track: HpaTrack) => number = memoized((track: HpaTrack) =>
  track.samples.reduce((most, { percent = 0 }) => Math.max(most, percent), track.goal * 1.6),
);

function percentY(track: HpaTrack, { y, height }: Frame): (percent: number) => number {
  return (percent) => y + height - 6 - (percent / mostPercent(track)) * (height - 12);
}

function replicasY(track: HpaTrack, { y, height }: Frame): (count: number) => number {
  const min = Math.min(...track.steps.map((step) => step.min));
  const max = Math.max(...track.steps.map((step) => Math.max(step.max, step.current)), min + 1);
  return (count) => y + height - 6 - ((Math.max(count, min) - min) / (max - min)) * (height - 12);
}

export function hpaItems(track: HpaTrack, frame: Frame, view: Viewport, setting: Setting): readonly DrawItem[] {
  const x = timeScale(view);
  const percent = percentY(track, frame);
  const replicas = replicasY(track, frame);
  const goal = percent(track.goal);
  const steps = stepsInView(track.steps, view);
  const line = (value: (step: HpaTrack['steps'][number]) => number): readonly Point[] =>
    steps.map(({ step, at }) => ({ x: x(at), y: replicas(value(step)) }));
  const goalLine = [
    { x: 0, y: goal },
    { x: view.width, y: goal },
  ];
  return [
    ...heldItems(steps, x, replicas),
    { type: 'path', points: goalLine, curve: 'straight', stroke: color('ink3', 0.8), width: 1, dash: [4, 3] },
    { type: 'path', points: line((step) => step.current), curve: 'step', stroke: color('ink3', 0.7), width: 1 },
    { type: 'path', points: line((step) => step.desired), curve: 'step', stroke: color('ink'), width: 1.6 },
    {
      type: 'text',
      x: GOAL_LEFT,
      y: goalLabelY(track, frame),
      text: setting.words.goal(track.goal),
      font: 'small',
      color: color('ink2'),
      plate: color('canvas', 0.85),
    },
    ...metricItems(track, view, percent),
  ];
}

/** Under the wanted replicas a band while fewer would do, but the stabilization window has not ended. */
function heldItems(
  steps: readonly StepInView<HpaStep>[],
  x: (at: number) => number,
  y: (count: number) => number,
): readonly DrawItem[] {
  return steps.slice(0, -1).flatMap(({ step, at }, index): DrawItem[] => {
    const width = x(steps[index + 1]?.at ?? at) - x(at);
    if (!step.isHeld) return [];
    return [{ type: 'rect', x: x(at), y: y(step.desired), width, height: HELD_PIXELS, fill: color('ink3', 0.24) }];
  });
}

function goalLabelY(track: HpaTrack, frame: Frame): number {
  return Math.max(percentY(track, frame)(track.goal) - 8, frame.y + LABEL_PIXELS / 2);
}

/** The samples in view in stretches without a gap, at most one a pixel. */
function metricItems(track: HpaTrack, view: Viewport, y: (percent: number) => number): readonly DrawItem[] {
  const x = timeScale(view);
  const times = sampleTimes(track);
  const first = Math.max(countBelow(times, view.range.from) - 1, 0);
  const last = Math.min(countBelow(times, view.range.to) + 1, times.length);
  const visible = track.samples.slice(first, last);
  const isDotted = visible.length * DOT_PIXELS < view.width;
  const ink = edgeOf('notready');
  const items: DrawItem[] = [];
  for (const run of runsOf(visible)) {
    const points = run.map(({ at, percent = 0 }) => ({ x: x(at), y: y(percent) }));
    const isGap = run[0]?.percent === undefined;
    if (isGap) {
      const middle = points[Math.floor(points.length / 2)];
      if (middle === undefined) continue;
      items.push({
        type: 'text',
        x: Math.max(middle.x, GOAL_LEFT),
        y: y(track.goal) + GAP_SIGN_DROP,
        text: '?',
        font: 'smallBold',
        color: ink,
        align: 'center',
      });
      continue;
    }
    items.push({ type: 'path', points: thinned(points), curve: 'straight', stroke: ink, width: 1.4 });
    if (!isDotted) continue;
    for (const point of points) {
      items.push({ type: 'disc', ...point, radius: 1.8, fill: color('canvas'), edge: ink, edgeWidth: 1 });
    }
  }
  return items;
}

/** Neighbours that could be had, or could not. */
function runsOf(samples: readonly HpaSample[]): readonly (readonly HpaSample[])[] {
  const runs: HpaSample[][] = [];
  for (const sample of samples) {
    const last = runs.at(-1);
    if (last !== undefined && (last[0]?.percent === undefined) === (sample.percent === undefined)) last.push(sample);
    else runs.push([sample]);
  }
  return runs;
}

function thinned(points: readonly Point[]): readonly Point[] {
  return points.filter((point, index) => {
    const before = points[index - 1];
    return before === undefined || index === points.length - 1 || Math.floor(before.x) !== Math.floor(point.x);
  });
}

/** The sample in force at a moment. */
export function sampleAt(track: HpaTrack, at: number): HpaSample | undefined {
  return stepAt(track.samples, at);
}

/** Dots and values where the cursor crosses the track. */
export function hpaCursorItems(
  track: HpaTrack,
  frame: Frame,
  at: number,
  view: Viewport,
  setting: Setting,
): readonly DrawItem[] {
  const x = timeScale(view)(at);
  const step = stepAt(track.steps, at);
  if (step === undefined) return [];
  const percent = sampleAt(track, at)?.percent;
  const desiredY = replicasY(track, frame)(step.desired);
  const metricY = percent === undefined ? undefined : percentY(track, frame)(percent);
  const isAbove = metricY === undefined || desiredY <= metricY;
  const desired = { y: desiredY, text: setting.words.desired(step.desired), ink: color('ink') };
  const metric = { y: metricY ?? desiredY, text: `${track.metric} ${percent}%`, ink: edgeOf('notready') };
  const [above, below] = isAbove ? [desired, metric] : [metric, desired];
  const [upper, lower] = stacked([above.y - 8, below.y + 8], frame);
  const values = [
    { ...above, labelY: upper },
    { ...below, labelY: lower },
  ].filter((value) => metricY !== undefined || value.text === desired.text);
  const goalRight = GOAL_LEFT + setting.measure(setting.words.goal(track.goal), 'small') + 4;
  return values.flatMap(({ y, text, ink, labelY }): readonly DrawItem[] => {
    const opensLeft = x + 90 > view.width;
    const isFree = x + 6 > goalRight || Math.abs(labelY - goalLabelY(track, frame)) >= LABEL_PIXELS;
    const left = isFree ? x + 6 : goalRight;
    const side = opensLeft ? ({ x: x - 6, align: 'right' } as const) : ({ x: left, align: 'left' } as const);
    return [
      { type: 'disc', x, y, radius: 3.5, fill: color('canvas'), edge: ink, edgeWidth: 1.8 },
      { type: 'text', ...side, y: labelY, text, font: 'smallBold', color: ink, plate: color('canvas', 0.88) },
    ];
  });
}
