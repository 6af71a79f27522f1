// Strategy RollingUpdate: the new ReplicaSet grows as far as maxSurge allows, or else old ones shrink as far as
// maxUnavailable allows, first by what is not available anyway.
// Mirrors pkg/controller/deployment/rolling.go (v1.36).

import type { Deployment, ReplicaSet } from '../../model/objects.ts';
import { maxSurge, maxUnavailable } from './fenceposts.ts';
import { byCreation } from './revisions.ts';
import type { Scaling } from './scaling.ts';
import { activeOnes, specReplicas } from './scaling.ts';

/** The size of the new ReplicaSet, given all that exist (it may or may not be among them). */
export function newReplicas(deployment: Deployment, all: readonly ReplicaSet[], current: number): number {
  const { replicas } = deployment.spec;
  const room = replicas + maxSurge(deployment) - specReplicas(all);
  return room <= 0 ? current : current + Math.min(room, replicas - current);
}

/** How the new ReplicaSet is to be scaled; undefined if it stays. */
export function scaleNew(deployment: Deployment, newOne: ReplicaSet, old: readonly ReplicaSet[]): Scaling | undefined {
  const { replicas } = deployment.spec;
  const current = newOne.spec.replicas;
  const next = current >= replicas ? replicas : newReplicas(deployment, [...old, newOne], current);
  return next === current ? undefined : { replicaSet: newOne, replicas: next };
}

/** One step of an old ReplicaSet on its way down. */
interface Step {
  readonly from: number;
  readonly to: number;
}

/** An old ReplicaSet that shrinks, by one or two steps: what is unavailable first, then what is no longer needed. */
export interface Shrinking {
  readonly replicaSet: ReplicaSet;
  readonly steps: readonly Step[];
}

/** How the old ReplicaSets are to shrink; empty if they may not. */
export function scaleOld(deployment: Deployment, newOne: ReplicaSet, old: readonly ReplicaSet[]): readonly Shrinking[] {
  const active = activeOnes(old).toSorted(byCreation);
  const minAvailable = deployment.spec.replicas - maxUnavailable(deployment);
  const newUnavailable = newOne.spec.replicas - available(newOne);
  let budget = specReplicas([...active, newOne]) - minAvailable - newUnavailable;
  if (active.length === 0 || budget <= 0) return [];
  const cleanup: Shrinking[] = [];
  for (const replicaSet of active) {
    const unhealthy = replicaSet.spec.replicas - available(replicaSet);
    // Counts that have not caught up with a shrinking are an error upstream: nothing more is done with them.
    if (unhealthy < 0 && budget > 0) return cleanup.filter(({ steps }) => steps.length > 0);
    const cut = Math.min(budget, Math.max(0, unhealthy));
    budget -= cut;
    cleanup.push({ replicaSet, steps: stepDown(replicaSet.spec.replicas, cut) });
  }
  let surplus = [...active, newOne].reduce((sum, replicaSet) => sum + available(replicaSet), 0) - minAvailable;
  return cleanup.flatMap(({ replicaSet, steps }) => {
    const current = steps.at(-1)?.to ?? replicaSet.spec.replicas;
    const cut = Math.min(current, surplus);
    surplus -= Math.max(0, cut);
    const all = [...steps, ...stepDown(current, cut)];
    return all.length === 0 ? [] : [{ replicaSet, steps: all }];
  });
}

function stepDown(from: number, by: number): readonly Step[] {
  return by > 0 ? [{ from, to: from - by }] : [];
}

function available({ status }: ReplicaSet): number {
  return status.availableReplicas ?? 0;
}
