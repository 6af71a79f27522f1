// The pending timers as data: columns for the numbers, one map per (actor, name) from key to slot for identity.
// A timer is known by (actor, key, name, n); almost all have n = 0, so those cost one lookup and no joined string.
// One that has fired leaves its slot idle, in the map, because most are soon set again; idle slots are swept when
// they are more than half of all. A cancelled one's slot is dead until the queue that still holds it lets go of it.

import { invariant } from '../base/assert.ts';
import { byCodeUnit, byNumber } from '../base/compare.ts';

/** Who is called when a timer fires. */
export interface TimerHandler {
  onTimer(key: string, name: string, n: number): void;
}

/** The timers of one actor: its place in the order of an instant, and its families by timer name. */
export interface TimerActor {
  readonly name: string;
  rank: number;
  handler: TimerHandler;
  readonly families: Map<string, TimerFamily>;
}

/** The pending timers of one (actor, name). */
export interface TimerFamily {
  readonly actor: TimerActor;
  readonly name: string;
  /** Slots of timers with n = 0, live or idle. */
  readonly slots: Map<string, number>;
  /** Slots of all others, by key and n. */
  readonly numbered: Map<string, Map<number, number>>;
}

const FREE = 0;
const LIVE = 1;
const IDLE = 2;
const DEAD = 3;
const SWEEP_FROM = 1_024;

/** Slots of timers. Live and dead slots are in the queue, idle and free ones are not. */
export class TimerTable {
  #at: Float64Array = new Float64Array(256);
  #n: Float64Array = new Float64Array(256);
  #state: Uint8Array = new Uint8Array(256);
  readonly #keys: string[] = [];
  readonly #families: TimerFamily[] = [];
  readonly #free: number[] = [];
  #live = 0;
  #idle = 0;
  #dead = 0;

  /** Timers that are pending. */
  get live(): number {
    return this.#live;
  }

  /** Slots of cancelled timers that a queue still holds. */
  get dead(): number {
    return this.#dead;
  }

  isLive(slot: number): boolean {
    return this.#state[slot] === LIVE;
  }

  isIdle(slot: number): boolean {
    return this.#state[slot] === IDLE;
  }

  at(slot: number): number {
    return this.#at[slot] as number;
  }

  n(slot: number): number {
    return this.#n[slot] as number;
  }

  key(slot: number): string {
    return this.#keys[slot] as string;
  }

  family(slot: number): TimerFamily {
    return this.#families[slot] as TimerFamily;
  }

  /** The slot of a timer: live or idle. */
  find(family: TimerFamily, key: string, n: number): number | undefined {
    return n === 0 ? family.slots.get(key) : family.numbered.get(key)?.get(n);
  }

  /** Makes an idle slot live again. */
  revive(slot: number, at: number): void {
    invariant(this.#state[slot] === IDLE, 'only an idle slot can be revived');
    this.#at[slot] = at;
    this.#state[slot] = LIVE;
    this.#live += 1;
    this.#idle -= 1;
  }

  /** Takes a slot for a timer that has none. */
  add(family: TimerFamily, key: string, n: number, at: number): number {
    const slot = this.#free.pop() ?? this.#keys.length;
    if (slot === this.#at.length) this.#grow();
    this.#at[slot] = at;
    this.#n[slot] = n;
    this.#state[slot] = LIVE;
    this.#keys[slot] = key;
    this.#families[slot] = family;
    this.#live += 1;
    if (n === 0) {
      family.slots.set(key, slot);
    } else {
      const byNumberOfKey = family.numbered.get(key);
      if (byNumberOfKey === undefined) family.numbered.set(key, new Map([[n, slot]]));
      else byNumberOfKey.set(n, slot);
    }
    return slot;
  }

  /** A live timer, no longer in the queue, has fired. */
  finish(slot: number): void {
    invariant(this.#state[slot] === LIVE, 'only a live timer can fire');
    this.#state[slot] = IDLE;
    this.#live -= 1;
    this.#idle += 1;
    if (this.#idle * 2 > this.#keys.length + SWEEP_FROM) this.#sweep();
  }

  /** Ends a live timer that is still in the queue. */
  kill(slot: number): void {
    invariant(this.#state[slot] === LIVE, 'only a live timer can be cancelled');
    this.#state[slot] = DEAD;
    this.#live -= 1;
    this.#dead += 1;
    this.#forget(slot);
  }

  /** Gives back the slot of a dead timer, which the queue has let go. */
  release(slot: number): void {
    invariant(this.#state[slot] === DEAD, 'only a dead slot can be released');
    this.#state[slot] = FREE;
    this.#dead -= 1;
    this.#free.push(slot);
  }

  /** The order of one instant: rank, actor, key, name by code unit, n. Total over pending timers. */
  compare(a: number, b: number): number {
    const left = this.family(a);
    const right = this.family(b);
    return (
      byNumber(left.actor.rank, right.actor.rank) ||
      byCodeUnit(left.actor.name, right.actor.name) ||
      byCodeUnit(this.key(a), this.key(b)) ||
      byCodeUnit(left.name, right.name) ||
      byNumber(this.n(a), this.n(b))
    );
  }

  #sweep(): void {
    for (let slot = 0; slot < this.#keys.length; slot++) {
      if (this.#state[slot] !== IDLE) continue;
      this.#forget(slot);
      this.#state[slot] = FREE;
      this.#free.push(slot);
    }
    this.#idle = 0;
  }

  #forget(slot: number): void {
    const family = this.family(slot);
    const key = this.key(slot);
    const n = this.n(slot);
    if (n === 0) {
      family.slots.delete(key);
      return;
    }
    const byNumberOfKey = family.numbered.get(key);
    byNumberOfKey?.delete(n);
    if (byNumberOfKey?.size === 0) family.numbered.delete(key);
  }

  #grow(): void {
    const at = new Float64Array(this.#at.length * 2);
    at.set(this.#at);
    this.#at = at;
    const n = new Float64Array(at.length);
    n.set(this.#n);
    this.#n = n;
    const state = new Uint8Array(at.length);
    state.set(this.#state);
    this.#state = state;
  }
}
