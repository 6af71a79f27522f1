// The whole picture as a draw list: a pure function of the run, its rows and the view. The part on top stays while the
// tracks scroll; the tracks are drawn only where they are in view.

import type { Timeline } from '../../src/report/timeline-model.ts';
import { axisPieces, timeScale, type Viewport } from './axis.ts';
import { barItems } from './bars.ts';
import type { Disc } from './chain.ts';
import { componentItems, foldedComponentItems } from './component.ts';
import { cutGroundItems, cutItems } from './cuts.ts';
import { color, type DrawItem, type Rect } from './draw-list.ts';
import { eventItems, placeEvents } from './events.ts';
import { type PlacedFlag, placeFlags } from './flags.ts';
import { foldedNodeItems, foldedWorkloadItems } from './folded.ts';
import { heatItems } from './heat.ts';
import { hpaCursorItems, hpaItems } from './hpa.ts';
import { isDense, METRICS } from './metrics.ts';
import { nodeBarItems, podsBarItems } from './node-bar.ts';
import { nodeHeadItems } from './node-head.ts';
import { nodeOrder } from './node-order.ts';
import type { NodeUse } from './node-use.ts';
import { barsOf, barY, podId, type Row, type RowLayout, rowsBetween } from './rows.ts';
import { countsOfRun, stateStackItems } from './state-stack.ts';
import { rowsOfStrip } from './strip.ts';
import { type Tick, ticks } from './ticks.ts';
import type { Setting } from './words.ts';
import { workloadCursorItems, workloadItems } from './workload.ts';

export interface SceneView extends Viewport {
  /** Height of the whole stage, minimap and axis included. */
  readonly height: number;
  readonly scrollY: number;
  /** Ids of the pods that stay bright; all bars do where it is absent. */
  readonly focus?: ReadonlySet<string>;
  /** Discs of a chain, of which the words of nodes keep clear. */
  readonly discs?: readonly Disc[];
  /** What the heads of nodes show; their CPU where it is absent. */
  readonly nodeUse?: NodeUse;
}

const DIMMED = 0.28;
const HALF_LETTER = 5;

/** Everything but the minimap, which does not change with the view. */
export function sceneItems(
  timeline: Timeline,
  layout: RowLayout,
  view: SceneView,
  setting: Setting,
): readonly DrawItem[] {
  const tickList = ticks(view, timeline.startsAtEpochMicros);
  const flags = placeFlags(timeline.flags, view, setting.measure, setting.words.flag);
  const tracks = tracksItems(timeline, layout, view, setting, flags);
  return [
    { type: 'rect', x: 0, y: 0, width: view.width, height: view.height, fill: color('canvas') },
    { type: 'rect', x: 0, y: METRICS.minimap, width: view.width, height: METRICS.axis, fill: color('panel') },
    ...gridItems(tickList, METRICS.minimap + METRICS.axis, view.height),
    ...cutGroundItems(view),
    { type: 'clip', rect: bodyOf(view), dy: METRICS.top - view.scrollY, items: tracks },
    ...axisItems(tickList, view, setting),
    ...cutItems(timeline, view, setting),
    ...topItems(timeline, view, flags),
  ];
}

function gridItems(tickList: readonly Tick[], top: number, bottom: number): readonly DrawItem[] {
  return tickList.map((tick) => ({
    type: 'rect',
    x: Math.round(tick.x),
    y: top,
    width: 1,
    height: bottom - top,
    fill: color('line'),
  }));
}

function axisItems(tickList: readonly Tick[], view: Viewport, { measure }: Setting): readonly DrawItem[] {
  const top = METRICS.minimap;
  const items: DrawItem[] = [
    { type: 'rect', x: 0, y: top + METRICS.axis - 1, width: view.width, height: 1, fill: color('line') },
  ];
  const cuts = axisPieces(view).filter((piece) => piece.isCut);
  let free = 0;
  for (const tick of tickList) {
    const x = Math.round(tick.x);
    if (x > view.width - 16) continue;
    items.push({ type: 'rect', x, y: top + 4, width: 1, height: METRICS.axis - 4, fill: color('lineStrong', 0.7) });
    const right = x + 8 + Math.max(measure(tick.label, 'bodyBold'), measure(tick.clock, 'small'));
    const isWhole = right - 8 <= view.width && !cuts.some((cut) => x < cut.right && right > cut.left);
    if (x < free || !isWhole) continue;
    free = right;
    const label = { type: 'text', x: x + 4, text: tick.label, font: 'bodyBold', color: color('ink2') } as const;
    if (isDense.value) items.push({ ...label, y: top + METRICS.axis / 2 });
    else {
      const clock = {
        type: 'text',
        x: x + 4,
        y: top + 21,
        text: tick.clock,
        font: 'small',
        color: color('ink3'),
      } as const;
      items.push({ ...label, y: top + 9 }, clock);
    }
  }
  return items;
}

function topItems(timeline: Timeline, view: Viewport, flags: readonly PlacedFlag[]): readonly DrawItem[] {
  const actionsY = METRICS.minimap + METRICS.axis;
  const eventsY = actionsY + METRICS.actions;
  return [
    { type: 'rect', x: 0, y: eventsY, width: view.width, height: 1, fill: color('line') },
    { type: 'rect', x: 0, y: METRICS.top - 1, width: view.width, height: 1, fill: color('line') },
    ...flags.map((flag): DrawItem => poleItem(flag, actionsY + 2, METRICS.top, 0.9)),
    ...flags.flatMap((flag) => flagItems(flag, actionsY)),
    ...(METRICS.events === 0 ? [] : eventItems(placeEvents(timeline.events, view), eventsY + METRICS.events / 2)),
  ];
}

function poleItem(flag: PlacedFlag, top: number, bottom: number, alpha: number): DrawItem {
  const isTop = alpha > 0.5;
  const foot = isTop ? top + (flag.row + 1) * METRICS.flagRow - 2 : bottom;
  const name = flag.kind === 'action' ? 'accent' : 'ink';
  return { type: 'rect', x: flag.poleX - 0.5, y: top, width: 1, height: foot - top, fill: color(name, alpha) };
}

function flagItems(flag: PlacedFlag, top: number): readonly DrawItem[] {
  const y = top + 2 + flag.row * METRICS.flagRow;
  const isOutlined = flag.kind === 'fault-end';
  const ground = flag.kind === 'action' ? color('accent') : color('ink');
  const ink = flag.kind === 'action' ? color('onAccent') : isOutlined ? color('ink') : color('canvas');
  const rect = { x: flag.x, y, width: flag.width, height: METRICS.flagHeight };
  const look = isOutlined ? { fill: color('canvas'), edge: ground, edgeWidth: 1 } : { fill: ground };
  const middle = y + METRICS.flagHeight / 2;
  const icon = flag.kind === 'action' ? ('action' as const) : ('bolt' as const);
  const items: DrawItem[] = [
    { type: 'rect', ...rect, ...look, radius: 2 },
    { type: 'icon', icon, x: flag.x + 10, y: middle, size: 9, color: ink },
  ];
  if (flag.text !== '') {
    items.push({ type: 'text', x: flag.x + 18, y: middle, text: flag.text, font: 'small', color: ink });
  }
  return items;
}

function tracksItems(
  timeline: Timeline,
  layout: RowLayout,
  view: SceneView,
  setting: Setting,
  flags: readonly PlacedFlag[],
): readonly DrawItem[] {
  const bodyHeight = view.height - METRICS.top;
  const rows = rowsBetween(layout, view.scrollY, view.scrollY + bodyHeight);
  const items = rows.flatMap((row) => rowItems(timeline, row, view, setting));
  const poles = flags.map((flag) => poleItem(flag, 0, Math.max(layout.height, view.scrollY + bodyHeight), 0.22));
  return [...wholeTexts(items, view.scrollY, view.scrollY + bodyHeight), ...poles];
}

/** Leaves out the words and signs that the upper or lower end of the tracks would slice. */
function wholeTexts(items: readonly DrawItem[], top: number, bottom: number): readonly DrawItem[] {
  const isWhole = (y: number): boolean => y - HALF_LETTER >= top && y + HALF_LETTER <= bottom;
  return items
    .filter((item) => (item.type !== 'text' && item.type !== 'icon') || isWhole(item.y))
    .map((item) => (item.type === 'clip' ? { ...item, items: wholeTexts(item.items, top, bottom) } : item));
}

/** A row as it stands in its layout. */
export function rowItems(timeline: Timeline, row: Row, view: SceneView, setting: Setting): readonly DrawItem[] {
  switch (row.kind) {
    case 'group':
      return groupItems(timeline, row, view, setting);
    case 'section':
      return sectionItems(timeline, row, view, setting);
    case 'component': {
      const track = timeline.components[row.index];
      return track === undefined ? [] : componentItems(track, row, view, setting);
    }
    case 'workload': {
      const track = timeline.workloads[row.index];
      return track === undefined ? [] : workloadItems(track, row, view, setting);
    }
    case 'hpa': {
      const track = timeline.hpas[row.index];
      return track === undefined ? [] : hpaItems(track, row, view, setting);
    }
    case 'states':
      return stateStackItems(countsOfRun(timeline), timeline.until, row, view, setting);
    case 'strip':
      return [headLine(row, view), ...heatItems(rowsOfStrip(timeline, row), row.shape, row.y + METRICS.stripTop, view)];
    case 'nodeBar': {
      const node = timeline.nodes[row.index];
      const frame = { y: row.y + 1, height: row.height - 3 };
      return node === undefined ? [] : nodeBarItems(node, frame, view, setting);
    }
    case 'noNode':
    case 'pods':
      return barsItems(timeline, row, view, setting);
    case 'node': {
      const node = timeline.nodes[row.index];
      if (node === undefined) return [];
      const frame = { y: row.lanesY, height: METRICS.nodeBar - 3 };
      const pods = row.isFolded ? nodeBarItems(node, frame, view, setting) : barsItems(timeline, row, view, setting);
      return [headLine(row, view), ...nodeHeadItems(node, row.y, view, setting), ...pods];
    }
  }
}

function headGround(row: Row, view: Viewport): DrawItem {
  return { type: 'rect', x: 0, y: row.y, width: view.width, height: row.height, fill: color('panel') };
}

function headLine(row: Row, view: Viewport): DrawItem {
  return { type: 'rect', x: 0, y: row.y, width: view.width, height: 1, fill: color('line') };
}

function groupItems(
  timeline: Timeline,
  row: Row & { readonly kind: 'group' },
  view: Viewport,
  setting: Setting,
): readonly DrawItem[] {
  const ground = [headGround(row, view), headLine(row, view)];
  return row.isFolded ? [...ground, ...foldedItems(timeline, row, view, setting)] : ground;
}

/** A folded group is one line with the worst of its rows. */
function foldedItems(
  timeline: Timeline,
  row: Row & { readonly kind: 'group' },
  view: Viewport,
  setting: Setting,
): readonly DrawItem[] {
  switch (row.group) {
    case 'control':
      return foldedComponentItems(timeline.components, row, view, setting);
    case 'workloads':
      return foldedWorkloadItems(timeline, row, view, setting);
    case 'nodes':
      return foldedNodeItems(timeline, nodeOrder(timeline, 'worst'), 'all', row, view);
    default:
      return [];
  }
}

function sectionItems(
  timeline: Timeline,
  row: Row & { readonly kind: 'section' },
  view: Viewport,
  setting: Setting,
): readonly DrawItem[] {
  const ground = [headGround(row, view), headLine(row, view)];
  if (!row.isFolded) return ground;
  if (row.bars.length === 0) return [...ground, ...foldedNodeItems(timeline, row.nodes, row.id, row, view)];
  const frame = { y: row.y + 4, height: row.height - 8 };
  return [...ground, ...podsBarItems(row.bars, frame, view, setting)];
}

function barsItems(timeline: Timeline, row: Row, view: SceneView, setting: Setting): readonly DrawItem[] {
  const { focus } = view;
  return barsOf(timeline, row).flatMap((bar): readonly DrawItem[] => {
    const y = barY(row, bar);
    const items = barItems(bar, y, view, setting);
    if (focus === undefined || focus.has(podId(bar)) || items.length === 0) return items;
    const rect = { x: 0, y: y - 2, width: view.width, height: METRICS.lane + 4 };
    return [{ type: 'clip', rect, alpha: DIMMED, items }];
  });
}

/** Dots and values of the Deployments at a moment, in pixels of the stage. */
export function cursorValueItems(
  timeline: Timeline,
  layout: RowLayout,
  at: number,
  view: SceneView,
  setting: Setting,
): readonly DrawItem[] {
  const x = timeScale(view)(at);
  if (x < 0 || x > view.width) return [];
  const rows = rowsBetween(layout, view.scrollY, view.scrollY + view.height - METRICS.top);
  const items = rows.flatMap((row) => rowCursorItems(timeline, row, at, view, setting));
  const { scrollY } = view;
  const whole = wholeTexts(items, scrollY, scrollY + view.height - METRICS.top);
  return [{ type: 'clip', rect: bodyOf(view), dy: METRICS.top - scrollY, items: whole }];
}

/** The values of a row at a moment. */
export function rowCursorItems(
  timeline: Timeline,
  row: Row,
  at: number,
  view: Viewport,
  setting: Setting,
): readonly DrawItem[] {
  if (row.kind === 'hpa') {
    const hpa = timeline.hpas[row.index];
    return hpa === undefined ? [] : hpaCursorItems(hpa, row, at, view, setting);
  }
  const track = row.kind === 'workload' ? timeline.workloads[row.index] : undefined;
  if (track === undefined || row.kind !== 'workload') return [];
  return workloadCursorItems(track, row, at, view, setting);
}

/** The part of the stage in which the tracks scroll. */
function bodyOf(view: SceneView): Rect {
  return { x: 0, y: METRICS.top, width: view.width, height: Math.max(view.height - METRICS.top, 0) };
}
