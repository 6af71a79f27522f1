// Pod bars: a rectangle per stretch of one state, its pattern and edge, the stale overlay, a cap where the object is
// gone, and the labels. A failure is drawn last and never narrower than two pixels, so that zooming out cannot hide it.

import type { PodBar, Segment, StateClass } from '../../src/report/timeline-model.ts';
import { timeScale, type Viewport } from './axis.ts';
import { besideDiscs, type Disc } from './chain.ts';
import { uncutPieces } from './cuts.ts';
import { color, type DrawItem } from './draw-list.ts';
import { shortPodName } from './labels.ts';
import { METRICS } from './metrics.ts';
import { barIconOf, edgeOf, fillOf, inkOf, patternOf } from './states.ts';
import type { Setting } from './words.ts';

/** Terminating for so much longer than its grace period: nobody is there to end it. Drawn thinner. */
const OVERDUE_MICROS = 5_000_000;
const ICON_ROOM = 14;
const ICON_STEP = 15;
const LEAST_LABEL = 48;
/** States in which a bar is calm enough to bear its pod's name. */
const NAMED_STATES: ReadonlySet<StateClass> = new Set(['running', 'unknown', 'pending']);

type View = Viewport & { readonly discs?: readonly Disc[] };

/** A stretch as it stands on the canvas. */
interface Stretch {
  readonly segment: Segment;
  readonly x: number;
  readonly width: number;
  /** The part of it that is in view. */
  readonly visibleX: number;
  readonly visibleWidth: number;
  /** The bar's ends are round, its inner borders are not. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** Draws one bar whose top is at `y`. Nothing where it is out of view. */
export function barItems(bar: PodBar, y: number, view: View, setting: Setting): readonly DrawItem[] {
  const stretches = stretchesOf(bar, view);
  if (stretches.length === 0) return [];
  const quiet = stretches.filter((stretch) => stretch.segment.state !== 'failing');
  const failing = stretches.filter((stretch) => stretch.segment.state === 'failing');
  const items = [...quiet, ...failing].flatMap((stretch) => stretchItems(stretch, y, bar.dueAt));
  const end = timeScale(view)(bar.to);
  const last = bar.segments.at(-1);
  if (bar.isGone && last !== undefined && end >= 0 && end <= view.width) {
    items.push({ type: 'rect', x: end - 1, y, width: 2, height: METRICS.lane, fill: edgeOf(last.state) });
  }
  return [...items, ...labelItems(bar, stretches, y, view, setting)];
}

function stretchesOf(bar: PodBar, view: Viewport): readonly Stretch[] {
  const x = timeScale(view);
  if (x(bar.to) < 0 || x(bar.from) > view.width) return [];
  return bar.segments.flatMap((segment, index) => {
    const from = x(segment.from);
    const width = Math.max(x(segment.to) - from, segment.state === 'failing' ? 2 : 1);
    if (from + width < 0 || from > view.width) return [];
    const visibleX = Math.max(from, 0);
    const visibleWidth = Math.min(from + width, view.width) - visibleX;
    const ends = { isFirst: index === 0, isLast: index === bar.segments.length - 1 };
    return [{ segment, x: from, width, visibleX, visibleWidth, ...ends }];
  });
}

function stretchItems(stretch: Stretch, y: number, dueAt = Number.POSITIVE_INFINITY): readonly DrawItem[] {
  const { segment, x, width } = stretch;
  const { state } = segment;
  const isOverdue = state === 'terminating' && segment.to - dueAt > OVERDUE_MICROS;
  const pattern = patternOf(state);
  const rect = { x, y, width, height: METRICS.lane };
  const items: DrawItem[] = [
    {
      type: 'rect',
      ...rect,
      fill: fillOf(state, isOverdue ? 0.45 : undefined),
      ...(pattern !== undefined && { pattern }),
      ...(width >= 2 && { edge: edgeOf(state), edgeWidth: 1 }),
      radius: [stretch.isFirst ? 2 : 0, stretch.isLast ? 2 : 0],
      ...(state === 'terminating' && { dash: [3, 2] as const }),
    },
  ];
  if (isHatched(segment)) {
    items.push({ type: 'rect', ...rect, pattern: { name: 'stale', color: color('ink', 0.5) } });
  }
  if (state === 'notready' && width >= 4) {
    items.push({ type: 'rect', x, y, width: 3, height: METRICS.lane, fill: edgeOf(state) });
  }
  return items;
}

/** A lost or terminating pod's class says already that its last report no longer holds. */
function isHatched(segment: Segment): boolean {
  return segment.isStale && segment.state !== 'unknown' && segment.state !== 'terminating';
}

function labelItems(
  bar: PodBar,
  all: readonly Stretch[],
  y: number,
  view: View,
  setting: Setting,
): readonly DrawItem[] {
  const name = bar.key.slice(bar.key.indexOf('/') + 1);
  const stretches = all.map((stretch): Stretch => {
    const own = uncut(stretch, name, view, setting);
    const right = own.visibleX + own.visibleWidth;
    const [visibleX, end] = besideDiscs(view.discs, y + METRICS.lane / 2, own.visibleX, right);
    return { ...own, visibleX, visibleWidth: end - visibleX };
  });
  const named = nameStretch(stretches, name, setting);
  return stretches.flatMap((stretch) =>
    stretchLabel(stretch, labelOf(stretch, stretch === named ? name : '', setting), y, setting),
  );
}

/** The part of a stretch outside of cuts that has room for its word and a short name, else for some label. */
function uncut(stretch: Stretch, name: string, view: Viewport, setting: Setting): Stretch {
  const { visibleX: left, visibleWidth: width } = stretch;
  if (view.axis?.kind !== 'cut') return stretch;
  const isNamed = (room: number): boolean => labelOf({ ...stretch, visibleWidth: room }, name, setting).hasName;
  const pieces = uncutPieces(view, left, left + width).map(([from, to]) => ({ from, room: to - from }));
  const best = pieces.find(({ room }) => isNamed(room)) ?? pieces.find(({ room }) => room >= LEAST_LABEL);
  return best === undefined ? stretch : { ...stretch, visibleX: best.from, visibleWidth: best.room };
}

/** The one stretch that bears the name: the first calm one with room, else the first of any state. */
function nameStretch(stretches: readonly Stretch[], name: string, setting: Setting): Stretch | undefined {
  const hasRoom = (stretch: Stretch): boolean => labelOf(stretch, name, setting).hasName;
  const calm = stretches.find((stretch) => NAMED_STATES.has(stretch.segment.state) && hasRoom(stretch));
  return calm ?? stretches.find(hasRoom);
}

interface Label {
  readonly hasIcon: boolean;
  readonly text: string;
  readonly hasName: boolean;
}

/** What a stretch says: icon and word where both fit, else the icon, else nothing; the name where it fits too. */
function labelOf(stretch: Stretch, name: string, setting: Setting): Label {
  const { state } = stretch.segment;
  const { measure, words } = setting;
  const room = stretch.visibleWidth - 2 * METRICS.barPadding - (state === 'notready' ? 3 : 0);
  if (state === 'running') {
    const text = name !== '' ? shortPodName(name, room, 'small', measure) : '';
    return { hasIcon: false, text, hasName: text !== '' };
  }
  const word = words.segment(stretch.segment);
  const wordRoom = room - ICON_STEP;
  const wordWidth = measure(word, 'small');
  if (wordRoom >= wordWidth) {
    const separator = ' · ';
    const nameRoom = wordRoom - wordWidth - measure(separator, 'small');
    const shortName = name !== '' ? shortPodName(name, nameRoom, 'small', measure) : '';
    if (shortName === '') return { hasIcon: true, text: word, hasName: false };
    return { hasIcon: true, text: `${word}${separator}${shortName}`, hasName: true };
  }
  return { hasIcon: stretch.visibleWidth >= ICON_ROOM, text: '', hasName: false };
}

function stretchLabel(stretch: Stretch, label: Label, y: number, setting: Setting): readonly DrawItem[] {
  const { state } = stretch.segment;
  const middle = y + METRICS.lane / 2;
  const icon = label.hasIcon ? barIconOf(state) : undefined;
  const items: DrawItem[] = [];
  const notch = state === 'notready' ? 3 : 0;
  const x = stretch.visibleX + METRICS.barPadding + notch;
  const textX = icon === undefined ? x : x + ICON_STEP;
  const isAlone = label.text === '';
  const textWidth = isAlone ? 0 : Math.ceil(setting.measure(label.text, 'small'));
  const centre = isAlone ? stretch.visibleX + notch / 2 + stretch.visibleWidth / 2 : x + 5;
  const hasGround = patternOf(state) !== undefined || isHatched(stretch.segment);
  if (hasGround && (icon !== undefined || !isAlone)) {
    const [left, right] = isAlone ? [centre - 6, centre + 6] : [x - 2, textX + textWidth + 3];
    const height = Math.min(METRICS.lane - 2, 12);
    items.push({ type: 'rect', x: left, y: middle - height / 2, width: right - left, height, fill: fillOf(state) });
  }
  if (icon !== undefined) items.push({ type: 'icon', icon, x: centre, y: middle, size: 9, color: inkOf(state) });
  if (!isAlone) {
    items.push({ type: 'text', x: textX, y: middle, text: label.text, font: 'small', color: inkOf(state) });
  }
  return items;
}
