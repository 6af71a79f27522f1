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
}

const RADIUS = 9;
const APART = 2 * RADIUS + 4;

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
    const y = inBody === undefined ? (before?.y ?? top) : inBody + TOP_HEIGHT - scrollY;
    const least = (taken.get(y) ?? Number.NEGATIVE_INFINITY) + APART;
    const at = Math.max(x(step.at), least);
    taken.set(y, at);
    placed.push({ number: index + 1, step, x: at, y, isOnTop: inBody === undefined && (before?.isOnTop ?? true) });
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
  const own = step.actor.startsWith('kube-scheduler') ? heights.get('component/kube-scheduler') : undefined;
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
  const visible = points.filter((point) => point.isOnTop || point.y > TOP_HEIGHT - 4);
  return [...curves, ...visible.flatMap(discItems)];
}

function linkItems(from: Point, to: Point): readonly DrawItem[] {
  const isStraight = Math.abs(from.y - to.y) < 1;
  const ends = isStraight ? shortened(from, to) : [from, to];
  const line = { type: 'path', points: ends, curve: isStraight ? 'straight' : 'smooth' } as const;
  return [
    { ...line, stroke: color('canvas'), width: 5 },
    { ...line, stroke: color('accent'), width: 1.8 },
  ];
}

function shortened(from: Point, to: Point): readonly Point[] {
  const direction = Math.sign(to.x - from.x);
  return [
    { x: from.x + direction * RADIUS, y: from.y },
    { x: to.x - direction * RADIUS, y: to.y },
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
