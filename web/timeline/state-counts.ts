// How many pods are in which state, over time, for any set of bars: a step function in typed arrays, with the most of
// each state over stretches of steps beside it. Strips, bars of nodes and the stack of a whole cluster are drawn from
// it, at any zoom, without a look at single pods.

import type { PodBar, StateClass } from '../../src/report/timeline-model.ts';
import { countBelow } from './memo.ts';
import { STATES_BY_SEVERITY } from './states.ts';

/** Number of state classes. */
export const STATE_COUNT: number = STATES_BY_SEVERITY.length;

/** Comings and goings of each class. */
const CODES: number = 2 * STATE_COUNT;

const INDEX_OF: ReadonlyMap<StateClass, number> = new Map(STATES_BY_SEVERITY.map((state, index) => [state, index]));

/** Counts by class, the worst class first; the last step holds to the end of the run. */
export interface StateCounts {
  /** Ascending, each once. */
  readonly times: Float64Array;
  /** By step and class: `counts[step * STATE_COUNT + state]`. */
  readonly counts: Int32Array;
  /** By step: bit `state` is set where the class is present. */
  readonly present: Uint8Array;
  /** Per level the union of `present` over 2^level steps. */
  readonly unions: readonly Uint8Array[];
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly state: StateClass;
}

/** The counts of bars. A bar that is still alive at the end counts to the end. */
export function countStates(bars: readonly PodBar[]): StateCounts {
  return countStretches(bars.flatMap((bar) => bar.segments));
}

/** The counts of stretches, each of one thing in one state. */
export function countStretches(stretches: readonly Stretch[]): StateCounts {
  // A change as one number, its time and what changes, so that the numbers' own order sorts them.
  const changes = new Float64Array(stretches.length * 2);
  stretches.forEach(({ from, to, state }, index) => {
    const code = INDEX_OF.get(state) ?? 0;
    changes[2 * index] = from * CODES + code;
    changes[2 * index + 1] = to * CODES + STATE_COUNT + code;
  });
  changes.sort();
  const times: number[] = [];
  const counts: number[] = [];
  const now = new Int32Array(STATE_COUNT);
  for (let index = 0; index < changes.length; index += 1) {
    const change = changes[index] ?? 0;
    const at = Math.floor(change / CODES);
    const code = change - at * CODES;
    const state = code % STATE_COUNT;
    now[state] = (now[state] ?? 0) + (code < STATE_COUNT ? 1 : -1);
    if (index + 1 < changes.length && Math.floor((changes[index + 1] ?? 0) / CODES) === at) continue;
    times.push(at);
    for (const count of now) counts.push(count);
  }
  return withUnions(Float64Array.from(times), Int32Array.from(counts));
}

function withUnions(times: Float64Array, counts: Int32Array): StateCounts {
  const present = new Uint8Array(times.length);
  for (let step = 0; step < times.length; step += 1) {
    let bits = 0;
    for (let state = 0; state < STATE_COUNT; state += 1) {
      if ((counts[step * STATE_COUNT + state] ?? 0) > 0) bits |= 1 << state;
    }
    present[step] = bits;
  }
  const unions = [present];
  for (let level = present; level.length > 1; ) {
    const next = new Uint8Array(Math.ceil(level.length / 2));
    for (let i = 0; i < next.length; i += 1) next[i] = (level[2 * i] ?? 0) | (level[2 * i + 1] ?? 0);
    unions.push(next);
    level = next;
  }
  return { times, counts, present, unions };
}

/** The step in force at a moment; -1 before the first. */
export function stepIndexAt({ times }: StateCounts, at: number): number {
  const below = countBelow(times, at);
  return times[below] === at ? below : below - 1;
}

/** How many are in a class at a step. */
export function countAt({ counts }: StateCounts, step: number, state: number): number {
  return step < 0 ? 0 : (counts[step * STATE_COUNT + state] ?? 0);
}

/** How many there are of all classes at a step. */
export function totalAt(series: StateCounts, step: number): number {
  let total = 0;
  for (let state = 0; state < STATE_COUNT; state += 1) total += countAt(series, step, state);
  return total;
}

/** The classes present at any step from `first` to `last`, both included, as bits. */
export function presentBetween({ unions }: StateCounts, first: number, last: number): number {
  let bits = 0;
  let [low, high] = [Math.max(first, 0), last + 1];
  for (const level of unions) {
    if (low >= high) break;
    if (low % 2 === 1) {
      bits |= level[low] ?? 0;
      low += 1;
    }
    if (high % 2 === 1) {
      high -= 1;
      bits |= level[high] ?? 0;
    }
    low /= 2;
    high /= 2;
  }
  return bits;
}

/** The worst class of a set of bits, as its index; `STATE_COUNT` for none. */
export function worstOf(bits: number): number {
  for (let state = 0; state < STATE_COUNT; state += 1) if ((bits & (1 << state)) !== 0) return state;
  return STATE_COUNT;
}

/** The class with the most pods; of equals the worst. */
export function mainState(counts: StateCounts, step: number): number {
  let main = STATE_COUNT;
  for (let state = STATE_COUNT - 1; state >= 0; state -= 1) {
    const count = countAt(counts, step, state);
    if (count > 0 && (main === STATE_COUNT || count >= countAt(counts, step, main))) main = state;
  }
  return main;
}
