// The table under the tracks: which kind, how it is sorted and filtered, which columns, and which part of it is in
// view. The engine is asked for that part alone.

import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { micros } from '../../src/base/time.ts';
import type { TableAnswer, TableQuestion } from '../protocol.ts';
import { isTroubleOnly } from './arrangement.ts';
import { isDetailsTab } from './details-tab.ts';
import { baseScale, isCoarse, isDockOpen, sizes, themeName } from './preferences.ts';
import { cursor, isPhone } from './view.ts';

/** `Pod`, `Deployment`, ... */
export const tableKind: Signal<string> = signal('Pod');
export const tableFilter: Signal<string> = signal('');
export const isWorstFirst: Signal<boolean> = signal(true);
export const isWide: Signal<boolean> = signal(false);
/** A column chosen by the reader goes before the worst. */
export const tableSort: Signal<TableQuestion['sort'] | undefined> = signal<TableQuestion['sort'] | undefined>(
  undefined,
);
/** The first row that is made; the view moves it while it scrolls. */
const tableFrom: Signal<number> = signal(0);
export const table: Signal<TableAnswer | undefined> = signal<TableAnswer | undefined>(undefined);

/** Height of a row. */
export const tableRow: ReadonlySignal<number> = computed(() => {
  if (isPhone.value) return 64;
  if (isCoarse.value) return 44;
  return themeName.value === 'projector' ? 40 : 24;
});
/** Rows that are made above and below those in view. */
const ROWS_AROUND = 20;

/** What the engine is to be asked now. */
export const tableQuestion: ReadonlySignal<TableQuestion> = computed(() => ({
  kind: tableKind.value,
  at: micros(cursor.value),
  isWide: isWide.value,
  filter: tableFilter.value,
  isWorstFirst: isWorstFirst.value || isTroubleOnly.value,
  isTroubleOnly: isTroubleOnly.value,
  ...(tableSort.value !== undefined && { sort: tableSort.value }),
  from: tableFrom.value,
  count: Math.ceil(sizes.value.dock / tableRow.value) + 2 * ROWS_AROUND,
}));

/** Makes the rows at a scroll position, in pixels of the window. */
export function showTableFrom(scrollTop: number): void {
  const first = Math.max(Math.floor(scrollTop / (tableRow.value * baseScale.value)) - ROWS_AROUND, 0);
  // A few rows less or more are still there.
  if (Math.abs(first - tableFrom.peek()) > ROWS_AROUND / 2 || first === 0) tableFrom.value = first;
}

/** A click on a column's head: up, down, and as it was. */
export function sortBy(column: string): void {
  const before = tableSort.value;
  if (before?.column !== column) tableSort.value = { column, isDescending: false };
  else tableSort.value = before.isDescending ? undefined : { column, isDescending: true };
}

/** Brings the table of a kind to the front. */
export function showTable(kind: string): void {
  chooseKind(kind);
  isDetailsTab.value = false;
  isDockOpen.value = true;
}

export function chooseKind(kind: string): void {
  if (tableKind.value === kind) return;
  tableKind.value = kind;
  tableSort.value = undefined;
  tableFrom.value = 0;
}

/** Shows only rows with this in a cell or among their labels. */
export function filterTable(text: string): void {
  tableFilter.value = text;
  tableFrom.value = 0;
}
