// The chain of causes on the canvas: where each numbered step stands, and the curves between them. A step stands on the
// row of whatever acted or was acted upon; steps that would cover each other are moved aside, and on a bar they stand
// before the moment, since its words begin there.

import type { ChainStep, Timeline } from '../../src/report/timeline-model.ts';
import { timeScale, type Viewport } from './axis.ts';
import { color, type DrawItem, type Point } from './draw-list.ts';
import type { PlacedFlag } from './flags.ts';
import { METRICS } from './metrics.ts';
import { barsOf, barY, nodeId, objectOfRow, podId, type Row, type RowLayout, workloadId } from './rows.ts';

export interface ChainPoint extends Point {
  /** The steps that it stands for, counted from 1: one, or a crowd on one row. */
  readonly first: number;
  readonly last: number;
  /** True where it stands on the tracks that stay on top while the others scroll. */
  readonly isOnTop: boolean;
  /** True where its row is scrolled away under them: links end at their edge. */
  readonly isHidden: boolean;
}

/** Where a disc stands in the tracks: its row's middle, in pixels of the tracks, and from where to where. */
export interface Disc {
  readonly y: number;
  readonly left: number;
  readonly right: number;
}

const RADIUS = 9;
const GAP = 4;
/** The head of an arrow before a disc. */
const ARROW = 8;
const CROWD_PIXELS = 3 * RADIUS;
const topOfActions = (): number => METRICS.minimap + METRICS.axis + METRICS.actions - 12;
const BULGE_PIXELS = 40;

/** Where the steps stand, in pixels of the stage. A step about something without a row stands with the step before. */
export function placeChain(
  steps: readonly ChainStep[],
  timeline: Timeline,
  layout: RowLayout,
  view: Viewport & { readonly scrollY: number },
  flags: readonly PlacedFlag[],
): readonly ChainPoint[] {
  const x = timeScale(view);
  const heights = rowHeights(timeline, layout);
  const bars = barHeights(timeline, layout);
  const wished = crowds(steps, heights, x).map(({ steps: own, first, y: inTracks }): ChainPoint => {
    const isOnTop = inTracks === undefined;
    const y = inTracks === undefined ? topOfActions() : inTracks + METRICS.top - view.scrollY;
    const isHidden = !isOnTop && y < METRICS.top;
    const last = first + own.length - 1;
    const at = own[0]?.at ?? 0;
    // Beside a flag of the lower row, below one of the upper.
    const isBeside = isOnTop && flags.some((flag) => flag.row === 1 && flag.flags.some((one) => one.at === at));
    const isOnBar = inTracks !== undefined && bars.has(inTracks);
    const aside = isBeside ? RADIUS + GAP : isOnBar ? widthOf(first, last) / 2 + 2 : 0;
    return { first, last, x: x(at) - aside, y: isHidden ? METRICS.top : y, isOnTop, isHidden };
  });
  return sideBySide(wished);
}

/** The discs among the tracks, with their arrows, so that words can keep clear of them. */
export function discsOf(points: readonly ChainPoint[], scrollY: number): readonly Disc[] {
  return points
    .filter(({ isOnTop, isHidden }) => !isOnTop && !isHidden)
    .map(({ first, last, x, y }) => {
      const half = widthOf(first, last) / 2 + 2;
      return { y: y - METRICS.top + scrollY, left: x - half - ARROW, right: x + half };
    });
}

/**
 * The part of a stretch at a height where neither discs are nor links between them: behind the last disc of the row or
 * before the first, with a negative length where it is among them.
 */
export function besideDiscs(
  discs: readonly Disc[] = [],
  middle: number,
  left: number,
  right: number,
): readonly [left: number, right: number] {
  const own = discs.filter((disc) => Math.abs(disc.y - middle) < 1);
  const first = Math.min(...own.map((disc) => disc.left));
  const last = Math.max(...own.map((disc) => disc.right));
  if (own.length === 0 || first >= right || last <= left) return [left, right];
  return right - last >= first - left ? [last, right] : [left, first];
}

/** Moves points of one height apart: to the left where there is room, else to the right. Those in view stay in view. */
function sideBySide(points: readonly ChainPoint[]): readonly ChainPoint[] {
  const centres = points.map(({ x }) => x);
  const rows = new Map<number, number[]>();
  points.forEach(({ y }, index) => rows.set(y, [...(rows.get(y) ?? []), index]));
  for (const row of rows.values()) {
    const half = (index: number): number => widthOf(points[index]?.first ?? 0, points[index]?.last ?? 0) / 2;
    const apart = (a: number, b: number): number => half(a) + GAP + half(b);
    for (let place = row.length - 2; place >= 0; place -= 1) {
      const [own = 0, next = 0] = [row[place], row[place + 1]];
      centres[own] = Math.min(centres[own] ?? 0, (centres[next] ?? 0) - apart(own, next));
    }
    row.forEach((own, place) => {
      const wanted = points[own]?.x ?? 0;
      const before = row[place - 1];
      const least = wanted < -half(own) ? Number.NEGATIVE_INFINITY : half(own) + GAP;
      const free = before === undefined ? least : Math.max(least, (centres[before] ?? 0) + apart(before, own));
      centres[own] = Math.max(centres[own] ?? 0, free);
    });
  }
  return points.map((point, index) => ({ ...point, x: centres[index] ?? point.x }));
}

interface Crowd {
  readonly first: number;
  readonly steps: readonly ChainStep[];
  /** In pixels of the tracks; `undefined` for the actions on top. */
  readonly y: number | undefined;
}

/** Three or more steps in a row of one track, too close to be told apart, stand together. */
function crowds(
  steps: readonly ChainStep[],
  heights: ReadonlyMap<string, number>,
  x: (at: number) => number,
): readonly Crowd[] {
  const runs: Crowd[] = [];
  for (const [index, step] of steps.entries()) {
    const before = runs.at(-1);
    const own = bodyHeight(step, heights);
    const isRoot = index === 0 || /^(fault|action)/.test(step.sentence);
    const y = own ?? (isRoot ? undefined : before?.y);
    const start = before?.steps[0];
    if (before !== undefined && start !== undefined && before.y === y && x(step.at) - x(start.at) < CROWD_PIXELS) {
      runs[runs.length - 1] = { ...before, steps: [...before.steps, step] };
    } else runs.push({ first: index + 1, steps: [step], y });
  }
  return runs.flatMap((run) =>
    run.steps.length > 2
      ? [run]
      : run.steps.map((step, index) => ({ ...run, first: run.first + index, steps: [step] })),
  );
}

/** Width of a disc, or of the pill of a crowd. */
function widthOf(first: number, last: number): number {
  return first === last ? 2 * RADIUS : 18 + 7 * `${first}–${last}`.length;
}

/** Middle of each thing that a step can be about, in pixels of the tracks. */
function rowHeights(timeline: Timeline, layout: RowLayout): ReadonlyMap<string, number> {
  const heights = new Map<string, number>();
  for (const row of layout.rows) {
    if (!heights.has(objectOfRow(row))) heights.set(objectOfRow(row), middleOf(row));
    if (row.kind === 'strip') addStrip(heights, timeline, row);
    for (const bar of barsOf(timeline, row)) heights.set(podId(bar), barY(row, bar) + METRICS.lane / 2);
    if (row.kind !== 'workload') continue;
    const track = timeline.workloads[row.index];
    if (track === undefined) continue;
    for (const name of track.replicaSets) heights.set(`ReplicaSet/${track.namespace}/${name}`, middleOf(row));
    heights.set(workloadId(track), middleOf(row));
  }
  for (const { bars } of [timeline.noNode, ...timeline.nodes]) {
    for (const bar of bars) heights.set(`owner of ${podId(bar)}`, heights.get(bar.owner) ?? Number.NaN);
  }
  return heights;
}

/** Middles of all nodes and bars, which have words. */
function barHeights(timeline: Timeline, layout: RowLayout): ReadonlySet<number> {
  const heights = new Set<number>();
  for (const row of layout.rows) {
    if (row.kind === 'node' || row.kind === 'nodeBar') heights.add(middleOf(row));
    for (const bar of barsOf(timeline, row)) heights.add(barY(row, bar) + METRICS.lane / 2);
  }
  return heights;
}

/** Nodes in a strip, and their pods, stand at their row of it. */
function addStrip(heights: Map<string, number>, timeline: Timeline, row: Row & { readonly kind: 'strip' }): void {
  const { nodesPerRow, rowHeight } = row.shape;
  row.nodes.forEach((index, place) => {
    const node = timeline.nodes[index];
    if (node === undefined) return;
    const y = row.y + METRICS.stripTop + (Math.floor(place / nodesPerRow) + 0.5) * rowHeight;
    heights.set(nodeId(node), y);
    for (const bar of node.bars) heights.set(podId(bar), y);
  });
}

function middleOf(row: Row): number {
  return row.y + (row.kind === 'node' ? METRICS.nodeHead : row.height) / 2;
}

/** The scheduler's step stands on its own row, a creation on its Deployment's, everything else on what it is about. */
function bodyHeight(step: ChainStep, heights: ReadonlyMap<string, number>): number | undefined {
  const owner = heights.get(`owner of ${step.about}`);
  const isCreation = ['pod.created', 'pod.replaced'].includes(step.sentence) || step.actor.startsWith('replicaset');
  if (isCreation && owner !== undefined && !Number.isNaN(owner)) return owner;
  const own = step.actor.endsWith('scheduler') ? heights.get('component/kube-scheduler') : undefined;
  if (own !== undefined) return own;
  if (step.sentence.startsWith('fault') || step.sentence.startsWith('action')) return undefined;
  return heights.get(step.about);
}

/** Curves first, discs above them. Those that stand on scrolled tracks are hidden behind the ones on top. */
export function chainItems(points: readonly ChainPoint[]): readonly DrawItem[] {
  const curves = points.slice(1).flatMap((to, index) => {
    const from = points[index];
    return from === undefined || (from.isHidden && to.isHidden) ? [] : linkItems(from, to);
  });
  return [...curves, ...points.filter((point) => !point.isHidden).flatMap(discItems)];
}

function linkItems(from: ChainPoint, to: ChainPoint): readonly DrawItem[] {
  const isLevel = Math.abs(from.y - to.y) < 1;
  const isSteep = Math.abs(to.x - from.x) < BULGE_PIXELS;
  const isBent = !isLevel && !isSteep && !from.isOnTop && from.x < to.x;
  const points = isBent ? aroundWords(from, to) : isLevel || !isSteep ? [from, to] : bulged(from, to);
  const curve = isLevel ? 'straight' : isSteep || isBent ? 'round' : 'smooth';
  const line = { type: 'path', points, curve } as const;
  return [
    { ...line, stroke: color('canvas'), width: 5 },
    { ...line, stroke: color('accent'), width: 1.8 },
    ...(to.isHidden ? [] : arrowItems(to, isSteep && !isLevel ? Math.sign(to.y - from.y) : 0)),
  ];
}

/** A steep link would hide behind the cursor or another one: it takes a bow, down to the right and up to the left. */
function bulged(from: Point, to: Point): readonly Point[] {
  const side = Math.sign(to.y - from.y);
  const bow = Math.min(6 + Math.abs(to.y - from.y) * 0.06, 22) * side;
  const at = (share: number, shift: number): Point => ({
    x: from.x + (to.x - from.x) * share + bow * shift,
    y: from.y + (to.y - from.y) * share,
  });
  return [from, at(0.25, 0.75), at(0.5, 1), at(0.75, 0.75), to];
}

/** From a row with words a link leaves up or down, before it goes to the right. */
function aroundWords(from: Point, to: Point): readonly Point[] {
  const [width, height] = [to.x - from.x, to.y - from.y];
  const at = (across: number, along: number): Point => ({ x: from.x + width * across, y: from.y + height * along });
  return [from, at(0.03, 0.3), at(0.4, 0.66), at(0.9, 0.98), to];
}

/** The head of an arrow at the rim of a disc: from the left, or from above (1) or below (-1). */
function arrowItems(to: ChainPoint, vertical: number): readonly DrawItem[] {
  const rim = widthOf(to.first, to.last) / 2;
  const tip = vertical === 0 ? { x: to.x - rim - 1, y: to.y } : { x: to.x, y: to.y - vertical * (RADIUS + 1) };
  const wing = (sign: 1 | -1): Point =>
    vertical === 0 ? { x: tip.x - 6, y: tip.y + 3.5 * sign } : { x: tip.x + 3.5 * sign, y: tip.y - 6 * vertical };
  return [
    { type: 'path', points: [wing(1), tip, wing(-1)], curve: 'straight', baseline: [tip], fill: color('accent') },
  ];
}

function discItems(point: ChainPoint): readonly DrawItem[] {
  const { first, last, x, y } = point;
  const width = widthOf(first, last);
  const height = 2 * RADIUS;
  return [
    {
      type: 'rect',
      x: x - width / 2 - 2,
      y: y - RADIUS - 2,
      width: width + 4,
      height: height + 4,
      radius: RADIUS + 2,
      fill: color('canvas'),
    },
    { type: 'rect', x: x - width / 2, y: y - RADIUS, width, height, radius: RADIUS, fill: color('accent') },
    {
      type: 'text',
      x,
      y: y + 0.5,
      text: first === last ? String(first) : `${first}–${last}`,
      font: 'smallBold',
      color: color('onAccent'),
      align: 'center',
    },
  ];
}
