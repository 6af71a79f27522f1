// The change log: an append-only list of rows as columns beside references to the shared, frozen records. It is the
// watch stream of every informer, the time-travel store and the feed of every report. A row costs under 70 bytes
// beside its record: the row object that readers see is made on access and never kept.

import { invariant } from '../base/assert.ts';
import { float64Column, int32Column, uint8Column } from '../base/columns.ts';
import type { Micros } from '../base/time.ts';
import type { KubeObject } from '../model/objects.ts';
import type { Cause, Row, Seq, What, WriteRow, WriteVerb } from './row.ts';

const WRITE_VERBS: readonly WriteVerb[] = ['create', 'update', 'status', 'bind', 'mark', 'delete'];
const NOT_A_WRITE = 255;
const NONE = -1;

/** Everything but a write: its `what` is kept as it is. */
export type PlainWhat = Exclude<What, WriteRow>;

/** A write as the API server hands it in; the log adds the row before. */
export interface Write {
  readonly verb: WriteVerb;
  readonly object: KubeObject;
  /** `keyOf(object)`: one string for all rows of an object. */
  readonly key: string;
  readonly revision: number;
  readonly before: Seq | undefined;
}

export class Log {
  readonly cluster: string;
  readonly #at = float64Column(1024);
  readonly #actor = int32Column(1024);
  readonly #cause = int32Column(1024);
  readonly #viaTimer = int32Column(1024);
  readonly #viaSetBy = int32Column(1024);
  readonly #verb = uint8Column(1024);
  readonly #before = int32Column(1024);
  readonly #revision = int32Column(1024);
  readonly #payload: (KubeObject | PlainWhat)[] = [];
  readonly #key: string[] = [];
  readonly #names: string[] = [];
  readonly #nameIds = new Map<string, number>();

  /** An empty log; `cluster` is written on every row. */
  constructor(cluster: string) {
    this.cluster = cluster;
  }

  /** Number of rows; the next row's sequence number. */
  get length(): number {
    return this.#payload.length;
  }

  /** Appends a row that is not a write. */
  append(at: Micros, actor: string, cause: Cause | undefined, what: PlainWhat): Seq {
    this.#verb.push(NOT_A_WRITE);
    this.#before.push(NONE);
    this.#revision.push(0);
    this.#key.push('');
    return this.#appendCommon(at, actor, cause, what);
  }

  /** Appends a write. Its object must be frozen: it is shared from now on. */
  appendWrite(at: Micros, actor: string, cause: Cause | undefined, write: Write): Seq {
    this.#verb.push(WRITE_VERBS.indexOf(write.verb));
    this.#before.push(write.before ?? NONE);
    this.#revision.push(write.revision);
    this.#key.push(write.key);
    return this.#appendCommon(at, actor, cause, write.object);
  }

  #appendCommon(at: Micros, actor: string, cause: Cause | undefined, payload: KubeObject | PlainWhat): Seq {
    const seq = this.#payload.length;
    invariant(seq === 0 || this.#at.get(seq - 1) <= at, 'the log goes back in time');
    invariant(cause === undefined || cause.seq < seq, 'a cause comes after its effect');
    this.#at.push(at);
    this.#actor.push(this.#intern(actor));
    this.#cause.push(cause?.seq ?? NONE);
    this.#viaTimer.push(cause?.via === undefined ? NONE : this.#intern(cause.via.timer));
    this.#viaSetBy.push(cause?.via?.setBy ?? NONE);
    this.#payload.push(payload);
    return seq;
  }

  #intern(name: string): number {
    const known = this.#nameIds.get(name);
    if (known !== undefined) return known;
    this.#names.push(name);
    this.#nameIds.set(name, this.#names.length - 1);
    return this.#names.length - 1;
  }

  /** When the row was written. */
  at(seq: Seq): Micros {
    return this.#at.get(seq) as Micros;
  }

  /** Who wrote the row. */
  actor(seq: Seq): string {
    return this.#names[this.#actor.get(seq)] ?? '';
  }

  /** The row's cause; undefined for a root. */
  cause(seq: Seq): Cause | undefined {
    const causeSeq = this.#cause.get(seq);
    if (causeSeq === NONE) return undefined;
    const timer = this.#viaTimer.get(seq);
    if (timer === NONE) return { seq: causeSeq };
    return { seq: causeSeq, via: { timer: this.#names[timer] ?? '', setBy: this.#viaSetBy.get(seq) } };
  }

  /** The verb of a write; undefined for any other row. */
  verb(seq: Seq): WriteVerb | undefined {
    return WRITE_VERBS[this.#verb.get(seq)];
  }

  /** The record of a write; undefined for any other row. */
  object(seq: Seq): KubeObject | undefined {
    return this.#verb.get(seq) === NOT_A_WRITE ? undefined : (this.#payload[seq] as KubeObject);
  }

  /** The key of a write's object among those of its kind; empty for any other row. */
  key(seq: Seq): string {
    return this.#key[seq] ?? '';
  }

  /** What a row that is not a write says; undefined for a write. */
  plain(seq: Seq): PlainWhat | undefined {
    return this.#verb.get(seq) === NOT_A_WRITE ? (this.#payload[seq] as PlainWhat) : undefined;
  }

  /** The store's revision after a write; 0 for any other row. */
  revision(seq: Seq): number {
    return this.#revision.get(seq);
  }

  /**
   * The row of the version before, of the same key (a deletion, where the key is used anew); undefined for the first.
   */
  before(seq: Seq): Seq | undefined {
    const before = this.#before.get(seq);
    return before === NONE ? undefined : before;
  }

  /** The whole row, made anew at each call. */
  row(seq: Seq): Row {
    const cause = this.cause(seq);
    return { seq, at: this.at(seq), cluster: this.cluster, actor: this.actor(seq), cause, what: this.#what(seq) };
  }

  #what(seq: Seq): What {
    const verb = this.verb(seq);
    if (verb === undefined) return this.#payload[seq] as PlainWhat;
    const object = this.#payload[seq] as KubeObject;
    const before = this.before(seq);
    const write = {
      type: 'write' as const,
      verb,
      kind: object.kind,
      key: this.key(seq),
      revision: this.revision(seq),
      object,
    };
    return before === undefined ? write : { ...write, before };
  }

  /** All rows in order. */
  *rows(from: Seq = 0): Generator<Row> {
    for (let seq = from; seq < this.length; seq += 1) yield this.row(seq);
  }

  /** Bytes that the columns use, without the records that they refer to. */
  columnBytes(): number {
    const columns = [
      this.#at,
      this.#actor,
      this.#cause,
      this.#viaTimer,
      this.#viaSetBy,
      this.#verb,
      this.#before,
      this.#revision,
    ];
    return columns.reduce((sum, column) => sum + column.bytes().byteLength, 16 * this.length);
  }

  /** Number of rows written at or before `t`: the position of a reader at that moment. */
  lengthAt(t: Micros): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#at.get(middle) <= t) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
