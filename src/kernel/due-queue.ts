// Orders pending timers by time. A delay that recurs (a latency, a grace period, a probe period) gets a lane: a
// first-in-first-out ring that is sorted by construction, since the clock only moves forward; a small heap orders
// the lanes by their heads. All other times go to an ordinary heap. So most timers cost no sifting among all.

import { invariant } from '../base/assert.ts';
import { MinHeap } from '../base/heap.ts';
import type { TimerTable } from './timer-table.ts';

const LANE_BITS = 10;
const LANE_COUNT: number = 1 << LANE_BITS;
const COMPACT_FROM = 1_024;

/** The slots of a timer table in the order of their times. Dead slots are dropped and released on the way. */
export class DueQueue {
  readonly #timers: TimerTable;
  readonly #heap: MinHeap = new MinHeap();
  readonly #lanes: (Lane | undefined)[] = new Array<Lane | undefined>(LANE_COUNT).fill(undefined);
  /** Per lane, the delay seen last: one seen twice is taken to recur. */
  readonly #seen: Float64Array = new Float64Array(LANE_COUNT).fill(-1);
  /** The lanes that hold something, by the time of their head. */
  readonly #heads: MinHeap = new MinHeap();

  constructor(timers: TimerTable) {
    this.#timers = timers;
  }

  /** Adds a slot whose time is `delayMicros` from now. */
  push(slot: number, delayMicros: number): void {
    const at = this.#timers.at(slot);
    const index = laneOf(delayMicros);
    let lane = this.#lanes[index];
    if (lane?.delayMicros !== delayMicros) {
      if (this.#seen[index] !== delayMicros || (lane !== undefined && lane.size > 0)) {
        this.#seen[index] = delayMicros;
        this.#heap.push(at, slot);
        return;
      }
      lane = new Lane(delayMicros);
      this.#lanes[index] = lane;
    }
    lane.push(slot);
    if (lane.size === 1) this.#heads.push(at, index);
  }

  /** The earliest time of a live slot, or Infinity. */
  nextAt(): number {
    for (;;) {
      const slot = this.#top();
      if (slot === undefined) return Number.POSITIVE_INFINITY;
      if (this.#timers.isLive(slot)) return this.#timers.at(slot);
      this.#drop();
      this.#timers.release(slot);
    }
  }

  /** Removes all live slots of the earliest time, in no particular order, and appends them to `due`. */
  takeNext(due: number[]): void {
    const at = this.nextAt();
    while (this.nextAt() === at) {
      due.push(this.#top() as number);
      this.#drop();
    }
  }

  /** Lets go of dead slots if they outnumber the live ones: bounds the memory of timers that are often replaced. */
  compact(): void {
    if (this.#timers.dead < this.#timers.live + COMPACT_FROM) return;
    const isWanted = (slot: number): boolean => {
      if (this.#timers.isLive(slot)) return true;
      this.#timers.release(slot);
      return false;
    };
    this.#heap.retain(isWanted);
    this.#heads.retain(() => false);
    for (const [index, lane] of this.#lanes.entries()) {
      if (lane === undefined) continue;
      lane.retain(isWanted);
      if (lane.size > 0) this.#heads.push(this.#timers.at(lane.head), index);
    }
  }

  /** The slot that comes first, dead or alive. */
  #top(): number | undefined {
    if (this.#heads.size > 0 && this.#heads.topKey <= this.#heap.topKey) return this.#headLane().head;
    return this.#heap.size > 0 ? this.#heap.topSlot : undefined;
  }

  /** Removes what `#top` shows. */
  #drop(): void {
    if (this.#heads.size === 0 || this.#heads.topKey > this.#heap.topKey) {
      this.#heap.pop();
      return;
    }
    const lane = this.#headLane();
    lane.shift();
    if (lane.size === 0) this.#heads.pop();
    else this.#heads.replaceTop(this.#timers.at(lane.head), this.#heads.topSlot);
  }

  #headLane(): Lane {
    return this.#lanes[this.#heads.topSlot] as Lane;
  }
}

/** Slots that were all scheduled with one delay: a ring buffer. */
class Lane {
  readonly delayMicros: number;
  #slots: Int32Array = new Int32Array(16);
  #first = 0;
  size = 0;

  constructor(delayMicros: number) {
    this.delayMicros = delayMicros;
  }

  /** The oldest slot. The lane is not empty. */
  get head(): number {
    invariant(this.size > 0, 'the lane is empty');
    return this.#slots[this.#first] as number;
  }

  push(slot: number): void {
    if (this.size === this.#slots.length) this.#grow();
    this.#slots[(this.#first + this.size) & (this.#slots.length - 1)] = slot;
    this.size += 1;
  }

  shift(): void {
    this.#first = (this.#first + 1) & (this.#slots.length - 1);
    this.size -= 1;
  }

  retain(isWanted: (slot: number) => boolean): void {
    for (let left = this.size; left > 0; left--) {
      const slot = this.head;
      this.shift();
      if (isWanted(slot)) this.push(slot);
    }
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    slots.set(this.#slots.subarray(this.#first));
    slots.set(this.#slots.subarray(0, this.#first), this.#slots.length - this.#first);
    this.#slots = slots;
    this.#first = 0;
  }
}

/** A delay's only place: two that share one take turns, and the heap serves the other. */
function laneOf(delayMicros: number): number {
  return Math.imul(delayMicros ^ Math.floor(delayMicros / 0x1_0000_0000), 0x9e3779b1) >>> (32 - LANE_BITS);
}
