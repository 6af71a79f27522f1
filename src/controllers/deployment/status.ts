// The status of a Deployment: counts over its ReplicaSets' own status, and the condition Available.
// Mirrors pkg/controller/deployment/sync.go, calculateStatus, and util/deployment_util.go (v1.36).

import type { Micros } from '../../base/time.ts';
import { apiTime } from '../../cluster/api-server.ts';
import { findCondition } from '../../model/condition.ts';
import type { Condition, Deployment, DeploymentStatus, ReplicaSet, ReplicaSetStatus } from '../../model/objects.ts';
import { maxUnavailable } from './fenceposts.ts';
import { specReplicas } from './scaling.ts';

/** A condition as of now. */
export function deploymentCondition(
  type: string,
  status: Condition['status'],
  reason: string,
  message: string,
  now: Micros,
): Condition {
  const at = apiTime(now);
  return { type, status, reason, message, lastUpdateTime: at, lastTransitionTime: at };
}

/**
 * The list with this condition at its end, in place of the one of its type. One with the same status and reason stays
 * as it is; with the same status it keeps its lastTransitionTime.
 */
export function withDeploymentCondition(list: readonly Condition[], condition: Condition): readonly Condition[] {
  const current = findCondition(list, condition.type);
  if (current?.status === condition.status && current.reason === condition.reason) return list;
  const { lastTransitionTime } = current?.status === condition.status ? current : condition;
  const next = lastTransitionTime === undefined ? condition : { ...condition, lastTransitionTime };
  return [...withoutCondition(list, condition.type), next];
}

/** The list without the condition of a type. */
export function withoutCondition(list: readonly Condition[], type: string): readonly Condition[] {
  return list.some((condition) => condition.type === type) ? list.filter((condition) => condition.type !== type) : list;
}

/**
 * The status without judgement of progress. Like the API, it leaves out numbers that are 0, but for
 * terminatingReplicas.
 */
export function countedStatus(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  newReplicaSet: ReplicaSet | undefined,
  now: Micros,
): DeploymentStatus {
  const available = sum(all, 'availableReplicas');
  const minAvailable = deployment.spec.replicas - maxUnavailable(deployment);
  const availability =
    available >= minAvailable
      ? deploymentCondition(
          'Available',
          'True',
          'MinimumReplicasAvailable',
          'Deployment has minimum availability.',
          now,
        )
      : deploymentCondition(
          'Available',
          'False',
          'MinimumReplicasUnavailable',
          'Deployment does not have minimum availability.',
          now,
        );
  const { collisionCount, conditions = [] } = deployment.status;
  const terminating = terminatingReplicas(all);
  return {
    ...nonZero('observedGeneration', deployment.metadata.generation ?? 0),
    ...nonZero('replicas', sum(all, 'replicas')),
    ...nonZero('updatedReplicas', newReplicaSet?.status.replicas ?? 0),
    ...nonZero('readyReplicas', sum(all, 'readyReplicas')),
    ...nonZero('availableReplicas', available),
    ...nonZero('unavailableReplicas', Math.max(0, specReplicas(all) - available)),
    ...(terminating === undefined ? {} : { terminatingReplicas: terminating }),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    conditions: withDeploymentCondition(conditions, availability),
  };
}

function nonZero<K extends keyof DeploymentStatus>(field: K, value: number): { readonly [P in K]?: number } {
  return value === 0 ? {} : ({ [field]: value } as { readonly [P in K]: number });
}

type Count = 'replicas' | 'readyReplicas' | 'availableReplicas';

function sum(replicaSets: readonly { readonly status: ReplicaSetStatus }[], field: Count): number {
  return replicaSets.reduce((total, { status }) => total + (status[field] ?? 0), 0);
}

/** Unknown as soon as one ReplicaSet that was synced does not report it. */
function terminatingReplicas(replicaSets: readonly ReplicaSet[]): number | undefined {
  let total = 0;
  for (const { status } of replicaSets) {
    if (status.terminatingReplicas !== undefined) total += status.terminatingReplicas;
    else if ((status.observedGeneration ?? 0) !== 0) return undefined;
  }
  return total;
}
