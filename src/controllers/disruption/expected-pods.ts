// How many pods a PodDisruptionBudget counts on, and how many of them have to be healthy: an absolute minimum is one of
// the pods that there are, everything else a share of what their workloads want.
// Mirrors pkg/controller/disruption/disruption.go, getExpectedPodCount (v1.36).

import type { Result } from '../../base/result.ts';
import { err, ok } from '../../base/result.ts';
import type { View } from '../../cluster/actor.ts';
import { scaledIntOrPercent } from '../../model/int-or-percent.ts';
import type { KubeObject, OwnerReference, Pod, PodDisruptionBudget } from '../../model/objects.ts';
import { controllerOf } from '../../model/owners.ts';

/** What the pods of a budget come to. */
export interface ExpectedPods {
  readonly expected: number;
  readonly desiredHealthy: number;
  /** Pods without a workload, which do not count where a share is asked for. */
  readonly unmanaged: readonly string[];
}

/** The numbers for the pods that a budget selects; an error where the workload of one cannot be found. */
export function expectedPods(
  { spec }: PodDisruptionBudget,
  pods: readonly Pod[],
  view: Pick<View, 'get'>,
): Result<ExpectedPods, string> {
  const { minAvailable, maxUnavailable } = spec;
  if (maxUnavailable === undefined && typeof minAvailable !== 'string') {
    const expected = minAvailable === undefined ? 0 : pods.length;
    return ok({ expected, desiredHealthy: minAvailable ?? 0, unmanaged: [] });
  }
  const scale = expectedScale(pods, view);
  if (!scale.ok) return scale;
  const { expected, unmanaged } = scale.value;
  const share = scaledIntOrPercent(maxUnavailable ?? minAvailable ?? 0, expected, true);
  if (!share.ok) return share;
  const desiredHealthy = maxUnavailable === undefined ? share.value : Math.max(0, expected - share.value);
  return ok({ expected, desiredHealthy, unmanaged });
}

function expectedScale(
  pods: readonly Pod[],
  view: Pick<View, 'get'>,
): Result<{ readonly expected: number; readonly unmanaged: readonly string[] }, string> {
  const replicasOf = new Map<string, number>();
  const unmanaged: string[] = [];
  for (const pod of pods) {
    const { metadata } = pod;
    const owner = controllerOf(pod);
    if (owner === undefined) {
      unmanaged.push(metadata.name);
      continue;
    }
    const workload = workloadOf(owner, metadata.namespace ?? '', view);
    if (workload === undefined) return err(`found no controllers for pod ${JSON.stringify(metadata.name)}`);
    replicasOf.set(workload.metadata.uid, workload.spec.replicas ?? 1);
  }
  return ok({ expected: [...replicasOf.values()].reduce((sum, replicas) => sum + replicas, 0), unmanaged });
}

interface Workload extends KubeObject {
  readonly spec: { readonly replicas?: number };
}

/** The owner, or the Deployment behind a ReplicaSet. */
function workloadOf(owner: OwnerReference, namespace: string, view: Pick<View, 'get'>): Workload | undefined {
  const found = view.get(owner.kind, `${namespace}/${owner.name}`) as Workload | undefined;
  if (found === undefined || found.metadata.uid !== owner.uid) return undefined;
  const above = found.kind === 'ReplicaSet' ? controllerOf(found) : undefined;
  return above?.kind === 'Deployment' ? workloadOf(above, namespace, view) : found;
}
