// Hosts a controller: queues keys as watches wake them, runs `reconcile` when a worker is free, performs the batches with the
// client's latency and limit, then `settle`, and re-queues with Kubernetes' back-off after a refusal. It also keeps why each
// key was queued, so that every write of a controller leads back to what caused it (cause-keeper.ts).
// Mirrors client-go util/workqueue and pkg/controller/controller_utils.go (v1.36).

import { MICROS_PER_SECOND, type Micros, plus } from '../base/time.ts';
import { Backoff } from '../kernel/backoff.ts';
import { WorkQueue } from '../kernel/work-queue.ts';
import type { Cause, Seq } from '../log/row.ts';
import type { Actor, ActorSpec, Change, Controller, Reconciled, ReconcileView } from './actor.ts';
import { CauseKeeper } from './cause-keeper.ts';
import type { ActorClient } from './client.ts';
import type { ApiRequest, OutcomeRecord, Request, Verdict } from './request.ts';

const DEFAULT_WORKERS = 5;
const RETRY_BASE_MICROS = 5_000;
const RETRY_MAX_MICROS: number = 1_000 * MICROS_PER_SECOND;
const SETTLE = -1;

/** How a controller is hosted: its limits, and how long a sync takes before it reads. */
export interface HostOptions {
  readonly limits?: { readonly qps: number; readonly burst: number };
  readonly syncMicros: number;
  /** Overrides the controller's own number (replays use one). */
  readonly workers?: number;
}

/** Wires a controller into a component. */
export function hosted<Memory>(controller: Controller<Memory>, options: HostOptions): ActorSpec {
  return {
    name: controller.name,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    create: (client) => new ControllerHost(controller, options, client as ActorClient),
  };
}

/** What the host knows of a key. */
interface KeyState<Memory> {
  readonly memory: Memory;
  readonly causes: CauseKeeper;
  readonly view: ReconcileView;
  /** Revision of the newest successful write per kind. */
  readonly written: Map<string, number>;
  working: Working | undefined;
  /** When the key comes back after a refusal. A later one does not put it off, as in the delaying queue. */
  retryAt: Micros | undefined;
}

/** A key that a worker holds. */
interface Working {
  readonly cause: Cause;
  /** When its reconcile read; a requeue counts from here, however long the batches take. */
  readonly readAt: Micros;
  batches: readonly (readonly Request[])[];
  readonly verdicts: (Verdict | undefined)[][];
  requeue: Reconciled['requeue'];
  batch: number;
  waiting: number;
  hasFailed: boolean;
  /** The last row that this reconcile wrote. */
  lastRow: Seq | undefined;
  hasCreatedOrDeleted: boolean;
}

class ControllerHost<Memory> implements Actor {
  readonly #controller: Controller<Memory>;
  readonly #options: HostOptions;
  readonly #client: ActorClient;
  readonly #queue = new WorkQueue();
  readonly #backoff = new Backoff({ baseMicros: RETRY_BASE_MICROS, maxMicros: RETRY_MAX_MICROS });
  readonly #states = new Map<string, KeyState<Memory>>();
  /** Requests not yet answered, by tag. */
  readonly #asked = new Map<string, ApiRequest>();
  readonly #workers: number;

  constructor(controller: Controller<Memory>, options: HostOptions, client: ActorClient) {
    this.#controller = controller;
    this.#options = options;
    this.#client = client;
    this.#workers = options.workers ?? controller.workers ?? DEFAULT_WORKERS;
  }

  start(cause: Cause): void {
    for (const kind of Object.keys(this.#controller.watches)) this.#client.watch(kind);
    for (const key of this.#controller.initialKeys ?? []) {
      this.#stateOf(key).causes.queued(cause);
      this.#queue.add(key);
    }
    this.#dispatch();
  }

  onChange(change: Change): void {
    const keysOf = this.#controller.watches[change.kind];
    if (keysOf === undefined) return;
    const isOwn = this.#client.actorOf(change.seq) === this.#client.actorName;
    for (const key of keysOf(change as Change<never>, this.#client.view)) {
      this.#stateOf(key).causes.changed(change, isOwn);
      this.#queue.add(key);
    }
    this.#dispatch();
  }

  onTimer(key: string, name: string): void {
    if (name === 'sync') {
      this.#reconcile(key);
      return;
    }
    const state = this.#stateOf(key);
    if (name === 'retry') state.retryAt = undefined;
    state.causes.fired(name);
    this.#queue.add(key);
    this.#dispatch();
  }

  /** Hands waiting keys to free workers; each reads after the time that its sync takes. */
  #dispatch(): void {
    while (this.#queue.length > 0 && this.#queue.processing < this.#workers) {
      const key = this.#queue.take();
      if (key === undefined) return;
      this.#client.setTimer(plus(this.#client.now, this.#options.syncMicros), key, 'sync');
    }
  }

  #reconcile(key: string): void {
    const state = this.#stateOf(key);
    const cause = state.causes.begin();
    const { batches, requeue } = this.#controller.reconcile(key, state.view, state.memory, this.#client.now);
    const working: Working = {
      cause,
      readAt: this.#client.now,
      batches,
      verdicts: batches.map((batch) => batch.map(() => undefined)),
      requeue,
      batch: -1,
      waiting: 0,
      hasFailed: false,
      lastRow: undefined,
      hasCreatedOrDeleted: false,
    };
    state.working = working;
    this.#nextBatch(key, working);
  }

  #nextBatch(key: string, working: Working): void {
    for (;;) {
      working.batch += 1;
      const batch = working.hasFailed ? undefined : working.batches[working.batch];
      if (batch === undefined) break;
      this.#perform(key, working, working.batch, batch);
      if (working.waiting > 0) return;
    }
    this.#settle(key, working);
  }

  #settle(key: string, working: Working): void {
    const { memory, view } = this.#stateOf(key);
    const requests = this.#controller.settle?.(key, working.verdicts, view, memory, this.#client.now) ?? [];
    working.batch = SETTLE;
    this.#perform(key, working, SETTLE, requests);
    if (working.waiting === 0) this.#finish(key, working);
  }

  #perform(key: string, working: Working, batch: number, requests: readonly Request[]): void {
    for (const [index, request] of requests.entries()) {
      if (request.verb === 'event') {
        this.#client.record(request, working.cause);
        continue;
      }
      working.waiting += 1;
      const tag = `${key}|${batch}|${index}`;
      this.#asked.set(tag, request);
      this.#client.request(tag, request, working.cause);
    }
  }

  onAnswer(tag: string, verdict: Verdict): void {
    const last = tag.lastIndexOf('|');
    const middle = tag.lastIndexOf('|', last - 1);
    const key = tag.slice(0, middle);
    const batch = Number(tag.slice(middle + 1, last));
    const { working, written } = this.#stateOf(key);
    const request = this.#asked.get(tag);
    this.#asked.delete(tag);
    if (working === undefined || request === undefined) return;
    if (request.verb !== 'get' && request.record !== undefined) {
      this.#recordOutcome(request.record, verdict, working.cause);
    }
    working.waiting -= 1;
    const row = working.verdicts[batch];
    if (row !== undefined) row[Number(tag.slice(last + 1))] = verdict;
    this.#note(working, written, request, verdict);
    if (working.waiting > 0) return;
    if (batch === SETTLE) this.#finish(key, working);
    else this.#nextBatch(key, working);
  }

  #note(working: Working, written: Map<string, number>, request: ApiRequest, verdict: Verdict): void {
    if (!verdict.ok) {
      if (request.verb !== 'get') working.hasFailed = true;
      return;
    }
    if (verdict.seq === undefined || verdict.revision === undefined) return;
    working.lastRow = verdict.seq;
    if (request.verb === 'create' || request.verb === 'delete') working.hasCreatedOrDeleted = true;
    written.set(request.kind, Math.max(written.get(request.kind) ?? 0, verdict.revision));
  }

  #recordOutcome(record: OutcomeRecord, verdict: Verdict, cause: Cause): void {
    const { regarding, reason } = record;
    if (verdict.ok) {
      if (record.ok === undefined) return;
      const message = record.ok.replace('{name}', verdict.object.metadata.name);
      const from = verdict.seq === undefined ? cause : { seq: verdict.seq };
      this.#client.record({ verb: 'event', regarding, type: 'Normal', reason, message }, from);
    } else if (record.failed !== undefined) {
      const message = record.failed.replace('{error}', verdict.message);
      const failedReason = record.failedReason ?? reason;
      this.#client.record({ verb: 'event', regarding, type: 'Warning', reason: failedReason, message }, cause);
    }
  }

  #finish(key: string, working: Working): void {
    const state = this.#stateOf(key);
    state.working = undefined;
    const { cause, lastRow, hasCreatedOrDeleted, requeue } = working;
    state.causes.finished(cause, hasCreatedOrDeleted);
    if (working.hasFailed) this.#retry(key, cause);
    else this.#backoff.forget(key);
    if (requeue !== undefined) {
      const setBy = requeue.setBy ?? lastRow ?? cause.seq;
      const via = { timer: requeue.timer, setBy };
      state.causes.timerSet('requeue', { seq: setBy, via });
      const at = plus(working.readAt, requeue.afterMicros);
      this.#client.setTimer(at > this.#client.now ? at : this.#client.now, key, 'requeue');
    } else {
      this.#client.cancelTimer(key, 'requeue');
    }
    this.#queue.done(key);
    this.#dispatch();
  }

  #retry(key: string, cause: Cause): void {
    const { maxRetries } = this.#controller;
    if (maxRetries !== undefined && this.#backoff.failures(key) >= maxRetries) {
      this.#backoff.forget(key);
      return;
    }
    const state = this.#stateOf(key);
    const at = plus(this.#client.now, this.#backoff.next(key));
    if (state.retryAt !== undefined && state.retryAt <= at) return;
    state.retryAt = at;
    state.causes.timerSet('retry', cause);
    this.#client.setTimer(at, key, 'retry');
  }

  #stateOf(key: string): KeyState<Memory> {
    let state = this.#states.get(key);
    if (state === undefined) {
      const written = new Map<string, number>();
      const memory = this.#controller.memory(key);
      state = {
        memory,
        causes: new CauseKeeper(),
        view: this.#viewOf(written),
        written,
        working: undefined,
        retryAt: undefined,
      };
      this.#states.set(key, state);
    }
    return state;
  }

  #viewOf(written: ReadonlyMap<string, number>): ReconcileView {
    const { view } = this.#client;
    return {
      ...view,
      caughtUp(kind) {
        const revision = written.get(kind);
        return revision === undefined || revision <= view.revision(kind);
      },
    };
  }
}
