// A component: a process that hosts actors (kube-controller-manager, kubelet on node-3). Its actors share one cursor per kind.
// It can stop and start: stopped, it forgets views, queues and memory; started, it makes its actors anew and lists.

import type { Random } from '../base/random.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { type TokenBucket, tokenBucket } from '../kernel/token-bucket.ts';
import type { Log } from '../log/log.ts';
import type { Cause } from '../log/row.ts';
import type { ActorSpec, Change } from './actor.ts';
import type { ApiServer } from './api-server.ts';
import { ActorClient } from './client.ts';
import { EventRecorder } from './event-recorder.ts';
import { type Latency, watchLatencyMicros } from './latency.ts';
import type { Store } from './store.ts';
import { viewOf } from './view.ts';
import type { Cursor, Watches } from './watches.ts';

/** What all components of a cluster share. */
export interface ComponentParts {
  readonly kernel: Kernel;
  readonly log: Log;
  readonly random: Random;
  readonly store: Store;
  readonly watches: Watches;
  readonly api: ApiServer;
  readonly latency: Latency;
  readonly startsAtEpochMicros: number;
  /** Rank of an actor by its name, among those of one instant. */
  readonly rankOf: (actorName: string) => number;
}

/** One life of an actor. */
interface Running {
  readonly spec: ActorSpec;
  readonly client: ActorClient;
}

export class Component {
  readonly name: string;
  readonly #specs: readonly ActorSpec[];
  readonly #parts: ComponentParts;
  #running: Running[] = [];
  #cursors = new Map<string, Cursor>();
  /** Clients of earlier lives, for commits still on the wire. */
  readonly #clients = new Map<string, ActorClient[]>();
  #isUp = false;

  constructor(name: string, specs: readonly ActorSpec[], parts: ComponentParts) {
    this.name = name;
    this.#specs = specs;
    this.#parts = parts;
    parts.kernel.register(name, parts.rankOf('watch'), { onTimer: (kind) => this.#deliver(kind) });
    for (const spec of specs) {
      const timerActor = this.#timerActor(spec);
      parts.kernel.register(timerActor, parts.rankOf(spec.name), {
        onTimer: (key, name, n) => this.#clientOf(timerActor)?.onTimer(key, name, n),
      });
    }
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Kernel actors of the component's clients. */
  timerActors(): readonly string[] {
    return this.#specs.map((spec) => this.#timerActor(spec));
  }

  #timerActor(spec: ActorSpec): string {
    return `${this.name}/${spec.name}`;
  }

  #clientOf(timerActor: string): ActorClient | undefined {
    return this.#clients.get(timerActor)?.at(-1);
  }

  /** Carries out a commit of one of its clients. `id` tells lives apart: each has numbers of its own. */
  commit(timerActor: string, id: number): void {
    for (const client of this.#clients.get(timerActor) ?? []) client.commit(id);
  }

  /** Starts the process; its row is the root (or the effect of `cause`) of what its actors do first. */
  start(cause?: Cause): void {
    if (this.#isUp) return;
    this.#isUp = true;
    const { kernel, log } = this.#parts;
    const seq = log.append(kernel.now, this.name, cause, { type: 'component', component: this.name, state: 'up' });
    this.#running = this.#specs.map((spec) => this.#run(spec));
    for (const { spec, client } of this.#running) {
      const actor = spec.create(client);
      client.connect(actor, this.#recorder(spec, client));
      actor.start({ seq });
    }
    for (const cursor of [...this.#cursors.values()]) this.#list(cursor);
  }

  /** Stops the process at once. */
  stop(cause: Cause): void {
    if (!this.#isUp) return;
    this.#isUp = false;
    const { kernel, log, watches } = this.#parts;
    log.append(kernel.now, this.name, cause, { type: 'component', component: this.name, state: 'down' });
    kernel.cancelActor(this.name);
    for (const { client } of this.#running) client.die();
    for (const timerActor of this.timerActors()) kernel.cancelActor(timerActor);
    for (const cursor of this.#cursors.values()) watches.close(cursor);
    this.#cursors = new Map();
    this.#running = [];
  }

  #run(spec: ActorSpec): Running {
    const { kernel, log, api, random, latency, store } = this.#parts;
    const timerActor = this.#timerActor(spec);
    const earlier = this.#clientOf(timerActor);
    const parts = {
      actorName: spec.host === undefined ? spec.name : `${spec.name}/${spec.host}`,
      timerActor,
      kernel,
      log,
      api,
      random,
      latency,
      view: viewOf(store, this.#cursors),
      bucket: bucketOf(spec.limits),
      openWatch: (kind: string, nodeName: string | undefined, listener: (change: Change) => void) =>
        this.#openWatch(kind, nodeName, listener),
    };
    const client = new ActorClient(parts, earlier?.nextId ?? 0);
    // A life before this one may have requests on the wire; one before that surely has none left.
    this.#clients.set(timerActor, earlier === undefined ? [client] : [earlier, client]);
    return { spec, client };
  }

  #recorder(spec: ActorSpec, client: ActorClient): EventRecorder {
    const { kernel, startsAtEpochMicros } = this.#parts;
    const { name: component, host, eventsApi: api = 'core' } = spec;
    return new EventRecorder(
      { component, host, api, startsAtEpochMicros },
      client.eventSender(bucketOf(spec.eventLimits)),
      () => kernel.now,
    );
  }

  #openWatch(kind: string, nodeName: string | undefined, listener: (change: Change) => void): void {
    const { random, latency, watches } = this.#parts;
    let cursor = this.#cursors.get(kind);
    if (cursor === undefined) {
      const micros = watchLatencyMicros(latency, random.at(`watch/${this.name}/${kind}`, 0));
      cursor = watches.open(kind, nodeName, micros, this.name);
      this.#cursors.set(kind, cursor);
    }
    cursor.listeners.push(listener);
  }

  #list(cursor: Cursor): void {
    for (const change of this.#parts.watches.initialChanges(cursor)) {
      for (const listener of cursor.listeners) listener(change);
    }
  }

  #deliver(kind: string): void {
    const cursor = this.#cursors.get(kind);
    if (cursor !== undefined) this.#parts.watches.deliver(cursor);
  }
}

function bucketOf(limits: { readonly qps: number; readonly burst: number } | undefined): TokenBucket | undefined {
  return limits === undefined ? undefined : tokenBucket(limits.qps, limits.burst);
}
