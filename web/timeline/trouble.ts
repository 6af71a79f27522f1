// How much went wrong with what has a track, over the whole run and never over the view: for how long a component was
// down, a workload was short of pods, a pod failed or was lost. Nodes have their own order.

import type { ComponentTrack, PodBar, Timeline, WorkloadTrack } from '../../src/report/timeline-model.ts';
import { memoized } from './memo.ts';
import { workloadId } from './rows.ts';
import { shortagesOf } from './shortages.ts';
import { SEVERITY } from './states.ts';

/** What is at least as bad went wrong: failing, or lost. */
export const TROUBLE_SEVERITY = 3;

export function downMicros(track: ComponentTrack): number {
  return track.down.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** For how long a workload had fewer pods than its strategy allows. */
export function shortMicros(timeline: Timeline, track: WorkloadTrack): number {
  return shortagesOf(track).reduce((sum, { from, to }) => sum + Math.min(to, timeline.until) - from, 0);
}

/** For how long a pod failed or was lost. */
export function failedMicros(bar: PodBar): number {
  return bar.segments.reduce(
    (sum, { state, from, to }) => sum + (SEVERITY[state] < TROUBLE_SEVERITY ? 0 : to - from),
    0,
  );
}

const failedByOwner: (timeline: Timeline) => ReadonlyMap<string, number> = memoized((timeline: Timeline) => {
  const sums = new Map<string, number>();
  for (const { bars } of [timeline.noNode, ...timeline.nodes]) {
    for (const bar of bars) sums.set(bar.owner, (sums.get(bar.owner) ?? 0) + failedMicros(bar));
  }
  return sums;
});

/** For how long a workload was short of pods, or one of its pods failed; 0 where all went well. */
export function workloadTrouble(timeline: Timeline, track: WorkloadTrack): number {
  const owners = [workloadId(track), ...track.replicaSets.map((name) => `ReplicaSet/${track.namespace}/${name}`)];
  const failed = owners.reduce((sum, owner) => sum + (failedByOwner(timeline).get(owner) ?? 0), 0);
  return shortMicros(timeline, track) + failed;
}
