// One node's machine: its container runtime with all that really runs there, whether or not a kubelet watches. What
// happens by itself (a process ends, a grace is over) is a timer of this actor; crash and boot are commands of whoever
// breaks things. Each change of the world is a fact row.

import { invariant } from '../base/assert.ts';
import { type Micros, plus } from '../base/time.ts';
import type { Actor, ActorSpec, Client } from '../cluster/actor.ts';
import type { Cause, FactRow, Seq, WorldFact } from '../log/row.ts';
import { keyOf, type Pod } from '../model/objects.ts';
import { findContainer } from '../model/pod-containers.ts';
import { bytesOf } from '../model/resource-amount.ts';
import { answerOf } from './answer.ts';
import { containerId } from './container-id.ts';
import { ImageStore, type PullLimits, type Registry } from './image-store.ts';
import { plannedLife } from './life-plan.ts';
import {
  callOf,
  exitOnTerm,
  isLost,
  KILLED,
  type MachinePod,
  newMachinePod,
  type PlannedExit,
  timerKey,
} from './machine-pod.ts';
import type { PodIps } from './pod-ips.ts';
import type { Answer, Call, Pull, Question, Runtime, RuntimeContainer, RuntimeLatency, RuntimePod } from './runtime.ts';
import { RuntimeService } from './runtime-service.ts';
import { containerScript, type PodScript, stepAt } from './script.ts';

const LOST = 255;
const NOT_STARTED = 128;
/** HTTP: service unavailable. */
const UNAVAILABLE = 503;

export interface MachineOptions {
  readonly nodeName: string;
  readonly latency: RuntimeLatency;
  readonly registry: Registry;
  readonly podIps: PodIps;
  /** Default: those of a kubelet whose configuration says nothing. */
  readonly pulls?: PullLimits;
  /** What the programs of a pod do. Asked once per pod. */
  script(pod: Pod): PodScript;
}

/** A node's machine. Give `actor` a component of its own, which lives as long as the run. */
export interface Machine {
  readonly nodeName: string;
  readonly actor: ActorSpec;
  readonly runtime: Runtime;
  /** Power off: containers and sandboxes are gone at once. The kubelet's component must be stopped with it. */
  crash(cause: Cause): Seq;
  /** Power on. A kubelet started after this finds its containers dead. */
  boot(cause: Cause): Seq;
  /**
   * Ends a running container of a pod (`namespace/name`); the first one if no name is given. False if it does not run.
   */
  exitContainer(pod: string, container: string | undefined, exit: ForcedExit, cause: Cause): boolean;
  /** From now on readiness probes of a container of a pod fail, or hear again what is true. */
  setUnready(pod: string, container: string | undefined, isUnready: boolean): void;
  /** A pod's sandbox (`namespace/name`) dies with all containers in it. False if there is none. */
  killSandbox(pod: string, cause: Cause): boolean;
}

/** How a container is made to end. */
interface ForcedExit {
  readonly code: number;
  readonly reason?: string;
}

export function createMachine(options: MachineOptions): Machine {
  const state = new MachineState(options);
  return {
    nodeName: options.nodeName,
    runtime: state,
    actor: { name: 'machine', host: options.nodeName, create: (client) => state.attach(client) },
    crash: (cause) => state.crash(cause),
    boot: (cause) => state.boot(cause),
    exitContainer: (pod, container, exit, cause) => state.exitContainer(pod, container, exit, cause),
    setUnready: (pod, container, isUnready) => state.setUnready(pod, container, isUnready),
    killSandbox: (pod, cause) => state.killSandbox(pod, cause),
  };
}

class MachineState implements Runtime {
  readonly service = new RuntimeService();
  readonly #options: MachineOptions;
  readonly #images: ImageStore;
  readonly #pods = new Map<string, MachinePod>();
  /** Containers whose readiness probes fail for a fault: pod and name. */
  readonly #unready = new Set<string>();
  #client: Client | undefined;
  #listener: ((uid: string, id: string) => void) | undefined;
  #answersListener: ((uid: string) => void) | undefined;

  constructor(options: MachineOptions) {
    this.#options = options;
    this.#images = new ImageStore(options.latency, options.registry, options.pulls);
  }

  attach(client: Client): Actor {
    this.#client = client;
    return {
      start() {},
      onTimer: (key, name) => {
        if (name === 'exit') this.#exitNow(key);
      },
    };
  }

  get #now(): Micros {
    return this.#attached.now;
  }

  get #attached(): Client {
    invariant(this.#client !== undefined, 'a machine needs its actor to be started first');
    return this.#client;
  }

  #append(fact: WorldFact, cause: Cause, more: Omit<FactRow, 'type' | 'fact' | 'node'> = {}): Seq {
    return this.#attached.append({ type: 'fact', fact, node: this.#options.nodeName, ...more }, cause);
  }

  // ---- what the kubelet sees and asks ----

  pod(uid: string): RuntimePod | undefined {
    return this.#pods.get(uid)?.seen;
  }

  *pods(): Generator<RuntimePod> {
    for (const pod of this.#pods.values()) yield pod.seen;
  }

  onExit(listener: ((uid: string, id: string) => void) | undefined): void {
    this.#listener = listener;
  }

  onOtherAnswers(listener: ((uid: string) => void) | undefined): void {
    this.#answersListener = listener;
  }

  runSandbox(pod: Pod): Call {
    const record = this.#record(pod);
    const step = stepAt(record.script.sandbox, record.sandboxRuns);
    record.sandboxRuns += 1;
    return this.service.through(callOf(this.#options.latency.sandboxMicros, step), this.#now);
  }

  sandboxStarted(pod: Pod, cause: Cause): Seq {
    const record = this.#record(pod);
    const { seen } = record;
    const seq = this.#append('sandbox-started', cause, { pod: seen.key });
    const ip = pod.spec.hostNetwork === true ? undefined : this.#options.podIps.take(seen.uid);
    const attempt = seen.sandbox === undefined ? 0 : seen.sandbox.attempt + 1;
    record.seen = { ...seen, ip, sandbox: { attempt, isReady: true, seq } };
    return seq;
  }

  stopSandbox(uid: string, cause: Cause): void {
    const record = this.#pods.get(uid);
    const sandbox = record?.seen.sandbox;
    if (record === undefined || sandbox?.isReady !== true) return;
    const seq = this.#append('sandbox-stopped', cause, { pod: record.seen.key });
    this.#options.podIps.release(uid);
    record.seen = { ...record.seen, sandbox: { ...sandbox, isReady: false, seq } };
  }

  createContainer(pod: Pod, container: string): Call {
    return this.#call(pod, 'create', container, this.#options.latency.createMicros);
  }

  containerCreated(pod: Pod, container: string, image: string, attempt: number): RuntimeContainer {
    const record = this.#record(pod);
    const id = containerId(record.seen.uid, container, attempt);
    const sandboxAttempt = record.seen.sandbox?.attempt ?? 0;
    const created: RuntimeContainer = { id, name: container, attempt, sandboxAttempt, image, state: 'created', seq: 0 };
    record.seen = { ...record.seen, containers: [created, ...record.seen.containers] };
    record.attempts.set(container, Math.max(attempt, record.attempts.get(container) ?? 0));
    return created;
  }

  startContainer(pod: Pod, id: string): Call {
    const container = this.#record(pod).seen.containers.find((other) => other.id === id);
    return this.#call(pod, 'start', container?.name ?? '', this.#options.latency.startMicros);
  }

  containerStarted(pod: Pod, id: string, cause: Cause): void {
    const record = this.#record(pod);
    const container = record.seen.containers.find((other) => other.id === id);
    if (container === undefined) return;
    const { name, attempt } = container;
    const seq = this.#append('container-started', cause, { pod: record.seen.key, container: name });
    this.#replace(record, { ...container, state: 'running', startedAt: this.#now, seq });
    const limit = findContainer(pod.spec, name)?.resources?.limits?.memory;
    const script = containerScript(record.script, name);
    const life = plannedLife(script, attempt, limit === undefined ? undefined : bytesOf(limit));
    if (life === undefined) return;
    const { exitAfterMicros, exitCode = 0, reason, message } = life;
    this.#plan(record, id, { at: plus(this.#now, exitAfterMicros), exitCode, reason, message, cause: { seq } });
  }

  containerNotStarted(pod: Pod, id: string, cause: Cause): void {
    const record = this.#record(pod);
    const container = record.seen.containers.find((other) => other.id === id);
    if (container === undefined) return;
    const exit = { exitCode: NOT_STARTED, reason: 'StartError' };
    const seq = this.#append('container-exited', cause, {
      pod: record.seen.key,
      container: container.name,
      exitCode: NOT_STARTED,
      detail: 'StartError',
    });
    this.#replace(record, { ...container, state: 'exited', finishedAt: this.#now, ...exit, seq });
  }

  stopContainer(uid: string, id: string, graceSeconds: number, cause: Cause): void {
    const record = this.#pods.get(uid);
    const container = record?.seen.containers.find((other) => other.id === id);
    if (record === undefined || container?.state !== 'running') return;
    const exit = exitOnTerm(containerScript(record.script, container.name), graceSeconds, this.#now, cause);
    const planned = record.exits.get(id);
    if (planned === undefined || exit.at < planned.at) this.#plan(record, id, exit);
  }

  removeContainer(uid: string, id: string): void {
    const record = this.#pods.get(uid);
    if (record === undefined) return;
    record.seen = { ...record.seen, containers: record.seen.containers.filter((other) => other.id !== id) };
  }

  lastAttempt(uid: string, container: string): number | undefined {
    return this.#pods.get(uid)?.attempts.get(container);
  }

  removePod(uid: string): void {
    const record = this.#pods.get(uid);
    if (record === undefined) return;
    for (const id of record.exits.keys()) this.#attached.cancelTimer(timerKey(uid, id), 'exit');
    this.#options.podIps.release(uid);
    this.#pods.delete(uid);
  }

  hasImage(pod: Pod, image: string): boolean {
    return this.#images.has(image, this.#record(pod).script.images?.[image]);
  }

  pullImage(pod: Pod, image: string): Pull {
    const own = this.#record(pod).script.images?.[image];
    return this.service.refusedPull(this.#now) ?? this.#images.pull(image, own, this.#now);
  }

  imagePulled(pod: Pod, image: string, pull: Pull, cause: Cause): Seq {
    const key = keyOf(pod);
    if (pull.error !== undefined) return this.#append('image-pull-failed', cause, { pod: key, detail: image });
    this.#images.add(image);
    return this.#append('image-pulled', cause, { pod: key, detail: image });
  }

  answer(uid: string, container: RuntimeContainer, question: Question, at: Micros): Answer | undefined {
    const record = this.#pods.get(uid);
    if (record === undefined || container.startedAt === undefined) return undefined;
    if (question.by === 'readiness' && this.#unready.has(`${record.seen.key} ${container.name}`)) {
      const step = { code: question.type === 'http' ? UNAVAILABLE : 1, isClosed: question.type === 'tcp' };
      return { step, until: undefined };
    }
    return answerOf(
      containerScript(record.script, container.name),
      question,
      container.startedAt,
      container.attempt,
      at,
    );
  }

  // ---- what happens to it ----

  crash(cause: Cause): Seq {
    this.#listener = undefined;
    this.#answersListener = undefined;
    this.service.onChange(undefined);
    const seq = this.#append('node-crashed', cause);
    this.#images.crash();
    for (const [uid, record] of this.#pods) {
      for (const id of record.exits.keys()) this.#attached.cancelTimer(timerKey(uid, id), 'exit');
      record.exits.clear();
      this.#options.podIps.release(uid);
      const { sandbox } = record.seen;
      const containers = record.seen.containers.map((container) => this.#lost(container, seq));
      record.seen = { ...record.seen, sandbox: sandbox && { ...sandbox, isReady: false, seq }, containers };
    }
    return seq;
  }

  boot(cause: Cause): Seq {
    // containerd finds the tasks gone when it comes back, and takes that for the time of their end.
    for (const record of this.#pods.values()) {
      const containers = record.seen.containers.map((container) =>
        isLost(container) ? { ...container, finishedAt: this.#now } : container,
      );
      record.seen = { ...record.seen, containers };
    }
    return this.#append('node-booted', cause);
  }

  exitContainer(pod: string, container: string | undefined, exit: ForcedExit, cause: Cause): boolean {
    for (const record of this.#pods.values()) {
      if (record.seen.key !== pod) continue;
      const running = record.seen.containers.filter((other) => other.state === 'running');
      const hit = running.findLast((other) => container === undefined || other.name === container);
      if (hit === undefined) continue;
      this.#plan(record, hit.id, { at: this.#now, exitCode: exit.code, reason: exit.reason, cause });
      return true;
    }
    return false;
  }

  setUnready(pod: string, container: string | undefined, isUnready: boolean): void {
    for (const { seen } of this.#pods.values()) {
      if (seen.key !== pod) continue;
      const hit = seen.containers.find(({ name, state }) => state === 'running' && (container ?? name) === name);
      if (hit === undefined) continue;
      const name = `${pod} ${hit.name}`;
      if (isUnready) this.#unready.add(name);
      else this.#unready.delete(name);
      // Whoever takes a success for granted has to look again.
      this.#answersListener?.(seen.uid);
    }
  }

  killSandbox(pod: string, cause: Cause): boolean {
    for (const record of this.#pods.values()) {
      const { seen } = record;
      if (seen.key !== pod || seen.sandbox?.isReady !== true) continue;
      const seq = this.#append('sandbox-stopped', cause, { pod });
      this.#options.podIps.release(seen.uid);
      record.seen = { ...seen, sandbox: { ...seen.sandbox, isReady: false, seq } };
      for (const { id, state } of seen.containers) {
        if (state === 'running') this.#plan(record, id, { at: this.#now, exitCode: KILLED, cause: { seq } });
      }
      return true;
    }
    return false;
  }

  // A container whose task is gone after a reboot: containerd reports it with code 255 and reason Unknown.
  #lost(container: RuntimeContainer, seq: Seq): RuntimeContainer {
    if (container.state === 'exited') return container;
    return { ...container, state: 'exited', exitCode: LOST, reason: 'Unknown', seq };
  }

  #plan(record: MachinePod, id: string, exit: PlannedExit): void {
    record.exits.set(id, exit);
    this.#attached.setTimer(exit.at, timerKey(record.seen.uid, id), 'exit');
  }

  #exitNow(key: string): void {
    const separator = key.indexOf(' ');
    const uid = key.slice(0, separator);
    const id = key.slice(separator + 1);
    const record = this.#pods.get(uid);
    const exit = record?.exits.get(id);
    const container = record?.seen.containers.find((other) => other.id === id);
    if (record === undefined || exit === undefined || container === undefined) return;
    record.exits.delete(id);
    const { exitCode, reason = exitCode === 0 ? 'Completed' : 'Error', message } = exit;
    const seq = this.#append('container-exited', exit.cause, {
      pod: record.seen.key,
      container: container.name,
      exitCode,
    });
    const more = message === undefined ? {} : { message };
    this.#replace(record, { ...container, state: 'exited', finishedAt: this.#now, exitCode, reason, seq, ...more });
    this.#listener?.(uid, id);
  }

  #replace(record: MachinePod, container: RuntimeContainer): void {
    const containers = record.seen.containers.map((other) => (other.id === container.id ? container : other));
    record.seen = { ...record.seen, containers };
  }

  #call(pod: Pod, call: 'create' | 'start', container: string, usualMicros: number): Call {
    const record = this.#record(pod);
    const name = `${call} ${container}`;
    const count = record.calls.get(name) ?? 0;
    const steps = containerScript(record.script, container)[call];
    if (steps !== undefined) record.calls.set(name, count + 1);
    return this.service.through(callOf(usualMicros, stepAt(steps, count)), this.#now);
  }

  #record(pod: Pod): MachinePod {
    const { uid } = pod.metadata;
    let record = this.#pods.get(uid);
    if (record === undefined) {
      record = newMachinePod(pod, this.#options.script(pod));
      this.#pods.set(uid, record);
    }
    return record;
  }
}
