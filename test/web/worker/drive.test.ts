// A run on its way: it tells how far it is, hears that it shall stop, stops at a limit, and goes on.

import { expect, test } from 'vitest';
import { seconds } from '../../../src/base/time.ts';
import type { OpenedRun } from '../../../web/protocol.ts';
import { type Cockpit, drive } from '../../../web/worker/drive.ts';
import type { RunUnderWay } from '../../../web/worker/session.ts';

/** A run of steps with ten rows each. */
function run(steps = 10): { readonly run: RunUnderWay; readonly steps: () => number } {
  const state = { steps: 0 };
  return {
    steps: () => state.steps,
    run: {
      step: () => {
        if (state.steps === steps) return false;
        state.steps += 1;
        return true;
      },
      progress: () => ({ at: seconds(state.steps), until: seconds(steps), rows: state.steps * 10 }),
      session: () => {
        throw new Error('nobody asks');
      },
      digestInSteps: () => {
        throw new Error('nobody asks');
      },
    },
  };
}

interface Seat extends Cockpit {
  readonly told: number[];
  /** When it was shown what there was. */
  readonly shown: number[];
}

const OPENED = { ok: true, timeline: {} } as unknown as OpenedRun;

/** Each look at the clock is 60 ms later. */
function cockpit(stopAfterBreaths = Number.POSITIVE_INFINITY, showMillis = 0): Seat {
  const state = { clock: 0, breaths: 0 };
  const told: number[] = [];
  const shown: number[] = [];
  return {
    told,
    shown,
    show: () => {
      shown.push(state.clock);
      state.clock += showMillis;
      return OPENED;
    },
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

test('a short run is not shown on the way; a long one once a second', async () => {
  const short = cockpit();
  await drive(run(8).run, 1_000, short);
  expect(short.shown).toEqual([]);
  const long = cockpit();
  await drive(run(100).run, 10_000, long);
  const gaps = long.shown.map((at, index) => at - (long.shown[index - 1] ?? 0));
  expect(gaps.length).toBeGreaterThan(5);
  for (const gap of gaps) expect(gap >= 1_000 && gap < 1_300, String(gap)).toBe(true);
});

test('to show takes at most a tenth of the time', async () => {
  const seen = cockpit(undefined, 400);
  await drive(run(200).run, 10_000, seen);
  expect(seen.shown.length).toBeGreaterThan(2);
  for (const [index, at] of seen.shown.slice(1).entries()) {
    expect(at - (seen.shown[index] ?? 0)).toBeGreaterThan(4_000);
  }
});
