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
  const look = { fill: fillOf('failing'), edge: edgeOf('failing'), edgeWidth: 1, ...(pattern && { pattern }) };
  const spans = timeline.workloads
    .flatMap((track) => shortagesOf(track).map((shortage) => ({ ...shortage, text: `${track.kind} ${track.name}` })))
    .toSorted((a, b) => a.from - b.from)
    .map(({ from, to, text }) => {
      const left = Math.max(x(from), -4);
      const right = Math.max(Math.min(x(Math.min(to, timeline.until)), view.width + 4), left + 3);
      return { left, right, text };
    })
    .filter(({ left, right }) => right >= 0 && left <= view.width);
  const blocks = spans.map(({ left, right }): DrawItem => {
    return { type: 'rect', x: left, y: frame.y + AIR + 1, width: right - left, height: 14, ...look };
  });
  return [line, ...blocks, ...nameItems(spans, frame.y + frame.height / 2, view, setting)];
}

interface Span {
  readonly left: number;
  readonly right: number;
  readonly text: string;
}

/** The names of what is short: behind a block where no other one begins, else inside of it. None over another. */
function nameItems(spans: readonly Span[], y: number, { width }: Viewport, { measure }: Setting): readonly DrawItem[] {
  let free = 0;
  return spans.flatMap(({ left, right, text }): readonly DrawItem[] => {
    const own = measure(text, 'smallBold');
    const [behind, inside] = [right + 6, Math.max(left, 0) + 6];
    const isAlone = !spans.some((other) => other.left < behind + own && other.right > right);
    const isBehind = isAlone && behind >= free && behind + own <= width;
    if (!isBehind && (inside < free || inside + own > right)) return [];
    const at = isBehind ? behind : inside;
    free = at + own + 8;
    const ink = isBehind ? color('ink2') : inkOf('failing');
    const plate = isBehind ? color('panel', 0.85) : fillOf('failing');
    return [{ type: 'text', x: at, y, text, font: 'smallBold', color: ink, plate }];
  });
}
