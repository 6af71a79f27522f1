// What a kubelet knows of its runtime's health. It asks every 5 s. Without a network for pods it starts only those that
// need none; when the runtime has not answered for 30 s it does nothing more about any pod: what wakes workers is held
// back until the runtime answers again. Its node is not ready meanwhile.
// Mirrors pkg/kubelet/runtime.go and kubelet.go (updateRuntimeUp, syncLoop) (v1.36).

import { MICROS_PER_MILLI, MICROS_PER_SECOND, type Micros, plus } from '../base/time.ts';
import type { Client } from '../cluster/actor.ts';
import type { Cause } from '../log/row.ts';
import type { Grid } from './grid.ts';
import { createGrid } from './grid.ts';
import type { RuntimeService } from './runtime-service.ts';

const UPDATE_MICROS: number = 5 * MICROS_PER_SECOND;
/** So long a runtime may be silent. */
const PATIENCE_MICROS: number = 30 * MICROS_PER_SECOND;
/** A loop that must not go on looks again after these pauses, in the end every 5 s. */
const LOOP_PAUSE_MICROS: number = 100 * MICROS_PER_MILLI;
const LOOP_PAUSE_MAX_MICROS: number = 5 * MICROS_PER_SECOND;

const NETWORK_ERROR =
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady ' +
  'message:Network plugin returns error: cni plugin not initialized';

/** News for a worker that wait. */
interface Held {
  readonly cause: Cause;
  readonly isStrong: boolean;
}

/** What the kubelet does about changes. */
export interface HealthListener {
  /** The runtime may answer otherwise from now on, or from a known time on. */
  changed(): void;
  /** The node's condition Ready is about to change. */
  nodeChanged(cause: Cause): void;
  /** News that were held back. */
  released(uid: string, cause: Cause, isStrong: boolean): void;
}

export class RuntimeHealth {
  readonly #client: Client;
  readonly #service: RuntimeService;
  readonly #listener: HealthListener;
  readonly #updates: Grid;
  readonly #held = new Map<string, Held>();
  #networkError: string | undefined;
  /** Since when it has had no answer for too long. */
  #lostAt: Micros | undefined;
  #isHolding = false;

  constructor(client: Client, nodeName: string, service: RuntimeService, listener: HealthListener) {
    this.#client = client;
    this.#service = service;
    this.#listener = listener;
    // One that was up when the run began has asked before, at times of its own.
    const phase = client.now === 0 ? client.randomAt(`runtime-up/${nodeName}`, 0) % UPDATE_MICROS : client.now;
    this.#updates = createGrid(phase, UPDATE_MICROS);
  }

  start(): void {
    const { outage, hasPodNetwork } = this.#service;
    this.#service.onChange(() => this.#changed());
    if (outage !== undefined || !hasPodNetwork) this.#changed();
  }

  /** Why the node is not ready; undefined: nothing is known against it. */
  get problem(): string | undefined {
    return this.#lostAt === undefined ? this.#networkError : 'container runtime is down';
  }

  /** Why pods of the pod network cannot start. */
  get networkError(): string | undefined {
    return this.#networkError;
  }

  /** The last listing of the runtime that worked, at or before a time. */
  lastRelist(relists: Grid, at: Micros): Micros {
    const last = relists.atOrBefore(at);
    const { outage } = this.#service;
    return outage !== undefined && this.#service.isDown(last) ? relists.atOrBefore(outage.since) : last;
  }

  /** The next listing that may work; undefined while nobody knows when. */
  nextRelist(relists: Grid, at: Micros): Micros | undefined {
    const next = relists.after(at);
    if (!this.#service.isDown(next)) return next;
    const until = this.#service.outage?.until;
    return until === undefined ? undefined : relists.after(plus(until, -1));
  }

  /** True if news for a worker have to wait; they are kept. */
  holds(uid: string, cause: Cause, isStrong: boolean): boolean {
    if (!this.#isHolding) return false;
    const before = this.#held.get(uid);
    if (before === undefined || (isStrong && !before.isStrong)) this.#held.set(uid, { cause, isStrong });
    return true;
  }

  /** True if a timer was its own. */
  timerFired(name: string): boolean {
    if (name === 'runtime') this.#update();
    else if (name === 'runtime-lost') this.#lose();
    else if (name === 'runtime-loop') this.#release();
    else return false;
    return true;
  }

  #changed(): void {
    this.#askAfter(this.#client.now);
    this.#listener.changed();
  }

  #askAfter(at: Micros): void {
    this.#client.setTimer(this.#updates.after(at), '', 'runtime');
  }

  #update(): void {
    const { now } = this.#client;
    const { outage, hasPodNetwork, cause } = this.#service;
    if (outage !== undefined && this.#service.isDown(now)) {
      const lost = plus(this.#updates.atOrBefore(outage.since), PATIENCE_MICROS);
      if (this.#lostAt === undefined) this.#client.setTimer(lost > now ? lost : now, '', 'runtime-lost');
      if (outage.until !== undefined) this.#askAfter(plus(outage.until, -1));
      return;
    }
    const before = this.problem;
    this.#client.cancelTimer('', 'runtime-lost');
    if (this.#lostAt !== undefined) this.#client.setTimer(loopAfter(this.#lostAt, now), '', 'runtime-loop');
    this.#lostAt = undefined;
    this.#networkError = hasPodNetwork ? undefined : NETWORK_ERROR;
    if (this.problem !== before) this.#listener.nodeChanged(cause);
  }

  #lose(): void {
    this.#lostAt = this.#client.now;
    this.#isHolding = true;
    this.#client.cancelTimer('', 'runtime-loop');
    this.#listener.nodeChanged(this.#service.cause);
  }

  #release(): void {
    this.#isHolding = false;
    const held = [...this.#held];
    this.#held.clear();
    for (const [uid, { cause, isStrong }] of held) this.#listener.released(uid, cause, isStrong);
  }
}

/** When a loop that was stopped at a time looks next. */
function loopAfter(stoppedAt: Micros, now: Micros): Micros {
  let at = stoppedAt;
  for (let pause = LOOP_PAUSE_MICROS; at <= now; pause = Math.min(2 * pause, LOOP_PAUSE_MAX_MICROS)) {
    at = plus(at, pause);
  }
  return at;
}
