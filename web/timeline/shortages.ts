// When a workload had fewer pods available than its strategy promises. A first start is no shortage as long as it takes
// no longer than a start may: whoever has not come up by then is in trouble as well.

import type { WorkloadStep, WorkloadTrack } from '../../src/report/timeline-model.ts';
import { memoized } from './memo.ts';
import type { TimeRange } from './viewport.ts';

/** How long a workload may take to come up for the first time: an image of ordinary size and a slow probe. */
const FIRST_START_MICROS = 60e6;

/** All available pods of a step. */
export function availableOf(step: WorkloadStep): number {
  return step.available.reduce((sum, count) => sum + count, 0);
}

/** When it first kept its promise, or should have. */
export function promisedSince({ steps }: WorkloadTrack): number {
  const kept = steps.find((step) => availableOf(step) >= step.min)?.at ?? Number.POSITIVE_INFINITY;
  return Math.min(kept, (steps[0]?.at ?? 0) + FIRST_START_MICROS);
}

/** The stretches of shortage, in order of time; one that lasts is without end. */
export const shortagesOf: (track: WorkloadTrack) => readonly TimeRange[] = memoized((track: WorkloadTrack) => {
  const since = promisedSince(track);
  const shortages: { from: number; to: number }[] = [];
  track.steps.forEach((step, index) => {
    const to = track.steps[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    if (availableOf(step) >= step.min || to <= since) return;
    const from = Math.max(step.at, since);
    const last = shortages.at(-1);
    if (last !== undefined && last.to === from) last.to = to;
    else shortages.push({ from, to });
  });
  return shortages;
});
