// The part of kubectl's table that is in view, filtered and sorted here, so that thousands of rows never cross to the
// page. The table of a moment is kept until another moment is asked for.

import { byCodeUnit } from '../../src/base/compare.ts';
import type { Log } from '../../src/log/log.ts';
import type { Moments } from '../../src/log/moment.ts';
import { tableAt } from '../../src/report/table.ts';
import type { Table } from '../../src/report/timeline-model.ts';
import type { TableAnswer, TableQuestion } from '../protocol.ts';
import { SEVERITY } from '../timeline/states.ts';

type TableRow = Table['rows'][number];

/** Of kubectl's wide columns those that are nearly always empty are left out. */
const HIDDEN_COLUMNS: ReadonlySet<string> = new Set(['NOMINATED NODE', 'READINESS GATES']);
/** Wide columns that the page always has. */
const ALWAYS_WIDE: ReadonlySet<string> = new Set(['Pod']);

export function tableWindows(log: Log, moments: Moments): (ask: TableQuestion) => TableAnswer {
  const kept: { key: string; table: Table; kinds: readonly string[] } = {
    key: '',
    table: { columns: [], rows: [] },
    kinds: [],
  };
  return (ask) => {
    const { kind, at, isWide, from, count } = ask;
    const isWideHere = isWide || ALWAYS_WIDE.has(kind);
    const key = `${kind} ${at} ${isWideHere}`;
    if (kept.key !== key) {
      kept.key = key;
      kept.table = shownColumns(tableAt(log, moments, kind, at, { isWide: isWideHere }));
      kept.kinds = moments.at(at).kinds();
    }
    const { columns } = kept.table;
    const rows = sorted(filtered(kept.table.rows, ask.filter), columns, ask);
    return { columns, rows: rows.slice(from, from + count), total: rows.length, from, kinds: kept.kinds };
  };
}

function shownColumns({ columns, rows }: Table): Table {
  const isShown = (_: string, index: number): boolean => !HIDDEN_COLUMNS.has(columns[index] ?? '');
  if (!columns.some((column) => HIDDEN_COLUMNS.has(column))) return { columns, rows };
  return {
    columns: columns.filter(isShown),
    rows: rows.map((row) => ({ ...row, cells: row.cells.filter(isShown) })),
  };
}

function filtered(rows: readonly TableRow[], filter: string): readonly TableRow[] {
  const word = filter.trim().toLowerCase();
  if (word === '') return rows;
  return rows.filter(
    ({ id, cells }) => id.toLowerCase().includes(word) || cells.join(' ').toLowerCase().includes(word),
  );
}

function sorted(
  rows: readonly TableRow[],
  columns: readonly string[],
  { sort, isWorstFirst }: TableQuestion,
): readonly TableRow[] {
  if (sort === undefined && !isWorstFirst) return rows;
  const column = sort === undefined ? -1 : columns.indexOf(sort.column);
  const sign = sort?.isDescending === true ? -1 : 1;
  return rows.toSorted((a, b) => {
    if (isWorstFirst && sort === undefined) return trouble(b) - trouble(a);
    return sign * byValue(a.cells[column] ?? '', b.cells[column] ?? '');
  });
}

function trouble({ state, isStale }: TableRow): number {
  return SEVERITY[state] + (isStale ? 0.5 : 0);
}

/** Numbers, quantities and ages by their size, anything else by its letters. */
function byValue(a: string, b: string): number {
  const [one, other] = [sizeOf(a), sizeOf(b)];
  if (one !== undefined && other !== undefined) return one - other;
  return byCodeUnit(naturalKey(a), naturalKey(b));
}

const SECONDS: { readonly [unit: string]: number } = { y: 31_536_000, d: 86_400, h: 3_600, m: 60, s: 1 };

/** `5`, `2/4`, `5 (2m ago)`, `3h25m`. */
function sizeOf(text: string): number | undefined {
  const number = /^(-?\d+(?:\.\d+)?)(?:\/\d+|%| \(.*)?$/.exec(text);
  if (number !== null) return Number(number[1]);
  if (!/^(?:\d+[ydhms])+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+)([ydhms])/g)].reduce(
    (sum, [, n, unit]) => sum + Number(n) * (SECONDS[unit ?? ''] ?? 0),
    0,
  );
}

function naturalKey(text: string): string {
  return text.replace(/\d+/g, (digits) => digits.padStart(9, '0'));
}
