// A run on its way: it tells how far it is, hears that it shall stop, stops at a limit, and goes on.

import { expect, test } from 'vitest';
import { seconds } from '../../../src/base/time.ts';
import { type Cockpit, drive } from '../../../web/worker/drive.ts';
import type { RunUnderWay } from '../../../web/worker/session.ts';

/** A run of ten steps with ten rows each. */
function run(): { readonly run: RunUnderWay; readonly steps: () => number } {
  const state = { steps: 0 };
  return {
    steps: () => state.steps,
    run: {
      step: () => {
        if (state.steps === 10) return false;
        state.steps += 1;
        return true;
      },
      progress: () => ({ at: seconds(state.steps), until: seconds(10), rows: state.steps * 10 }),
      session: () => {
        throw new Error('nobody asks');
      },
    },
  };
}

/** Each look at the clock is 60 ms later. */
function cockpit(stopAfterBreaths = Number.POSITIVE_INFINITY): Cockpit & { readonly told: number[] } {
  const state = { clock: 0, breaths: 0 };
  const told: number[] = [];
  return {
    told,
    now: () => {
      state.clock += 60;
      return state.clock;
    },
    breathe: () => {
      state.breaths += 1;
      return Promise.resolve();
    },
    tell: ({ rows }) => told.push(rows),
    isStopped: () => state.breaths >= stopAfterBreaths,
  };
}

test('runs to the end, and tells on the way, not at each step', async () => {
  const { run: under, steps } = run();
  const seen = cockpit();
  expect(await drive(under, 1_000, seen)).toBe('end');
  expect(steps()).toBe(10);
  expect(seen.told.length).toBeGreaterThan(2);
  expect(seen.told.length).toBeLessThan(10);
  expect(seen.told).toEqual(seen.told.toSorted((a, b) => a - b));
});

test('stops where it is told to, and goes on from there', async () => {
  const { run: under, steps } = run();
  expect(await drive(under, 1_000, cockpit(3))).toBe('hand');
  expect(steps()).toBe(3);
  expect(await drive(under, 1_000, cockpit())).toBe('end');
  expect(steps()).toBe(10);
});

test('stops at a limit of rows', async () => {
  const { run: under, steps } = run();
  expect(await drive(under, 40, cockpit())).toBe('limit');
  expect(steps()).toBe(4);
});
