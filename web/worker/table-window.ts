// The part of kubectl's table that is in view, filtered and sorted here, so that thousands of rows never cross to the
// page. The table of a moment is kept until another moment is asked for.

import { byCodeUnit, naturalKey } from '../../src/base/compare.ts';
import type { Log } from '../../src/log/log.ts';
import type { Moments } from '../../src/log/moment.ts';
import { matchesSelector } from '../../src/model/selector.ts';
import { parseSelector } from '../../src/model/selector-parser.ts';
import { type LazyRow, type LazyTable, lazyTableAt } from '../../src/report/table.ts';
import { nearestName } from '../../src/scenario/problem.ts';
import type { TableAnswer, TableQuestion } from '../protocol.ts';
import { SEVERITY } from '../timeline/states.ts';

/** Of kubectl's wide columns those that are nearly always empty are left out where they are not asked for. */
const HIDDEN_COLUMNS: ReadonlySet<string> = new Set(['NOMINATED NODE', 'READINESS GATES']);
/** Wide columns that the page always has. */
const ALWAYS_WIDE: ReadonlySet<string> = new Set(['Pod']);

export function tableWindows(log: Log, moments: Moments): (ask: TableQuestion) => TableAnswer {
  const kept: { key: string; table: LazyTable; kinds: readonly string[] } = {
    key: '',
    table: { columns: [], rows: [], cellsOf: () => [] },
    kinds: [],
  };
  return (ask) => {
    const { kind, at, isWide, from, count } = ask;
    const isWideHere = isWide || ALWAYS_WIDE.has(kind);
    const key = `${kind} ${at} ${isWide}`;
    if (kept.key !== key) {
      kept.key = key;
      kept.table = shownColumns(lazyTableAt(log, moments, kind, at, { isWide: isWideHere }), isWide);
      kept.kinds = moments.at(at).kinds();
    }
    const { columns, cellsOf } = kept.table;
    const rows = sorted(filtered(kept.table, ask), kept.table, ask);
    const nearest = rows.length === 0 ? nearestWord(kept.table, ask.filter) : undefined;
    const inView = rows.slice(from, from + count).map((row) => {
      return { id: row.id, cells: cellsOf(row), state: row.state, isStale: row.isStale };
    });
    return { columns, rows: inView, total: rows.length, from, kinds: kept.kinds, ...(nearest && { nearest }) };
  };
}

/** As `kubectl get -A` prints it where objects of several namespaces are listed. */
function shownColumns({ columns, rows, cellsOf }: LazyTable, isWide: boolean): LazyTable {
  const isShown = (_: string, index: number): boolean => isWide || !HIDDEN_COLUMNS.has(columns[index] ?? '');
  const namespaces = new Set(rows.map(({ object }) => object.metadata.namespace));
  const hasNamespace = namespaces.size > 1;
  return {
    columns: [...(hasNamespace ? ['NAMESPACE'] : []), ...columns.filter(isShown)],
    rows,
    cellsOf: (row) => [...(hasNamespace ? [row.object.metadata.namespace ?? ''] : []), ...cellsOf(row).filter(isShown)],
  };
}

/** What is at least as bad is not as it should be: pending or not ready. */
const LEAST_TROUBLE = 2;

/** Rows with the word in a cell, and those with the labels if it is a selector (`app=web`). */
function filtered({ rows, cellsOf }: LazyTable, { filter, isTroubleOnly }: TableQuestion): readonly LazyRow[] {
  const word = filter.trim().toLowerCase();
  const wanted = isTroubleOnly ? rows.filter((row) => row.isStale || SEVERITY[row.state] >= LEAST_TROUBLE) : rows;
  if (word === '') return wanted;
  const has = (text: string): boolean => text.toLowerCase().includes(word);
  const selector = word.includes('=') ? parseSelector(filter.trim()) : undefined;
  return wanted.filter(
    (row) =>
      has(row.id) ||
      has(cellsOf(row).join(' ')) ||
      (selector?.ok === true && matchesSelector(selector.value, row.object.metadata.labels)),
  );
}

/** A name of a row, or the beginning of one (`web` of `web-6d4cf56db6-x7k2p`), near to a word that is in none. */
function nearestWord({ rows }: LazyTable, filter: string): string | undefined {
  const names = new Set(
    rows.flatMap(({ object }) => {
      const parts = object.metadata.name.split('-');
      return parts.map((_, index) => parts.slice(0, index + 1).join('-'));
    }),
  );
  return nearestName(filter.trim(), [...names]);
}

function sorted(
  rows: readonly LazyRow[],
  { columns, cellsOf }: LazyTable,
  { sort, isWorstFirst }: TableQuestion,
): readonly LazyRow[] {
  if (sort === undefined) return isWorstFirst ? rows.toSorted((a, b) => trouble(b) - trouble(a)) : rows;
  const column = columns.indexOf(sort.column);
  const sign = sort.isDescending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: cellsOf(row)[column] ?? '' }))
    .toSorted((a, b) => sign * byValue(a.value, b.value))
    .map(({ row }) => row);
}

function trouble({ state, isStale }: LazyRow): number {
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
