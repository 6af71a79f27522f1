// A marked area as CSV: its figures, a line a pod, or a line a sort of event. Safe in a spreadsheet: nothing in it is
// taken for a formula.

import type { Timeline } from '../../src/report/timeline-model.ts';
import type { RowLayout } from '../timeline/rows.ts';
import { partsOf, stayOf } from './area-parts.ts';
import type { Amount, AreaSummary } from './area-summary.ts';
import type { Area } from './view.ts';

type Cell = string | number;

/** Figures with their units in their names; times are seconds since the start. */
export function figuresCsv(area: Area, found: AreaSummary, used: Amount | undefined): string {
  const { requested, tainting } = found;
  const every = tainting.everyMicros;
  const lines: readonly (readonly [name: string, value: Cell | undefined])[] = [
    ['from (s)', seconds(area.from)],
    ['to (s)', seconds(area.to)],
    ['nodes', found.nodes],
    ['pods', found.pods],
    ...found.atEnd.map(({ word, count }) => [`${word} at the end`, count] as const),
    ['pods that came', found.created],
    ['pods that went', found.gone],
    ['restarts', found.restarts],
    ['nodes that became NotReady', found.nodesLost],
    ['nodes tainted NoExecute', tainting.nodes],
    ['nodes tainted a second', every === undefined ? undefined : (1_000_000 / every).toFixed(3)],
    ['pods evicted', found.evicted],
    ['of these replaced in other zones', found.replacedElsewhere],
    ['pods that waited for a node', found.waiting],
    ['wait for a node, p50 (s)', seconds(found.waitedP50Micros)],
    ['wait for a node, longest (s)', seconds(found.waitedMaxMicros)],
    ['requested CPU (CPU seconds)', requested?.cpuSeconds.toFixed(3)],
    ['used CPU (CPU seconds)', used?.cpuSeconds.toFixed(3)],
    ['requested memory (byte seconds)', requested?.byteSeconds.toFixed(0)],
    ['used memory (byte seconds)', used?.byteSeconds.toFixed(0)],
  ];
  return csv([['figure', 'value'], ...lines.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))]);
}

/** A line a pod and node: names, when, states, restarts, what it used. */
export function podsCsv(timeline: Timeline, layout: RowLayout, area: Area, used: ReadonlyMap<string, Amount>): string {
  const lines = partsOf(timeline, layout, area).parts.map(({ bar, node }): readonly Cell[] => {
    const [namespace = '', name = ''] = bar.key.split('/');
    const { last, worst, restarts } = stayOf(bar, area);
    const times = [Math.max(bar.from, area.from), Math.min(bar.to, area.to)].map(seconds);
    const own = node === '' ? undefined : used.get(bar.key);
    const amounts = [own?.cpuSeconds.toFixed(3) ?? '', own?.byteSeconds.toFixed(0) ?? ''];
    return [namespace, name, node, ...times, last?.word ?? '', worst?.word ?? '', restarts, ...amounts];
  });
  const head = ['namespace', 'pod', 'node', 'from', 'to', 'state at the end', 'worst state', 'restarts'];
  return csv([[...head, 'used CPU seconds', 'used byte seconds'], ...lines]);
}

function seconds(micros: number): string {
  return (micros / 1_000_000).toFixed(3);
}

export function csv(lines: readonly (readonly Cell[])[]): string {
  return lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n');
}

/** Quoted where it must be; what a spreadsheet would take for a formula gets an apostrophe. */
export function csvCell(value: Cell): string {
  const text = typeof value === 'string' && /^[=+\-@\t]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
