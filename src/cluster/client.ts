// An actor's connection to the cluster, and the host side of it: requests on their way, rate limits, timers, the recorder.
// Everything in flight is plain data under a number; the kernel's timers carry the number. A process that dies loses what it
// has not sent and never learns of answers; what is already on the wire commits all the same.

import type { Random, Stream } from '../base/random.ts';
import { type Micros, plus } from '../base/time.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { TokenBucket } from '../kernel/token-bucket.ts';
import type { Log, PlainWhat } from '../log/log.ts';
import type { Cause, Seq } from '../log/row.ts';
import type { Actor, Change, Client, View } from './actor.ts';
import { type ApiServer, apiTime } from './api-server.ts';
import type { EventRecorder, SendEvent } from './event-recorder.ts';
import type { Latency } from './latency.ts';
import type { ApiRequest, EventRequest, Verdict } from './request.ts';

/** Kernel actor that carries out commits. */
export const API_SERVER = 'kube-apiserver';

interface InFlight {
  readonly tag: string;
  readonly request: ApiRequest;
  readonly cause: Cause;
  verdict: Verdict | undefined;
}

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
  readonly bucket: TokenBucket | undefined;
  readonly openWatch: (kind: string, nodeName: string | undefined, listener: (change: Change) => void) => void;
}

/** The engine's side of a client. Controllers' hosts also look at rows through it. */
export class ActorClient implements Client {
  readonly #parts: ClientParts;
  readonly #inFlight = new Map<number, InFlight>();
  #next: number;
  #actor: Actor | undefined;
  #recorder: EventRecorder | undefined;
  #isAlive = true;

  /** `firstId` keeps the numbers of a process's lives apart. */
  constructor(parts: ClientParts, firstId: number) {
    this.#parts = parts;
    this.#next = firstId;
  }

  /** The number of the next request. */
  get nextId(): number {
    return this.#next;
  }

  /** Connects the actor and its recorder, before `start`. */
  connect(actor: Actor, recorder: EventRecorder): void {
    this.#actor = actor;
    this.#recorder = recorder;
  }

  /** The process dies: what is on the wire still commits, nothing else happens. */
  die(): void {
    this.#isAlive = false;
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
    const id = this.#next;
    this.#next += 1;
    this.#inFlight.set(id, { tag, request, cause, verdict: undefined });
    const { kernel, timerActor } = this.#parts;
    const sendAt = bucket === undefined ? kernel.now : bucket.reserve(kernel.now);
    if (sendAt > kernel.now) kernel.schedule(sendAt, timerActor, '', 'send', id);
    else this.#send(id);
  }

  #send(id: number): void {
    const flight = this.#inFlight.get(id);
    if (flight === undefined) return;
    const { kernel, timerActor } = this.#parts;
    kernel.schedule(plus(kernel.now, this.#halfMicros(flight)), API_SERVER, timerActor, 'commit', id);
  }

  #halfMicros({ request }: InFlight): number {
    const { apiReadMicros, apiWriteMicros } = this.#parts.latency;
    return Math.max(1, Math.floor((request.verb === 'get' ? apiReadMicros : apiWriteMicros) / 2));
  }

  /** The request arrives at the API server. */
  commit(id: number): void {
    const flight = this.#inFlight.get(id);
    if (flight === undefined) return;
    const { kernel, api, actorName, timerActor } = this.#parts;
    flight.verdict = api.commit(kernel.now, actorName, flight.cause, flight.request);
    if (this.#isAlive) kernel.schedule(plus(kernel.now, this.#halfMicros(flight)), timerActor, '', 'answer', id);
    else this.#inFlight.delete(id);
  }

  record(event: EventRequest, cause: Cause): void {
    this.#recorder?.record(event, cause);
  }

  setTimer(at: Micros, key: string, name: string, n = 0): void {
    this.#parts.kernel.schedule(at, this.#parts.timerActor, key, name, n);
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

  /** Who wrote a row. */
  actorOf(seq: Seq): string {
    return this.#parts.log.actor(seq);
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
      case 'send':
        this.#send(n);
        return;
      case 'answer': {
        const flight = this.#inFlight.get(n);
        this.#inFlight.delete(n);
        if (flight?.verdict !== undefined) this.#answer(flight.tag, flight.verdict);
        return;
      }
      default:
        this.#actor?.onTimer?.(key, name, n);
    }
  }

  #answer(tag: string, verdict: Verdict): void {
    if (this.#recorder?.onAnswer(tag, verdict) === true) return;
    this.#actor?.onAnswer?.(tag, verdict);
  }
}
