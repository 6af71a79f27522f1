// The end of a run that was stopped before its end: a line through the tracks with a flag that says what stopped it,
// and a hatch in place of the time that was not run, as far as it is in view.

import { timeScale, type Viewport } from './axis.ts';
import { color, type DrawItem, type Measure } from './draw-list.ts';
import { METRICS } from './metrics.ts';

const FLAG_HEIGHT = 20;
const PADDING = 8;
const LINE_WIDTH = 2;

export function stopItems(
  at: number,
  text: string,
  view: Viewport & { readonly height: number },
  measure: Measure,
): readonly DrawItem[] {
  const x = timeScale(view)(at);
  if (x < 0 || x > view.width + 1) return [];
  const left = Math.min(Math.round(x), view.width - LINE_WIDTH);
  const top = METRICS.minimap + METRICS.axis;
  const height = Math.max(view.height - top, 0);
  const width = Math.ceil(measure(text, 'smallBold')) + 2 * PADDING;
  const y = view.height - FLAG_HEIGHT - PADDING;
  const isBefore = left >= width;
  const flag = { x: isBefore ? left - width : left, y, width, height: FLAG_HEIGHT };
  const rest = { x: left, y: top, width: view.width - left, height };
  return [
    { type: 'rect', ...rest, fill: color('canvas'), pattern: { name: 'stale', color: color('ink3', 0.5) } },
    { type: 'rect', x: left, y: top, width: LINE_WIDTH, height, fill: color('lineStrong') },
    {
      type: 'rect',
      ...flag,
      fill: color('raised'),
      edge: color('lineStrong'),
      edgeWidth: 1,
      radius: isBefore ? [2, 0] : [0, 2],
    },
    { type: 'text', x: flag.x + PADDING, y: y + FLAG_HEIGHT / 2, text, font: 'smallBold', color: color('ink') },
  ];
}
