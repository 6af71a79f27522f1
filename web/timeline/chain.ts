// The chain of causes on the canvas: where each numbered step stands, and the curves between them. A step stands on the
// row of whatever acted or was acted upon; steps that would cover each other are moved aside.

import type { ChainStep, Timeline } from '../../src/report/timeline-model.ts';
import { color, type DrawItem, type Point } from './draw-list.ts';
import { METRICS, TOP_HEIGHT } from './metrics.ts';
import { barsOf, barY, deploymentId, podId, type Row, type RowLayout } from './rows.ts';
import { timeScale, type Viewport } from './viewport.ts';

export interface ChainPoint extends Point {
  readonly number: number;
  readonly step: ChainStep;
  /** True where it stands on the tracks that stay on top while the others scroll. */
  readonly isOnTop: boolean;
  /** True where its row is scrolled away under them: links end at their edge. */
  readonly isHidden: boolean;
}

const RADIUS = 9;
const APART = 2 * RADIUS + 4;
const BULGE_PIXELS = 40;

/** Where the steps stand, in pixels of the stage. A step about something without a row stands with the step before. */
export function placeChain(
  steps: readonly ChainStep[],
  timeline: Timeline,
  layout: RowLayout,
  view: Viewport,
  scrollY: number,
): readonly ChainPoint[] {
  const x = timeScale(view);
  const heights = rowHeights(timeline, layout);
  const placed: ChainPoint[] = [];
  const taken = new Map<number, number>();
  for (const [index, step] of steps.entries()) {
    const inBody = bodyHeight(step, heights);
    const before = placed.at(-1);
    const top = METRICS.minimap + METRICS.axis + METRICS.actions - 12;
    const isOnTop = inBody === undefined && (before?.isOnTop ?? true);
    const own = inBody === undefined ? (before?.y ?? top) : inBody + TOP_HEIGHT - scrollY;
    const isHidden = !isOnTop && own < TOP_HEIGHT;
    const y = isHidden ? TOP_HEIGHT : own;
    const least = (taken.get(y) ?? Number.NEGATIVE_INFINITY) + APART;
    const at = Math.max(x(step.at), least);
    taken.set(y, at);
    placed.push({ number: index + 1, step, x: at, y, isOnTop, isHidden });
  }
  return placed;
}

/** Middle of each thing that a step can be about, in pixels of the tracks. */
function rowHeights(timeline: Timeline, layout: RowLayout): ReadonlyMap<string, number> {
  const heights = new Map<string, number>();
  for (const row of layout.rows) {
    heights.set(row.id, middleOf(row));
    for (const bar of barsOf(timeline, row)) heights.set(podId(bar), barY(row, bar) + METRICS.lane / 2);
    if (row.kind !== 'deployment') continue;
    const track = timeline.deployments[row.index];
    if (track === undefined) continue;
    for (const name of track.replicaSets) heights.set(`ReplicaSet/${track.namespace}/${name}`, middleOf(row));
    heights.set(deploymentId(track), middleOf(row));
  }
  for (const { bars } of [timeline.noNode, ...timeline.nodes]) {
    for (const bar of bars) heights.set(`owner of ${podId(bar)}`, heights.get(bar.owner) ?? Number.NaN);
  }
  return heights;
}

function middleOf(row: Row): number {
  return row.y + (row.kind === 'node' ? METRICS.nodeHead : row.height) / 2;
}

/** The scheduler's step stands on its own row, a creation on its Deployment's, everything else on what it is about. */
function bodyHeight(step: ChainStep, heights: ReadonlyMap<string, number>): number | undefined {
  const owner = heights.get(`owner of ${step.about}`);
  const isCreation = step.sentence.endsWith('.created') || step.actor.startsWith('replicaset');
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
    return from === undefined ? [] : linkItems(from, to);
  });
  return [...curves, ...points.filter((point) => !point.isHidden).flatMap(discItems)];
}

function linkItems(from: ChainPoint, to: ChainPoint): readonly DrawItem[] {
  const isLevel = Math.abs(from.y - to.y) < 1;
  const isSteep = Math.abs(to.x - from.x) < BULGE_PIXELS;
  const points = isLevel || !isSteep ? [from, to] : bulged(from, to);
  const curve = isLevel ? 'straight' : isSteep ? 'round' : 'smooth';
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

/** The head of an arrow at the rim of a disc: from the left, or from above (1) or below (-1). */
function arrowItems(to: Point, vertical: number): readonly DrawItem[] {
  const tip = vertical === 0 ? { x: to.x - RADIUS - 1, y: to.y } : { x: to.x, y: to.y - vertical * (RADIUS + 1) };
  const wing = (sign: 1 | -1): Point =>
    vertical === 0 ? { x: tip.x - 6, y: tip.y + 3.5 * sign } : { x: tip.x + 3.5 * sign, y: tip.y - 6 * vertical };
  return [
    { type: 'path', points: [wing(1), tip, wing(-1)], curve: 'straight', baseline: [tip], fill: color('accent') },
  ];
}

function discItems(point: ChainPoint): readonly DrawItem[] {
  return [
    {
      type: 'disc',
      x: point.x,
      y: point.y,
      radius: RADIUS + 1,
      fill: color('accent'),
      edge: color('canvas'),
      edgeWidth: 2,
    },
    {
      type: 'text',
      x: point.x,
      y: point.y + 0.5,
      text: String(point.number),
      font: 'smallBold',
      color: color('onAccent'),
      align: 'center',
    },
  ];
}
