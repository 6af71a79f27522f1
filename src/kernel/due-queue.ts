// Orders pending timers by time. A delay that recurs (a latency, a grace period, a probe period) gets a lane: a
// first-in-first-out ring that is sorted by construction, since the clock only moves forward; a small heap orders
// the lanes by their heads. All other times go to an ordinary heap. So most timers cost no sifting among all.

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
    if (lane.size === 0) this.#heads.push(at, index);
    lane.push(slot, at);
  }

  /** The earliest time of a live slot, or Infinity. */
  nextAt(): number {
    for (;;) {
      const headAt = this.#heads.topKey;
      const heapAt = this.#heap.topKey;
      const isLane = headAt <= heapAt;
      if (isLane && headAt === Number.POSITIVE_INFINITY) return headAt;
      if (this.#timers.isLive(isLane ? this.#headLane().head : this.#heap.topSlot)) return isLane ? headAt : heapAt;
      this.#timers.release(isLane ? this.#shiftLane() : this.#heap.pop());
    }
  }

  /** Moves the live slots due by then to the front of `due`, in no particular order; returns how many. */
  takeUntil(at: number, due: number[]): number {
    let count = 0;
    for (;;) {
      const headAt = this.#heads.topKey;
      const heapAt = this.#heap.topKey;
      const isLane = headAt <= heapAt;
      if ((isLane ? headAt : heapAt) > at) return count;
      const slot = isLane ? this.#shiftLane() : this.#heap.pop();
      if (this.#timers.isLive(slot)) due[count++] = slot;
      else this.#timers.release(slot);
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
      if (lane.size > 0) this.#heads.push(lane.headAt, index);
    }
  }

  /** Removes the oldest slot of the lane that comes first. */
  #shiftLane(): number {
    const lane = this.#headLane();
    const slot = lane.shift();
    if (lane.size === 0) this.#heads.pop();
    else this.#heads.replaceTop(lane.headAt, this.#heads.topSlot);
    return slot;
  }

  #headLane(): Lane {
    return this.#lanes[this.#heads.topSlot] as Lane;
  }
}

/** Slots that were all scheduled with one delay, and their times: a ring buffer. */
class Lane {
  readonly delayMicros: number;
  #slots: Int32Array = new Int32Array(16);
  #times: Float64Array = new Float64Array(16);
  #first = 0;
  size = 0;

  constructor(delayMicros: number) {
    this.delayMicros = delayMicros;
  }

  /** The oldest slot. The lane is not empty. */
  get head(): number {
    return this.#slots[this.#first] as number;
  }

  /** The oldest slot's time. */
  get headAt(): number {
    return this.#times[this.#first] as number;
  }

  push(slot: number, at: number): void {
    if (this.size === this.#slots.length) this.#grow();
    const end = (this.#first + this.size) & (this.#slots.length - 1);
    this.#slots[end] = slot;
    this.#times[end] = at;
    this.size += 1;
  }

  /** Removes the oldest slot. */
  shift(): number {
    const slot = this.head;
    this.#first = (this.#first + 1) & (this.#slots.length - 1);
    this.size -= 1;
    return slot;
  }

  retain(isWanted: (slot: number) => boolean): void {
    for (let left = this.size; left > 0; left--) {
      const at = this.headAt;
      const slot = this.shift();
      if (isWanted(slot)) this.push(slot, at);
    }
  }

  /** Doubles the ring: what lies before the first slot comes after the old end. */
  #grow(): void {
    const size = this.size;
    const slots = new Int32Array(size * 2);
    const times = new Float64Array(size * 2);
    slots.set(this.#slots.subarray(this.#first));
    slots.set(this.#slots.subarray(0, this.#first), size - this.#first);
    times.set(this.#times.subarray(this.#first));
    times.set(this.#times.subarray(0, this.#first), size - this.#first);
    this.#slots = slots;
    this.#times = times;
    this.#first = 0;
  }
}

/** A delay's only place: two that share one take turns, and the heap serves the other. */
function laneOf(delayMicros: number): number {
  return Math.imul(delayMicros ^ Math.floor(delayMicros / 0x1_0000_0000), 0x9e3779b1) >>> (32 - LANE_BITS);
}
