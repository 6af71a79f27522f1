// A component: a process that hosts actors (kube-controller-manager, kubelet on node-3). Its actors share one cursor
// per kind. It can stop and start: stopped, it forgets views, queues and memory; started, it makes its actors anew and
// lists.
// It can also be cut off from the API server: then it goes on with what it knows, and nothing arrives either way.

import type { Random } from '../base/random.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { type TokenBucket, tokenBucket } from '../kernel/token-bucket.ts';
import type { Log } from '../log/log.ts';
import type { Cause } from '../log/row.ts';
import type { ActorSpec, Change } from './actor.ts';
import type { ApiServer } from './api-server.ts';
import { ActorClient, API_SERVER } from './client.ts';
import { EventRecorder } from './event-recorder.ts';
import { type Latency, watchLatencyMicros } from './latency.ts';
import type { Store } from './store.ts';
import { viewOf } from './view.ts';
import type { Cursor, Watches } from './watches.ts';
import { Wire } from './wire.ts';

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

/** An actor and its present life. */
interface Hosted {
  readonly spec: ActorSpec;
  /** Its kernel actor. */
  readonly timerActor: string;
  /** Its way to the API server, which outlives it. */
  readonly wire: Wire;
  client: ActorClient | undefined;
}

export class Component {
  readonly name: string;
  readonly #parts: ComponentParts;
  readonly #hosted: readonly Hosted[];
  #cursors = new Map<string, Cursor>();
  #isUp = false;
  /** What keeps it from the API server. */
  readonly #cuts = new Set<string>();
  /** Started while it was cut off: it has not listed yet. */
  #hasToList = false;

  constructor(name: string, specs: readonly ActorSpec[], parts: ComponentParts) {
    this.name = name;
    this.#parts = parts;
    this.#hosted = specs.map((spec) => this.#host(spec));
    parts.kernel.register(name, parts.rankOf('watch'), { onTimer: (kind) => this.#deliver(kind) });
  }

  #host(spec: ActorSpec): Hosted {
    const { kernel, rankOf } = this.#parts;
    const timerActor = `${this.name}/${spec.name}`;
    const wire = new Wire(kernel, kernel.family(API_SERVER, 'commit'), timerActor);
    const hosted: Hosted = { spec, timerActor, wire, client: undefined };
    kernel.register(timerActor, rankOf(spec.name), { onTimer: (key, name, n) => hosted.client?.onTimer(key, name, n) });
    return hosted;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** The ways of its actors to the API server, by kernel actor. */
  wires(): readonly (readonly [timerActor: string, wire: Wire])[] {
    return this.#hosted.map(({ timerActor, wire }) => [timerActor, wire]);
  }

  /** Starts the process; its row is the root (or the effect of `cause`) of what its actors do first. */
  start(cause?: Cause): void {
    if (this.#isUp) return;
    this.#isUp = true;
    const { kernel, log } = this.#parts;
    const seq = log.append(kernel.now, this.name, cause, { type: 'component', component: this.name, state: 'up' });
    const lives = this.#hosted.map((hosted) => ({ spec: hosted.spec, client: this.#newClient(hosted) }));
    for (const { spec, client } of lives) {
      const actor = spec.create(client);
      client.connect(actor, this.#recorder(spec, client));
      actor.start({ seq });
    }
    this.#hasToList = this.isCut;
    if (!this.isCut) for (const cursor of [...this.#cursors.values()]) this.#list(cursor);
  }

  get isCut(): boolean {
    return this.#cuts.size > 0;
  }

  /** Cuts the way to the API server, for a reason: views stay as they are, requests wait, or fail at once. */
  cut(reason: string, requests: 'wait' | 'fail' = 'wait'): void {
    this.#cuts.add(reason);
    for (const { client } of this.#hosted) client?.cut(requests);
  }

  /** A reason is gone. With the last one what has happened arrives, and what waits is sent. */
  heal(reason: string): void {
    if (!this.#cuts.delete(reason) || this.isCut) return;
    for (const cursor of [...this.#cursors.values()]) {
      if (this.#hasToList) {
        this.#parts.watches.reopen(cursor);
        this.#list(cursor);
      } else this.#parts.watches.deliver(cursor);
    }
    this.#hasToList = false;
    for (const { client } of this.#hosted) client?.heal();
  }

  /** Stops the process at once. */
  stop(cause: Cause): void {
    if (!this.#isUp) return;
    this.#isUp = false;
    const { kernel, log, watches } = this.#parts;
    log.append(kernel.now, this.name, cause, { type: 'component', component: this.name, state: 'down' });
    kernel.cancelActor(this.name);
    for (const hosted of this.#hosted) {
      hosted.client?.die();
      hosted.client = undefined;
      kernel.cancelActor(hosted.timerActor);
    }
    for (const cursor of this.#cursors.values()) watches.close(cursor);
    this.#cursors = new Map();
  }

  #newClient(hosted: Hosted): ActorClient {
    const { kernel, log, api, random, latency, store } = this.#parts;
    const { spec, timerActor, wire } = hosted;
    const client = new ActorClient({
      actorName: spec.host === undefined ? spec.name : `${spec.name}/${spec.host}`,
      timerActor,
      kernel,
      log,
      api,
      random,
      latency,
      view: viewOf(store, this.#cursors),
      rowSeen: (kind: string, key: string) => {
        const entry = store.entry(kind, key);
        return entry === undefined ? undefined : store.rowAt(entry, this.#cursors.get(kind)?.revision ?? 0);
      },
      bucket: bucketOf(spec.limits),
      wire,
      openWatch: (kind, nodeName, listener) => this.#openWatch(kind, nodeName, listener),
    });
    hosted.client = client;
    if (this.isCut) client.cut('wait');
    return client;
  }

  #recorder(spec: ActorSpec, client: ActorClient): EventRecorder {
    const { kernel, startsAtEpochMicros } = this.#parts;
    const { name, eventSource: component = name, host, eventsApi: api = 'core' } = spec;
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
    if (cursor !== undefined && !this.isCut) this.#parts.watches.deliver(cursor);
  }
}

function bucketOf(limits: { readonly qps: number; readonly burst: number } | undefined): TokenBucket | undefined {
  return limits === undefined ? undefined : tokenBucket(limits.qps, limits.burst);
}
