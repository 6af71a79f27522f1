// The workers of a kubelet's pods: what wakes them, in which order they do their work, and the relists that show them
// what has become of their containers. Mirrors pkg/kubelet/pod_workers.go and pleg/generic.go (v1.36).

import { MICROS_PER_SECOND, plus } from '../base/time.ts';
import type { Change, Client } from '../cluster/actor.ts';
import type { Verdict } from '../cluster/request.ts';
import type { Cause, Seq } from '../log/row.ts';
import { keyOf, type Pod, type PodStatus } from '../model/objects.ts';
import { isTerminalPhase } from '../model/pod-status.ts';
import { containerConfigured, cutHook } from './container-start.ts';
import { haveStopped, stopDue, stopExited } from './container-stop.ts';
import { createGrid, type Grid } from './grid.ts';
import { jittered, type KubeletLatency, type KubeletParts, type PodWorkersOptions, setStep } from './kubelet-parts.ts';
import { READ, readAnswered } from './object-reads.ts';
import { isAlive, look } from './pod-lifecycle-events.ts';
import { concernsKubelet, withoutGrace } from './pod-news.ts';
import { beginSync, resumeSync } from './pod-sync.ts';
import { beginTermination, cleanUp, endTermination } from './pod-termination.ts';
import { createPodWorker, effectiveGraceSeconds, type PodWorker, pullKey, restartKey } from './pod-worker.ts';
import type { ProbeState } from './probe-state.ts';
import { withProbed } from './probe-status.ts';
import { armProbes, probeDue } from './probes.ts';
import { BACKOFF_MAX_MICROS, RestartBackoff } from './restart-backoff.ts';
import type { Runtime } from './runtime.ts';
import { RuntimeHealth } from './runtime-health.ts';
import { StatusWriter } from './status-writer.ts';
import { mountTried, stopMounting, tryMount } from './volume-mounts.ts';
import type { Progress, WorkEnd } from './work-progress.ts';

const RELIST_MICROS = 1_004_000;
const TICK_MICROS = MICROS_PER_SECOND;
const HOUSEKEEPING_MICROS: number = 2 * MICROS_PER_SECOND;
const STATUS_SYNC_MICROS: number = 10 * MICROS_PER_SECOND;
/** A failed sync is tried again after this and up to half as much more. */
const RETRY_MICROS: number = 10 * MICROS_PER_SECOND;
const RETRY_MAX_MICROS: number = 60 * MICROS_PER_SECOND;
const NO_POD = '';

export class PodWorkers implements KubeletParts {
  readonly client: Client;
  readonly nodeName: string;
  readonly runtime: Runtime;
  readonly health: RuntimeHealth;
  readonly latency: KubeletLatency;
  readonly startedAt: number;
  readonly isEager: boolean;
  readonly relists: Grid;
  readonly ticks: Grid;
  readonly housekeeping: Grid;
  readonly restarts: RestartBackoff;
  readonly pulls: RestartBackoff = new RestartBackoff();
  readonly pullFailures: KubeletParts['pullFailures'] = new Map();
  readonly hostIP: () => string | undefined;
  readonly #statusSyncs: Grid;
  readonly #statuses: StatusWriter;
  readonly #workers = new Map<string, PodWorker>();

  constructor(
    options: PodWorkersOptions,
    client: Client,
    hostIP: () => string | undefined,
    nodeChanged: (cause: Cause) => void,
  ) {
    const { nodeName, runtime, latency, restartMaxMicros = BACKOFF_MAX_MICROS, isEager = false } = options;
    this.isEager = isEager;
    this.client = client;
    this.restarts = new RestartBackoff(restartMaxMicros);
    this.nodeName = nodeName;
    this.runtime = runtime;
    this.latency = latency;
    this.hostIP = hostIP;
    // What is up when the run begins has been up for long.
    this.startedAt = client.now === 0 ? Number.NEGATIVE_INFINITY : client.now;
    const gridOf = (periodMicros: number): Grid =>
      createGrid(client.now + client.random.below(periodMicros), periodMicros);
    this.relists = gridOf(RELIST_MICROS);
    this.ticks = gridOf(TICK_MICROS);
    this.housekeeping = gridOf(HOUSEKEEPING_MICROS);
    this.#statusSyncs = gridOf(STATUS_SYNC_MICROS);
    this.#statuses = new StatusWriter(client);
    this.health = new RuntimeHealth(client, nodeName, runtime.service, {
      changed: () => this.#runtimeChanged(),
      nodeChanged,
      released: (uid, cause, isStrong) => this.#released(uid, cause, isStrong),
    });
  }

  start(): void {
    this.runtime.onExit((uid, id) => this.#exited(uid, id));
    this.runtime.onOtherAnswers((uid) => this.#answersChanged(uid));
    this.health.start();
    // By the first housekeeping the pods of the node are known; what else the runtime holds is orphaned.
    this.client.setTimer(plus(this.client.now, HOUSEKEEPING_MICROS), NO_POD, 'housekeeping');
    if (this.isEager) this.#awaitRelist();
  }

  get(uid: string): PodWorker | undefined {
    return this.#workers.get(uid);
  }

  /** The pods that hold resources of the node. */
  active(): Pod[] {
    const pods: Pod[] = [];
    for (const { pod, life, status } of this.#workers.values()) {
      const phase = status?.phase ?? pod.status.phase;
      if (life === 'terminating' || (life === 'syncing' && !isTerminalPhase(phase))) pods.push(pod);
    }
    return pods;
  }

  add(pod: Pod, cause: Cause): PodWorker {
    const { uid } = pod.metadata;
    const observed = this.runtime.pod(uid);
    const worker = createPodWorker(pod, keyOf(pod), cause, observed);
    // After a restart of the kubelet: a pod that has ended, and of which nothing runs, needs no termination.
    if (isTerminalPhase(pod.status.phase) && !isAlive(observed)) worker.life = 'terminated';
    this.#workers.set(uid, worker);
    return worker;
  }

  /** The node does not take the pod: nothing of it ever runs. */
  reject(worker: PodWorker, status: PodStatus, cause: Cause): void {
    worker.life = 'finished';
    this.#statuses.set(worker, status, cause);
  }

  flush(): void {
    this.#statuses.flush();
  }

  // ---- what wakes workers ----

  podChanged(worker: PodWorker, change: Change<Pod>): void {
    const before = worker.pod;
    const pod = change.object;
    worker.pod = pod;
    if (change.type === 'deleted') {
      worker.pod = withoutGrace(pod, this.client.apiTime(this.client.now));
      worker.isRemoved = true;
      worker.isDeleted = true;
      if (worker.life === 'finished') this.#forget(worker);
      else this.update(worker, { seq: change.seq }, true);
      return;
    }
    if (concernsKubelet(before, pod)) this.update(worker, { seq: change.seq }, true);
    if (this.#statuses.isBehind(worker, pod)) {
      this.client.setTimer(this.#statusSyncs.after(this.client.now), worker.uid, 'status');
    }
  }

  /** News for a worker. `isStrong`: the object was created, deleted or marked, or its spec has changed. */
  update(worker: PodWorker, cause: Cause, isStrong: boolean): void {
    if (worker.life === 'finished' || this.health.holds(worker.uid, cause, isStrong)) return;
    const { pod } = worker;
    let isInterrupted = false;
    if (worker.life === 'syncing') {
      const isMarked = worker.isDeleted || pod.metadata.deletionTimestamp !== undefined;
      if (isMarked || isTerminalPhase(pod.status.phase)) {
        worker.isDeleted = isMarked;
        worker.life = 'terminating';
        isInterrupted = worker.step?.type === 'mount';
      }
    }
    if (pod.metadata.deletionTimestamp !== undefined) worker.isDeleted = true;
    if (worker.life === 'terminating') worker.graceSeconds = effectiveGraceSeconds(pod, worker.graceSeconds);
    if (worker.pending === undefined || isStrong) worker.pending = cause;
    if (isInterrupted) this.#end(worker, { type: 'canceled' });
    else if (worker.step === undefined) this.#take(worker);
  }

  wake(worker: PodWorker, cause: Cause): void {
    this.update(worker, cause, false);
  }

  setStatus(worker: PodWorker, status: PodStatus): void {
    this.#statuses.set(worker, status, worker.cause);
  }

  probeChanged(worker: PodWorker, state: ProbeState, cause: Cause): void {
    if (worker.status === undefined || state.sort === 'liveness') return;
    const now = this.client.apiTime(this.client.now);
    if (this.#statuses.set(worker, withProbed(worker, state, now), cause)) armProbes(this, worker);
  }

  answered(tag: string, verdict: Verdict): void {
    if (tag.startsWith(READ)) return this.#readAnswered(tag.slice(READ.length), verdict);
    const worker = this.#statuses.answered(tag, verdict, (uid) => this.#workers.get(uid));
    if (worker === undefined || verdict.ok) return;
    this.client.setTimer(this.#statusSyncs.after(this.client.now), worker.uid, 'status');
  }

  timerFired(key: string, name: string, n: number): void {
    if (this.health.timerFired(name)) return;
    if (name === 'relist') return this.#relist();
    if (name === 'housekeeping') return this.#removeOrphans();
    const worker = this.#workers.get(key);
    if (worker === undefined) return;
    if (name === 'step') return this.#stepDone(worker);
    if (name === 'status') return this.#statuses.touch(worker);
    if (name === 'stop') return stopDue(this, worker, n);
    if (name === 'mount') return tryMount(this, worker);
    if (name === 'deadline') {
      const { seq } = worker.cause;
      return this.wake(worker, { seq, via: { timer: 'activeDeadlineSeconds', setBy: seq } });
    }
    if (name === 'retry') {
      const via = worker.retryVia;
      return this.wake(worker, via === undefined ? worker.cause : { seq: via.setBy, via });
    }
    const probe = worker.probes[n];
    if (probe !== undefined) probeDue(this, worker, probe);
  }

  // ---- the work itself ----

  /** Takes up the pending work: it needs a look at the pod that is newer than the last work's end. */
  #take(worker: PodWorker): void {
    const { pending, lastSyncAt } = worker;
    if (pending === undefined) return;
    worker.cause = pending;
    worker.pending = undefined;
    worker.given = worker.pod;
    const { now } = this.client;
    const isFresh =
      lastSyncAt === undefined || worker.isFresh || this.health.lastRelist(this.relists, now) > lastSyncAt;
    if (isFresh) {
      setStep(this, worker, { type: 'begin' }, plus(now, this.latency.syncMicros));
      return;
    }
    worker.step = { type: 'relist' };
    this.#awaitRelist();
  }

  #stepDone(worker: PodWorker): void {
    const { step } = worker;
    if (step === undefined) return;
    if (step.type === 'stopped') {
      if (!haveStopped(this, worker)) return;
      worker.cause = { seq: this.#lastExit(worker, step.ids) ?? worker.cause.seq };
      for (const index of worker.stops.keys()) this.client.cancelTimer(worker.uid, 'stop', index);
      worker.stops = [];
    }
    worker.step = undefined;
    const isBeginning = step.type === 'begin' || step.type === 'relist';
    const progress = isBeginning ? this.#begin(worker) : this.#resume(worker, step);
    if (progress.type !== 'waits') this.#end(worker, progress);
  }

  #readAnswered(uid: string, verdict: Verdict): void {
    const worker = this.#workers.get(uid);
    const find = worker === undefined ? undefined : readAnswered(this, worker, verdict);
    if (worker === undefined || find === undefined) return;
    const { step } = worker;
    if (step?.type !== 'configured') return mountTried(this, worker, find);
    worker.step = undefined;
    const progress = containerConfigured(this, worker, step.container, find);
    if (progress.type !== 'waits') this.#end(worker, progress);
  }

  #lastExit(worker: PodWorker, ids: readonly string[]): Seq | undefined {
    const stopped = this.runtime.pod(worker.uid)?.containers.filter(({ id }) => ids.includes(id)) ?? [];
    return stopped.length === 0 ? undefined : Math.max(...stopped.map(({ seq }) => seq));
  }

  #begin(worker: PodWorker): Progress {
    // News up to this moment are dealt with by this very piece of work.
    if (worker.pending !== undefined) worker.cause = worker.pending;
    worker.pending = undefined;
    switch (worker.life) {
      case 'syncing':
        return beginSync(this, worker);
      case 'terminating':
        return beginTermination(this, worker);
      default:
        return cleanUp(this, worker);
    }
  }

  #resume(worker: PodWorker, step: NonNullable<PodWorker['step']>): Progress {
    const isSync = worker.sync !== undefined || step.type === 'mount';
    return isSync ? resumeSync(this, worker, step) : endTermination(this, worker);
  }

  #end(worker: PodWorker, end: WorkEnd): void {
    const { now } = this.client;
    worker.step = undefined;
    worker.sync = undefined;
    worker.lastSyncAt = now;
    worker.isFresh = false;
    this.client.cancelTimer(worker.uid, 'step');
    switch (end.type) {
      case 'terminal':
        worker.life = 'terminating';
        worker.graceSeconds = effectiveGraceSeconds(worker.pod, worker.graceSeconds);
        worker.pending ??= worker.cause;
        break;
      case 'terminated':
        worker.life = 'terminated';
        worker.pending ??= worker.cause;
        break;
      case 'cleaned':
        worker.life = 'finished';
        worker.pending = undefined;
        this.#statuses.touch(worker);
        this.client.cancelTimer(worker.uid, 'retry');
        if (worker.isRemoved) this.#forget(worker);
        return;
      case 'done':
        this.#afterSync(worker, end);
        break;
      case 'canceled':
        break;
    }
    if (this.runtime.pod(worker.uid) !== worker.observed) this.#awaitRelist();
    this.#take(worker);
  }

  #afterSync(worker: PodWorker, end: Extract<WorkEnd, { readonly type: 'done' }>): void {
    const { now } = this.client;
    const { failure } = end;
    worker.retryVia = failure?.via;
    if (failure === undefined) {
      this.client.cancelTimer(worker.uid, 'retry');
      if (end.hasActed) look(this, worker);
      return;
    }
    const wanted = failure.endsAt === undefined ? RETRY_MICROS : Math.max(0, failure.endsAt - now);
    const waits = jittered(this.client, Math.min(wanted, RETRY_MAX_MICROS));
    this.client.setTimer(this.ticks.after(plus(now, waits - 1)), worker.uid, 'retry');
  }

  // ---- looking at the runtime ----

  #awaitRelist(): void {
    const at = this.health.nextRelist(this.relists, this.client.now);
    if (at !== undefined) this.client.setTimer(at, NO_POD, 'relist');
  }

  #exited(uid: string, id: string): void {
    const worker = this.#workers.get(uid);
    if (worker === undefined) return;
    armProbes(this, worker);
    stopExited(this, worker, id);
    cutHook(this, worker, id);
    this.#awaitRelist();
  }

  #answersChanged(uid: string): void {
    const worker = this.#workers.get(uid);
    if (worker !== undefined) armProbes(this, worker);
  }

  #runtimeChanged(): void {
    for (const worker of this.#workers.values()) armProbes(this, worker);
    this.#awaitRelist();
  }

  #released(uid: string, cause: Cause, isStrong: boolean): void {
    const worker = this.#workers.get(uid);
    if (worker !== undefined) this.update(worker, cause, isStrong);
  }

  #relist(): void {
    if (this.runtime.service.isDown(this.client.now)) return;
    if (this.isEager) this.#awaitRelist();
    const waiting: PodWorker[] = [];
    for (const worker of this.#workers.values()) {
      const isWaiting = worker.step?.type === 'relist';
      if (isWaiting) waiting.push(worker);
      if ((isWaiting || worker.step === undefined) && this.runtime.pod(worker.uid) !== worker.observed)
        look(this, worker);
    }
    for (const worker of waiting) {
      setStep(this, worker, { type: 'begin' }, plus(this.client.now, this.latency.syncMicros));
    }
  }

  #forget(worker: PodWorker): void {
    const { uid } = worker;
    this.#workers.delete(uid);
    stopMounting(this, worker);
    for (const name of ['step', 'retry', 'status', 'deadline']) this.client.cancelTimer(uid, name);
    for (const { index } of worker.probes) this.client.cancelTimer(uid, 'probe', index);
    const { containers, initContainers = [], ephemeralContainers = [] } = worker.pod.spec;
    for (const container of [...containers, ...initContainers, ...ephemeralContainers]) {
      this.restarts.forget(restartKey(worker, container));
      this.pulls.forget(pullKey(worker, container));
      this.pullFailures.delete(pullKey(worker, container));
    }
    this.runtime.removePod(uid);
  }

  #removeOrphans(): void {
    for (const { uid } of [...this.runtime.pods()]) {
      if (!this.#workers.has(uid)) this.runtime.removePod(uid);
    }
  }
}
