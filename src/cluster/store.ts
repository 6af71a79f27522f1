// etcd and its indexes: the newest version of every object, and through the log every version before. Indexes belong
// to the store and are kept up to date with each write. What leaves a bucket (deleted, or another owner) stays in it
// until every informer has seen it leave: a read checks membership on the version that its reader sees.

import type { Micros } from '../base/time.ts';
import { Fifo } from '../kernel/fifo.ts';
import type { Log } from '../log/log.ts';
import type { Cause, Seq, WriteVerb } from '../log/row.ts';
import { type KubeObject, keyOf, type Pod } from '../model/objects.ts';

/** One key of one kind, with its newest version. */
export interface Entry {
  readonly key: string;
  /** The newest version; the last one, if the object is gone. */
  object: KubeObject;
  row: Seq;
  revision: number;
  isGone: boolean;
}

/** Uid of the controlling owner; empty where there is none, so that orphans can be found as well. */
export function controllerUid(object: KubeObject): string {
  const references = object.metadata.ownerReferences;
  if (references === undefined) return '';
  for (const reference of references) if (reference.controller === true) return reference.uid;
  return '';
}

/** The node a pod is bound to. */
export function nodeNameOf(object: KubeObject): string | undefined {
  return object.kind === 'Pod' ? (object as Pod).spec.nodeName : undefined;
}

/**
 * The entries of one value of an index. An entry that has left keeps the row with which it left; others have
 * NOT_LEFT.
 */
type Bucket = Map<Entry, Seq>;
type Index = Map<string, Bucket>;

const NOT_LEFT = -1;

/** What left a bucket, or the table itself, with a row. */
interface Leaver {
  readonly row: Seq;
  readonly entry: Entry;
  readonly from: Table | Bucket;
}

class Table {
  readonly entries = new Map<string, Entry>();
  readonly byNamespace: Index = new Map();
  readonly byOwner: Index = new Map();
  readonly byNode: Index = new Map();
}

export class Store {
  readonly #log: Log;
  readonly #leaverMicros: number;
  readonly #tables = new Map<string, Table>();
  readonly #leavers = new Fifo<Leaver>();
  #revision = 0;
  #lastKind = '';
  #lastTable: Table | undefined;
  /** The entry that `current` has found last. */
  #lastRead: Entry | undefined;

  /** `slowestWatchMicros`: after this time every informer has seen a write. */
  constructor(log: Log, slowestWatchMicros: number) {
    this.#log = log;
    this.#leaverMicros = slowestWatchMicros;
  }

  /** The newest revision. */
  get revision(): number {
    return this.#revision;
  }

  /** The newest version, or undefined. */
  current(kind: string, key: string): KubeObject | undefined {
    const entry = this.#known(kind)?.entries.get(key);
    if (entry === undefined || entry.isGone) return undefined;
    this.#lastRead = entry;
    return entry.object;
  }

  /** The row of the newest version, or undefined. */
  rowOf(kind: string, key: string): Seq | undefined {
    const entry = this.#known(kind)?.entries.get(key);
    return entry === undefined || entry.isGone ? undefined : entry.row;
  }

  /** Kinds of which anything was ever stored. */
  kinds(): readonly string[] {
    return [...this.#tables.keys()];
  }

  /** Reserves the revision that the next `commit` will have. */
  nextRevision(): number {
    return this.#revision + 1;
  }

  /** Stores a version (for `delete`: takes the object away) and appends its row. */
  commit(at: Micros, actor: string, cause: Cause | undefined, verb: WriteVerb, object: KubeObject): Seq {
    this.#revision += 1;
    const table = this.#table(object.kind);
    const entry = this.#isLastRead(object) ? this.#lastRead : table.entries.get(keyOf(object));
    const key = entry?.key ?? keyOf(object);
    const revision = this.#revision;
    const seq = this.#log.appendWrite(at, actor, cause, { verb, object, key, revision, before: entry?.row });
    this.#purge(at);
    if (entry === undefined) this.#enter(table, { key, object, row: seq, revision, isGone: false });
    else this.#replace(table, entry, seq, verb, object);
    return seq;
  }

  /** Who writes an object has read it just before: that spares putting its key together and looking it up. */
  #isLastRead({ kind, metadata }: KubeObject): boolean {
    const read = this.#lastRead;
    if (read === undefined || read.isGone || read.object.kind !== kind) return false;
    return read.object.metadata.name === metadata.name && read.object.metadata.namespace === metadata.namespace;
  }

  #enter(table: Table, entry: Entry): void {
    const { object } = entry;
    table.entries.set(entry.key, entry);
    this.#move(table.byNamespace, entry, undefined, object.metadata.namespace);
    this.#move(table.byOwner, entry, undefined, controllerUid(object));
    this.#move(table.byNode, entry, undefined, nodeNameOf(object));
  }

  #replace(table: Table, entry: Entry, seq: Seq, verb: WriteVerb, object: KubeObject): void {
    // What is gone has left its buckets: where its key is used anew, it enters them, and lists, at the end.
    const before = entry.isGone ? undefined : entry.object;
    const after = verb === 'delete' ? undefined : object;
    entry.object = object;
    entry.row = seq;
    entry.revision = this.#revision;
    entry.isGone = after === undefined;
    if (before === undefined) {
      table.entries.delete(entry.key);
      table.entries.set(entry.key, entry);
    }
    if (after === undefined) this.#leavers.push({ row: seq, entry, from: table });
    this.#move(table.byNamespace, entry, before?.metadata.namespace, after?.metadata.namespace);
    this.#move(table.byOwner, entry, before && controllerUid(before), after && controllerUid(after));
    this.#move(table.byNode, entry, before && nodeNameOf(before), after && nodeNameOf(after));
  }

  /** Moves an entry from one value's bucket to another's; undefined stands for none. */
  #move(index: Index, entry: Entry, from: string | undefined, to: string | undefined): void {
    if (from === to) return;
    const left = from === undefined ? undefined : index.get(from);
    if (left !== undefined) {
      left.set(entry, entry.row);
      this.#leavers.push({ row: entry.row, entry, from: left });
    }
    if (to === undefined) return;
    let entered = index.get(to);
    if (entered === undefined) {
      entered = new Map();
      index.set(to, entered);
    }
    entered.delete(entry);
    entered.set(entry, NOT_LEFT);
  }

  #purge(now: Micros): void {
    for (let leaver = this.#leavers.head; leaver !== undefined; leaver = this.#leavers.head) {
      if (this.#log.at(leaver.row) + this.#leaverMicros >= now) return;
      this.#leavers.shift();
      leave(leaver);
    }
  }

  #table(kind: string): Table {
    const known = this.#known(kind);
    if (known !== undefined) return known;
    const table = new Table();
    this.#tables.set(kind, table);
    return table;
  }

  /** The table of a kind; most often the one that was asked for last. */
  #known(kind: string): Table | undefined {
    if (this.#lastKind === kind) return this.#lastTable;
    const table = this.#tables.get(kind);
    if (table === undefined) return undefined;
    this.#lastKind = kind;
    this.#lastTable = table;
    return table;
  }

  // ---- reading as of a revision ----

  /** The version of an entry that a reader at `revision` sees, or undefined. */
  versionAt(entry: Entry, revision: number): KubeObject | undefined {
    if (entry.revision <= revision) return entry.isGone ? undefined : entry.object;
    const seq = this.rowAt(entry, revision);
    if (seq === undefined || this.#log.verb(seq) === 'delete') return undefined;
    return this.#log.object(seq);
  }

  /** The newest row of an entry at `revision`, which may be its deletion; undefined before its first. */
  rowAt(entry: Entry, revision: number): Seq | undefined {
    let seq: Seq | undefined = entry.row;
    while (seq !== undefined && this.#log.revision(seq) > revision) seq = this.#log.before(seq);
    return seq;
  }

  entry(kind: string, key: string): Entry | undefined {
    return this.#known(kind)?.entries.get(key);
  }

  /** All entries of a kind, in order of creation, gone ones among them. */
  entries(kind: string): Iterable<Entry> {
    return this.#known(kind)?.entries.values() ?? [];
  }

  inNamespace(kind: string, namespace: string): Iterable<Entry> {
    return this.#known(kind)?.byNamespace.get(namespace)?.keys() ?? [];
  }

  controlledBy(kind: string, ownerUid: string): Iterable<Entry> {
    return this.#known(kind)?.byOwner.get(ownerUid)?.keys() ?? [];
  }

  onNode(nodeName: string): Iterable<Entry> {
    return this.#known('Pod')?.byNode.get(nodeName)?.keys() ?? [];
  }
}

/** Every informer has seen it leave: it goes, unless it has come back since, or left once more. */
function leave({ row, entry, from }: Leaver): void {
  if (from instanceof Table) {
    if (entry.row === row) from.entries.delete(entry.key);
  } else if (from.get(entry) === row) from.delete(entry);
}
