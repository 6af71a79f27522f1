// KubeEvents as diamonds: a warning is filled and lies on top, a normal one is hollow. Those of one pixel become one, a
// little larger for their number.

import type { EventMark } from '../../src/report/timeline-model.ts';
import { color, type DrawItem } from './draw-list.ts';
import { timeScale, type Viewport } from './viewport.ts';

export interface PlacedEvents {
  readonly x: number;
  readonly radius: number;
  readonly isWarning: boolean;
  /** What it stands for, in order of time. */
  readonly events: readonly EventMark[];
}

const WARNING_RADIUS = 5;
const NORMAL_RADIUS = 3.4;
const MAX_RADIUS = 7;

/** The diamonds in view: first the normal ones, then the warnings, each ascending. */
export function placeEvents(events: readonly EventMark[], view: Viewport): readonly PlacedEvents[] {
  const x = timeScale(view);
  const pixels = new Map<string, EventMark[]>();
  for (const event of events) {
    if (event.at < view.range.from || event.at > view.range.to) continue;
    const key = `${event.isWarning ? 1 : 0}/${Math.round(x(event.at))}`;
    const group = pixels.get(key);
    if (group === undefined) pixels.set(key, [event]);
    else group.push(event);
  }
  const placed = [...pixels].map(([key, group]): PlacedEvents => {
    const isWarning = key.startsWith('1');
    const single = isWarning ? WARNING_RADIUS : NORMAL_RADIUS;
    const radius = group.length === 1 ? single : Math.max(single, Math.min(4 + Math.log10(group.length), MAX_RADIUS));
    return { x: Number(key.slice(2)), radius, isWarning, events: group };
  });
  return [...placed.filter((mark) => !mark.isWarning), ...placed.filter((mark) => mark.isWarning)];
}

export function eventItems(placed: readonly PlacedEvents[], middle: number): readonly DrawItem[] {
  return placed.map(({ x, radius, isWarning }) =>
    isWarning
      ? { type: 'diamond', x, y: middle, radius, fill: color('failing.fill'), edge: color('canvas'), edgeWidth: 1 }
      : { type: 'diamond', x, y: middle, radius, fill: color('canvas'), edge: color('ink3'), edgeWidth: 1 },
  );
}
