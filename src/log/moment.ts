// The stored state at any moment. Every object's versions are indexed once, so that a look at a moment copies nothing
// and reads one object by a binary search, in either direction of time; a kind costs a pass over its objects.

import type { Micros } from '../base/time.ts';
import type { KubeObject, ObjectOf } from '../model/objects.ts';
import type { Log } from './log.ts';
import type { Seq } from './row.ts';

/** An object from its creation to its removal. A key may have several lives. */
interface Life {
  /** Rows of its versions, ascending; the removal is not among them. */
  readonly rows: Seq[];
  removed: Seq | undefined;
}

interface KindHistory {
  /** In order of creation. */
  readonly lives: Life[];
  readonly byKey: Map<string, Life[]>;
}

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

/** Fills in what objects of a kind keep out of the log because it changes all the time: metrics in a status. */
export interface Completions {
  readonly [kind: string]: (object: never, moment: Moment) => KubeObject;
}

/** Answers `at(t)` over a log that may still grow. */
export class Moments {
  readonly #log: Log;
  readonly #completions: Completions;
  /** In order of each kind's first row. */
  readonly #kinds = new Map<string, KindHistory>();
  #indexed: Seq = 0;

  constructor(log: Log, completions: Completions = {}) {
    this.#log = log;
    this.#completions = completions;
  }

  /** True if objects of this kind are read otherwise than they are stored. */
  completes(kind: string): boolean {
    return this.#completions[kind] !== undefined;
  }

  /** The state after all rows written at or before `t`. */
  at(t: Micros): Moment {
    return this.after(this.#log.lengthAt(t), t);
  }

  /** The state after the first `length` rows. */
  after(length: Seq, at?: Micros): Moment {
    for (; this.#indexed < length; this.#indexed += 1) this.#index(this.#indexed);
    const moment = at ?? (length === 0 ? (0 as Micros) : this.#log.at(length - 1));
    return momentOf(this.#log, this.#kinds, this.#completions, length, moment);
  }

  #index(seq: Seq): void {
    const object = this.#log.object(seq);
    if (object === undefined) return;
    let history = this.#kinds.get(object.kind);
    if (history === undefined) {
      history = { lives: [], byKey: new Map() };
      this.#kinds.set(object.kind, history);
    }
    const key = this.#log.key(seq);
    const lives = history.byKey.get(key);
    const last = lives?.at(-1);
    if (this.#log.verb(seq) === 'delete') {
      if (last !== undefined) last.removed ??= seq;
    } else if (last !== undefined && last.removed === undefined) {
      last.rows.push(seq);
    } else {
      const life: Life = { rows: [seq], removed: undefined };
      history.lives.push(life);
      if (lives === undefined) history.byKey.set(key, [life]);
      else lives.push(life);
    }
  }
}

/** The row of the version of a life after the first `length` rows; `undefined` where it does not exist then. */
function versionAt({ rows, removed }: Life, length: Seq): Seq | undefined {
  if (removed !== undefined && removed < length) return undefined;
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] ?? 0) < length) low = middle + 1;
    else high = middle;
  }
  return rows[low - 1];
}

function momentOf(
  log: Log,
  kinds: ReadonlyMap<string, KindHistory>,
  completions: Completions,
  length: Seq,
  at: Micros,
): Moment {
  const objectAt = (seq: Seq): KubeObject => {
    const object = log.object(seq) as KubeObject;
    const complete = completions[object.kind] as ((object: KubeObject, moment: Moment) => KubeObject) | undefined;
    return complete?.(object, moment) ?? object;
  };
  const rowOf = (kind: string, key: string): Seq | undefined => {
    const life = kinds
      .get(kind)
      ?.byKey.get(key)
      ?.findLast(({ rows }) => (rows[0] ?? 0) < length);
    return life === undefined ? undefined : versionAt(life, length);
  };
  const moment: Moment = {
    length,
    at,
    rowOf,
    get<K extends string>(kind: K, key: string) {
      const seq = rowOf(kind, key);
      return seq === undefined ? undefined : (objectAt(seq) as ObjectOf<K>);
    },
    list<K extends string>(kind: K) {
      const objects: ObjectOf<K>[] = [];
      for (const life of kinds.get(kind)?.lives ?? []) {
        if ((life.rows[0] ?? 0) >= length) break;
        const seq = versionAt(life, length);
        if (seq !== undefined) objects.push(objectAt(seq) as ObjectOf<K>);
      }
      return objects;
    },
    kinds: () =>
      [...kinds]
        .filter(([, { lives }]) => lives.some((life) => versionAt(life, length) !== undefined))
        .map(([kind]) => kind),
  };
  return moment;
}
