// What lies under a point of the stage: the mirror of drawing, from the same rows and
// placements.

import { bisector } from 'd3';
import type {
  ComponentTrack,
  HpaTrack,
  NodeSegment,
  NodeTrack,
  PodBar,
  Segment,
  Timeline,
  WorkloadTrack,
} from '../../src/report/timeline-model.ts';
import { type AxisPiece, axisPieces, timeScale } from './axis.ts';
import type { Rect } from './draw-list.ts';
import { type PlacedEvents, placeEvents } from './events.ts';
import { type PlacedFlag, placeFlags } from './flags.ts';
import { markRange, rowAtHeight } from './heat.ts';
import { METRICS } from './metrics.ts';
import { barsOf, barY, type Row, type RowLayout, rowAt } from './rows.ts';
import type { SceneView } from './scene.ts';
import { rowsOfStrip } from './strip.ts';
import type { Setting } from './words.ts';

export type Hit =
  | { readonly type: 'minimap' }
  | { readonly type: 'axis' }
  | { readonly type: 'flag'; readonly flag: PlacedFlag }
  | { readonly type: 'events'; readonly mark: PlacedEvents }
  | { readonly type: 'bar'; readonly bar: PodBar; readonly segment: Segment; readonly rect: Rect }
  | { readonly type: 'node'; readonly node: NodeTrack; readonly segment: NodeSegment | undefined }
  | { readonly type: 'workload'; readonly track: WorkloadTrack }
  | { readonly type: 'component'; readonly track: ComponentTrack }
  | { readonly type: 'hpa'; readonly track: HpaTrack }
  | { readonly type: 'strip'; readonly row: Row & { readonly kind: 'strip' }; readonly nodes: readonly number[] }
  | { readonly type: 'cut'; readonly piece: AxisPiece }
  | { readonly type: 'empty' };

const EMPTY: Hit = { type: 'empty' };
const REACH = 3;

export function hitTest(
  timeline: Timeline,
  layout: RowLayout,
  view: SceneView,
  setting: Setting,
  point: { readonly x: number; readonly y: number },
): Hit {
  const { x, y } = point;
  if (y < METRICS.minimap) return { type: 'minimap' };
  if (y < METRICS.minimap + METRICS.axis) {
    const piece = axisPieces(view).find(({ isCut, left, right }) => isCut && x >= left && x < right);
    return piece === undefined ? { type: 'axis' } : { type: 'cut', piece };
  }
  if (y < METRICS.minimap + METRICS.axis + METRICS.actions) {
    const top = METRICS.minimap + METRICS.axis + 2;
    const row = y - top < METRICS.flagRow ? 0 : 1;
    const flags = placeFlags(timeline.flags, view, setting.measure, setting.words.flag);
    const flag = flags.find((placed) => placed.row === row && x >= placed.x - 2 && x <= placed.x + placed.width + 2);
    return flag === undefined ? EMPTY : { type: 'flag', flag };
  }
  if (y < METRICS.top) {
    const near = placeEvents(timeline.events, view).filter((mark) => Math.abs(mark.x - x) <= mark.radius + REACH);
    const mark = near.toSorted((a, b) => Math.abs(a.x - x) - Math.abs(b.x - x))[0];
    return mark === undefined ? EMPTY : { type: 'events', mark };
  }
  const row = rowAt(layout, y - METRICS.top + view.scrollY);
  return row === undefined ? EMPTY : hitRow(timeline, row, view, x, y - METRICS.top + view.scrollY);
}

function hitRow(timeline: Timeline, row: Row, view: SceneView, x: number, y: number): Hit {
  switch (row.kind) {
    case 'group':
    case 'section':
    case 'states':
      return EMPTY;
    case 'hpa': {
      const track = timeline.hpas[row.index];
      return track === undefined ? EMPTY : { type: 'hpa', track };
    }
    case 'strip':
      return { type: 'strip', row, nodes: nodesAtStrip(timeline, row, x, y, view) };
    case 'nodeBar': {
      const node = timeline.nodes[row.index];
      if (node === undefined) return EMPTY;
      return { type: 'node', node, segment: segmentAt(node.segments, timeScale(view).invert(x)) };
    }
    case 'component': {
      const track = timeline.components[row.index];
      return track === undefined ? EMPTY : { type: 'component', track };
    }
    case 'workload': {
      const track = timeline.workloads[row.index];
      return track === undefined ? EMPTY : { type: 'workload', track };
    }
    case 'noNode':
    case 'pods':
      return hitBar(timeline, row, view, x, y);
    case 'node': {
      const node = timeline.nodes[row.index];
      if (node === undefined) return EMPTY;
      if (y >= row.y + METRICS.nodeHead + 1) return hitBar(timeline, row, view, x, y);
      return { type: 'node', node, segment: segmentAt(node.segments, timeScale(view).invert(x)) };
    }
  }
}

function hitBar(timeline: Timeline, row: Row, view: SceneView, x: number, y: number): Hit {
  const scale = timeScale(view);
  const bars = barsOf(timeline, row).filter((bar) => {
    const top = barY(row, bar);
    return y >= top - 1 && y < top + METRICS.lane + 1 && x >= scale(bar.from) - REACH && x <= scale(bar.to) + REACH;
  });
  const distance = (bar: PodBar): number => Math.max(scale(bar.from) - x, x - scale(bar.to), 0);
  const bar = bars.toSorted((a, b) => distance(a) - distance(b))[0];
  if (bar === undefined) return EMPTY;
  const segment = segmentAt(bar.segments, Math.min(Math.max(scale.invert(x), bar.from), bar.to));
  if (segment === undefined) return EMPTY;
  return { type: 'bar', bar, segment, rect: barRect(bar, barY(row, bar), view) };
}

/** A bar's place in pixels of the stage, cut to the view with a little air. */
export function barRect(bar: PodBar, rowY: number, view: SceneView): Rect {
  const scale = timeScale(view);
  const left = Math.max(scale(bar.from), -8);
  const right = Math.min(scale(bar.to), view.width + 8);
  return { x: left, y: rowY + METRICS.top - view.scrollY, width: Math.max(right - left, 2), height: METRICS.lane };
}

const bySegmentStart = bisector<{ readonly from: number }, number>((segment) => segment.from);

/** The segment in force at a moment: the last that has begun. */
function segmentAt<S extends { readonly from: number }>(segments: readonly S[], at: number): S | undefined {
  return segments[Math.max(bySegmentStart.right(segments, at) - 1, 0)];
}

/** The nodes that are drawn at a place of a strip. */
function nodesAtStrip(
  timeline: Timeline,
  row: Row & { readonly kind: 'strip' },
  x: number,
  y: number,
  view: SceneView,
): readonly number[] {
  const { nodesPerRow } = row.shape;
  const index = rowAtHeight(rowsOfStrip(timeline, row), row.shape, y - row.y - METRICS.stripTop, markRange(x, view));
  return row.nodes.slice(index * nodesPerRow, (index + 1) * nodesPerRow);
}
