// A world for kubelet tests: an API server that knows pods and one node, a clock with timers, and one machine with its kubelet.
// It is as small as can be: requests commit at once after a fixed latency, and nobody else acts.

import { createRandom, type Random } from '../../src/base/random.ts';
import { MICROS_PER_SECOND, type Micros } from '../../src/base/time.ts';
import type { Actor, ActorSpec, Change, Client } from '../../src/cluster/actor.ts';
import { deletePod } from '../../src/cluster/pod-deletion.ts';
import type { ApiRequest, EventRequest, Verdict } from '../../src/cluster/request.ts';
import type { Cause, DecisionRow, FactRow } from '../../src/log/row.ts';
import type { Condition, NewObject, Node, Pod } from '../../src/model/objects.ts';
import { keyOf } from '../../src/model/objects.ts';
import { qosClassOf } from '../../src/model/pod-resources.ts';
import { strategicMerge } from '../../src/model/strategic-merge.ts';
import { createRegistry } from '../../src/node/image-store.ts';
import { createKubelet } from '../../src/node/kubelet.ts';
import type { KubeletLatency } from '../../src/node/kubelet-parts.ts';
import { createMachine, type Machine } from '../../src/node/machine.ts';
import { healthyConditions } from '../../src/node/node-status.ts';
import { createPodIps } from '../../src/node/pod-ips.ts';
import { DEFAULT_RUNTIME_LATENCY, type Runtime, type RuntimeLatency } from '../../src/node/runtime.ts';
import { defaultScript, type PodScript } from '../../src/node/script.ts';

const NODE = 'node-1';

export interface FakeRow {
  readonly seq: number;
  readonly at: Micros;
  readonly actor: string;
  readonly cause: Cause | undefined;
  readonly what: FactRow | { readonly type: 'write'; readonly verb: string; readonly key: string; readonly pod: Pod };
}

export interface FakeEvent {
  readonly at: Micros;
  readonly event: EventRequest;
  readonly cause: Cause;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
  readonly id: string | undefined;
}

export interface FakeOptions {
  readonly seed?: string;
  readonly runtime?: Partial<RuntimeLatency>;
  readonly kubelet?: KubeletLatency;
  readonly allocatable?: { readonly [resource: string]: string };
  readonly labels?: { readonly [name: string]: string };
  readonly script?: (pod: Pod) => PodScript;
  /** Writes take so long; answers and watches as long again. */
  readonly writeMicros?: number;
  readonly wrap?: (runtime: Runtime, now: () => Micros) => Runtime;
}

const DEFAULT_KUBELET: KubeletLatency = { syncMicros: 7_000, mountMicros: 300_000, probeMicros: 5_000 };

export class FakeNode {
  readonly rows: FakeRow[] = [];
  readonly events: FakeEvent[] = [];
  readonly pods: Map<string, Pod> = new Map();
  readonly machine: Machine;
  readonly runtime: Runtime;
  now: Micros = 0 as Micros;
  node: Node;
  /** Requests are answered with 503 while false. */
  isApiUp = true;
  timersFired = 0;
  readonly #options: FakeOptions;
  readonly #kubeletSpec: ActorSpec;
  readonly #timers: Timer[] = [];
  readonly #random: Random;
  #kubelet: { actor: Actor; isUp: boolean } | undefined;
  #order = 0;
  #revision = 1;

  constructor(options: FakeOptions = {}) {
    this.#options = options;
    this.#random = createRandom(options.seed ?? 'fake');
    this.machine = createMachine({
      nodeName: NODE,
      latency: { ...DEFAULT_RUNTIME_LATENCY, ...options.runtime },
      registry: createRegistry(),
      podIps: createPodIps('10.244.1'),
      script: options.script ?? defaultScript,
    });
    this.runtime = options.wrap?.(this.machine.runtime, () => this.now) ?? this.machine.runtime;
    const latency = options.kubelet ?? DEFAULT_KUBELET;
    this.#kubeletSpec = createKubelet({ nodeName: NODE, runtime: this.runtime, latency });
    this.node = {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name: NODE,
        uid: 'node-uid',
        resourceVersion: 1,
        creationTimestamp: 0 as Micros,
        labels: options.labels ?? {},
      },
      spec: {},
      status: {
        allocatable: { cpu: '4', memory: '16Gi', pods: '110', ...options.allocatable },
        conditions: healthyConditions(0 as Micros),
        addresses: [{ type: 'InternalIP', address: '10.0.0.1' }],
      },
    };
    const alive = { isUp: true };
    const machine = this.machine.actor.create(this.#client('machine', alive, () => machine));
    machine.start({ seq: 0 });
    this.startKubelet();
  }

  startKubelet(): void {
    const life: { actor: Actor | undefined; isUp: boolean } = { actor: undefined, isUp: true };
    const actor: Actor = this.#kubeletSpec.create(this.#client('kubelet', life, () => actor));
    this.#kubelet = { actor, isUp: true };
    life.actor = actor;
    const handle = this.#kubelet;
    Object.defineProperty(handle, 'isUp', { get: () => life.isUp, set: (v: boolean) => (life.isUp = v) });
    actor.start({ seq: 0 });
  }

  stopKubelet(): void {
    if (this.#kubelet !== undefined) this.#kubelet.isUp = false;
    this.runtime.onExit(undefined);
  }

  /** Creates a pod that is bound to the node already. */
  create(pod: NewObject<Pod> | Pod): Pod {
    const metadata = {
      namespace: 'default',
      uid: `uid-${pod.metadata.name}`,
      generation: 1,
      creationTimestamp: apiTime(this.now),
      ...pod.metadata,
      name: pod.metadata.name ?? 'pod',
      resourceVersion: 0,
    };
    const scheduled: Condition = { type: 'PodScheduled', status: 'True', lastTransitionTime: apiTime(this.now) };
    const status = { phase: 'Pending' as const, conditions: [scheduled], qosClass: qosClassOf(pod.spec) };
    const spec = { terminationGracePeriodSeconds: 30, restartPolicy: 'Always' as const, ...pod.spec, nodeName: NODE };
    return this.#write('create', { apiVersion: 'v1', kind: 'Pod', metadata, spec, status });
  }

  /** Changes the spec of a pod. */
  changeSpec(key: string, spec: Partial<Pod['spec']>): void {
    const pod = this.pods.get(key);
    if (pod === undefined) return;
    const metadata = { ...pod.metadata, generation: (pod.metadata.generation ?? 0) + 1 };
    this.#write('update', { ...pod, metadata, spec: { ...pod.spec, ...spec } });
  }

  /** Writes a status as somebody else. */
  changeStatus(key: string, status: Partial<Pod['status']>): void {
    const pod = this.pods.get(key);
    if (pod !== undefined) this.#write('status', { ...pod, status: { ...pod.status, ...status } });
  }

  delete(key: string, gracePeriodSeconds?: number): void {
    const pod = this.pods.get(key);
    if (pod === undefined) return;
    const decision = deletePod(pod, gracePeriodSeconds, apiTime(this.now));
    if (decision.type === 'unchanged') return;
    if (decision.type === 'remove') {
      const isMarked = pod.metadata.deletionGracePeriodSeconds === 0;
      if (!isMarked) this.#mark(pod, apiTime(this.now), 0);
      this.pods.delete(key);
      this.#write('delete', this.rowsPod(key) ?? pod);
      return;
    }
    this.#mark(pod, decision.deletionTimestamp, decision.gracePeriodSeconds);
  }

  rowsPod(key: string): Pod | undefined {
    const row = this.rows.findLast(({ what }) => what.type === 'write' && what.key === key);
    return row?.what.type === 'write' ? row.what.pod : undefined;
  }

  #mark(pod: Pod, deletionTimestamp: Micros, deletionGracePeriodSeconds: number): void {
    const isFirst = pod.metadata.deletionTimestamp === undefined;
    const generation = (pod.metadata.generation ?? 0) + (isFirst ? 1 : 0);
    const metadata = { ...pod.metadata, deletionTimestamp, deletionGracePeriodSeconds, generation };
    this.#write('mark', { ...pod, metadata });
  }

  #write(verb: string, pod: Pod): Pod {
    this.#revision += 1;
    const object: Pod = { ...pod, metadata: { ...pod.metadata, resourceVersion: this.#revision } };
    const key = keyOf(object);
    const old = verb === 'create' ? undefined : this.pods.get(key);
    if (verb !== 'delete') this.pods.set(key, object);
    const seq = this.#append('api', undefined, { type: 'write', verb, key, pod: object });
    const type = verb === 'delete' ? 'deleted' : verb === 'create' ? 'added' : 'modified';
    const change: Change = { type, kind: 'Pod', key, object, old, seq, isInitial: false };
    const kubelet = this.#kubelet;
    if (kubelet?.isUp === true) {
      this.after(this.#options.writeMicros ?? 2_000, () => {
        if (kubelet.isUp) kubelet.actor.onChange?.(change);
      });
    }
    return object;
  }

  #append(actor: string, cause: Cause | undefined, what: FakeRow['what']): number {
    this.rows.push({ seq: this.rows.length, at: this.now, actor, cause, what });
    return this.rows.length - 1;
  }

  after(delayMicros: number, run: () => void): void {
    this.#timers.push({ at: this.now + delayMicros, order: this.#nextOrder(), run, id: undefined });
  }

  at(seconds: number, run: () => void): void {
    this.#timers.push({ at: Math.round(seconds * MICROS_PER_SECOND), order: this.#nextOrder(), run, id: undefined });
  }

  #nextOrder(): number {
    this.#order += 1;
    return this.#order;
  }

  runUntil(seconds: number): void {
    const end = Math.round(seconds * MICROS_PER_SECOND);
    for (;;) {
      let best: Timer | undefined;
      for (const timer of this.#timers) {
        if (best === undefined || timer.at < best.at || (timer.at === best.at && timer.order < best.order))
          best = timer;
      }
      if (best === undefined || best.at > end) break;
      this.#timers.splice(this.#timers.indexOf(best), 1);
      this.now = best.at as Micros;
      this.timersFired += 1;
      best.run();
    }
    this.now = end as Micros;
  }

  #client(name: string, life: { isUp: boolean }, actor: () => Actor): Client {
    const fake = this;
    const drop = (id: string): void => {
      const index = fake.#timers.findIndex((timer) => timer.id === id);
      if (index >= 0) fake.#timers.splice(index, 1);
    };
    return {
      get now() {
        return fake.now;
      },
      view: undefined as unknown as Client['view'],
      random: this.#random.fork(name),
      randomAt: (stream, k) => fake.#random.at(stream, k),
      watch: () => {
        for (const object of fake.pods.values()) {
          const change: Change = {
            type: 'added',
            kind: 'Pod',
            key: keyOf(object),
            object,
            old: undefined,
            seq: 0,
            isInitial: true,
          };
          fake.after(1_000, () => {
            if (life.isUp) actor().onChange?.(change);
          });
        }
      },
      request(tag, request) {
        fake.after(fake.#options.writeMicros ?? 2_000, () => {
          const verdict = fake.#commit(request);
          fake.after(fake.#options.writeMicros ?? 2_000, () => {
            if (life.isUp) actor().onAnswer?.(tag, verdict);
          });
        });
      },
      record: (event, cause) => fake.events.push({ at: fake.now, event, cause }),
      setTimer(at, key, timer, n = 0) {
        const id = `${name}|${key}|${timer}|${n}`;
        drop(id);
        fake.#timers.push({
          at,
          order: fake.#nextOrder(),
          id,
          run: () => {
            if (life.isUp) actor().onTimer?.(key, timer, n);
          },
        });
      },
      cancelTimer: (key, timer, n = 0) => drop(`${name}|${key}|${timer}|${n}`),
      append: (what: FactRow | DecisionRow, cause) => fake.#append(name, cause, what as FactRow),
      apiTime,
    };
  }

  #commit(request: ApiRequest): Verdict {
    if (!this.isApiUp) return { ok: false, code: 503, reason: 'ServiceUnavailable', message: 'down' };
    if (request.verb === 'get') return { ok: true, object: this.node };
    const key = 'key' in request ? request.key : '';
    if (request.kind === 'Node' && request.verb === 'patch') {
      this.node = strategicMerge(this.node, request.patch) as Node;
      return { ok: true, object: this.node };
    }
    const pod = this.pods.get(key);
    if (pod === undefined) return { ok: false, code: 404, reason: 'NotFound', message: `pods "${key}" not found` };
    if (request.verb === 'patch') {
      const merged = strategicMerge(pod, request.patch) as Pod;
      return { ok: true, object: this.#write('status', { ...pod, status: merged.status }) };
    }
    if (request.verb === 'delete') {
      this.delete(key, request.gracePeriodSeconds);
      return { ok: true, object: pod };
    }
    return { ok: false, code: 400, reason: 'BadRequest', message: 'not modelled' };
  }
}

export function apiTime(at: Micros): Micros {
  return (Math.floor(at / MICROS_PER_SECOND) * MICROS_PER_SECOND) as Micros;
}
