// Requests on their way. A writer's requests commit in the order of their times, and at one instant in the order in
// which they were asked; one kernel timer serves them all. What is on the wire commits, whatever becomes of the
// process that asked.

import type { Micros } from '../base/time.ts';
import { Fifo } from '../kernel/fifo.ts';
import type { Kernel, TimerFamily } from '../kernel/kernel.ts';
import type { Cause } from '../log/row.ts';
import type { ApiRequest, Verdict } from './request.ts';

/** Who asked. */
export interface Sender {
  /** The request has reached the API server. */
  commit(flight: InFlight): void;
}

/** A request, from the asking to the answer. */
export interface InFlight {
  /** In the order of asking. */
  readonly id: number;
  readonly from: Sender;
  readonly tag: string;
  readonly request: ApiRequest;
  readonly cause: Cause;
  /** From sending to commit, and from commit to answer. */
  readonly halfMicros: number;
  /** When it arrives where it is going to. */
  dueAt: Micros;
  verdict: Verdict | undefined;
}

/** One way of a wire: to the API server, or back. */
export class Wire {
  readonly #kernel: Kernel;
  readonly #timers: TimerFamily;
  readonly #key: string;
  readonly #flights = new Fifo<InFlight>();
  #ids = 0;

  /** `deliver` is to be called when the timer of that family and key fires. */
  constructor(kernel: Kernel, timers: TimerFamily, key: string) {
    this.#kernel = kernel;
    this.#timers = timers;
    this.#key = key;
  }

  /** The id of the next request: also where the process was restarted, in the order of asking. */
  nextId(): number {
    this.#ids += 1;
    return this.#ids;
  }

  /** Sends a request on its way; it arrives at its `dueAt`, which is in the future. */
  push(flight: InFlight): void {
    const { dueAt, id } = flight;
    this.#flights.insert(flight, (other) => other.dueAt > dueAt || (other.dueAt === dueAt && other.id > id));
    if (this.#flights.head === flight) this.#kernel.set(this.#timers, dueAt, this.#key);
  }

  /** Hands over what has arrived. */
  deliver(arrive: (flight: InFlight) => void): void {
    const { now } = this.#kernel;
    for (let flight = this.#flights.head; flight !== undefined; flight = this.#flights.head) {
      if (flight.dueAt > now) {
        this.#kernel.set(this.#timers, flight.dueAt, this.#key);
        return;
      }
      this.#flights.shift();
      arrive(flight);
    }
  }

  /** Whoever waits is gone: nothing arrives any more. */
  cut(): void {
    this.#flights.clear();
  }
}
