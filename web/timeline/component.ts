// A component of the control plane: a quiet line at the foot while it is up, its writes as grey bars on it, and a block
// of trouble with the time it lasted while it is down.

import type { ComponentTrack } from '../../src/report/timeline-model.ts';
import { timeScale, type Viewport } from './axis.ts';
import { isAcrossCut } from './cuts.ts';
import { color, type DrawItem, type Rect } from './draw-list.ts';
import { countBelow } from './memo.ts';
import { edgeOf, fillOf, patternOf } from './states.ts';
import type { Setting } from './words.ts';

const BIN_PIXELS = 3;

/** Draws a component's row; a folded group draws only the trouble, with the component's name. */
export function componentItems(
  track: ComponentTrack,
  frame: { readonly y: number; readonly height: number },
  view: Viewport,
  setting: Setting,
): readonly DrawItem[] {
  const foot = frame.y + frame.height - 3;
  return [
    ...writeItems(track, foot, frame.height - 6, view),
    footLine(foot, view),
    ...downItems(track, frame, view, setting, ''),
  ];
}

/** The folded group: one line, and the trouble of all its rows. */
export function foldedComponentItems(
  tracks: readonly ComponentTrack[],
  frame: { readonly y: number; readonly height: number },
  view: Viewport,
  setting: Setting,
): readonly DrawItem[] {
  return [
    footLine(frame.y + frame.height / 2, view),
    ...tracks.flatMap((track) => downItems(track, frame, view, setting, `${track.name} `)),
  ];
}

function footLine(y: number, view: Viewport): DrawItem {
  return { type: 'rect', x: 0, y: y - 0.5, width: view.width, height: 1, fill: edgeOf('running') };
}

/** Writes per three pixels on a logarithmic scale, up to the whole height for seventy. */
function writeItems(track: ComponentTrack, foot: number, height: number, view: Viewport): readonly DrawItem[] {
  const x = timeScale(view);
  const { writes } = track;
  const bins: (readonly [bin: number, count: number])[] = [];
  const end = countBelow(writes, view.range.to + 1);
  for (let first = countBelow(writes, view.range.from); first < end; ) {
    const bin = Math.floor(x(writes[first] ?? 0) / BIN_PIXELS);
    const next = Math.min(Math.max(countBelow(writes, x.invert((bin + 1) * BIN_PIXELS)), first + 1), end);
    bins.push([bin, next - first]);
    first = next;
  }
  return bins.map(([bin, count]): Rect & { type: 'rect'; fill: ReturnType<typeof color> } => {
    const tall = Math.min(2 + (Math.log10(1 + count) / 2) * height, height);
    return { type: 'rect', x: bin * BIN_PIXELS, y: foot - tall, width: 2, height: tall, fill: color('ink3', 0.62) };
  });
}

function downItems(
  track: ComponentTrack,
  frame: { readonly y: number; readonly height: number },
  view: Viewport,
  setting: Setting,
  prefix: string,
): readonly DrawItem[] {
  const x = timeScale(view);
  const pattern = patternOf('failing');
  return track.down.flatMap((down): DrawItem[] => {
    const left = x(down.from);
    const width = Math.max(x(down.to) - left, 3);
    if (left > view.width || left + width < 0) return [];
    const text = `${prefix}${setting.words.down(down.to - down.from)}`;
    const textWidth = setting.measure(text, 'smallBold');
    const sides = [
      { x: left + width + 6, align: 'left', from: left + width + 6 },
      { x: left - 6, align: 'right', from: left - 6 - textWidth },
    ] as const;
    const inView = sides.filter(({ from }) => from >= 0 && from + textWidth <= view.width);
    const side = inView.find(({ from }) => !isAcrossCut(view, from, from + textWidth)) ?? inView[0] ?? sides[0];
    const middle = frame.y + frame.height / 2;
    return [
      {
        type: 'rect',
        x: left,
        y: middle - 6,
        width,
        height: 12,
        fill: fillOf('failing'),
        edge: edgeOf('failing'),
        edgeWidth: 1,
        ...(pattern !== undefined && { pattern }),
      },
      {
        type: 'text',
        x: side.x,
        y: middle,
        text,
        font: 'smallBold',
        color: color('ink2'),
        align: side.align,
        plate: color(prefix === '' ? 'canvas' : 'panel', 0.85),
      },
    ];
  });
}
