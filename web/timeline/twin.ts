// The timeline as a table, for those who do not see the canvas and for those who would rather read: a row for every
// track and pod, and in it a cell for every stretch that is in view. The same rows, stretches and words as the
// picture.

import type { EventMark, Flag, PodBar, StateClass, Timeline } from '../../src/report/timeline-model.ts';
import { barsOf, objectOfRow, podId, type Row, type RowLayout } from './rows.ts';
import { shortagesOf } from './shortages.ts';
import { SEVERITY } from './states.ts';
import type { TimeRange } from './viewport.ts';
import type { Setting } from './words.ts';

export interface TwinCell extends TimeRange {
  readonly text: string;
  readonly isTrouble: boolean;
  /** What happened at its beginning, where it is no stretch but a moment. */
  readonly mark?: { readonly flag: Flag } | { readonly event: EventMark };
}

export interface TwinRow {
  /** The object that the row is about; of what happened `actions` or `events`. */
  readonly id: string;
  readonly name: string;
  /** 1 for a track, 2 for a pod on it. */
  readonly level: 1 | 2;
  readonly cells: readonly TwinCell[];
}

/** Rows from top to bottom; cells from left to right, those outside of the range left out. */
export function twinRows(
  timeline: Timeline,
  layout: RowLayout,
  range: TimeRange,
  setting: Setting,
): readonly TwinRow[] {
  const tracks = layout.rows.flatMap((row) => {
    const own = trackRow(timeline, row, range, setting);
    const bars = barsOf(timeline, row).toSorted((a, b) => a.lane - b.lane || a.from - b.from);
    return [...own, ...bars.flatMap((bar) => barRow(bar, range, setting))];
  });
  return [...markRows(timeline, range, setting), ...tracks];
}

/** The rows that stay on top, of moments. */
function markRows({ flags, events }: Timeline, range: TimeRange, { words }: Setting): readonly TwinRow[] {
  const isInView = ({ at }: { readonly at: number }): boolean => at >= range.from && at < range.to;
  const actions = flags.filter(isInView).map((flag): TwinCell => {
    return { ...moment(flag.at), text: words.flag(flag), isTrouble: flag.kind === 'fault', mark: { flag } };
  });
  const marks = events.filter(isInView).map((event): TwinCell => {
    const text = `${event.reason} ${event.about.slice(event.about.lastIndexOf('/') + 1)}`;
    return { ...moment(event.at), text, isTrouble: event.isWarning, mark: { event } };
  });
  return [
    { id: 'actions', name: words.actions, level: 1, cells: actions },
    { id: 'events', name: words.events, level: 1, cells: marks },
  ];
}

function moment(at: number): TimeRange {
  return { from: at, to: at + 1 };
}

function trackRow(timeline: Timeline, row: Row, range: TimeRange, { words }: Setting): readonly TwinRow[] {
  const made = (name: string, cells: readonly TwinCell[]): readonly TwinRow[] => [
    { id: objectOfRow(row), name, level: 1, cells: cells.filter((cell) => isInside(cell, range)) },
  ];
  switch (row.kind) {
    case 'node':
    case 'nodeBar': {
      const node = timeline.nodes[row.index];
      if (node === undefined) return [];
      const cells = node.segments.map((segment): TwinCell => {
        const isTrouble = segment.state !== 'ready' || segment.isStale;
        const isHidden = segment.isStale && segment.state === 'ready';
        return { ...span(segment), text: isHidden ? words.deadNotNoticed : words.node(segment), isTrouble };
      });
      return made(node.name, cells);
    }
    case 'component': {
      const track = timeline.components[row.index];
      if (track === undefined) return [];
      const cells = track.down.map((gap): TwinCell => {
        return { ...span(gap), text: words.down(gap.to - gap.from), isTrouble: true };
      });
      return made(track.name, cells);
    }
    case 'workload': {
      const track = timeline.workloads[row.index];
      if (track === undefined) return [];
      const cells = track.steps.map((step, index): TwinCell => {
        const have = step.available.reduce((sum, count) => sum + count, 0);
        const to = track.steps[index + 1]?.at ?? timeline.until;
        const text = `${words.available(have)}, ${words.pods(step.pods)}`;
        const isTrouble = shortagesOf(track).some((shortage) => shortage.from < to && step.at < shortage.to);
        return { from: step.at, to, text, isTrouble };
      });
      return made(`${track.kind} ${track.name}`, merged(cells));
    }
    case 'hpa': {
      const track = timeline.hpas[row.index];
      if (track === undefined) return [];
      const cells = track.steps.map((step, index): TwinCell => {
        const to = track.steps[index + 1]?.at ?? timeline.until;
        return { from: step.at, to, text: words.desired(step.desired), isTrouble: false };
      });
      return made(`HPA ${track.name}`, merged(cells));
    }
    default:
      return [];
  }
}

function barRow(bar: PodBar, range: TimeRange, { words }: Setting): readonly TwinRow[] {
  const cells = bar.segments
    .map((segment): TwinCell => {
      const word = words.segment(segment);
      const text = segment.isStale && segment.state !== 'unknown' ? `${word}, ${words.deadNotNoticed}` : word;
      return { ...span(segment), text, isTrouble: isTrouble(segment.state) };
    })
    .filter((cell) => isInside(cell, range));
  if (cells.length === 0) return [];
  return [{ id: podId(bar), name: bar.key.slice(bar.key.indexOf('/') + 1), level: 2, cells }];
}

function span({ from, to }: TimeRange): TimeRange {
  return { from, to };
}

function isInside(cell: TimeRange, range: TimeRange): boolean {
  return cell.from < range.to && cell.to > range.from;
}

/** Neighbours that say the same are one cell. */
function merged(cells: readonly TwinCell[]): readonly TwinCell[] {
  const result: TwinCell[] = [];
  for (const cell of cells) {
    const last = result.at(-1);
    if (last?.text === cell.text) result[result.length - 1] = { ...last, to: cell.to };
    else result.push(cell);
  }
  return result;
}

/** What fails, is lost, or waits for a node; to be on the way to Ready is none. */
function isTrouble(state: StateClass): boolean {
  return SEVERITY[state] >= SEVERITY.unknown || state === 'pending';
}
