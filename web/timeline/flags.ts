// Where the flags of actions and faults stand: two rows, greedy from the left; a flag that would leave the view opens
// to the left of its pole; where both rows are full only pole and icon remain, beside what is in the way; where there
// is no room for that either, and for a crowd, one flag has a count. None lies over another one.

import type { Flag } from '../../src/report/timeline-model.ts';
import { isCutOut, timeScale, type Viewport } from './axis.ts';
import type { Measure } from './draw-list.ts';

export interface PlacedFlag {
  /** The flags it stands for; more than one for a crowd. */
  readonly flags: readonly Flag[];
  readonly kind: Flag['kind'];
  /** The pole. */
  readonly poleX: number;
  /** The cloth's left end and width. */
  readonly x: number;
  readonly width: number;
  readonly row: 0 | 1;
  /** Empty where there was room for the icon only. */
  readonly text: string;
}

const ICON_WIDTH = 16;
const PADDING = 4;
const GAP = 4;
const ICON_ROOM = ICON_WIDTH + 2;
const CROWD_COUNT = 5;
const CROWD_PIXELS = 24;

/** Places the flags of the view, ascending by pole. `words` gives a flag's text in the page's language. */
export function placeFlags(
  flags: readonly Flag[],
  view: Viewport,
  measure: Measure,
  words: (flag: Flag) => string,
): readonly PlacedFlag[] {
  const x = timeScale(view);
  const outside = flags.filter((flag) => !isCutOut(view, flag.at));
  const groups = crowds(outside, (flag) => x(flag.at));
  const ends: [number, number] = [-GAP, -GAP];
  const counted = widthOf('999×', measure);
  const placed: PlacedFlag[] = [];
  for (const group of groups) {
    const [first] = group;
    if (first === undefined) continue;
    const poleX = x(first.at);
    if (poleX < -400 || poleX > view.width + 400) continue;
    const text = group.length === 1 ? words(first) : countOf(group);
    const full = widthOf(text, measure);
    // Each may come to have a count.
    const room = Math.max(full, counted);
    const opensLeft = poleX + room > view.width;
    const from = opensLeft ? poleX - room : poleX;
    const left = opensLeft ? poleX - full : poleX;
    const row = from >= ends[0] + GAP ? 0 : from >= ends[1] + GAP ? 1 : undefined;
    const base = { flags: group, kind: first.kind, poleX };
    if (row !== undefined) {
      ends[row] = left + full;
      placed.push({ ...base, x: left, width: full, row, text });
      continue;
    }
    const free = ends[0] <= ends[1] ? 0 : 1;
    if (opensLeft && poleX - counted > ends[free]) {
      ends[free] = poleX;
      placed.push({ ...base, x: poleX - ICON_ROOM, width: ICON_ROOM, row: free, text: '' });
      continue;
    }
    const beside = Math.max(poleX, ends[free] + 1);
    const last = placed.findLastIndex((one) => one.row === free);
    const before = placed[last];
    const isFull = beside > poleX && before !== undefined && before.x > before.poleX;
    if (before !== undefined && (isFull || beside + counted > view.width)) {
      const one = joined(before, group, measure);
      placed[last] = one;
      ends[free] = one.x + one.width;
      continue;
    }
    ends[free] = beside + ICON_ROOM;
    placed.push({ ...base, x: beside, width: ICON_ROOM, row: free, text: '' });
  }
  return placed;
}

function widthOf(text: string, measure: Measure): number {
  return ICON_WIDTH + Math.ceil(measure(text, 'small')) + 2 * PADDING;
}

function countOf(flags: readonly Flag[]): string {
  return `${flags.length}×`;
}

/** One flag for all of them. */
function joined(before: PlacedFlag, more: readonly Flag[], measure: Measure): PlacedFlag {
  const flags = [...before.flags, ...more];
  const text = countOf(flags);
  const width = widthOf(text, measure);
  const opensLeft = before.x < before.poleX;
  return { ...before, flags, text, width, ...(opensLeft && { x: before.x + before.width - width }) };
}

/** Five or more within 24 pixels become one group; all others stay alone. */
function crowds(flags: readonly Flag[], xOf: (flag: Flag) => number): readonly (readonly Flag[])[] {
  const groups: Flag[][] = [];
  let start = 0;
  while (start < flags.length) {
    const first = flags[start];
    if (first === undefined) break;
    let end = start + 1;
    for (let next = flags[end]; next !== undefined && xOf(next) - xOf(first) <= CROWD_PIXELS; next = flags[end])
      end += 1;
    if (end - start >= CROWD_COUNT) {
      groups.push(flags.slice(start, end));
      start = end;
    } else {
      groups.push([first]);
      start += 1;
    }
  }
  return groups;
}
