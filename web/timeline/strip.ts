// What a strip of many nodes is drawn from: for each of its rows (one node or several) the class of the majority of its
// pods over time, the worst class present, and whether its nodes are dead without anyone having noticed. Independent
// of the view.

import type { NodeTrack, StateClass, Timeline } from '../../src/report/timeline-model.ts';
import { countBelow, memoized } from './memo.ts';
import type { Row } from './rows.ts';
import { countStates, countStretches, mainState, STATE_COUNT, type Stretch, totalAt, worstOf } from './state-counts.ts';
import type { TimeRange } from './viewport.ts';

/** A row of a strip over time; the arrays go together, one entry a step. */
export interface StripRow {
  readonly times: Float64Array;
  /** Index of the class, the worst first; `STATE_COUNT` where there is nothing. */
  readonly majority: Uint8Array;
  readonly worst: Uint8Array;
  /** Stretches in which most of the row's nodes are dead, not noticed; ascending. */
  readonly stale: readonly { readonly from: number; readonly to: number }[];
}

/** How a strip of nodes is divided into rows. */
export interface StripShape {
  readonly nodesPerRow: number;
  /** Pixels of a row, whole. */
  readonly rowHeight: number;
  readonly height: number;
}

const MOST_PIXELS_A_NODE = 7;

/** Divides about `height` pixels among nodes: up to 7 pixels a node, else several nodes a pixel. */
export function stripShape(nodes: number, height: number): StripShape {
  if (nodes <= height) {
    const rowHeight = Math.min(Math.max(Math.floor(height / Math.max(nodes, 1)), 1), MOST_PIXELS_A_NODE);
    return { nodesPerRow: 1, rowHeight, height: rowHeight * nodes };
  }
  const nodesPerRow = Math.ceil(nodes / height);
  return { nodesPerRow, rowHeight: 1, height: Math.ceil(nodes / nodesPerRow) };
}

const rowsOfRun: (timeline: Timeline) => Map<string, readonly StripRow[]> = memoized(() => new Map());

/** The rows of a strip; `key` names what decides on them, so that they are made once. */
export function stripRows(
  timeline: Timeline,
  strip: { readonly key: string; readonly nodes: readonly number[]; readonly nodesPerRow: number },
): readonly StripRow[] {
  const known = rowsOfRun(timeline).get(strip.key);
  if (known !== undefined) return known;
  const rows: StripRow[] = [];
  for (let first = 0; first < strip.nodes.length; first += strip.nodesPerRow) {
    const members = strip.nodes.slice(first, first + strip.nodesPerRow);
    rows.push(stripRow(members.flatMap((index) => timeline.nodes[index] ?? [])));
  }
  rowsOfRun(timeline).set(strip.key, rows);
  return rows;
}

/** The rows of a strip as the layout has it. */
export function rowsOfStrip(timeline: Timeline, row: Row & { readonly kind: 'strip' }): readonly StripRow[] {
  const { nodes, shape, key } = row;
  return stripRows(timeline, { key, nodes, nodesPerRow: shape.nodesPerRow });
}

export function stripRow(nodes: readonly NodeTrack[]): StripRow {
  const stretches = nodes.flatMap((node) => [...node.bars.flatMap((bar) => bar.segments), ...emptyStretches(node)]);
  const counts = countStretches(stretches);
  const { length } = counts.times;
  const majority = new Uint8Array(length);
  const worst = new Uint8Array(length);
  for (let step = 0; step < length; step += 1) {
    majority[step] = mainState(counts, step);
    worst[step] = worstOf(counts.present[step] ?? 0);
  }
  return { times: counts.times, majority, worst, stale: staleStretches(nodes) };
}

/** The index of the worst class of a row between two moments; `STATE_COUNT` where there is nothing. */
export function worstBetween({ times, worst }: StripRow, { from, to }: TimeRange): number {
  let found = STATE_COUNT;
  for (let step = Math.max(countBelow(times, from) - 1, 0); step < times.length; step += 1) {
    if ((times[step] ?? 0) >= to) break;
    if ((times[step + 1] ?? Number.POSITIVE_INFINITY) > from) found = Math.min(found, worst[step] ?? STATE_COUNT);
  }
  return found;
}

/** An empty node shows its own state. */
function emptyStretches(node: NodeTrack): readonly Stretch[] {
  const counts = countStates(node.bars);
  const empty: { from: number; to: number }[] = [{ from: 0, to: counts.times[0] ?? Number.POSITIVE_INFINITY }];
  counts.times.forEach((from, step) => {
    if (totalAt(counts, step) === 0) empty.push({ from, to: counts.times[step + 1] ?? Number.POSITIVE_INFINITY });
  });
  return empty.flatMap((gap) =>
    node.segments.flatMap((segment): Stretch[] => {
      const [from, to] = [Math.max(gap.from, segment.from), Math.min(gap.to, segment.to)];
      const state: StateClass = segment.state === 'ready' ? 'running' : 'unknown';
      return from < to && segment.state !== 'absent' ? [{ from, to, state }] : [];
    }),
  );
}

function staleStretches(nodes: readonly NodeTrack[]): StripRow['stale'] {
  const stale = nodes.flatMap((node) =>
    node.segments.flatMap((segment): Stretch[] =>
      segment.isStale && segment.state !== 'notready' ? [{ from: segment.from, to: segment.to, state: 'running' }] : [],
    ),
  );
  if (stale.length === 0) return [];
  const counts = countStretches(stale);
  return [...counts.times].flatMap((from, step) =>
    totalAt(counts, step) * 2 > nodes.length ? [{ from, to: counts.times[step + 1] ?? from }] : [],
  );
}
