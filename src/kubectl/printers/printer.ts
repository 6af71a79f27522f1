// What a printer is: the columns of a kind and a function from an object to its row. Cells are texts; a column that
// only `-o wide` shows says so. The table itself (widths, headers) is drawn in table.ts, or by the page.

import type { Micros } from '../../base/time.ts';
import type { KubeObject } from '../../model/objects.ts';

export interface Column {
  /** As kubectl heads it: `NOMINATED NODE`. */
  readonly name: string;
  readonly isWide: boolean;
}

export interface Printer<T extends KubeObject = KubeObject> {
  readonly columns: readonly Column[];
  /** One cell a column; ages are counted up to `now`. Few printers show wall-clock times, from the run's start. */
  row(object: T, now: Micros, startsAtEpochMicros?: number): readonly string[];
}

/** Columns by their names; those after `|` are wide. */
export function columns(normal: readonly string[], wide: readonly string[] = []): readonly Column[] {
  return [...normal.map((name) => ({ name, isWide: false })), ...wide.map((name) => ({ name, isWide: true }))];
}
