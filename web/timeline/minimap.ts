// The minimap: the whole run in one strip. Grey bars count what happened, a bar in the failing colour marks where there
// was trouble, and the flags stand on top. The frame is the view.

import type { Timeline } from '../../src/report/timeline-model.ts';
import { color, type DrawItem } from './draw-list.ts';
import { METRICS } from './metrics.ts';
import { lostMoments } from './node-order.ts';
import { SEVERITY } from './states.ts';
import type { TimeRange } from './viewport.ts';

const BIN_PIXELS = 4;
const TROUBLE_SEVERITY = 3;

export interface MinimapBin {
  readonly writes: number;
  readonly severity: number;
}

/** One bin per 4 pixels of an axis that ends at `until`: how many writes, and the worst that began in it. */
export function minimapBins(timeline: Timeline, width: number, until: number): readonly MinimapBin[] {
  const count = Math.max(Math.ceil(width / BIN_PIXELS), 1);
  const writes = new Array<number>(count).fill(0);
  const severity = new Array<number>(count).fill(0);
  const binOf = (at: number): number => Math.min(Math.floor((at / until) * count), count - 1);
  const worsen = (at: number, value: number): void => {
    const bin = binOf(at);
    severity[bin] = Math.max(severity[bin] ?? 0, value);
  };
  const busiest = timeline.components.find((component) => component.name === 'kube-apiserver');
  for (const at of busiest?.writes ?? []) writes[binOf(at)] = (writes[binOf(at)] ?? 0) + 1;
  for (const event of timeline.events) if (event.isWarning) worsen(event.at, TROUBLE_SEVERITY);
  for (const { bars } of [timeline.noNode, ...timeline.nodes]) {
    for (const bar of bars) for (const segment of bar.segments) worsen(segment.from, SEVERITY[segment.state]);
  }
  for (const node of timeline.nodes) for (const at of lostMoments(node)) worsen(at, SEVERITY.unknown);
  for (const component of timeline.components) for (const down of component.down) worsen(down.from, SEVERITY.failing);
  return writes.map((n, index) => ({ writes: n, severity: severity[index] ?? 0 }));
}

export function minimapItems(timeline: Timeline, width: number, until: number): readonly DrawItem[] {
  const foot = METRICS.minimap - 3;
  const items: DrawItem[] = [];
  const bins = minimapBins(timeline, width, until);
  const most = bins.reduce((max, bin) => Math.max(max, bin.writes), 1);
  bins.forEach((bin, index) => {
    const x = index * BIN_PIXELS;
    if (bin.writes > 0) {
      const height = 3 + (Math.log2(1 + bin.writes) / Math.log2(1 + most)) * 19;
      items.push({ type: 'rect', x, y: foot - height, width: 3, height, fill: color('ink3', 0.5) });
    }
    if (bin.severity >= TROUBLE_SEVERITY) {
      const height = bin.severity > TROUBLE_SEVERITY ? 14 : 7;
      items.push({ type: 'rect', x, y: foot - height, width: 3, height, fill: color('failing.fill') });
    }
  });
  for (const flag of timeline.flags) {
    if (flag.kind === 'fault-end') continue;
    const x = (flag.at / until) * width;
    const fill = color(flag.kind === 'action' ? 'accent' : 'ink');
    items.push({ type: 'rect', x: x - 0.5, y: 3, width: 1, height: foot - 3, fill });
    const cloth = [
      { x, y: 3 },
      { x: x + 7, y: 6 },
      { x, y: 9 },
    ];
    items.push({ type: 'path', points: cloth, curve: 'straight', baseline: [{ x, y: 3 }], fill });
  }
  return items;
}

/** The view's frame with its two handles, and a veil over the rest. */
export function minimapFrameItems(range: TimeRange, until: number, width: number): readonly DrawItem[] {
  const left = (range.from / until) * width;
  const right = (range.to / until) * width;
  const height = METRICS.minimap;
  const veil = color('ink3', 0.16);
  const handle = (x: number): DrawItem => ({
    type: 'rect',
    x,
    y: (height - 16) / 2,
    width: 4,
    height: 16,
    fill: color('accent'),
    radius: 2,
  });
  return [
    { type: 'rect', x: 0, y: 0, width: left, height, fill: veil },
    { type: 'rect', x: right, y: 0, width: width - right, height, fill: veil },
    {
      type: 'rect',
      x: left + 0.5,
      y: 0.5,
      width: Math.max(right - left - 1, 3),
      height: height - 1,
      edge: color('accent'),
      edgeWidth: 1.5,
    },
    handle(left - (left > 2 ? 2 : 0)),
    handle(right - (right < width - 2 ? 2 : 4)),
  ];
}

/** What a search has found, as ticks at the foot. */
export function minimapHitItems(moments: readonly number[], until: number, width: number): readonly DrawItem[] {
  return moments.map((at) => {
    const x = Math.round((at / until) * width) - 1;
    return { type: 'rect', x, y: METRICS.minimap - 6, width: 2, height: 5, fill: color('accent') };
  });
}

export type MinimapPart = 'from' | 'to' | 'inside' | 'outside';

/** What a press on the minimap takes hold of. */
export function minimapPartAt(x: number, range: TimeRange, until: number, width: number): MinimapPart {
  const left = (range.from / until) * width;
  const right = (range.to / until) * width;
  if (Math.abs(x - left) <= 6) return 'from';
  if (Math.abs(x - right) <= 6) return 'to';
  return x > left && x < right ? 'inside' : 'outside';
}
