// The discrete-event kernel: a clock and the timers due. A timer is data, never a closure, so that a run's whole
// state is plain data. Timers due at one instant fire in the order of what they are (rank, actor, key, name, n),
// never in the order in which they were scheduled; what they schedule for the same instant forms the next round.

import { invariant } from '../base/assert.ts';
import type { Micros } from '../base/time.ts';
import { DueQueue } from './due-queue.ts';
import type { TimerActor, TimerFamily, TimerHandler } from './timer-table.ts';
import { TimerTable } from './timer-table.ts';

export type { TimerFamily, TimerHandler } from './timer-table.ts';

const SMALL_ROUND = 16;

/** A timer's identity. */
export interface Timer {
  readonly actor: string;
  readonly key: string;
  readonly name: string;
  readonly n: number;
}

export interface KernelOptions {
  /** Asked before each round of `runUntil`; true ends it early, between two rounds. */
  readonly shouldStop?: () => boolean;
  /** More rounds than this at one instant are taken for a loop that makes no progress. Default 100,000. */
  readonly maxRoundsPerInstant?: number;
}

/** Clock and timers of one run. */
export class Kernel {
  readonly #actors = new Map<string, TimerActor>();
  readonly #timers: TimerTable = new TimerTable();
  readonly #queue: DueQueue = new DueQueue(this.#timers);
  readonly #shouldStop: () => boolean;
  readonly #maxRounds: number;
  /** Slots of the round that is about to fire; kept to spare an allocation per round. */
  readonly #due: number[] = [];
  #now = 0 as Micros;
  #roundsNow = 0;
  #fired = 0;
  /** The timer that is firing: its slot may serve another one before the handler is through. */
  #firingFamily: TimerFamily | undefined;
  #firingKey = '';
  #firingN = 0;
  #firingSlot = 0;
  /** The family asked for last. */
  #lastFamily: TimerFamily | undefined;
  #isInRound = false;

  constructor(options: KernelOptions = {}) {
    this.#shouldStop = options.shouldStop ?? (() => false);
    this.#maxRounds = options.maxRoundsPerInstant ?? 100_000;
  }

  get now(): Micros {
    return this.#now;
  }

  /** Number of timers pending. */
  get pending(): number {
    return this.#timers.live;
  }

  /** Number of timers fired since the start. */
  get fired(): number {
    return this.#fired;
  }

  /** The timer that is firing, or that was firing when the handler threw. */
  get firing(): Timer | undefined {
    const family = this.#firingFamily;
    if (family === undefined) return undefined;
    return { actor: family.actor.name, key: this.#firingKey, name: family.name, n: this.#firingN };
  }

  /** When the next round is due; undefined if nothing is pending. */
  get nextAt(): Micros | undefined {
    const at = this.#queue.nextAt();
    return at === Number.POSITIVE_INFINITY ? undefined : (at as Micros);
  }

  /** Makes an actor known. Ranks order the actors of one instant. Registering again replaces rank and handler. */
  register(actor: string, rank: number, handler: TimerHandler): void {
    const known = this.#actors.get(actor);
    if (known === undefined) {
      this.#actors.set(actor, { name: actor, rank, handler, families: new Map() });
    } else {
      known.rank = rank;
      known.handler = handler;
    }
  }

  /** Sets a timer, at the present or later. One of the same (actor, key, name, n) that is pending is replaced. */
  schedule(at: Micros, actor: string, key: string, name: string, n = 0): void {
    this.set(this.family(actor, name), at, key, n);
  }

  /** The timers of that name of an actor: who sets many of them with `set` spares two lookups each time. */
  family(actor: string, name: string): TimerFamily {
    const last = this.#lastFamily;
    if (last !== undefined && last.name === name && last.actor.name === actor) return last;
    const owner = this.#actorOf(actor);
    let family = owner.families.get(name);
    if (family === undefined) {
      family = { actor: owner, name, slots: new Map(), numbered: new Map() };
      owner.families.set(name, family);
    }
    this.#lastFamily = family;
    return family;
  }

  /** Sets a timer as `schedule` does. */
  set(family: TimerFamily, at: Micros, key: string, n = 0): void {
    invariant(at >= this.#now, () => `${family.actor.name} ${key} ${family.name}: due at ${at}, now is ${this.#now}`);
    const timers = this.#timers;
    let slot = this.#find(family, key, n);
    if (slot !== undefined && timers.isLive(slot)) {
      // Of a timer of this very round, the replacement belongs to the next one.
      if (timers.at(slot) === at && at !== this.#now) return;
      this.#end(slot);
      slot = undefined;
    }
    if (slot === undefined) slot = timers.add(family, key, n, at);
    else timers.revive(slot, at);
    this.#queue.push(slot, at - this.#now);
  }

  /** Takes a timer back; false if it was not pending. Also keeps a timer of the present round from firing. */
  cancel(actor: string, key: string, name: string, n = 0): boolean {
    const slot = this.#pending(actor, key, name, n);
    if (slot === undefined) return false;
    this.#end(slot);
    return true;
  }

  /** Takes all timers of an actor back, as when its process dies. */
  cancelActor(actor: string): void {
    for (const { slots, numbered } of this.#actorOf(actor).families.values()) {
      const all = [...slots.values(), ...[...numbered.values()].flatMap((byNumber) => [...byNumber.values()])];
      for (const slot of all) if (this.#timers.isLive(slot)) this.#end(slot);
    }
  }

  /** When a timer is due; undefined if it is not pending. */
  dueAt(actor: string, key: string, name: string, n = 0): Micros | undefined {
    const slot = this.#pending(actor, key, name, n);
    return slot === undefined ? undefined : (this.#timers.at(slot) as Micros);
  }

  /** Fires one round: all timers due at the earliest time, which becomes `now`. False if nothing is pending. */
  step(): boolean {
    invariant(!this.#isInRound, 'a timer handler must not run the kernel');
    const at = this.#queue.nextAt();
    if (at === Number.POSITIVE_INFINITY) return false;
    this.#fireRound(at as Micros);
    return true;
  }

  /** Fires all rounds up to and including t, which becomes `now`. False if `shouldStop` ended it before. */
  runUntil(t: Micros): boolean {
    invariant(!this.#isInRound, 'a timer handler must not run the kernel');
    invariant(t >= this.#now, () => `cannot run until ${t}: now is ${this.#now}`);
    for (let at = this.#queue.nextAt(); at <= t; at = this.#queue.nextAt()) {
      if (this.#shouldStop()) return false;
      this.#fireRound(at as Micros);
    }
    this.#now = t;
    return true;
  }

  #fireRound(at: Micros): void {
    this.#advance(at);
    const count = this.#queue.takeUntil(at, this.#due);
    this.#isInRound = true;
    if (count > 1) this.#sortRound(count);
    for (let i = 0; i < count; i++) this.#fire(this.#due[i] as number);
    this.#isInRound = false;
    this.#firingFamily = undefined;
  }

  /**
   * Puts the first slots of `due` in their order. Most rounds are of two or three, which are put in place one by one.
   */
  #sortRound(count: number): void {
    const due = this.#due;
    const timers = this.#timers;
    if (count > SMALL_ROUND) {
      due.length = count;
      due.sort((a, b) => timers.compare(a, b));
      return;
    }
    for (let i = 1; i < count; i++) {
      const slot = due[i] as number;
      let at = i;
      for (; at > 0 && timers.compare(due[at - 1] as number, slot) > 0; at--) due[at] = due[at - 1] as number;
      due[at] = slot;
    }
  }

  #advance(at: Micros): void {
    if (at !== this.#now) this.#roundsNow = 0;
    this.#now = at;
    this.#roundsNow += 1;
    invariant(
      this.#roundsNow <= this.#maxRounds,
      () => `more than ${this.#maxRounds} rounds at ${at}: time stands still`,
    );
  }

  #fire(slot: number): void {
    const timers = this.#timers;
    if (!timers.isLive(slot)) {
      timers.release(slot);
      return;
    }
    const family = timers.family(slot);
    const key = timers.key(slot);
    const n = timers.n(slot);
    timers.finish(slot);
    this.#fired += 1;
    this.#firingFamily = family;
    this.#firingKey = key;
    this.#firingN = n;
    this.#firingSlot = slot;
    family.actor.handler.onTimer(key, family.name, n);
  }

  #end(slot: number): void {
    this.#timers.kill(slot);
    this.#queue.compact();
  }

  /** The slot of a timer, live or idle. Most often it is the one that is firing, which its handler sets again. */
  #find(family: TimerFamily, key: string, n: number): number | undefined {
    const isFiring = key === this.#firingKey && family === this.#firingFamily && n === this.#firingN;
    if (isFiring && this.#timers.isIdle(this.#firingSlot)) return this.#firingSlot;
    return this.#timers.find(family, key, n);
  }

  #pending(actor: string, key: string, name: string, n: number): number | undefined {
    const slot = this.#timers.find(this.family(actor, name), key, n);
    return slot !== undefined && this.#timers.isLive(slot) ? slot : undefined;
  }

  #actorOf(actor: string): TimerActor {
    const known = this.#actors.get(actor);
    invariant(known !== undefined, () => `no actor ${actor} is registered`);
    return known;
  }
}
