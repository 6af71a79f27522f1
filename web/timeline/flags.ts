// Where the flags of actions and faults stand: two rows, greedy from the left; a flag that would leave the view opens
// to the left of its pole; where both rows are full only pole and icon remain; a crowd becomes one flag with a count.

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
  const placed: PlacedFlag[] = [];
  for (const group of groups) {
    const [first] = group;
    if (first === undefined) continue;
    const poleX = x(first.at);
    if (poleX < -400 || poleX > view.width + 400) continue;
    const text = group.length === 1 ? words(first) : `${group.length}×`;
    const full = ICON_WIDTH + Math.ceil(measure(text, 'small')) + 2 * PADDING;
    const opensLeft = poleX + full > view.width;
    const left = opensLeft ? poleX - full : poleX;
    const row = left >= ends[0] + GAP ? 0 : left >= ends[1] + GAP ? 1 : undefined;
    const base = { flags: group, kind: first.kind, poleX };
    if (row !== undefined) {
      ends[row] = left + full;
      placed.push({ ...base, x: left, width: full, row, text });
      continue;
    }
    const narrow = ends[0] <= ends[1] ? 0 : 1;
    const room = ICON_WIDTH + 2;
    ends[narrow] = Math.max(ends[narrow], poleX + room);
    placed.push({ ...base, x: poleX, width: room, row: narrow, text: '' });
  }
  return placed;
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
