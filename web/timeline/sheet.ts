// The view as a sheet of its own, for a file or a slide: title and moment, the names of the tracks on the left, the
// picture, and a legend of the states below it. One draw list, from which SVG and PNG are made.

import type { Timeline } from '../../src/report/timeline-model.ts';
import { color, type DrawItem } from './draw-list.ts';
import { shortText } from './labels.ts';
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
  /** Of the tracks that stay on top. */
  readonly actions: string;
  readonly events: string;
  /** Of a track on the left. */
  readonly row: (row: Row) => string;
  readonly state: (state: (typeof STATES_BY_SEVERITY)[number]) => string;
}

const HEAD = 34;
const NAMES = 180;
const LEGEND = 34;
const LEGEND_LINE = 24;

export function sheetOf(
  timeline: Timeline,
  layout: RowLayout,
  view: SceneView,
  setting: Setting,
  words: SheetWords,
  above: readonly DrawItem[],
): Sheet {
  const width = NAMES + view.width;
  const legend = legendItems(width, setting, words);
  const height = HEAD + view.height + legend.height;
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
      ...nameItems(layout, view, setting, words),
      {
        type: 'clip',
        rect: { x: NAMES, y: HEAD, width: view.width, height: view.height },
        dx: NAMES,
        dy: HEAD,
        items: picture,
      },
      { type: 'clip', rect: { x: 0, y: 0, width, height }, dy: HEAD + view.height, items: legend.items },
    ],
  };
}

function nameItems(layout: RowLayout, view: SceneView, { measure }: Setting, words: SheetWords): readonly DrawItem[] {
  const rows = rowsBetween(layout, view.scrollY, view.scrollY + view.height - METRICS.top);
  const items = rows.map((row): DrawItem => {
    const isHead = row.kind === 'group' || row.kind === 'section';
    const middle = row.y + Math.min(row.height, METRICS.nodeHead) / 2;
    const x = isHead ? 12 : 24;
    const font = isHead || row.kind === 'node' ? 'bodyBold' : 'body';
    const text = shortText(words.row(row), NAMES - x - 4, font, measure);
    return { type: 'text', x, y: middle, text, font, color: color(isHead ? 'ink2' : 'ink') };
  });
  const top = HEAD + METRICS.minimap + METRICS.axis;
  const onTop = [
    { text: words.actions, y: top + METRICS.actions / 2 },
    { text: words.events, y: top + METRICS.actions + METRICS.events / 2 },
  ].map((name): DrawItem => ({ type: 'text', x: 12, ...name, font: 'bodyBold', color: color('ink') }));
  const rect = { x: 0, y: HEAD + METRICS.top, width: NAMES, height: view.height - METRICS.top };
  return [...onTop, { type: 'clip', rect, dy: HEAD + METRICS.top - view.scrollY, items }];
}

/** Every state and the hatch, in as many lines as they need. */
function legendItems(
  width: number,
  { measure, words: { deadNotNoticed } }: Setting,
  words: SheetWords,
): { readonly items: readonly DrawItem[]; readonly height: number } {
  const items: DrawItem[] = [];
  let [x, middle] = [12, LEGEND / 2];
  const place = (text: string): void => {
    if (x > 12 && x + 28 + measure(text, 'small') > width - 12) [x, middle] = [12, middle + LEGEND_LINE];
    items.push({ type: 'text', x: x + 28, y: middle, text, font: 'small', color: color('ink2') });
  };
  const stale = { name: 'stale', color: color('ink', 0.5) } as const;
  for (const state of STATES_BY_SEVERITY.toReversed()) {
    const pattern = patternOf(state);
    const icon = barIconOf(state);
    const text = words.state(state);
    place(text);
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
    x += 28 + measure(text, 'small') + 16;
  }
  place(deadNotNoticed);
  const rect = { x, y: middle - 8, width: 22, height: 16 };
  items.push({ type: 'rect', ...rect, edge: color('ink3'), edgeWidth: 1, pattern: stale });
  return { items, height: middle + LEGEND / 2 };
}
