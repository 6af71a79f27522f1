// What a folded group still shows: the worst of its rows. Nodes become a strip in its one line, workloads their
// shortages with their names, so that folding hides a failure as little as zooming out does.

import type { Timeline } from '../../src/report/timeline-model.ts';
import { timeScale, type Viewport } from './axis.ts';
import { color, type DrawItem } from './draw-list.ts';
import { heatItems } from './heat.ts';
import { shortagesOf } from './shortages.ts';
import { edgeOf, fillOf, inkOf, patternOf } from './states.ts';
import { stripRows, stripShape } from './strip.ts';
import type { Setting } from './words.ts';

interface Frame {
  readonly y: number;
  readonly height: number;
}

const AIR = 3;

/** Nodes as a strip in one line; `key` names which nodes they are. */
export function foldedNodeItems(
  timeline: Timeline,
  nodes: readonly number[],
  key: string,
  frame: Frame,
  view: Viewport,
): readonly DrawItem[] {
  if (nodes.length === 0) return [];
  const shape = stripShape(nodes.length, frame.height - 2 * AIR);
  const rows = stripRows(timeline, { key: `folded ${key}`, nodes, nodesPerRow: shape.nodesPerRow });
  return heatItems(rows, shape, frame.y + AIR, view);
}

export function foldedWorkloadItems(
  timeline: Timeline,
  frame: Frame,
  view: Viewport,
  setting: Setting,
): readonly DrawItem[] {
  const x = timeScale(view);
  const pattern = patternOf('failing');
  const line: DrawItem = {
    type: 'rect',
    x: 0,
    y: frame.y + frame.height / 2 - 0.5,
    width: view.width,
    height: 1,
    fill: edgeOf('running'),
  };
  let free = 0;
  const shortages = timeline.workloads
    .flatMap((track) => shortagesOf(track).map((shortage) => ({ ...shortage, text: `${track.kind} ${track.name}` })))
    .toSorted((a, b) => a.from - b.from);
  const blocks = shortages.flatMap(({ from, to, text }): readonly DrawItem[] => {
    const left = Math.max(x(from), -4);
    const right = Math.min(x(Math.min(to, timeline.until)), view.width + 4);
    if (right < 0 || left > view.width) return [];
    const width = Math.max(right - left, 3);
    const look = { fill: fillOf('failing'), edge: edgeOf('failing'), edgeWidth: 1, ...(pattern && { pattern }) };
    const block: DrawItem = { type: 'rect', x: left, y: frame.y + AIR + 2, width, height: 12, ...look };
    const textWidth = setting.measure(text, 'smallBold');
    const places = [
      { x: left + width + 6, ink: color('ink2'), plate: color('panel', 0.85), end: view.width },
      { x: Math.max(left, 0) + 6, ink: inkOf('failing'), plate: fillOf('failing'), end: left + width },
    ];
    const place = places.find(({ x: start, end }) => start >= free && start + textWidth <= end);
    if (place === undefined) return [block];
    free = place.x + textWidth + 8;
    const { ink, plate } = place;
    const y = frame.y + frame.height / 2;
    return [block, { type: 'text', x: place.x, y, text, font: 'smallBold', color: ink, plate }];
  });
  return [line, ...blocks.toSorted((a, b) => Number(a.type === 'rect') - Number(b.type === 'rect'))];
}
