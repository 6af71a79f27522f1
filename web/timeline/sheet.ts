// The view as a sheet of its own, for a file or a slide: title and moment, the names of the tracks on the left, the
// picture, and a legend of the states below it. One draw list, from which SVG and PNG are made.

import type { Timeline } from '../../src/report/timeline-model.ts';
import { color, type DrawItem } from './draw-list.ts';
import { METRICS } from './metrics.ts';
import { type Row, type RowLayout, rowsBetween } from './rows.ts';
import { type SceneView, sceneItems } from './scene.ts';
import { barIconOf, edgeOf, fillOf, inkOf, patternOf, STATES_BY_SEVERITY } from './states.ts';
import type { Setting } from './words.ts';

export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly items: readonly DrawItem[];
}

export interface SheetWords {
  readonly title: string;
  readonly note: string;
  /** Of a track on the left. */
  readonly row: (row: Row) => string;
  readonly state: (state: (typeof STATES_BY_SEVERITY)[number]) => string;
}

const HEAD = 34;
const NAMES = 180;
const LEGEND = 34;

export function sheetOf(
  timeline: Timeline,
  layout: RowLayout,
  view: SceneView,
  setting: Setting,
  words: SheetWords,
  above: readonly DrawItem[],
): Sheet {
  const width = NAMES + view.width;
  const height = HEAD + view.height + LEGEND;
  const picture = [...sceneItems(timeline, layout, view, setting), ...above];
  return {
    width,
    height,
    items: [
      { type: 'rect', x: 0, y: 0, width, height, fill: color('panel') },
      { type: 'text', x: 12, y: HEAD / 2, text: words.title, font: 'bodyBold', color: color('ink') },
      {
        type: 'text',
        x: width - 12,
        y: HEAD / 2,
        text: words.note,
        font: 'small',
        color: color('ink2'),
        align: 'right',
      },
      ...nameItems(layout, view, words),
      {
        type: 'clip',
        rect: { x: NAMES, y: HEAD, width: view.width, height: view.height },
        dx: NAMES,
        dy: HEAD,
        items: picture,
      },
      ...legendItems(height - LEGEND / 2, setting, words),
    ],
  };
}

function nameItems(layout: RowLayout, view: SceneView, words: SheetWords): readonly DrawItem[] {
  const rows = rowsBetween(layout, view.scrollY, view.scrollY + view.height - METRICS.top);
  const items = rows.map((row): DrawItem => {
    const isHead = row.kind === 'group' || row.kind === 'section';
    const middle = row.y + Math.min(row.height, METRICS.nodeHead) / 2;
    return {
      type: 'text',
      x: isHead ? 12 : 24,
      y: middle,
      text: words.row(row),
      font: isHead || row.kind === 'node' ? 'bodyBold' : 'body',
      color: color(isHead ? 'ink2' : 'ink'),
    };
  });
  const rect = { x: 0, y: HEAD + METRICS.top, width: NAMES, height: view.height - METRICS.top };
  return [{ type: 'clip', rect, dy: HEAD + METRICS.top - view.scrollY, items }];
}

function legendItems(middle: number, setting: Setting, words: SheetWords): readonly DrawItem[] {
  const items: DrawItem[] = [];
  let x = 12;
  const stale = { name: 'stale', color: color('ink', 0.5) } as const;
  for (const state of STATES_BY_SEVERITY.toReversed()) {
    const pattern = patternOf(state);
    const icon = barIconOf(state);
    const rect = { x, y: middle - 8, width: 22, height: 16 };
    items.push({
      type: 'rect',
      ...rect,
      fill: fillOf(state),
      edge: edgeOf(state),
      edgeWidth: 1,
      radius: 2,
      ...(pattern !== undefined && { pattern }),
    });
    if (icon !== undefined) items.push({ type: 'icon', icon, x: x + 11, y: middle, size: 9, color: inkOf(state) });
    const text = words.state(state);
    items.push({ type: 'text', x: x + 28, y: middle, text, font: 'small', color: color('ink2') });
    x += 28 + setting.measure(text, 'small') + 16;
  }
  items.push(
    { type: 'rect', x, y: middle - 8, width: 22, height: 16, edge: color('ink3'), edgeWidth: 1, pattern: stale },
    { type: 'text', x: x + 28, y: middle, text: setting.words.deadNotNoticed, font: 'small', color: color('ink2') },
  );
  return items;
}
