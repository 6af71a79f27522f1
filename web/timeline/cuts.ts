// The cuts of the axis on the canvas: a coarse hatch between zigzag edges, the time that was left out on the axis, and
// at the top how much happened inside. Bars run over the hatch, and their words begin behind it where they can.

import type { Timeline } from '../../src/report/timeline-model.ts';
import { type AxisPiece, axisPieces, type Viewport } from './axis.ts';
import { color, type DrawItem, type Point } from './draw-list.ts';
import { countBelow, memoized } from './memo.ts';
import { METRICS } from './metrics.ts';
import { SEVERITY } from './states.ts';
import type { TimeRange } from './viewport.ts';
import type { Setting } from './words.ts';

const TOOTH = 4;
const topOfCuts = (): number => METRICS.minimap + METRICS.axis;
/** Words keep this far from the edge of a cut. */
const EDGE = 4;

/** The moments at which something goes wrong, is put right, or is done: what idle time lies between. */
export const busyMoments: (timeline: Timeline) => readonly number[] = memoized((timeline: Timeline) => {
  const moments = new Set<number>(timeline.flags.map((flag) => flag.at));
  for (const event of timeline.events) if (event.isWarning) moments.add(event.at);
  for (const { down } of timeline.components) for (const gap of down) moments.add(gap.from).add(gap.to);
  for (const { bars } of [timeline.noNode, ...timeline.nodes]) {
    for (const { segments } of bars) {
      for (const segment of segments) {
        if (SEVERITY[segment.state] > 0) moments.add(segment.from).add(segment.to);
      }
    }
  }
  for (const { segments } of timeline.nodes) {
    for (const { from, to, state } of segments) if (state === 'notready') moments.add(from).add(to);
  }
  return [...moments].toSorted((a, b) => a - b);
});

/** Whatever happens in a run: the places of the axis that counts events. */
export const allMoments: (timeline: Timeline) => readonly number[] = memoized((timeline: Timeline) => {
  const moments = new Set<number>([0, timeline.until]);
  for (const flag of timeline.flags) moments.add(flag.at);
  for (const event of timeline.events) moments.add(event.at);
  for (const { bars } of [timeline.noNode, ...timeline.nodes]) {
    for (const { segments } of bars) for (const segment of segments) moments.add(segment.from);
  }
  for (const { segments } of timeline.nodes) for (const segment of segments) moments.add(segment.from);
  return [...moments].filter((at) => at <= timeline.until).toSorted((a, b) => a - b);
});

function cutsOf(view: Viewport): readonly AxisPiece[] {
  return axisPieces(view).filter((piece) => piece.isCut);
}

/** The hatch under the tracks, whose words stay clear of it. */
export function cutGroundItems(view: Viewport & { readonly height: number }): readonly DrawItem[] {
  return cutsOf(view).flatMap(({ left, right }): readonly DrawItem[] => {
    const rect = { x: left, y: topOfCuts(), width: right - left, height: view.height - topOfCuts() };
    return [
      { type: 'rect', ...rect, fill: color('panel', 0.35) },
      { type: 'rect', ...rect, pattern: { name: 'stale', color: color('ink3', 0.16) } },
    ];
  });
}

/** Over the tracks: the edges, the label on the axis, and how much happened inside. */
export function cutItems(
  timeline: Timeline,
  view: Viewport & { readonly height: number },
  setting: Setting,
): readonly DrawItem[] {
  return cutsOf(view).flatMap((cut) => oneCut(cut, insideOf(timeline, cut), view.height, setting));
}

/**
 * The part of a stretch that words of a width belong in, which no cut runs through: the first between cuts with room
 * for them. The whole stretch where there is none.
 */
export function clearOfCuts(
  view: Viewport,
  left: number,
  right: number,
  width: number,
): readonly [left: number, right: number] {
  return uncutPieces(view, left, right).find(([from, to]) => to - from >= width) ?? [left, right];
}

/** The parts of a stretch that lie between cuts, a little away from them. */
export function uncutPieces(view: Viewport, left: number, right: number): readonly (readonly [number, number])[] {
  const cuts = cutsOf(view).filter((cut) => cut.left < right + EDGE && cut.right > left - EDGE);
  const starts = [left, ...cuts.map((cut) => cut.right + EDGE)];
  return starts.map((start, index) => [start, (cuts[index]?.left ?? right + EDGE) - EDGE]);
}

/** Whether a cut's edge would run through words from `left` to `right`. */
export function isAcrossCut(view: Viewport, left: number, right: number): boolean {
  return cutsOf(view).some((cut) => [cut.left, cut.right].some((x) => x > left - EDGE && x < right + EDGE));
}

/** How many flags, diamonds and changes of state a cut swallows. */
function insideOf(timeline: Timeline, { from, to }: TimeRange): number {
  const moments = allMoments(timeline);
  return countBelow(moments, to) - countBelow(moments, from + 1);
}

function oneCut(cut: AxisPiece, inside: number, height: number, setting: Setting): readonly DrawItem[] {
  const width = cut.right - cut.left;
  const middle = cut.left + width / 2;
  const label = (text: string, y: number, font: 'bodyBold' | 'small'): DrawItem => ({
    type: 'text',
    x: middle,
    y,
    text,
    font,
    color: color('ink2'),
    align: 'center',
    plate: color('canvas', 0.85),
  });
  const ground = { x: cut.left, y: METRICS.minimap + 1, width, height: METRICS.axis - 2 };
  return [
    ...[cut.left, cut.right].map((x): DrawItem => {
      return {
        type: 'path',
        points: zigzag(x, topOfCuts(), height),
        curve: 'straight',
        stroke: color('ink3', 0.9),
        width: 1,
      };
    }),
    { type: 'rect', ...ground, pattern: { name: 'stale', color: color('ink3', 0.16) } },
    { type: 'rect', ...ground, fill: color('panel', 0.8) },
    label(`⋯ ${setting.words.duration(cut.to - cut.from)}`, METRICS.minimap + METRICS.axis / 2, 'bodyBold'),
    ...(inside === 0
      ? []
      : [label(setting.words.inside(inside), METRICS.top - Math.max(METRICS.events / 2, 10), 'small')]),
  ];
}

function zigzag(x: number, top: number, bottom: number): readonly Point[] {
  const points: Point[] = [];
  for (let y = top, side = 1; y <= bottom; y += TOOTH, side = -side) points.push({ x: x + side * 1.5, y });
  return points;
}
