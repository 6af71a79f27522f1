// Watches: how a component learns of writes. Each component has one cursor per kind into the log; a write reaches it
// after the cursor's latency, and everything that the component reads is the version at its cursor. No object is
// copied and nothing is sent: a delivery only moves the cursor. Kubelets' cursors carry a field selector (a pod's
// spec.nodeName, a node's name) and are dispatched by it.

import { type Micros, plus } from '../base/time.ts';
import { Fifo } from '../kernel/fifo.ts';
import type { Kernel, TimerFamily } from '../kernel/kernel.ts';
import type { Log } from '../log/log.ts';
import type { Seq } from '../log/row.ts';
import type { KubeObject } from '../model/objects.ts';
import type { Change } from './actor.ts';
import { type Entry, nodeNameOf, type Store } from './store.ts';

const NODE = 'Node';

/** One component's position in the stream of one kind. */
export interface Cursor {
  readonly kind: string;
  readonly nodeName: string | undefined;
  readonly latencyMicros: number;
  /** Kernel timers of the deliveries. */
  readonly timers: TimerFamily;
  readonly listeners: ((change: Change) => void)[];
  /** Newest revision delivered. */
  revision: number;
  /** Log length at that: the newest row delivered + 1, or all that there was at a list. */
  length: Seq;
  readonly onTheirWay: Fifo<Sent>;
}

/** A row on its way: all cursors that want it share one. */
interface Sent {
  readonly at: Micros;
  readonly revision: number;
  readonly change: Change;
}

export class Watches {
  readonly #kernel: Kernel;
  readonly #log: Log;
  readonly #store: Store;
  readonly #byKind = new Map<string, Cursor[]>();
  readonly #ofNode = new Map<string, Cursor[]>();

  constructor(kernel: Kernel, log: Log, store: Store) {
    this.#kernel = kernel;
    this.#log = log;
    this.#store = store;
  }

  /** Opens a cursor at the newest revision. What exists already is for the caller to list (`initialChanges`). */
  open(kind: string, nodeName: string | undefined, latencyMicros: number, actor: string): Cursor {
    const cursor: Cursor = {
      kind,
      nodeName,
      latencyMicros,
      timers: this.#kernel.family(actor, 'deliver'),
      listeners: [],
      revision: this.#store.revision,
      length: this.#log.length,
      onTheirWay: new Fifo(),
    };
    const cursors = this.#cursorsFor(kind, nodeName);
    cursors.push(cursor);
    return cursor;
  }

  /** Brings a cursor to the newest revision: what is on its way is part of the list that follows. */
  reopen(cursor: Cursor): void {
    cursor.onTheirWay.clear();
    cursor.revision = this.#store.revision;
    cursor.length = this.#log.length;
  }

  close(cursor: Cursor): void {
    const cursors = this.#cursorsFor(cursor.kind, cursor.nodeName);
    const index = cursors.indexOf(cursor);
    if (index >= 0) cursors.splice(index, 1);
  }

  #cursorsFor(kind: string, nodeName: string | undefined): Cursor[] {
    const cursors = nodeName === undefined ? this.#byKind : this.#ofNode;
    const name = nodeName === undefined ? kind : selectionOf(kind, nodeName);
    let list = cursors.get(name);
    if (list === undefined) {
      list = [];
      cursors.set(name, list);
    }
    return list;
  }

  /** Sends a row that has just been written on its way to all cursors that want it. */
  dispatch(seq: Seq, object: KubeObject): void {
    const cursors = this.#byKind.get(object.kind);
    if (cursors !== undefined && cursors.length > 0) {
      const sent = this.#sentOf(seq, object, false);
      for (const cursor of cursors) this.#send(cursor, sent);
    }
    const nodeName = object.kind === NODE ? object.metadata.name : nodeNameOf(object);
    const ofNode = nodeName === undefined ? undefined : this.#ofNode.get(selectionOf(object.kind, nodeName));
    if (ofNode !== undefined && ofNode.length > 0) {
      const sent = this.#sentOf(seq, object, object.kind !== NODE);
      for (const cursor of ofNode) this.#send(cursor, sent);
    }
  }

  #send(cursor: Cursor, sent: Sent): void {
    cursor.onTheirWay.push(sent);
    if (cursor.onTheirWay.length === 1)
      this.#kernel.set(cursor.timers, plus(sent.at, cursor.latencyMicros), cursor.kind);
  }

  /** Delivers all rows whose latency is over. */
  deliver(cursor: Cursor): void {
    const { onTheirWay, latencyMicros } = cursor;
    const { now } = this.#kernel;
    for (let sent = onTheirWay.head; sent !== undefined; sent = onTheirWay.head) {
      if (sent.at + latencyMicros > now) {
        this.#kernel.set(cursor.timers, plus(sent.at, latencyMicros), cursor.kind);
        return;
      }
      onTheirWay.shift();
      cursor.revision = sent.revision;
      cursor.length = sent.change.seq + 1;
      for (const listener of cursor.listeners) listener(sent.change);
    }
  }

  #sentOf(seq: Seq, object: KubeObject, isOfNode: boolean): Sent {
    const log = this.#log;
    const verb = log.verb(seq);
    const beforeSeq = verb === 'create' ? undefined : log.before(seq);
    const before = beforeSeq === undefined ? undefined : log.object(beforeSeq);
    const old = isOfNode && before !== undefined && nodeNameOf(before) === undefined ? undefined : before;
    const type = verb === 'delete' ? 'deleted' : old === undefined ? 'added' : 'modified';
    const change = { type, kind: object.kind, key: log.key(seq), object, old, seq, isInitial: false } as const;
    return { at: log.at(seq), revision: log.revision(seq), change };
  }

  /** What a list at the newest revision finds, as changes. */
  *initialChanges(cursor: Cursor): Generator<Change> {
    for (const entry of [...this.#entriesFor(cursor)]) {
      const object = this.#store.versionAt(entry, cursor.revision);
      if (object === undefined) continue;
      const { key, row } = entry;
      yield { type: 'added', kind: cursor.kind, key, object, old: undefined, seq: row, isInitial: true };
    }
  }

  #entriesFor({ kind, nodeName }: Cursor): Iterable<Entry> {
    if (nodeName === undefined) return this.#store.entries(kind);
    if (kind !== NODE) return this.#store.onNode(nodeName);
    const entry = this.#store.entry(kind, nodeName);
    return entry === undefined ? [] : [entry];
  }
}

/** Name of what a field selector selects: the pods of a node, or the node itself. */
function selectionOf(kind: string, nodeName: string): string {
  return kind === NODE ? `${NODE}/${nodeName}` : nodeName;
}
