// The outcome of an attempt that found no row, from counted verdicts: for a pod that could not evict anybody anywhere,
// which is known from the priorities of all pods. Otherwise preemption needs to know the verdict of every node.

import type { Pod } from '../../model/objects.ts';
import { countedFitMessage } from '../fit-message.ts';
import type { FilterFailure, Profile, Snapshot, Verdict } from '../framework.ts';
import { withoutVictims } from '../plugins/default-preemption.ts';
import { priorityOf } from '../preemption/importance.ts';
import type { Counts, Draw, Outcome } from '../schedule-pod.ts';
import { blamed, excludedReasons, runPostFilters } from '../schedule-pod.ts';

/** How many pods there are of each priority. */
export class PriorityCounts {
  readonly #pods = new Map<number, number>();

  count(pod: Pod, delta: 1 | -1): void {
    const priority = priorityOf(pod);
    const pods = (this.#pods.get(priority) ?? 0) + delta;
    if (pods === 0) this.#pods.delete(priority);
    else this.#pods.set(priority, pods);
  }

  /** True if the pod could evict one. */
  hasVictims(pod: Pod): boolean {
    if (pod.spec.preemptionPolicy === 'Never') return false;
    const own = priorityOf(pod);
    for (const priority of this.#pods.keys()) if (priority < own) return true;
    return false;
  }
}

/** The outcome for a pod without victims. `verdicts`: with the number of rows that each was given to. */
export function failedOutcome(
  profile: Profile,
  pod: Pod,
  snapshot: Snapshot,
  verdicts: readonly (readonly [Verdict, number])[],
  restrictedBy: readonly string[],
  counts: Counts,
  draw: Draw,
): Outcome {
  const nodeCount = snapshot.nodes.length;
  const potential = verdicts.reduce((sum, [{ code }, rows]) => sum + (code === 'Unschedulable' ? rows : 0), 0);
  const failure: FilterFailure = {
    pod,
    snapshot,
    verdicts: new Map(),
    elsewhere: { code: 'UnschedulableAndUnresolvable', reasons: [] },
    preFiltered: new Set(profile.preFilter.map(({ name }) => name)),
    tryOn: (node) => ({ node, change: () => undefined, verdict: () => undefined }),
    draw,
  };
  const { tail, nomination } = runPostFilters(profile, (plugin) =>
    plugin.name === 'DefaultPreemption'
      ? withoutVictims(pod, nodeCount, potential, draw)
      : plugin.postFilter?.(failure),
  );
  const reasons = verdicts.map(([verdict, rows]) => [verdict.reasons, rows] as const);
  const message = `${countedFitMessage(nodeCount, reasons, excludedReasons({ restrictedBy }))}${tail}`;
  const plugins = blamed(
    verdicts.map(([verdict]) => verdict),
    restrictedBy,
  );
  return { ...counts, result: 'unschedulable', message, ...plugins, nomination };
}
