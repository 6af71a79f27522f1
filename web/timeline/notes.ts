// Notes on the picture: a thin line through the tracks with the text on a plate at its top. A plate that would run
// over the next one or out of the view is shortened or left out; the line stays.

import { timeScale, type Viewport } from './axis.ts';
import { color, type DrawItem, type Measure } from './draw-list.ts';
import { METRICS } from './metrics.ts';

const PLATE_HEIGHT = 18;
const PADDING = 6;
const GAP = 4;
const LONGEST = 240;
/** The first note with less room opens to the left of its line. */
const LEAST = 60;

interface NoteMark {
  readonly at: number;
  readonly text: string;
}

/** `marks` in order of time. */
export function noteItems(
  marks: readonly NoteMark[],
  view: Viewport & { readonly height: number },
  measure: Measure,
): readonly DrawItem[] {
  const x = timeScale(view);
  const inView = marks.filter(({ at }) => x(at) >= 0 && x(at) <= view.width);
  return inView.flatMap(({ at, text }, index): readonly DrawItem[] => {
    const left = Math.round(x(at));
    const height = view.height - METRICS.top;
    const line: DrawItem = { type: 'rect', x: left, y: METRICS.top, width: 1, height, fill: color('accent', 0.7) };
    const [before, next] = [inView[index - 1], inView[index + 1]];
    const right = (next === undefined ? view.width : x(next.at) - GAP) - left;
    const free = left - (before === undefined ? 0 : x(before.at) + GAP);
    const opensLeft = right < LEAST && index === 0 && free > right;
    const shown = cut(text, Math.min((opensLeft ? free : right) - 2 * PADDING, LONGEST), measure);
    if (shown === '') return [line];
    const width = Math.ceil(measure(shown, 'small')) + 2 * PADDING;
    const plate = { x: opensLeft ? left - width : left, y: METRICS.top + 2, width, height: PLATE_HEIGHT };
    return [
      line,
      { type: 'rect', ...plate, fill: color('accentSoft'), edge: color('accent'), edgeWidth: 1, radius: 2 },
      {
        type: 'text',
        x: plate.x + PADDING,
        y: plate.y + PLATE_HEIGHT / 2,
        text: shown,
        font: 'small',
        color: color('ink'),
      },
    ];
  });
}

/** As many first letters as fit. */
function cut(text: string, room: number, measure: Measure): string {
  if (measure(text, 'small') <= room) return text;
  for (let kept = text.length - 1; kept >= 3; kept -= 1) {
    const form = `${text.slice(0, kept).trimEnd()}…`;
    if (measure(form, 'small') <= room) return form;
  }
  return '';
}
