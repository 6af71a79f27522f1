// Where the reader stands in the timeline's table, and the
// ring that the canvas draws around the same stretch.

import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type TwinCell, type TwinRow, twinRows } from '../timeline/twin.ts';
import { revealObject, select, selectObject } from './actions.ts';
import { isTwinShown, themeName } from './preferences.ts';
import { timeline } from './run.ts';
import type { Selection } from './selection.ts';
import { goTo, layout, range, windowHeight } from './view.ts';
import { setting } from './words.ts';

/** True while the table has the focus: only then is it made, unless it is shown. */
export const isTwinFocused: Signal<boolean> = signal(false);
export const twinRow: Signal<number> = signal(0);
/** 0 is the row's name. */
export const twinColumn: Signal<number> = signal(0);

/** More rows than this are not in the document at once. */
const ROWS_AROUND = 16;
const MOST_CELLS = 12;

export const rows: ReadonlySignal<readonly TwinRow[]> = computed(() => {
  const shown = timeline.value;
  if (shown === undefined || !(isTwinFocused.value || isTwinShown.value)) return [];
  return twinRows(shown, layout.value, range.value, setting.value);
});

export interface TwinWindow {
  readonly first: number;
  readonly rows: readonly TwinRow[];
}

/** The row to which the table is scrolled while it is shown. */
export const twinTop: Signal<number> = signal(0);
/** Height of a row. */
export const twinRowHeight: ReadonlySignal<number> = computed(() => (themeName.value === 'projector' ? 40 : 28));

/** The rows around the one that has the focus; those in view and around it where the table is shown. */
export const twinWindow: ReadonlySignal<TwinWindow> = computed(() => {
  const middle = Math.min(isTwinShown.value ? twinTop.value : twinRow.value, rows.value.length - 1);
  const first = Math.max(middle - ROWS_AROUND, 0);
  const inView = isTwinShown.value ? Math.ceil(windowHeight.value / twinRowHeight.value) : 1;
  return { first, rows: rows.value.slice(first, middle + inView + ROWS_AROUND) };
});

/** The cells of a row that are in the document: those around the one that has the focus. */
export function cellsAround(row: TwinRow, column: number): { first: number; cells: readonly TwinCell[] } {
  const first = Math.max(Math.min(column - 1 - MOST_CELLS / 2, row.cells.length - MOST_CELLS), 0);
  return { first, cells: row.cells.slice(first, first + MOST_CELLS) };
}

interface TwinFocus {
  readonly id: string;
  readonly cell: TwinCell | undefined;
  /** Of a moment what happened. */
  readonly mark: Selection | undefined;
}

/** The stretch that has the focus, for the ring on the canvas. */
export const twinFocus: ReadonlySignal<TwinFocus | undefined> = computed(() => {
  const row = isTwinFocused.value ? rows.value[twinRow.value] : undefined;
  if (row === undefined) return undefined;
  const cell = row.cells[twinColumn.value - 1];
  return { id: row.id, cell, mark: cell && selectionOfCell(cell) };
});

/** Moves by rows and cells; the row comes into view on the canvas too. */
export function moveInTwin(byRows: number, byCells: number): void {
  const last = rows.value.length - 1;
  twinRow.value = Math.min(Math.max(twinRow.value + byRows, 0), Math.max(last, 0));
  const row = rows.value[twinRow.value];
  if (row === undefined) return;
  if (Math.abs(twinRow.value - twinTop.value) > ROWS_AROUND) twinTop.value = twinRow.value;
  twinColumn.value = Math.min(Math.max(twinColumn.value + byCells, 0), row.cells.length);
  revealObject(row.id);
}

/** Rows without an object. */
const MARK_ROWS: ReadonlySet<string> = new Set(['actions', 'events']);

/** The flag or KubeEvent of a moment; nothing of a stretch. */
function selectionOfCell({ mark }: TwinCell): Selection | undefined {
  if (mark === undefined) return undefined;
  return 'flag' in mark ? { kind: 'flag', flag: mark.flag } : { kind: 'event', event: mark.event };
}

/** Selects the row's object, or what happened, at the beginning of the stretch that has the focus. */
export function openInTwin(): void {
  const row = rows.value[twinRow.value];
  if (row === undefined) return;
  const cell = row.cells[twinColumn.value - 1];
  const chosen = cell && selectionOfCell(cell);
  if (chosen !== undefined) select(chosen);
  else if (!MARK_ROWS.has(row.id)) selectObject(row.id);
  if (cell !== undefined) goTo(cell.from);
}
