// What happened in a marked area: its pods by state at the end, what came, went, restarted and waited, what was
// requested; and the same as CSV, a line a pod. Pure functions of the run and the area.

import type { NodeTrack, PodBar, StateClass, Timeline } from '../../src/report/timeline-model.ts';
import { barsOf, podId, type Row, type RowLayout } from '../timeline/rows.ts';
import { SEVERITY, STATES_BY_SEVERITY } from '../timeline/states.ts';
import type { TimeRange } from '../timeline/viewport.ts';
import type { Area } from './view.ts';

export interface AreaSummary {
  readonly nodes: number;
  readonly pods: number;
  /** At the end of the area, by the order of STATES_BY_SEVERITY; classes without a pod are left out. */
  readonly atEnd: readonly { readonly state: StateClass; readonly count: number }[];
  readonly created: number;
  readonly gone: number;
  readonly restarts: number;
  readonly evicted: number;
  /** Nodes that turned NotReady. */
  readonly nodesLost: number;
  /** Pods that waited for a node, and for how long. */
  readonly waiting: number;
  readonly waitedP50Micros: number;
  readonly waitedMaxMicros: number;
  /** Requested CPU over the time of the area, in hours of one CPU. */
  readonly cpuHours: number;
  /** The pod with the worst state, of equals the one that was in it longest. */
  readonly worst: { readonly id: string; readonly word: string; readonly from: number } | undefined;
}

interface Part {
  readonly bar: PodBar;
  readonly node: string;
}

/** The tracks that an area covers: all, or those of its rows. */
function partsOf(
  timeline: Timeline,
  layout: RowLayout,
  area: Area,
): { parts: readonly Part[]; nodes: readonly NodeTrack[] } {
  const isWhole = area.rows === undefined;
  const rows = layout.rows.filter((row) => area.rows?.includes(row.id) === true);
  const indices = new Set(rows.flatMap(nodesOf));
  const nodes = timeline.nodes.filter((_, index) => isWhole || indices.has(index));
  const parts = nodes.flatMap((node) => node.bars.map((bar): Part => ({ bar, node: node.name })));
  const loose = rows
    .filter((row) => row.kind === 'noNode' || row.kind === 'pods')
    .flatMap((row) => barsOf(timeline, row));
  const others = isWhole ? timeline.noNode.bars : loose;
  return {
    nodes,
    parts: [...parts, ...others.map((bar): Part => ({ bar, node: '' }))].filter(
      ({ bar }) => bar.from < area.to && bar.to > area.from,
    ),
  };
}

function nodesOf(row: Row): readonly number[] {
  if (row.kind === 'strip') return row.nodes;
  return row.kind === 'node' || row.kind === 'nodeBar' ? [row.index] : [];
}

export function areaSummary(timeline: Timeline, layout: RowLayout, area: Area): AreaSummary {
  const { parts, nodes } = partsOf(timeline, layout, area);
  const isInside = (at: number): boolean => at >= area.from && at < area.to;
  const atEnd = new Map<StateClass, number>();
  let [created, gone, evicted, restarts] = [0, 0, 0, 0];
  let worst: (AreaSummary['worst'] & { readonly severity: number; readonly length: number }) | undefined;
  for (const { bar } of parts) {
    const last = bar.segments.findLast((segment) => segment.from < area.to);
    if (last !== undefined && bar.to >= area.to) atEnd.set(last.state, (atEnd.get(last.state) ?? 0) + 1);
    if (isInside(bar.from)) created += 1;
    if (bar.isGone && isInside(bar.to)) gone += 1;
    if (bar.evictedAt !== undefined && isInside(bar.evictedAt)) evicted += 1;
    restarts += restartsIn(bar, area);
    for (const segment of bar.segments) {
      const length = Math.min(segment.to, area.to) - Math.max(segment.from, area.from);
      const severity = SEVERITY[segment.state];
      if (length <= 0 || severity < 2) continue;
      if (
        worst !== undefined &&
        (worst.severity > severity || (worst.severity === severity && worst.length >= length))
      ) {
        continue;
      }
      worst = { id: podId(bar), word: segment.word, from: segment.from, severity, length };
    }
  }
  const waits = waitsIn(timeline, parts, area);
  return {
    nodes: nodes.length,
    pods: new Set(parts.map(({ bar }) => bar.key)).size,
    atEnd: STATES_BY_SEVERITY.flatMap((state) => {
      const count = atEnd.get(state);
      return count === undefined ? [] : [{ state, count }];
    }),
    created,
    gone,
    evicted,
    restarts,
    nodesLost: nodes.filter(({ segments }) => segments.some((s) => s.state === 'notready' && isInside(s.from))).length,
    waiting: waits.length,
    waitedP50Micros: waits[Math.floor(waits.length / 2)] ?? 0,
    waitedMaxMicros: waits.at(-1) ?? 0,
    cpuHours: nodes.reduce((sum, node) => sum + cpuHoursIn(node, area), 0),
    worst: worst === undefined ? undefined : { id: worst.id, word: worst.word, from: worst.from },
  };
}

function restartsIn(bar: PodBar, { from, to }: TimeRange): number {
  const inside = bar.segments.filter((segment) => segment.to > from && segment.from < to);
  const [first, last] = [inside[0], inside.at(-1)];
  return first === undefined || last === undefined ? 0 : last.restarts - first.restarts;
}

/** How long the area's pods had no node, ascending; counted where the wait ends. */
function waitsIn(timeline: Timeline, parts: readonly Part[], { from, to }: TimeRange): readonly number[] {
  const keys = new Set(parts.map(({ bar }) => bar.key));
  return timeline.noNode.bars
    .filter((bar) => keys.has(bar.key) && bar.from < to && bar.to > from)
    .map((bar) => Math.min(bar.to, to) - bar.from)
    .toSorted((a, b) => a - b);
}

function cpuHoursIn(node: NodeTrack, { from, to }: TimeRange): number {
  return node.usage.reduce((sum, step, index) => {
    const start = Math.max(step.at, from);
    const end = Math.min(node.usage[index + 1]?.at ?? to, to);
    return end > start ? sum + (step.cpuMillis / 1_000) * ((end - start) / 3_600_000_000) : sum;
  }, 0);
}

/** A line a pod and node: names, when, states and restarts. Times are seconds since the start. */
export function areaCsv(timeline: Timeline, layout: RowLayout, area: Area): string {
  const seconds = (micros: number): string => (micros / 1_000_000).toFixed(3);
  const lines = partsOf(timeline, layout, area).parts.map(({ bar, node }) => {
    const [namespace = '', name = ''] = bar.key.split('/');
    const inside = bar.segments.filter((segment) => segment.from < area.to && segment.to > area.from);
    const worst = inside.reduce<(typeof inside)[number] | undefined>(
      (most, one) => (most === undefined || SEVERITY[one.state] > SEVERITY[most.state] ? one : most),
      undefined,
    );
    const times = [Math.max(bar.from, area.from), Math.min(bar.to, area.to)].map(seconds);
    return [namespace, name, node, ...times, inside.at(-1)?.word ?? '', worst?.word ?? '', restartsIn(bar, area)];
  });
  const head = ['namespace', 'pod', 'node', 'from', 'to', 'state at the end', 'worst state', 'restarts'];
  return [head, ...lines].map((cells) => cells.map(csvCell).join(',')).join('\r\n');
}

/** Quoted where it must be; what a spreadsheet would take for a formula gets an apostrophe. */
export function csvCell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
