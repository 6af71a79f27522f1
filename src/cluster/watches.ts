// Watches: how a component learns of writes. Each component has one cursor per kind into the log; a write reaches it after the
// cursor's latency, and everything that the component reads is the version at its cursor. No object is copied and nothing is
// sent: a delivery only moves the cursor. Kubelets' cursors carry a field selector (spec.nodeName) and are dispatched by it.

import { plus } from '../base/time.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Log } from '../log/log.ts';
import type { Seq } from '../log/row.ts';
import type { KubeObject } from '../model/objects.ts';
import type { Change } from './actor.ts';
import { nodeNameOf, type Store } from './store.ts';

/** One component's position in the stream of one kind. */
export interface Cursor {
  readonly kind: string;
  readonly nodeName: string | undefined;
  readonly latencyMicros: number;
  /** Kernel actor of the deliveries. */
  readonly actor: string;
  readonly listeners: ((change: Change) => void)[];
  /** Newest revision delivered. */
  revision: number;
  /** Rows on their way, oldest first, from `first` on. */
  pending: Seq[];
  first: number;
}

export class Watches {
  readonly #kernel: Kernel;
  readonly #log: Log;
  readonly #store: Store;
  readonly #byKind = new Map<string, Cursor[]>();
  readonly #podsOfNode = new Map<string, Cursor[]>();
  #shared: Change | undefined;

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
      actor,
      listeners: [],
      revision: this.#store.revision,
      pending: [],
      first: 0,
    };
    const cursors = this.#cursorsFor(kind, nodeName);
    cursors.push(cursor);
    return cursor;
  }

  close(cursor: Cursor): void {
    const cursors = this.#cursorsFor(cursor.kind, cursor.nodeName);
    const index = cursors.indexOf(cursor);
    if (index >= 0) cursors.splice(index, 1);
  }

  #cursorsFor(kind: string, nodeName: string | undefined): Cursor[] {
    const cursors = nodeName === undefined ? this.#byKind : this.#podsOfNode;
    const name = nodeName ?? kind;
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
    if (cursors !== undefined) for (const cursor of cursors) this.#send(cursor, seq);
    const nodeName = nodeNameOf(object);
    if (nodeName === undefined) return;
    const ofNode = this.#podsOfNode.get(nodeName);
    if (ofNode !== undefined) for (const cursor of ofNode) this.#send(cursor, seq);
  }

  #send(cursor: Cursor, seq: Seq): void {
    cursor.pending.push(seq);
    if (cursor.pending.length - cursor.first === 1) this.#schedule(cursor, seq);
  }

  #schedule(cursor: Cursor, seq: Seq): void {
    const due = plus(this.#log.at(seq), cursor.latencyMicros);
    this.#kernel.schedule(due > this.#kernel.now ? due : this.#kernel.now, cursor.actor, cursor.kind, 'deliver');
  }

  /** Delivers all rows whose latency is over. */
  deliver(cursor: Cursor): void {
    for (;;) {
      const seq = cursor.pending[cursor.first];
      if (seq === undefined) break;
      if (this.#log.at(seq) + cursor.latencyMicros > this.#kernel.now) {
        this.#schedule(cursor, seq);
        break;
      }
      cursor.first += 1;
      this.#deliverRow(cursor, seq);
    }
    if (cursor.first === cursor.pending.length) {
      cursor.pending = [];
      cursor.first = 0;
    } else if (cursor.first > 256) {
      cursor.pending = cursor.pending.slice(cursor.first);
      cursor.first = 0;
    }
  }

  #deliverRow(cursor: Cursor, seq: Seq): void {
    cursor.revision = this.#log.revision(seq);
    const change = cursor.nodeName === undefined ? this.#sharedChange(seq) : this.#changeOf(seq, true);
    for (const listener of cursor.listeners) listener(change);
  }

  /** All cursors without a selector see a row as the same change: it is made once for those that follow one another. */
  #sharedChange(seq: Seq): Change {
    if (this.#shared?.seq !== seq) this.#shared = this.#changeOf(seq, false);
    return this.#shared;
  }

  #changeOf(seq: Seq, isOfNode: boolean): Change {
    const object = this.#log.object(seq) as KubeObject;
    const verb = this.#log.verb(seq);
    const beforeSeq = verb === 'create' ? undefined : this.#log.before(seq);
    const before = beforeSeq === undefined ? undefined : this.#log.object(beforeSeq);
    const old = isOfNode && before !== undefined && nodeNameOf(before) === undefined ? undefined : before;
    const type = verb === 'delete' ? 'deleted' : old === undefined ? 'added' : 'modified';
    return { type, kind: object.kind, key: this.#log.key(seq), object, old, seq, isInitial: false };
  }

  /** What a list at the newest revision finds, as changes. */
  *initialChanges(cursor: Cursor): Generator<Change> {
    const entries =
      cursor.nodeName === undefined ? this.#store.entries(cursor.kind) : this.#store.onNode(cursor.nodeName);
    for (const entry of [...entries]) {
      const object = this.#store.versionAt(entry, cursor.revision);
      if (object === undefined) continue;
      const { key, row } = entry;
      yield { type: 'added', kind: cursor.kind, key, object, old: undefined, seq: row, isInitial: true };
    }
  }
}
