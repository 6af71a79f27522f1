// Why pods of one kind fit nowhere, row by row, for verdicts that depend on the row alone. In a full cluster the same
// pods are tried again and again while few rows change: only those are asked again.

import type { NodeColumns } from './node-columns.ts';
import { FITS, VerdictCounts } from './verdict-table.ts';

/** The verdicts on all rows, as they were at the last attempt. */
export class RowVerdicts {
  readonly #ids: Uint16Array;
  readonly #counts = new VerdictCounts();
  /** How many changes of rows were seen. */
  #seen = Number.NEGATIVE_INFINITY;

  constructor(rows: number) {
    this.#ids = new Uint16Array(rows);
  }

  /** The verdicts of now, counted; undefined where some row fits. */
  renew(columns: NodeColumns, verdictOn: (row: number) => number): VerdictCounts | undefined {
    const changed = columns.changedSince(this.#seen);
    if (changed === undefined) for (let row = 0; row < this.#ids.length; row++) this.#renewRow(row, verdictOn(row));
    else for (const row of changed) this.#renewRow(row, verdictOn(row));
    this.#seen = columns.changes;
    return this.#counts.of(FITS) > 0 ? undefined : this.#counts;
  }

  #renewRow(row: number, id: number): void {
    const old = this.#ids[row] ?? 0;
    if (old === id) return;
    if (old !== 0) this.#counts.add(old, -1);
    this.#counts.add(id, 1);
    this.#ids[row] = id;
  }
}
