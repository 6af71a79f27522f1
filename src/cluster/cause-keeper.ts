// Why a controller's keys are queued. Of the rows that queued a key since its last reconcile began, the one that counts is the
// first by another actor that created, deleted or marked an object or changed its spec; else the first by another actor; else
// the first. A key whose last reconcile created or deleted keeps its cause until a row of the first sort comes: a Deployment
// scaled up over minutes leads back to the scaling, pod by pod.

import type { Cause } from '../log/row.ts';
import type { Change } from './actor.ts';

/** How strongly a row explains a key's being queued. */
const OWN = 0;
const FOREIGN = 1;
const DECISIVE = 2;

interface Candidate {
  readonly weight: number;
  readonly cause: Cause;
}

/** What the keeper needs to know of rows. */
export interface RowAuthors {
  readonly actorName: string;
  actorOf(seq: number): string;
}

export class CauseKeeper {
  readonly #authors: RowAuthors;
  readonly #queued = new Map<string, Candidate>();
  readonly #kept = new Map<string, Cause>();
  readonly #timers = new Map<string, Cause>();
  readonly #last = new Map<string, Cause>();

  constructor(authors: RowAuthors) {
    this.#authors = authors;
  }

  /** A key is queued for a cause that outweighs all changes. */
  queued(key: string, cause: Cause): void {
    this.#consider(key, { weight: DECISIVE, cause });
  }

  /** A key is queued by a change. */
  changed(key: string, change: Change): void {
    const cause = { seq: change.seq };
    if (this.#authors.actorOf(change.seq) === this.#authors.actorName) this.#consider(key, { weight: OWN, cause });
    else this.#consider(key, { weight: isDecisive(change) ? DECISIVE : FOREIGN, cause });
  }

  /** A timer of a key is set; its firing will have this cause. */
  timerSet(key: string, timer: string, cause: Cause): void {
    this.#timers.set(`${timer}/${key}`, cause);
  }

  /** A timer of a key has fired. */
  fired(key: string, timer: string): void {
    const cause = this.#timers.get(`${timer}/${key}`);
    this.#timers.delete(`${timer}/${key}`);
    if (cause !== undefined) this.#consider(key, { weight: timer === 'retry' ? FOREIGN : DECISIVE, cause });
  }

  #consider(key: string, candidate: Candidate): void {
    const known = this.#queued.get(key);
    if (known === undefined || candidate.weight > known.weight) this.#queued.set(key, candidate);
  }

  /** A reconcile of the key begins: the cause of all that it does. */
  begin(key: string): Cause {
    const queued = this.#queued.get(key);
    this.#queued.delete(key);
    const kept = this.#kept.get(key);
    if (kept !== undefined && (queued === undefined || queued.weight < DECISIVE)) return kept;
    const cause = queued?.cause ?? this.#last.get(key) ?? { seq: 0 };
    this.#last.set(key, cause);
    return cause;
  }

  /** The reconcile is over. */
  finished(key: string, cause: Cause, hasCreatedOrDeleted: boolean): void {
    if (hasCreatedOrDeleted) this.#kept.set(key, cause);
    else this.#kept.delete(key);
  }
}

function isDecisive({ type, object, old }: Change): boolean {
  if (type !== 'modified' || old === undefined) return true;
  if (object.metadata.deletionTimestamp !== old.metadata.deletionTimestamp) return true;
  return object.metadata.generation !== old.metadata.generation;
}
