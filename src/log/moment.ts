// The stored state at a moment: a fold of the log up to a row. Checkpoints on the way make a seek cost one
// checkpoint's copy and a bounded number of rows, in either direction.

import type { Micros } from '../base/time.ts';
import type { KubeObject, ObjectOf } from '../model/objects.ts';
import type { Log } from './log.ts';
import type { Seq } from './row.ts';

const ROWS_BETWEEN_CHECKPOINTS = 4096;

type RowsByKey = Map<string, Seq>;
type RowsByKind = Map<string, RowsByKey>;

/** The objects that the API server stored at a moment, in order of creation. */
export interface Moment {
  /** Rows that count: those before this sequence number. */
  readonly length: Seq;
  readonly at: Micros;
  get<K extends string>(kind: K, key: string): ObjectOf<K> | undefined;
  list<K extends string>(kind: K): readonly ObjectOf<K>[];
  /** The row of an object's version at this moment. */
  rowOf(kind: string, key: string): Seq | undefined;
  /** The kinds of which something exists. */
  kinds(): readonly string[];
}

/** Answers `at(t)` over a log that may still grow. */
export class Moments {
  readonly #log: Log;
  readonly #checkpoints: RowsByKind[] = [new Map()];

  constructor(log: Log) {
    this.#log = log;
  }

  /** The state after all rows written at or before `t`. */
  at(t: Micros): Moment {
    return this.after(this.#log.lengthAt(t), t);
  }

  /** The state after the first `length` rows. */
  after(length: Seq, at?: Micros): Moment {
    const index = Math.floor(length / ROWS_BETWEEN_CHECKPOINTS);
    while (this.#checkpoints.length <= index) this.#addCheckpoint();
    const rows = copyRows(this.#checkpoints[index] ?? new Map());
    this.#apply(rows, index * ROWS_BETWEEN_CHECKPOINTS, length);
    return momentOf(this.#log, rows, length, at ?? (length === 0 ? (0 as Micros) : this.#log.at(length - 1)));
  }

  #addCheckpoint(): void {
    const from = (this.#checkpoints.length - 1) * ROWS_BETWEEN_CHECKPOINTS;
    const rows = copyRows(this.#checkpoints[this.#checkpoints.length - 1] ?? new Map());
    this.#apply(rows, from, from + ROWS_BETWEEN_CHECKPOINTS);
    this.#checkpoints.push(rows);
  }

  #apply(rows: RowsByKind, from: Seq, to: Seq): void {
    for (let seq = from; seq < to; seq += 1) {
      const object = this.#log.object(seq);
      if (object === undefined) continue;
      let ofKind = rows.get(object.kind);
      if (ofKind === undefined) {
        ofKind = new Map();
        rows.set(object.kind, ofKind);
      }
      if (this.#log.verb(seq) === 'delete') ofKind.delete(this.#log.key(seq));
      else ofKind.set(this.#log.key(seq), seq);
    }
  }
}

function copyRows(rows: RowsByKind): RowsByKind {
  return new Map([...rows].map(([kind, ofKind]) => [kind, new Map(ofKind)]));
}

function momentOf(log: Log, rows: RowsByKind, length: Seq, at: Micros): Moment {
  const objectAt = (seq: Seq): KubeObject => log.object(seq) as KubeObject;
  return {
    length,
    at,
    get<K extends string>(kind: K, key: string) {
      const seq = rows.get(kind)?.get(key);
      return seq === undefined ? undefined : (objectAt(seq) as ObjectOf<K>);
    },
    list<K extends string>(kind: K) {
      return [...(rows.get(kind)?.values() ?? [])].map((seq) => objectAt(seq) as ObjectOf<K>);
    },
    rowOf: (kind, key) => rows.get(kind)?.get(key),
    kinds: () => [...rows].filter(([, ofKind]) => ofKind.size > 0).map(([kind]) => kind),
  };
}
