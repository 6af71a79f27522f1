// The rules of the kernel, one by one: the order of an instant, rounds, replacing, cancelling, limits.

import { describe, expect, test } from 'vitest';
import type { Micros } from '../../src/base/time.ts';
import { micros } from '../../src/base/time.ts';
import { Kernel } from '../../src/kernel/kernel.ts';

type Fired = readonly [at: number, actor: string, key: string, name: string, n: number];
type React = (fired: Fired) => void;

/** A kernel with actors a and b (rank 1) and first (rank 0), which note what fires. */
function setUp(react: (kernel: Kernel) => React = () => () => {}): { kernel: Kernel; fired: Fired[] } {
  const kernel = new Kernel();
  const fired: Fired[] = [];
  const reaction = react(kernel);
  for (const [actor, rank] of [
    ['b', 1],
    ['a', 1],
    ['first', 0],
  ] as const) {
    kernel.register(actor, rank, {
      onTimer(key, name, n) {
        const row: Fired = [kernel.now, actor, key, name, n];
        fired.push(row);
        reaction(row);
      },
    });
  }
  return { kernel, fired };
}

describe('the same instant', () => {
  test('orders by rank, actor, key, name, n, not by scheduling', () => {
    const { kernel, fired } = setUp();
    const at = micros(10);
    kernel.schedule(at, 'b', 'k', 'x');
    kernel.schedule(at, 'a', 'k', 'x', 10);
    kernel.schedule(at, 'a', 'k', 'x', 9);
    kernel.schedule(at, 'a', 'k', 'x');
    kernel.schedule(at, 'a', 'k', 'X');
    kernel.schedule(at, 'a', 'K', 'z');
    kernel.schedule(at, 'first', 'z', 'z');
    expect(kernel.step()).toBe(true);
    expect(fired.map((row) => row.slice(1).join(' '))).toEqual([
      'first z z 0',
      'a K z 0',
      'a k X 0',
      'a k x 0',
      'a k x 9',
      'a k x 10',
      'b k x 0',
    ]);
    expect(kernel.step()).toBe(false);
  });

  test('mixes lanes and heap', () => {
    const { kernel, fired } = setUp();
    // The delay 100 recurs, so it has a lane; 90, 80, ... come to the same instant by the heap.
    for (let i = 0; i < 10; i++) kernel.schedule(micros(100), 'b', `lane-${i}`, 'x');
    for (let now = 10; now <= 90; now += 10) {
      kernel.runUntil(micros(now));
      kernel.schedule(micros(100), 'a', `heap-${now}`, 'x');
    }
    kernel.step();
    expect(fired.map(([, , key]) => key)).toEqual([
      ...[10, 20, 30, 40, 50, 60, 70, 80, 90].map((now) => `heap-${now}`),
      ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => `lane-${i}`),
    ]);
  });

  test('what a round schedules for its own instant forms the next round', () => {
    const { kernel, fired } = setUp((k) => ([at, actor, key]) => {
      if (key === 'start') k.schedule(at as Micros, actor === 'b' ? 'first' : 'a', 'next', 'x');
    });
    kernel.schedule(micros(5), 'a', 'start', 'x');
    kernel.schedule(micros(5), 'b', 'start', 'x');
    kernel.step();
    expect(fired.map(([, actor, key]) => `${actor} ${key}`)).toEqual(['a start', 'b start']);
    kernel.step();
    expect(fired.slice(2).map(([, actor, key]) => `${actor} ${key}`)).toEqual(['first next', 'a next']);
    expect(kernel.now).toBe(5);
  });

  test('a timer cancelled within its round does not fire', () => {
    const { kernel, fired } = setUp((k) => ([, actor]) => {
      if (actor === 'first') expect([k.cancel('a', 'k', 'x'), k.cancel('a', 'k', 'x')]).toEqual([true, false]);
    });
    kernel.schedule(micros(5), 'a', 'k', 'x');
    kernel.schedule(micros(5), 'first', 'k', 'x');
    kernel.step();
    expect(fired.map(([, actor]) => actor)).toEqual(['first']);
    expect(kernel.pending).toBe(0);
  });

  test('a timer set again within its round, before it fired, moves to the next round or later', () => {
    const { kernel, fired } = setUp((k) => ([at, actor]) => {
      if (actor !== 'first') return;
      k.schedule(at as Micros, 'a', 'now', 'x');
      k.schedule(micros(9), 'a', 'later', 'x');
    });
    for (const key of ['now', 'later', 'untouched']) kernel.schedule(micros(5), 'a', key, 'x');
    kernel.schedule(micros(5), 'first', 'k', 'x');
    const rounds: string[][] = [];
    while (kernel.step()) rounds.push(fired.splice(0).map(([at, , key]) => `${at} ${key}`));
    expect(rounds).toEqual([['5 k', '5 untouched'], ['5 now'], ['9 later']]);
  });
});

describe('one timer per identity', () => {
  test('setting it again replaces it', () => {
    const { kernel, fired } = setUp();
    kernel.schedule(micros(5), 'a', 'k', 'x');
    kernel.schedule(micros(3), 'a', 'k', 'x');
    kernel.schedule(micros(8), 'a', 'k', 'x', 1);
    kernel.schedule(micros(7), 'a', 'k', 'x', 1);
    expect([kernel.pending, kernel.dueAt('a', 'k', 'x'), kernel.dueAt('a', 'k', 'x', 1)]).toEqual([2, 3, 7]);
    expect(kernel.dueAt('a', 'k', 'x', 2)).toBeUndefined();
    expect(kernel.runUntil(micros(20))).toBe(true);
    expect(fired).toEqual([
      [3, 'a', 'k', 'x', 0],
      [7, 'a', 'k', 'x', 1],
    ]);
    expect([kernel.now, kernel.fired, kernel.pending, kernel.nextAt]).toEqual([20, 2, 0, undefined]);
  });

  test('a timer that fires may set itself again', () => {
    const { kernel, fired } = setUp(
      (k) =>
        ([at]) =>
          k.schedule(micros(at + 10), 'a', 'k', 'x'),
    );
    kernel.schedule(micros(10), 'a', 'k', 'x');
    kernel.runUntil(micros(35));
    expect(fired.map(([at]) => at)).toEqual([10, 20, 30]);
    expect(kernel.nextAt).toBe(40);
  });

  test('all timers of an actor can be taken back, in a round too', () => {
    const { kernel, fired } = setUp((k) => ([, actor]) => {
      if (actor === 'first') k.cancelActor('a');
    });
    for (const n of [0, 1, 2]) {
      for (const at of [5, 6]) kernel.schedule(micros(at), 'a', `k${at}`, 'x', n);
      kernel.schedule(micros(5), 'b', 'k', 'x', n);
    }
    kernel.schedule(micros(5), 'first', 'k', 'x');
    kernel.runUntil(micros(9));
    expect(fired.map(([, actor]) => actor)).toEqual(['first', 'b', 'b', 'b']);
  });
});

describe('limits', () => {
  test('the past is closed, an unknown actor an error, stepping from within too', () => {
    const { kernel } = setUp((k) => () => k.step());
    kernel.schedule(micros(5), 'a', 'k', 'x');
    expect(() => kernel.step()).toThrow('must not run');
    expect(kernel.firing).toEqual({ actor: 'a', key: 'k', name: 'x', n: 0 });
    expect(() => kernel.schedule(micros(4), 'a', 'k', 'x')).toThrow('due at 4, now is 5');
    expect(() => kernel.schedule(Number.NaN as Micros, 'a', 'k', 'x')).toThrow('due at NaN');
    expect(() => kernel.schedule(micros(9), 'nobody', 'k', 'x')).toThrow('no actor nobody');
    expect(() => kernel.runUntil(micros(9))).toThrow('must not run');
    const fresh = new Kernel();
    fresh.runUntil(micros(5));
    expect(() => fresh.runUntil(micros(4))).toThrow('cannot run until 4');
  });

  test('time that stands still is a broken invariant', () => {
    const kernel = new Kernel({ maxRoundsPerInstant: 50 });
    kernel.register('a', 0, { onTimer: () => kernel.schedule(kernel.now, 'a', 'k', 'x') });
    kernel.schedule(micros(5), 'a', 'k', 'x');
    expect(() => kernel.runUntil(micros(6))).toThrow('more than 50 rounds at 5');
    expect(kernel.fired).toBe(50);
  });

  test('a run can be stopped between rounds, and goes on', () => {
    const kernel: Kernel = new Kernel({ shouldStop: () => kernel.fired === 2 });
    let later = 0;
    kernel.register('a', 0, { onTimer: () => kernel.schedule(micros(kernel.now + 1), 'a', 'k', 'x') });
    kernel.register('b', 0, { onTimer: () => (later += 1) });
    kernel.schedule(micros(1), 'a', 'k', 'x');
    expect(kernel.runUntil(micros(100))).toBe(false);
    expect([kernel.now, kernel.fired]).toEqual([2, 2]);
    kernel.register('a', 0, { onTimer: () => (later += 10) });
    kernel.step();
    expect([kernel.runUntil(micros(100)), kernel.now, later]).toEqual([true, 100, 10]);
  });
});
