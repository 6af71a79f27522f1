// Where the flags of actions and faults stand: two rows, greedy from the left; a flag that would leave the view opens
// to the left of its pole. Words may stand a little beside their pole. Where both rows are full only pole and icon
// remain, beside what is in the way; a crowd, and what has no room for an icon either, is one flag with a count.

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

/** The cloths of one row from left to right. */
type Row = PlacedFlag[];

const ICON_WIDTH = 16;
const PADDING = 4;
const GAP = 4;
const ICON_ROOM = ICON_WIDTH + 2;
const ICON_GAP = 1;
const CROWD_COUNT = 5;
const CROWD_PIXELS = 24;
/** Words stand no farther from their pole than this. */
const BESIDE_PIXELS = 64;

/** Places the flags whose poles are in view, ascending by pole. `words` gives a flag's text in the page's language. */
export function placeFlags(
  flags: readonly Flag[],
  view: Viewport,
  measure: Measure,
  words: (flag: Flag) => string,
): readonly PlacedFlag[] {
  const x = timeScale(view);
  const isInView = (pole: number): boolean => pole >= -1 && pole <= view.width + 1;
  const shown = flags.filter((flag) => !isCutOut(view, flag.at) && isInView(x(flag.at)));
  const rows: readonly [Row, Row] = [[], []];
  for (const group of crowds(shown, (flag) => x(flag.at))) {
    const [first] = group;
    if (first === undefined) continue;
    const poleX = x(first.at);
    const text = group.length === 1 ? words(first) : countOf(group);
    const one = {
      flags: group,
      kind: first.kind,
      poleX,
      x: poleX,
      width: widthOf(text, measure),
      row: 0,
      text,
    } as const;
    const placed = withWords(one, rows, view.width) ?? asIcon(one, rows, view.width);
    if (placed === undefined) join(shorterRow(rows), one, view.width, measure);
    else rows[placed.row].push(placed);
  }
  return rows.flat().toSorted((a, b) => a.poleX - b.poleX || a.x - b.x);
}

function endOf(row: Row): number {
  const last = row.at(-1);
  return last === undefined ? Number.NEGATIVE_INFINITY : last.x + last.width;
}

function shorterRow([upper, lower]: readonly [Row, Row]): Row {
  return endOf(upper) <= endOf(lower) ? upper : lower;
}

/** At its pole in the upper or the lower row, else a little to the right of it. */
function withWords(one: PlacedFlag, rows: readonly [Row, Row], width: number): PlacedFlag | undefined {
  const x = one.poleX + one.width > width ? one.poleX - one.width : one.poleX;
  for (const row of [0, 1] as const) if (x >= endOf(rows[row]) + GAP) return { ...one, x, row };
  const free = shorterRow(rows);
  const beside = endOf(free) + GAP;
  if (beside < one.poleX || beside > one.poleX + BESIDE_PIXELS || beside + one.width > width) return undefined;
  return { ...one, x: beside, row: free === rows[0] ? 0 : 1 };
}

/** Its icon alone, unless it would be the fifth of a crowd that has been pushed aside. */
function asIcon(one: PlacedFlag, rows: readonly [Row, Row], width: number): PlacedFlag | undefined {
  const free = shorterRow(rows);
  const wanted = one.poleX + ICON_ROOM > width ? one.poleX - ICON_ROOM : one.poleX;
  const x = Math.max(wanted, endOf(free) + ICON_GAP);
  if (x + ICON_ROOM > width || countFlags(pushedAside(free)) + one.flags.length >= CROWD_COUNT) return undefined;
  return { ...one, x, width: ICON_ROOM, row: free === rows[0] ? 0 : 1, text: '' };
}

/** The last flags of a row that stand beside their poles, without words of their own. */
function pushedAside(row: Row): readonly PlacedFlag[] {
  const isAside = ({ x, poleX, text, flags }: PlacedFlag): boolean => x > poleX && (text === '' || flags.length > 1);
  return row.slice(row.findLastIndex((flag) => !isAside(flag)) + 1);
}

function countFlags(placed: readonly PlacedFlag[]): number {
  return placed.reduce((sum, { flags }) => sum + flags.length, 0);
}

/** One flag for the last ones of a row and one more: for the crowd that was pushed aside, and as many as it covers. */
function join(row: Row, more: PlacedFlag, width: number, measure: Measure): void {
  let swallowed = Math.max(pushedAside(row).length, 1);
  for (;;) {
    const start = row.length - swallowed;
    const before = row.slice(start);
    const flags = [...before.flatMap((one) => one.flags), ...more.flags];
    const text = countOf(flags);
    const own = widthOf(text, measure);
    const first = before[0] ?? more;
    const x = Math.min(first.x, width - own);
    if (start > 0 && x < endOf(row.slice(0, start)) + ICON_GAP) {
      swallowed += 1;
      continue;
    }
    row.splice(start, swallowed, { ...first, flags, text, width: own, x });
    return;
  }
}

function widthOf(text: string, measure: Measure): number {
  return ICON_WIDTH + Math.ceil(measure(text, 'small')) + 2 * PADDING;
}

function countOf(flags: readonly Flag[]): string {
  return `${flags.length}×`;
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
