// Why a key of a controller is queued. Of the rows that queued it since its last reconcile began, the one that counts
// is the first by another actor that created, deleted or marked an object or changed its spec; else the first by
// another actor; else the first. A key whose last reconcile created or deleted keeps its cause until a row of the
// first sort comes: a Deployment scaled up over minutes leads back to the scaling, pod by pod.

import type { Cause, WriteVerb } from '../log/row.ts';
import type { Change } from './actor.ts';

const NOTHING = -1;
const OWN = 0;
const FOREIGN = 1;
const TIMER = 2;
const DECISIVE = 3;

/** The causes of one key. */
export class CauseKeeper {
  #weight = NOTHING;
  #queued: Cause | undefined;
  #kept: Cause | undefined;
  #last: Cause | undefined;
  #timers: Map<string, Cause> | undefined;

  /** The key is queued for a cause that outweighs all changes. */
  queued(cause: Cause): void {
    this.#consider(DECISIVE, cause);
  }

  /** The key is queued by a change; `isOwn` if its own actor made it. */
  changed(change: Change, isOwn: boolean): void {
    const weight = isOwn ? OWN : isDecisive(change) ? DECISIVE : FOREIGN;
    if (weight > this.#weight) this.#consider(weight, { seq: change.seq });
  }

  /**
   * The key is queued by what a starting component finds. A row that did not itself create, mark or change the object
   * says nothing of what happened meanwhile: then the start counts.
   */
  listed(change: Change, verb: WriteVerb | undefined, start: Cause): void {
    if (verb === 'create' || verb === 'update' || verb === 'mark') this.#consider(DECISIVE, { seq: change.seq });
    else this.#consider(TIMER, start);
  }

  /** A timer of the key is set; its firing will have this cause. */
  timerSet(timer: string, cause: Cause): void {
    this.#timers ??= new Map();
    this.#timers.set(timer, cause);
  }

  /**
   * A timer of the key has fired. It yields to whoever has changed a spec meanwhile; a retry weighs no more than any
   * change by another.
   */
  fired(timer: string): void {
    const cause = this.#timers?.get(timer);
    if (cause !== undefined) this.#consider(timer === 'retry' ? FOREIGN : TIMER, cause);
  }

  #consider(weight: number, cause: Cause): void {
    if (weight <= this.#weight) return;
    this.#weight = weight;
    this.#queued = cause;
  }

  /** A reconcile begins: the cause of all that it does. */
  begin(): Cause {
    const weight = this.#weight;
    const queued = this.#queued;
    this.#weight = NOTHING;
    this.#queued = undefined;
    if (this.#kept !== undefined && weight < TIMER) return this.#kept;
    const cause = queued ?? this.#last ?? { seq: 0 };
    this.#last = cause;
    return cause;
  }

  /** True while a cause is kept for the next reconcile. */
  get isKept(): boolean {
    return this.#kept !== undefined;
  }

  /** The reconcile is over. */
  finished(cause: Cause, hasCreatedOrDeleted: boolean): void {
    this.#kept = hasCreatedOrDeleted ? cause : undefined;
  }
}

function isDecisive({ type, object, old }: Change): boolean {
  if (type !== 'modified' || old === undefined) return true;
  const { deletionTimestamp, generation } = object.metadata;
  return deletionTimestamp !== old.metadata.deletionTimestamp || generation !== old.metadata.generation;
}
