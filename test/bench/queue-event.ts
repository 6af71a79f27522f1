// What it costs to set a timer and to fire it while 100,000 are pending: the kernel, whose lanes serve the delays
// that recur, against a plain twin, a binary heap of objects with a map from the joined identity.

import { createRandom } from '../../src/base/random.ts';
import type { Micros } from '../../src/base/time.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import type { Bench, Figure } from './bench.ts';
import { nanosPer } from './bench.ts';

const PENDING = 100_000;
const EVENTS = 400_000;
const DRAWS = 1 << 16;
const START = 'start';

/** Delays as in a cluster: latencies, start-up times, probe periods, back-offs, grace periods, evictions. */
const DELAYS_MICROS: readonly number[] = [
  1_000, 2_000, 4_000, 9_000, 200_000, 400_000, 1_000_000, 10_000_000, 30_000_000, 300_000_000,
];

interface TimerQueue {
  readonly now: number;
  set(key: string, delayMicros: number): void;
  /** Fires the timers of the earliest time. */
  step(): void;
}

type MakeQueue = (onTimer: (key: string) => void) => TimerQueue;

/** Sets one timer and fires one, with 100,000 pending. */
export const queueEvent: Bench = {
  name: 'queue event (set and fire one timer, 100,000 pending)',
  run: () => [
    hold('plain heap of objects', plainQueue, { delays: 10, isOther: false }),
    hold('kernel, 10 delays that recur', kernelQueue, { delays: 10, isOther: false }),
    hold('kernel, 10 delays that recur, another timer is set', kernelQueue, { delays: 10, isOther: true }),
    hold('kernel, 100 delays that recur', kernelQueue, { delays: 100, isOther: false }),
    hold('kernel, delays that do not recur', kernelQueue, { delays: 1_000_000, isOther: false }),
  ],
};

interface Mix {
  /** Number of different delays. */
  readonly delays: number;
  /** Not the timer that fires is set, but the one that fired before it. */
  readonly isOther: boolean;
}

/**
 * The hold model: each timer that fires is set again, at once or when the next one fires. They start one after another,
 * some microseconds apart, so that few share an instant.
 */
function hold(label: string, make: MakeQueue, { delays, isOther }: Mix): Figure {
  const random = createRandom('bench').fork('delays');
  const spread = delays / DELAYS_MICROS.length;
  const drawn = Array.from({ length: DRAWS }, () => {
    return (DELAYS_MICROS[random.below(DELAYS_MICROS.length)] ?? 0) + random.below(spread);
  });
  const gaps = Array.from({ length: DRAWS }, () => random.between(1, 40));
  const keys = Array.from({ length: PENDING }, (_, i) => `namespace-${i % 50}/pod-${i}`);
  let started = 0;
  let fired = 0;
  let spare = 'spare';
  const draw = (from: readonly number[]): number => from[fired & (DRAWS - 1)] ?? 0;
  const queue: TimerQueue = make((key) => {
    fired += 1;
    const next = key === START ? keys[started] : isOther ? spare : key;
    if (next !== undefined) queue.set(next, draw(drawn));
    if (key !== START) spare = key;
    if (key !== START) return;
    started += 1;
    if (started < PENDING) queue.set(START, draw(gaps));
  });
  queue.set(START, 0);
  while (started < PENDING) queue.step();
  const before = fired;
  const nanos = nanosPer(1, () => {
    while (fired < before + EVENTS) queue.step();
  });
  return { label, ns: nanos / (fired - before) };
}

function kernelQueue(onTimer: (key: string) => void): TimerQueue {
  const kernel = new Kernel();
  kernel.register('actor', 0, { onTimer });
  return {
    get now() {
      return kernel.now;
    },
    set: (key, delayMicros) => kernel.schedule((kernel.now + delayMicros) as Micros, 'actor', key, 'timer'),
    step: () => kernel.step(),
  };
}

interface PlainTimer {
  readonly at: number;
  readonly key: string;
  readonly identity: string;
}

function plainQueue(onTimer: (key: string) => void): TimerQueue {
  const heap: PlainTimer[] = [];
  const byIdentity = new Map<string, PlainTimer>();
  let now = 0;
  return {
    get now() {
      return now;
    },
    set(key, delayMicros) {
      const timer = { at: now + delayMicros, key, identity: `actor/timer/${key}/0` };
      byIdentity.set(timer.identity, timer);
      pushPlain(heap, timer);
    },
    step() {
      const timer = popPlain(heap);
      if (timer === undefined) return;
      now = timer.at;
      if (byIdentity.get(timer.identity) !== timer) return;
      byIdentity.delete(timer.identity);
      onTimer(timer.key);
    },
  };
}

function isBefore(a: PlainTimer, b: PlainTimer): boolean {
  return a.at < b.at || (a.at === b.at && a.identity < b.identity);
}

function pushPlain(heap: PlainTimer[], timer: PlainTimer): void {
  let at = heap.length;
  heap.push(timer);
  while (at > 0) {
    const parent = heap[(at - 1) >> 1];
    if (parent === undefined || !isBefore(timer, parent)) break;
    heap[at] = parent;
    at = (at - 1) >> 1;
  }
  heap[at] = timer;
}

function popPlain(heap: PlainTimer[]): PlainTimer | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return top;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    let least = heap[child];
    if (least === undefined) break;
    const right = heap[child + 1];
    if (right !== undefined && isBefore(right, least)) {
      least = right;
      child += 1;
    }
    if (!isBefore(least, last)) break;
    heap[at] = least;
    at = child;
  }
  heap[at] = last;
  return top;
}
