// The head of a node: the requested share of what it can give as a grey step area, and over it what is wrong with the
// node. Between the moment a node dies and the moment the API server knows, a coarse hatch says so.

import type { NodeSegment, NodeTrack } from '../../src/report/timeline-model.ts';
import { timeScale, type Viewport } from './axis.ts';
import { besideDiscs, type Disc } from './chain.ts';
import { clearOfCuts } from './cuts.ts';
import { color, type DrawItem, type Point, type Rect } from './draw-list.ts';
import { METRICS } from './metrics.ts';
import { type NodeUse, usedShare } from './node-use.ts';
import { fillOf, inkOf, patternOf } from './states.ts';
import { stepsInView } from './steps.ts';
import type { Setting } from './words.ts';

const TOP = 4;
/** Icon and air around the word of a node. */
const WORD_AIR: number = 2 * METRICS.barPadding + 14;

/** Of its corners: stretches that follow one another have none between them. */
type Radius = readonly [left: number, right: number];

type View = Viewport & { readonly discs?: readonly Disc[]; readonly nodeUse?: NodeUse };

export function nodeHeadItems(node: NodeTrack, y: number, view: View, setting: Setting): readonly DrawItem[] {
  const bottom = y + METRICS.nodeHead - 1;
  return [
    ...usageItems(node, y + TOP, bottom, view),
    ...node.segments.flatMap((segment, index) => {
      const isNotReady = (other: NodeSegment | undefined): boolean => other?.state === 'notready';
      const before = isNotReady(node.segments[index - 1]);
      const after = isNotReady(node.segments[index + 1]);
      return segmentItems(segment, y, view, setting, [before ? 0 : 2, after ? 0 : 2]);
    }),
  ];
}

function usageItems(node: NodeTrack, top: number, bottom: number, view: View): readonly DrawItem[] {
  const x = timeScale(view);
  const points: Point[] = stepsInView(node.usage, view).map(({ step, at }) => ({
    x: x(at),
    y: bottom - usedShare(view.nodeUse ?? 'cpu', step, node.allocatable) * (bottom - top),
  }));
  if (points.length === 0) return [];
  return [
    {
      type: 'path',
      points: [
        { x: 0, y: top },
        { x: view.width, y: top },
      ],
      curve: 'straight',
      stroke: color('line'),
      width: 1,
    },
    {
      type: 'path',
      points,
      curve: 'step',
      baseline: bottom,
      fill: color('ink3', 0.13),
      stroke: color('ink3', 0.7),
      width: 1,
    },
  ];
}

function segmentItems(
  segment: NodeSegment,
  y: number,
  view: View,
  setting: Setting,
  radius: Radius,
): readonly DrawItem[] {
  const x = timeScale(view);
  const left = Math.max(x(segment.from), -4);
  const right = Math.min(x(segment.to), view.width + 4);
  if (right <= 0 || left >= view.width || right - left < 0.2) return [];
  const rect = { x: left, y: y + 3, width: Math.max(right - left, 2), height: METRICS.nodeHead - 6, radius };
  const word = setting.words.node(segment);
  const wordWidth = setting.measure(segment.isStale ? setting.words.deadNotNoticed : word, 'smallBold') + WORD_AIR;
  const [from, to] = clearOfCuts(view, Math.max(left, 0), right, wordWidth);
  const [wordX, end] = besideDiscs(view.discs, y + METRICS.nodeHead / 2, from, to);
  if (segment.state === 'notready') return notReadyItems(segment, rect, [wordX, end], setting);
  const room = end - wordX - 2 * METRICS.barPadding;
  if (segment.isStale) {
    const fits = setting.measure(setting.words.deadNotNoticed, 'small') <= room;
    return [
      { type: 'rect', ...rect, pattern: { name: 'stale', color: color('ink', 0.5) } },
      ...(fits ? [wordItem(setting.words.deadNotNoticed, wordX, rect, 'ink')] : []),
    ];
  }
  if (segment.isCordoned) {
    const fits = setting.measure(word, 'small') <= room;
    return [
      { type: 'rect', ...rect, y: rect.y + rect.height - 3, height: 3, fill: color('ink3') },
      ...(fits ? [wordItem(word, wordX, { ...rect, height: rect.height - 4 }, 'ink2')] : []),
    ];
  }
  return [];
}

function wordItem(
  text: string,
  x: number,
  rect: { readonly y: number; readonly height: number },
  ink: 'ink' | 'ink2',
): DrawItem {
  return {
    type: 'text',
    x: x + METRICS.barPadding,
    y: rect.y + rect.height / 2,
    text,
    font: 'small',
    color: color(ink),
    plate: color('canvas'),
  };
}

function notReadyItems(
  segment: NodeSegment,
  rect: Rect & { readonly radius: Radius },
  [left, right]: readonly [left: number, right: number],
  setting: Setting,
): readonly DrawItem[] {
  const pattern = patternOf('unknown');
  const items: DrawItem[] = [
    {
      type: 'rect',
      ...rect,
      fill: fillOf('unknown'),
      edge: color('unknown.edge'),
      edgeWidth: 1,
      ...(pattern !== undefined && { pattern }),
    },
  ];
  const room = right - left - 2 * METRICS.barPadding - 14;
  const whole = setting.words.node(segment);
  const [state = ''] = whole.split(' · ');
  const text = [whole, state].find((form) => setting.measure(form, 'smallBold') <= room) ?? '';
  const middle = rect.y + rect.height / 2;
  if (room < 0) return items;
  const plateWidth = text === '' ? 12 : 18 + setting.measure(text, 'smallBold');
  items.push(
    { type: 'rect', x: left + 4, y: rect.y + 2, width: plateWidth, height: rect.height - 4, fill: fillOf('unknown') },
    { type: 'icon', icon: 'unknown', x: left + METRICS.barPadding + 4, y: middle, size: 9, color: inkOf('unknown') },
  );
  if (text !== '') {
    items.push({ type: 'text', x: left + 19, y: middle, text, font: 'smallBold', color: inkOf('unknown') });
  }
  return items;
}
