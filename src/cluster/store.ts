// etcd and its indexes: the newest version of every object, and through the log every version before. Indexes belong to the
// store and are kept up to date with each write. What leaves a bucket (deleted, or another owner) stays in it until every
// informer has seen it leave: a read checks membership on the version that its reader sees.

import type { Micros } from '../base/time.ts';
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

interface Bucket {
  readonly entries: Set<Entry>;
}

interface Leaver {
  readonly at: Micros;
  readonly entry: Entry;
  readonly table: Table;
  readonly bucket: Bucket | undefined;
}

class Table {
  readonly entries = new Map<string, Entry>();
  readonly byNamespace = new Map<string, Bucket>();
  readonly byOwner = new Map<string, Bucket>();
  readonly byNode = new Map<string, Bucket>();
}

export class Store {
  readonly #log: Log;
  readonly #leaverMicros: number;
  readonly #tables = new Map<string, Table>();
  #leavers: Leaver[] = [];
  #firstLeaver = 0;
  #revision = 0;

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
    const entry = this.#tables.get(kind)?.entries.get(key);
    return entry === undefined || entry.isGone ? undefined : entry.object;
  }

  /** The row of the newest version, or undefined. */
  rowOf(kind: string, key: string): Seq | undefined {
    const entry = this.#tables.get(kind)?.entries.get(key);
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
    const asked = keyOf(object);
    const entry = table.entries.get(asked);
    const key = entry?.key ?? asked;
    const revision = this.#revision;
    const seq = this.#log.appendWrite(at, actor, cause, { verb, object, key, revision, before: entry?.row });
    this.#purge(at);
    if (entry === undefined) this.#enter(table, { key, object, row: seq, revision, isGone: false });
    else this.#replace(at, table, entry, seq, verb, object);
    return seq;
  }

  #enter(table: Table, entry: Entry): void {
    table.entries.set(entry.key, entry);
    for (const [index, value] of indexValues(table, entry.object)) {
      if (value !== undefined) bucketOf(index, value).entries.add(entry);
    }
  }

  #replace(at: Micros, table: Table, entry: Entry, seq: Seq, verb: WriteVerb, object: KubeObject): void {
    const wasGone = entry.isGone;
    const before = entry.object;
    entry.object = object;
    entry.row = seq;
    entry.revision = this.#revision;
    entry.isGone = verb === 'delete';
    if (wasGone) {
      // The key is used anew: it goes to the end, lists being in order of creation.
      table.entries.delete(entry.key);
      table.entries.set(entry.key, entry);
    }
    if (entry.isGone) this.#leavers.push({ at, entry, table, bucket: undefined });
    const old = indexValues(table, before);
    for (const [i, [index, value]] of indexValues(table, object).entries()) {
      const oldValue = old[i]?.[1];
      if (value !== undefined && (value !== oldValue || wasGone)) {
        const { entries } = bucketOf(index, value);
        entries.delete(entry);
        entries.add(entry);
      }
      if (oldValue !== undefined && (value !== oldValue || entry.isGone)) {
        this.#leavers.push({ at, entry, table, bucket: bucketOf(index, oldValue) });
      }
    }
  }

  #purge(now: Micros): void {
    for (let leaver = this.#leavers[this.#firstLeaver]; leaver !== undefined; ) {
      if (leaver.at + this.#leaverMicros >= now) break;
      this.#leave(leaver);
      this.#firstLeaver += 1;
      leaver = this.#leavers[this.#firstLeaver];
    }
    if (this.#firstLeaver > 1024 && this.#firstLeaver * 2 > this.#leavers.length) {
      this.#leavers = this.#leavers.slice(this.#firstLeaver);
      this.#firstLeaver = 0;
    }
  }

  #leave({ entry, table, bucket }: Leaver): void {
    if (bucket === undefined) {
      if (entry.isGone && table.entries.get(entry.key) === entry) table.entries.delete(entry.key);
      return;
    }
    const isStillIn =
      !entry.isGone &&
      indexValues(table, entry.object).some(([index, value]) => value !== undefined && index.get(value) === bucket);
    if (!isStillIn) bucket.entries.delete(entry);
  }

  #table(kind: string): Table {
    let table = this.#tables.get(kind);
    if (table === undefined) {
      table = new Table();
      this.#tables.set(kind, table);
    }
    return table;
  }

  // ---- reading as of a revision ----

  /** The version of an entry that a reader at `revision` sees, or undefined. */
  versionAt(entry: Entry, revision: number): KubeObject | undefined {
    if (entry.revision <= revision) return entry.isGone ? undefined : entry.object;
    let seq = this.#log.before(entry.row);
    while (seq !== undefined && this.#log.revision(seq) > revision) seq = this.#log.before(seq);
    if (seq === undefined || this.#log.verb(seq) === 'delete') return undefined;
    return this.#log.object(seq);
  }

  entry(kind: string, key: string): Entry | undefined {
    return this.#tables.get(kind)?.entries.get(key);
  }

  /** All entries of a kind, in order of creation, gone ones among them. */
  entries(kind: string): Iterable<Entry> {
    return this.#tables.get(kind)?.entries.values() ?? [];
  }

  inNamespace(kind: string, namespace: string): Iterable<Entry> {
    return this.#tables.get(kind)?.byNamespace.get(namespace)?.entries ?? [];
  }

  controlledBy(kind: string, ownerUid: string): Iterable<Entry> {
    return this.#tables.get(kind)?.byOwner.get(ownerUid)?.entries ?? [];
  }

  onNode(nodeName: string): Iterable<Entry> {
    return this.#tables.get('Pod')?.byNode.get(nodeName)?.entries ?? [];
  }
}

type Index = Map<string, Bucket>;

function indexValues(table: Table, object: KubeObject): readonly (readonly [Index, string | undefined])[] {
  return [
    [table.byNamespace, object.metadata.namespace],
    [table.byOwner, controllerUid(object)],
    [table.byNode, nodeNameOf(object)],
  ];
}

function bucketOf(index: Index, value: string): Bucket {
  let bucket = index.get(value);
  if (bucket === undefined) {
    bucket = { entries: new Set() };
    index.set(value, bucket);
  }
  return bucket;
}
