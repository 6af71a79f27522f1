// Hosts a controller: queues keys as watches wake them, runs `reconcile` when a worker is free, performs the batches
// with the client's latency and limit, then `settle`, and re-queues with Kubernetes' back-off after a refusal. It
// also keeps why each key was queued, so that every write of a controller leads back to what caused it
// (cause-keeper.ts).
// Mirrors client-go util/workqueue and pkg/controller/controller_utils.go (v1.36).

import { deepEqual } from '../base/deep-equal.ts';
import { MICROS_PER_SECOND, type Micros, plus } from '../base/time.ts';
import { Backoff } from '../kernel/backoff.ts';
import { type WorkItem, WorkQueue } from '../kernel/work-queue.ts';
import type { Cause, Seq } from '../log/row.ts';
import { keyOf } from '../model/objects.ts';
import type { Actor, ActorSpec, Change, Controller, Reconciled, ReconcileView, Requeue } from './actor.ts';
import { CauseKeeper } from './cause-keeper.ts';
import type { ActorClient } from './client.ts';
import type { ApiRequest, OutcomeRecord, Refused, Request, Verdict } from './request.ts';

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
    ...(controller.eventSource === undefined ? {} : { eventSource: controller.eventSource }),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    create: (client) => new ControllerHost(controller, options, client as ActorClient),
  };
}

/** What the host knows of a key. */
interface KeyState<Memory> extends WorkItem {
  readonly key: string;
  readonly memory: Memory;
  readonly causes: CauseKeeper;
  /** Revision of the newest successful write per kind. */
  written: Map<string, number> | undefined;
  working: Working | undefined;
  /** When the key comes back after a refusal. A later one does not put it off, as in the delaying queue. */
  retryAt: Micros | undefined;
  hasRequeue: boolean;
  /** True while a change of a kind that wakes late waits for its time. */
  isDelayed: boolean;
  /** A deletion has queued it: what the key stands for may be gone for good. */
  mayBeGone: boolean;
}

/** A key that a worker holds. */
interface Working {
  readonly queuedBy: Cause;
  /** That, or what was measured. */
  readonly cause: Cause;
  /** When its reconcile read; a requeue counts from here, however long the batches take. */
  readonly readAt: Micros;
  readonly batches: readonly (readonly Request[])[];
  readonly verdicts: (Verdict | undefined)[][];
  readonly requeue: Reconciled['requeue'];
  batch: number;
  waiting: number;
  /** The reconcile itself asked to be tried again. */
  readonly needsRetry: boolean;
  hasFailed: boolean;
  /** The last row that this reconcile wrote. */
  lastRow: Seq | undefined;
  /** The first row that it wrote of the object that sets its requeue. */
  settingRow: Seq | undefined;
  hasCreatedOrDeleted: boolean;
}

/** A request not yet answered. */
interface Asked<Memory> {
  readonly state: KeyState<Memory>;
  readonly request: ApiRequest;
  readonly batch: number;
  readonly index: number;
}

class ControllerHost<Memory> implements Actor {
  readonly #controller: Controller<Memory>;
  readonly #options: HostOptions;
  readonly #client: ActorClient;
  readonly #queue = new WorkQueue<KeyState<Memory>>();
  readonly #backoff: Backoff;
  readonly #states = new Map<string, KeyState<Memory>>();
  readonly #asked = new Map<string, Asked<Memory>>();
  readonly #workers: number;
  readonly #view: ReconcileView;
  /** The key that is being reconciled or settled: `caughtUp` is about its writes. */
  #current: KeyState<Memory> | undefined;
  #tags = 0;
  #startCause: Cause = { seq: 0 };

  constructor(controller: Controller<Memory>, options: HostOptions, client: ActorClient) {
    this.#controller = controller;
    this.#backoff = new Backoff(controller.backoff ?? { baseMicros: RETRY_BASE_MICROS, maxMicros: RETRY_MAX_MICROS });
    this.#options = options;
    this.#client = client;
    this.#workers = options.workers ?? controller.workers ?? DEFAULT_WORKERS;
    const { view } = client;
    const caughtUp = (kind: string): boolean => (this.#current?.written?.get(kind) ?? 0) <= view.revision(kind);
    this.#view = { ...view, caughtUp, startedAt: client.now };
  }

  start(cause: Cause): void {
    this.#startCause = cause;
    for (const kind of Object.keys(this.#controller.watches)) this.#client.watch(kind);
    for (const key of this.#controller.initialKeys ?? []) {
      const state = this.#stateOf(key);
      state.causes.queued(cause);
      this.#queue.add(state);
    }
    this.#dispatch();
  }

  onChange(change: Change): void {
    const keysOf = this.#controller.watches[change.kind];
    if (keysOf === undefined) return;
    const isOwn = this.#client.actorOf(change.seq) === this.#client.actorName;
    for (const key of keysOf(change as Change<never>, this.#client.view)) {
      const state = this.#stateOf(key);
      if (change.isInitial) state.causes.listed(change, this.#client.verbOf(change.seq), this.#startCause);
      else state.causes.changed(change, isOwn);
      if (change.type === 'deleted') state.mayBeGone = true;
      this.#wake(state, this.#controller.delaysMicros?.[change.kind]);
    }
    this.#dispatch();
  }

  #wake(state: KeyState<Memory>, delayMicros: number | undefined): void {
    if (delayMicros === undefined) this.#queue.add(state);
    else if (!state.isDelayed) {
      state.isDelayed = true;
      this.#client.setTimer(plus(this.#client.now, delayMicros), state.key, 'delayed');
    }
  }

  onTimer(key: string, name: string): void {
    const state = this.#stateOf(key);
    if (name === 'sync') {
      this.#reconcile(state);
      return;
    }
    if (name === 'retry') state.retryAt = undefined;
    else if (name === 'delayed') state.isDelayed = false;
    else state.hasRequeue = false;
    state.causes.fired(name);
    this.#queue.add(state);
    this.#dispatch();
  }

  /** Hands waiting keys to free workers; each reads after the time that its sync takes. */
  #dispatch(): void {
    while (this.#queue.length > 0 && this.#queue.processing < this.#workers) {
      const state = this.#queue.take();
      if (state === undefined) return;
      this.#client.setTimer(plus(this.#client.now, this.#options.syncMicros), state.key, 'sync');
    }
  }

  #reconcile(state: KeyState<Memory>): void {
    const queuedBy = state.causes.begin();
    const readAt = this.#client.now;
    this.#current = state;
    const {
      batches,
      measured,
      requeue,
      hasFailed = false,
    } = this.#controller.reconcile(state.key, this.#view, state.memory, readAt);
    const cause = measured === undefined ? queuedBy : { seq: this.#client.append(measured, queuedBy) };
    const working: Working = {
      queuedBy,
      cause,
      readAt,
      batches,
      verdicts: batches.length === 0 ? [] : batches.map((batch) => batch.map(() => undefined)),
      requeue,
      batch: -1,
      waiting: 0,
      needsRetry: hasFailed,
      hasFailed: false,
      lastRow: undefined,
      settingRow: undefined,
      hasCreatedOrDeleted: false,
    };
    state.working = working;
    this.#nextBatch(state, working);
  }

  #nextBatch(state: KeyState<Memory>, working: Working): void {
    for (;;) {
      working.batch += 1;
      const batch = working.hasFailed ? undefined : working.batches[working.batch];
      if (batch === undefined) break;
      this.#perform(state, working, batch);
      if (working.waiting > 0) return;
    }
    this.#settle(state, working);
  }

  #settle(state: KeyState<Memory>, working: Working): void {
    const { settle } = this.#controller;
    if (settle !== undefined) {
      this.#current = state;
      const requests = settle(state.key, working.verdicts, this.#view, state.memory, this.#client.now);
      working.batch = SETTLE;
      this.#perform(state, working, requests);
    }
    if (working.waiting === 0) this.#finish(state, working);
  }

  #perform(state: KeyState<Memory>, working: Working, requests: readonly Request[]): void {
    for (const [index, request] of requests.entries()) {
      if (request.verb === 'event') {
        this.#client.record(request, working.cause);
        continue;
      }
      working.waiting += 1;
      this.#tags += 1;
      const tag = String(this.#tags);
      this.#asked.set(tag, { state, request, batch: working.batch, index });
      this.#client.request(tag, request, working.cause);
    }
  }

  onAnswer(tag: string, verdict: Verdict): void {
    const asked = this.#asked.get(tag);
    this.#asked.delete(tag);
    const working = asked?.state.working;
    if (asked === undefined || working === undefined) return;
    const { state, request, batch, index } = asked;
    const isMoot = !verdict.ok && refusesNothing(request, verdict);
    if (!isMoot && request.verb !== 'get' && request.record !== undefined) {
      this.#recordOutcome(request.record, verdict, working.cause);
    }
    working.waiting -= 1;
    const row = working.verdicts[batch];
    if (row !== undefined) row[index] = verdict;
    if (!isMoot) noteVerdict(state, working, request, verdict);
    if (working.waiting > 0) return;
    if (batch === SETTLE) this.#finish(state, working);
    else this.#nextBatch(state, working);
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

  #finish(state: KeyState<Memory>, working: Working): void {
    const { key } = state;
    const { cause, lastRow, hasCreatedOrDeleted, requeue } = working;
    state.working = undefined;
    state.causes.finished(cause, hasCreatedOrDeleted);
    if (working.hasFailed || working.needsRetry) this.#retry(state, cause);
    else this.#backoff.forget(key);
    if (requeue !== undefined) {
      const setBy = this.#settingRow(requeue, working) ?? lastRow ?? cause.seq;
      const via = { timer: requeue.timer, setBy };
      state.causes.timerSet('requeue', { seq: setBy, via });
      const at = plus(working.readAt, requeue.afterMicros);
      this.#client.setTimer(at > this.#client.now ? at : this.#client.now, key, 'requeue');
      state.hasRequeue = true;
    } else if (state.hasRequeue) {
      this.#client.cancelTimer(key, 'requeue');
      state.hasRequeue = false;
    }
    this.#queue.done(state);
    if (state.mayBeGone) this.#forgetIfOver(state);
    this.#dispatch();
  }

  #settingRow({ setBy }: Requeue, { settingRow, queuedBy }: Working): Seq | undefined {
    if (setBy === 'cause') return queuedBy.seq;
    if (typeof setBy !== 'object') return setBy;
    return settingRow ?? this.#client.rowSeen(setBy.kind, setBy.key);
  }

  #retry(state: KeyState<Memory>, cause: Cause): void {
    const { key } = state;
    const { maxRetries } = this.#controller;
    if (maxRetries !== undefined && this.#backoff.failures(key) >= maxRetries) {
      this.#backoff.forget(key);
      return;
    }
    const at = plus(this.#client.now, this.#backoff.next(key));
    if (state.retryAt !== undefined && state.retryAt <= at) return;
    state.retryAt = at;
    state.causes.timerSet('retry', cause);
    this.#client.setTimer(at, key, 'retry');
  }

  /** Forgets a key that waits for nothing and of which nothing is known that a new state would not say as well. */
  #forgetIfOver(state: KeyState<Memory>): void {
    const { key, memory, written, causes } = state;
    if (state.needsWork || state.retryAt !== undefined || state.hasRequeue || state.isDelayed || causes.isKept) {
      return;
    }
    for (const [kind, revision] of written ?? []) if (revision > this.#view.revision(kind)) return;
    if (deepEqual(memory, this.#controller.memory(key))) this.#states.delete(key);
  }

  #stateOf(key: string): KeyState<Memory> {
    let state = this.#states.get(key);
    if (state === undefined) {
      state = {
        key,
        memory: this.#controller.memory(key),
        causes: new CauseKeeper(),
        written: undefined,
        working: undefined,
        retryAt: undefined,
        hasRequeue: false,
        isDelayed: false,
        mayBeGone: false,
        needsWork: false,
        isHeld: false,
      };
      this.#states.set(key, state);
    }
    return state;
  }
}

/** What should go is gone already, or a creation's whole namespace is going: no failure, and nobody is told. */
function refusesNothing(request: ApiRequest, refused: Refused): boolean {
  if (request.verb === 'delete') return refused.reason === 'NotFound';
  return request.verb === 'create' && refused.isNamespaceTerminating === true;
}

/** Notes what an answer says about the reconcile that asked. */
function noteVerdict(state: KeyState<unknown>, working: Working, request: ApiRequest, verdict: Verdict): void {
  if (!verdict.ok) {
    if (request.verb !== 'get') working.hasFailed = true;
    return;
  }
  if (verdict.seq === undefined || verdict.revision === undefined) return;
  working.lastRow = verdict.seq;
  const setBy = working.requeue?.setBy;
  if (typeof setBy === 'object' && request.kind === setBy.kind && keyOf(verdict.object) === setBy.key) {
    working.settingRow ??= verdict.seq;
  }
  if (request.verb === 'create' || request.verb === 'delete') working.hasCreatedOrDeleted = true;
  state.written ??= new Map();
  state.written.set(request.kind, Math.max(state.written.get(request.kind) ?? 0, verdict.revision));
}
