// A node's container runtime as a whole: whether it answers at all, and whether it has a network for pods. What runs
// goes on running in any case. When it answers again, each of the kubelet's two connections to it (for containers and
// for images) is back after a time of its own.

import { MICROS_PER_SECOND, type Micros, plus } from '../base/time.ts';
import type { Cause } from '../log/row.ts';
import type { Call, Pull } from './runtime.ts';

/** What can be wrong with it. */
export type RuntimeTrouble = 'runtime-down' | 'pod-network-down';

/** What a call to a runtime that does not answer ends with. */
export const NO_ANSWER: string =
  'Unavailable: connection error: desc = "transport: Error while dialing: dial unix ' +
  '/run/containerd/containerd.sock: connect: no such file or directory"';

/** The longest pause between two attempts to connect. */
const RECONNECT_MICROS: number = 3 * MICROS_PER_SECOND;

/** A time without answers; open ends are undefined. */
interface Outage {
  readonly since: Micros;
  readonly until: Micros | undefined;
  readonly imagesUntil: Micros | undefined;
}

export class RuntimeService {
  #outage: Outage | undefined;
  #hasPodNetwork = true;
  #cause: Cause = { seq: 0 };
  #listener: (() => void) | undefined;

  /** The last outage, over or not. */
  get outage(): Outage | undefined {
    return this.#outage;
  }

  get hasPodNetwork(): boolean {
    return this.#hasPodNetwork;
  }

  /** What the newest change was caused by. */
  get cause(): Cause {
    return this.#cause;
  }

  isDown(at: Micros): boolean {
    return this.#outage !== undefined && isWithin(at, this.#outage.since, this.#outage.until);
  }

  areImagesDown(at: Micros): boolean {
    return this.#outage !== undefined && isWithin(at, this.#outage.since, this.#outage.imagesUntil);
  }

  /** A call that is made now: it ends at once where nobody answers. */
  through(call: Call, at: Micros): Call {
    return this.isDown(at) ? { takesMicros: 0, error: NO_ANSWER } : call;
  }

  /** What becomes of a pull that is asked for now where nobody answers; else undefined. */
  refusedPull(at: Micros): Pull | undefined {
    return this.areImagesDown(at) ? { finishesAt: at, takesMicros: 0, sizeBytes: 0, error: NO_ANSWER } : undefined;
  }

  /** The kubelet's ear for changes; undefined takes it away. */
  onChange(listener: (() => void) | undefined): void {
    this.#listener = listener;
  }

  break(trouble: RuntimeTrouble, at: Micros, cause: Cause): void {
    if (trouble === 'runtime-down') this.#outage = { since: at, until: undefined, imagesUntil: undefined };
    else this.#hasPodNetwork = false;
    this.#changed(cause);
  }

  /** `draw` gives uniform uint32 numbers. */
  mend(trouble: RuntimeTrouble, at: Micros, draw: (k: number) => number, cause: Cause): void {
    if (trouble === 'pod-network-down') this.#hasPodNetwork = true;
    else if (this.#outage !== undefined) {
      const back = (k: number): Micros => plus(at, draw(k) % RECONNECT_MICROS);
      this.#outage = { since: this.#outage.since, until: back(0), imagesUntil: back(1) };
    }
    this.#changed(cause);
  }

  #changed(cause: Cause): void {
    this.#cause = cause;
    this.#listener?.();
  }
}

function isWithin(at: Micros, since: Micros, until: Micros | undefined): boolean {
  return at >= since && (until === undefined || at < until);
}
