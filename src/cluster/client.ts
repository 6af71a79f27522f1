// An actor's connection to the cluster, and the host side of it: requests on their way, rate limits, timers, the
// recorder. Everything in flight is plain data under a number; the kernel's timers carry the number. A process that
// dies loses what it has not sent and never learns of answers; what is already on the wire commits all the same.

import type { Random, Stream } from '../base/random.ts';
import { type Micros, plus } from '../base/time.ts';
import type { Kernel, TimerFamily } from '../kernel/kernel.ts';
import type { TokenBucket } from '../kernel/token-bucket.ts';
import type { Log, PlainWhat } from '../log/log.ts';
import type { Cause, Seq, WriteVerb } from '../log/row.ts';
import type { Actor, Change, Client, View } from './actor.ts';
import { type ApiServer, apiTime } from './api-server.ts';
import type { EventRecorder, SendEvent } from './event-recorder.ts';
import type { Latency } from './latency.ts';
import { unreachable } from './refusal.ts';
import type { ApiRequest, EventRequest } from './request.ts';
import { type InFlight, type Sender, Wire } from './wire.ts';

/** Kernel actor that carries out commits. */
export const API_SERVER = 'kube-apiserver';

/** What a client needs of its component and cluster. */
export interface ClientParts {
  /** Name in rows: `replicaset-controller`, `kubelet/worker-1`. */
  readonly actorName: string;
  /** Name of its kernel actor: unique in the cluster. */
  readonly timerActor: string;
  readonly kernel: Kernel;
  readonly log: Log;
  readonly api: ApiServer;
  readonly random: Random;
  readonly latency: Latency;
  readonly view: View;
  /** The row of the version of an object that the component sees. */
  readonly rowSeen: (kind: string, key: string) => Seq | undefined;
  readonly bucket: TokenBucket | undefined;
  /** To the API server; it outlives the client. */
  readonly wire: Wire;
  readonly openWatch: (kind: string, nodeName: string | undefined, listener: (change: Change) => void) => void;
}

/** The engine's side of a client. Controllers' hosts also look at rows through it. */
export class ActorClient implements Client, Sender {
  readonly #parts: ClientParts;
  /** Requests that wait for the limit, by id. */
  readonly #waiting = new Map<number, InFlight>();
  readonly #answers: Wire;
  readonly #families = new Map<string, TimerFamily>();
  #actor: Actor | undefined;
  #recorder: EventRecorder | undefined;
  #isAlive = true;
  /** What becomes of requests while the way to the API server is cut; undefined: it is open. */
  #cut: 'wait' | 'fail' | undefined;
  /** Requests that wait for the way, in the order of asking. */
  #held: InFlight[] = [];

  constructor(parts: ClientParts) {
    const { kernel, timerActor } = parts;
    this.#parts = parts;
    this.#answers = new Wire(kernel, kernel.family(timerActor, 'answer'), '');
  }

  /** An answer has come back. */
  readonly #arrive = ({ tag, verdict }: InFlight): void => {
    if (verdict === undefined || this.#recorder?.onAnswer(tag, verdict) === true) return;
    this.#actor?.onAnswer?.(tag, verdict);
  };

  /** Connects the actor and its recorder, before `start`. */
  connect(actor: Actor, recorder: EventRecorder): void {
    this.#actor = actor;
    this.#recorder = recorder;
  }

  /** The process dies: what is on the wire still commits, nothing else happens. */
  die(): void {
    this.#isAlive = false;
    this.#answers.cut();
  }

  get now(): Micros {
    return this.#parts.kernel.now;
  }

  get view(): View {
    return this.#parts.view;
  }

  get random(): Stream {
    return this.#parts.random.fork(this.#parts.timerActor);
  }

  randomAt(name: string, k: number): number {
    return this.#parts.random.at(name, k);
  }

  apiTime(at: Micros): Micros {
    return apiTime(at);
  }

  watch(kind: string, selector?: { readonly nodeName?: string }): void {
    this.#parts.openWatch(kind, selector?.nodeName, (change) => this.#actor?.onChange?.(change));
  }

  request(tag: string, request: ApiRequest, cause: Cause): void {
    this.#request(tag, request, cause, this.#parts.bucket);
  }

  /** How the recorder sends: through its own limit, or sharing the client's. */
  eventSender(bucket: TokenBucket | undefined): SendEvent {
    return (tag, request, cause) => this.#request(tag, request, cause, bucket ?? this.#parts.bucket);
  }

  #request(tag: string, request: ApiRequest, cause: Cause, bucket: TokenBucket | undefined): void {
    const { kernel, timerActor, wire, latency } = this.#parts;
    const { now } = kernel;
    const isRead = request.verb === 'get' || request.verb === 'list';
    const micros = isRead ? latency.apiReadMicros : latency.apiWriteMicros;
    const halfMicros = Math.max(1, Math.floor(micros / 2));
    const id = wire.nextId();
    const flight: InFlight = { id, from: this, tag, request, cause, halfMicros, dueAt: now, verdict: undefined };
    const sendAt = bucket === undefined ? now : bucket.reserve(now);
    if (sendAt === now) {
      this.#send(flight);
      return;
    }
    this.#waiting.set(flight.id, flight);
    kernel.schedule(sendAt, timerActor, '', 'send', flight.id);
  }

  /** Nothing goes out and nothing comes in until `heal`. */
  cut(requests: 'wait' | 'fail'): void {
    this.#cut = requests;
  }

  /** The way is open again. */
  heal(): void {
    this.#cut = undefined;
    const held = this.#held;
    this.#held = [];
    for (const flight of held) this.#send(flight);
    this.#answers.deliver(this.#arrive);
  }

  #send(flight: InFlight): void {
    if (this.#cut === 'wait') {
      this.#held.push(flight);
      return;
    }
    if (this.#cut === 'fail') {
      flight.verdict = unreachable();
      flight.dueAt = plus(this.#parts.kernel.now, flight.halfMicros);
      this.#answers.push(flight);
      return;
    }
    flight.dueAt = plus(this.#parts.kernel.now, flight.halfMicros);
    this.#parts.wire.push(flight);
  }

  /** The request arrives at the API server. */
  commit(flight: InFlight): void {
    const { kernel, api, actorName } = this.#parts;
    const { now } = kernel;
    flight.verdict = api.commit(now, actorName, flight.cause, flight.request);
    if (!this.#isAlive) return;
    flight.dueAt = plus(now, flight.halfMicros);
    this.#answers.push(flight);
  }

  record(event: EventRequest, cause: Cause): void {
    this.#recorder?.record(event, cause);
  }

  setTimer(at: Micros, key: string, name: string, n = 0): void {
    this.#parts.kernel.set(this.#family(name), at, key, n);
  }

  #family(name: string): TimerFamily {
    let family = this.#families.get(name);
    if (family === undefined) {
      family = this.#parts.kernel.family(this.#parts.timerActor, name);
      this.#families.set(name, family);
    }
    return family;
  }

  cancelTimer(key: string, name: string, n = 0): void {
    this.#parts.kernel.cancel(this.#parts.timerActor, key, name, n);
  }

  append(what: PlainWhat, cause: Cause): Seq {
    return this.#parts.log.append(this.now, this.#parts.actorName, cause, what);
  }

  /** Appends a row that has no cause: a scenario entry. */
  appendRoot(what: PlainWhat): Seq {
    return this.#parts.log.append(this.now, this.#parts.actorName, undefined, what);
  }

  /** The row of the version of an object that the actor sees. */
  rowSeen(kind: string, key: string): Seq | undefined {
    return this.#parts.rowSeen(kind, key);
  }

  /** Who wrote a row. */
  actorOf(seq: Seq): string {
    return this.#parts.log.actor(seq);
  }

  /** What a row did, if it is a write. */
  verbOf(seq: Seq): WriteVerb | undefined {
    return this.#parts.log.verb(seq);
  }

  get actorName(): string {
    return this.#parts.actorName;
  }

  /** A timer of this client's kernel actor fires. */
  onTimer(key: string, name: string, n: number): void {
    if (!this.#isAlive) return;
    if (key !== '') {
      this.#actor?.onTimer?.(key, name, n);
      return;
    }
    switch (name) {
      case 'send': {
        const flight = this.#waiting.get(n);
        this.#waiting.delete(n);
        if (flight !== undefined) this.#send(flight);
        return;
      }
      case 'answer':
        if (this.#cut !== 'wait') this.#answers.deliver(this.#arrive);
        return;
      default:
        this.#actor?.onTimer?.(key, name, n);
    }
  }
}
