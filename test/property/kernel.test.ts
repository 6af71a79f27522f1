// The kernel with lanes against a plain twin: an array that is searched for the earliest timer. Both follow one
// script, in which each timer that fires sets, replaces and cancels others; they must fire the same, in the same order.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byCodeUnit, byNumber, chain } from '../../src/base/compare.ts';
import type { Micros } from '../../src/base/time.ts';
import { micros } from '../../src/base/time.ts';
import { Kernel } from '../../src/kernel/kernel.ts';

interface PlainTimer {
  readonly at: number;
  readonly rank: number;
  readonly actor: string;
  readonly key: string;
  readonly name: string;
  readonly n: number;
}

type OnFire = (actor: string, key: string, name: string, n: number) => void;

const RANKS: Readonly<Record<string, number>> = { api: 0, kubelet: 2, scheduler: 1, zone: 1 };

const order = chain<PlainTimer>(
  (a, b) => byNumber(a.rank, b.rank),
  (a, b) => byCodeUnit(a.actor, b.actor),
  (a, b) => byCodeUnit(a.key, b.key),
  (a, b) => byCodeUnit(a.name, b.name),
  (a, b) => byNumber(a.n, b.n),
);

class PlainKernel {
  now = 0;
  timers: PlainTimer[] = [];
  readonly onFire: OnFire;

  constructor(onFire: OnFire) {
    this.onFire = onFire;
  }

  schedule(at: number, actor: string, key: string, name: string, n: number): void {
    this.cancel(actor, key, name, n);
    this.timers.push({ at, rank: RANKS[actor] ?? 0, actor, key, name, n });
  }

  cancel(actor: string, key: string, name: string, n: number): boolean {
    const before = this.timers.length;
    this.timers = this.timers.filter((t) => t.actor !== actor || t.key !== key || t.name !== name || t.n !== n);
    return this.timers.length < before;
  }

  cancelActor(actor: string): void {
    this.timers = this.timers.filter((timer) => timer.actor !== actor);
  }

  step(): boolean {
    if (this.timers.length === 0) return false;
    this.now = Math.min(...this.timers.map(({ at }) => at));
    const round = this.timers.filter(({ at }) => at === this.now).sort(order);
    for (const timer of round) {
      if (!this.timers.includes(timer)) continue;
      this.timers.splice(this.timers.indexOf(timer), 1);
      this.onFire(timer.actor, timer.key, timer.name, timer.n);
    }
    return true;
  }
}

const action = fc.record({
  what: fc.constantFrom('set', 'set', 'set', 'set', 'cancel', 'cancelActor' as const),
  // Few delays, so that instants coincide and lanes form; some rare ones for the heap.
  delay: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(0, 1, 2, 5, 10, 30) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 60 }) },
    { weight: 1, arbitrary: fc.constantFrom(2 ** 33, 2 ** 33 + 1) },
  ),
  actor: fc.constantFrom(...Object.keys(RANKS)),
  key: fc.constantFrom('', 'a', 'b', 'B'),
  name: fc.constantFrom('x', 'y'),
  n: fc.constantFrom(0, 0, 0, 1, 2),
});

type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

interface Steered {
  readonly now: number;
  schedule(at: Micros, actor: string, key: string, name: string, n: number): void;
  cancel(actor: string, key: string, name: string, n: number): boolean;
  cancelActor(actor: string): void;
  step(): boolean;
}

/** Runs a script: each firing takes the next batch of actions. Returns all that could be observed. */
function trace(script: readonly (readonly Action[])[], make: (onFire: OnFire) => Steered): readonly string[] {
  const seen: string[] = [];
  let next = 0;
  const perform = (): void => {
    for (const { what, delay, actor, key, name, n } of script[next] ?? []) {
      if (what === 'set') kernel.schedule(micros(kernel.now + delay), actor, key, name, n);
      else if (what === 'cancel') seen.push(`cancelled ${kernel.cancel(actor, key, name, n)}`);
      else if (delay === 0) kernel.cancelActor(actor);
    }
    next += 1;
  };
  const kernel = make((actor, key, name, n) => {
    seen.push(`${kernel.now} ${actor} ${key} ${name} ${n}`);
    perform();
  });
  perform();
  while (kernel.step()) seen.push('round');
  return seen;
}

const withLanes = (onFire: OnFire): Steered => {
  const kernel = new Kernel();
  for (const [actor, rank] of Object.entries(RANKS)) {
    kernel.register(actor, rank, { onTimer: (key, name, n) => onFire(actor, key, name, n) });
  }
  return kernel;
};

test('lanes and heap fire as a plain list does', () => {
  const batch = fc.array(action, { maxLength: 6 });
  const script = fc.tuple(
    fc.array(action, { minLength: 10, maxLength: 30 }),
    fc.array(batch, { maxLength: 150, size: 'max' }),
  );
  fc.assert(
    fc.property(script, ([first, rest]) => {
      const batches = [first, ...rest];
      expect(trace(batches, withLanes)).toEqual(trace(batches, (onFire) => new PlainKernel(onFire)));
    }),
    { numRuns: 300 },
  );
});

test('timers that are replaced over and over leave no trace', () => {
  const kernel = new Kernel();
  const fired: string[] = [];
  kernel.register('a', 0, { onTimer: (key) => fired.push(`${kernel.now} ${key}`) });
  kernel.register('clock', 1, { onTimer: () => {} });
  // 40 timers pushed back 400 times, by a delay that has a lane and by ones that have none: compaction runs often.
  for (let i = 0; i < 16_000; i++) {
    const delay = i % 2 === 0 ? 1_000_000 : 1_000_000 + (i % 1_009);
    kernel.schedule(micros(kernel.now + delay), 'a', `k${i % 40}`, 'x');
    kernel.schedule(micros(kernel.now + 1), 'clock', '', 'tick');
    kernel.step();
  }
  expect([kernel.pending, kernel.now]).toEqual([40, 16_000]);
  while (kernel.step());
  expect(fired.length).toBe(40);
  const expected = Array.from({ length: 40 }, (_, k) => {
    const i = 15_960 + k;
    return [i + (i % 2 === 0 ? 1_000_000 : 1_000_000 + (i % 1_009)), `k${i % 40}`] as const;
  }).sort((a, b) => byNumber(a[0], b[0]) || byCodeUnit(a[1], b[1]));
  expect(fired).toEqual(expected.map(([at, key]) => `${at} ${key}`));
});

test('timers that are set once are swept away, and may be set again', () => {
  const kernel = new Kernel();
  const fired: string[] = [];
  kernel.register('a', 0, { onTimer: (key, _name, n) => fired.push(`${key} ${n}`) });
  const expected: string[] = [];
  for (let i = 0; i < 20_000; i++) {
    // Every third is an old acquaintance; the others come once. Odd ones are known by their number.
    const key = i % 3 === 0 ? 'known' : `once-${i}`;
    const n = i % 2 === 0 ? 0 : i;
    kernel.schedule(micros(i), 'a', key, 'x', n);
    expect(kernel.dueAt('a', key, 'x', n)).toBe(i);
    kernel.step();
    expect(kernel.dueAt('a', key, 'x', n)).toBeUndefined();
    expect(kernel.cancel('a', key, 'x', n)).toBe(false);
    expected.push(`${key} ${n}`);
  }
  expect(fired).toEqual(expected);
  expect([kernel.pending, kernel.fired]).toEqual([0, 20_000]);
});
