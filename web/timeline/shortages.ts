// When a workload had fewer pods available than its strategy promises. A first start is no shortage as long as it gets
// on: one that stands still for longer than a start may is in trouble as well.

import type { WorkloadStep, WorkloadTrack } from '../../src/report/timeline-model.ts';
import { memoized } from './memo.ts';
import type { TimeRange } from './viewport.ts';

/** How long a first start may take without another pod that came or became available: a large image, a slow probe. */
const STANDSTILL_MICROS = 60e6;

/** All available pods of a step. */
export function availableOf(step: WorkloadStep): number {
  return step.available.reduce((sum, count) => sum + count, 0);
}

/** When it first kept its promise, or got on no more. */
export function promisedSince({ steps }: WorkloadTrack): number {
  let progress = { at: steps[0]?.at ?? 0, pods: 0, available: 0 };
  for (const step of steps) {
    if (step.at > progress.at + STANDSTILL_MICROS) break;
    const available = availableOf(step);
    if (available >= step.min) return step.at;
    if (available > progress.available || step.pods > progress.pods) progress = { ...step, available };
  }
  return progress.at + STANDSTILL_MICROS;
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
