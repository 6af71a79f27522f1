// Is a rollout getting on? The condition Progressing, its deadline, and the failures that ReplicaSets report.
// Mirrors pkg/controller/deployment/progress.go and util/deployment_util.go (v1.36).

import type { Micros } from '../../base/time.ts';
import { MICROS_PER_SECOND } from '../../base/time.ts';
import { findCondition } from '../../model/condition.ts';
import type { Condition, Deployment, DeploymentStatus, ReplicaSet } from '../../model/objects.ts';
import { countedStatus, deploymentCondition, withDeploymentCondition, withoutCondition } from './status.ts';

const INT32_MAX = 2_147_483_647;
const TIMED_OUT = 'ProgressDeadlineExceeded';
const NEW_REPLICA_SET_AVAILABLE = 'NewReplicaSetAvailable';
/** The work queue's shortest back-off: how often a Deployment close to its deadline looks again. */
const RECHECK_MICROS = 5_000;

/** True if lack of progress is to be reported. */
export function hasProgressDeadline({ spec }: Deployment): boolean {
  return spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== INT32_MAX;
}

/** All replicas are of the newest template and available, and none is left of another. */
export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const { replicas } = deployment.spec;
  return (
    (status.updatedReplicas ?? 0) === replicas &&
    (status.replicas ?? 0) === replicas &&
    (status.availableReplicas ?? 0) === replicas &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

/** The status during a rollout: counts, Progressing, and a failure of the ReplicaSets. */
export function rolloutStatus(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  newReplicaSet: ReplicaSet | undefined,
  now: Micros,
): DeploymentStatus {
  const counted = countedStatus(deployment, all, newReplicaSet, now);
  const current = findCondition(deployment.status.conditions, 'Progressing');
  let conditions = counted.conditions ?? [];
  if (!hasProgressDeadline(deployment)) conditions = withoutCondition(conditions, 'Progressing');
  const isDone =
    (counted.replicas ?? 0) === (counted.updatedReplicas ?? 0) && current?.reason === NEW_REPLICA_SET_AVAILABLE;
  if (hasProgressDeadline(deployment) && !isDone) {
    conditions = withProgress(deployment, counted, conditions, newReplicaSet, now);
  }
  const failure = replicaFailure(all, newReplicaSet);
  conditions =
    failure === undefined
      ? withoutCondition(conditions, 'ReplicaFailure')
      : withDeploymentCondition(conditions, failure);
  return { ...counted, conditions };
}

function withProgress(
  deployment: Deployment,
  status: DeploymentStatus,
  conditions: readonly Condition[],
  newReplicaSet: ReplicaSet | undefined,
  now: Micros,
): readonly Condition[] {
  const { name } = deployment.metadata;
  const subject = newReplicaSet === undefined ? `Deployment "${name}"` : `ReplicaSet "${newReplicaSet.metadata.name}"`;
  const current = findCondition(conditions, 'Progressing');
  if (isComplete(deployment, status)) {
    const message = `${subject} has successfully progressed.`;
    const done = deploymentCondition('Progressing', 'True', NEW_REPLICA_SET_AVAILABLE, message, now);
    return withDeploymentCondition(conditions, done);
  }
  if (isProgressing(deployment.status, status)) {
    const moving = deploymentCondition('Progressing', 'True', 'ReplicaSetUpdated', `${subject} is progressing.`, now);
    // Each step forward moves lastUpdateTime, so the old condition makes way even for one with the same reason.
    const since = current?.status === 'True' ? current.lastTransitionTime : undefined;
    const next = since === undefined ? moving : { ...moving, lastTransitionTime: since };
    return [...withoutCondition(conditions, 'Progressing'), next];
  }
  if (hasTimedOut(deployment, current, now)) {
    const message = `${subject} has timed out progressing.`;
    return withDeploymentCondition(conditions, deploymentCondition('Progressing', 'False', TIMED_OUT, message, now));
  }
  return conditions;
}

function isProgressing(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const old = (status: DeploymentStatus): number => (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

function hasTimedOut(deployment: Deployment, progressing: Condition | undefined, now: Micros): boolean {
  if (progressing === undefined || progressing.reason === NEW_REPLICA_SET_AVAILABLE) return false;
  return progressing.reason === TIMED_OUT || (deadlineOf(deployment, progressing) ?? now) < now;
}

function deadlineOf({ spec }: Deployment, progressing: Condition): number | undefined {
  const { progressDeadlineSeconds } = spec;
  const { lastUpdateTime } = progressing;
  if (progressDeadlineSeconds === undefined || lastUpdateTime === undefined) return undefined;
  return lastUpdateTime + progressDeadlineSeconds * MICROS_PER_SECOND;
}

/**
 * Microseconds until the Deployment has to be looked at again because its deadline will have passed; undefined if it
 * has none, or needs none. One second is added; in the last second the queue's back-off takes over.
 */
export function progressCheckAfter(deployment: Deployment, status: DeploymentStatus, now: Micros): number | undefined {
  const progressing = findCondition(deployment.status.conditions, 'Progressing');
  if (!hasProgressDeadline(deployment) || progressing === undefined) return undefined;
  if (isComplete(deployment, status) || progressing.reason === TIMED_OUT) return undefined;
  // It cannot time out while it says so: upstream looks again all the same, ten times a second, to no effect.
  if (progressing.reason === NEW_REPLICA_SET_AVAILABLE) return undefined;
  const deadline = deadlineOf(deployment, progressing);
  if (deadline === undefined) return undefined;
  const left = deadline - now;
  if (left >= MICROS_PER_SECOND) return left + MICROS_PER_SECOND;
  return RECHECK_MICROS * Math.max(1, Math.floor(left / RECHECK_MICROS) + 1);
}

function replicaFailure(all: readonly ReplicaSet[], newReplicaSet: ReplicaSet | undefined): Condition | undefined {
  for (const replicaSet of newReplicaSet === undefined ? all : [newReplicaSet, ...all]) {
    const failure = findCondition(replicaSet.status.conditions, 'ReplicaFailure');
    if (failure === undefined) continue;
    const { lastTransitionTime } = failure;
    return lastTransitionTime === undefined ? failure : { ...failure, lastUpdateTime: lastTransitionTime };
  }
  return undefined;
}
