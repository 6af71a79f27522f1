// How far a rolling update may stray from spec.replicas: above it by maxSurge, below it by maxUnavailable.
// Percentages of surge round up, those of unavailability down; if both come to nothing one pod may be missing, or
// nothing could move.
// Mirrors pkg/controller/deployment/util/deployment_util.go, ResolveFenceposts (v1.36).

import type { IntOrPercent } from '../../model/int-or-percent.ts';
import { scaledIntOrPercent } from '../../model/int-or-percent.ts';
import type { Deployment } from '../../model/objects.ts';

/** True for strategy RollingUpdate, which is also the default. */
export function isRollingUpdate(deployment: Deployment): boolean {
  return (deployment.spec.strategy.type ?? 'RollingUpdate') === 'RollingUpdate';
}

/** Pods that may exist beyond spec.replicas. */
export function maxSurge(deployment: Deployment): number {
  if (!isRollingUpdate(deployment)) return 0;
  return scaled(deployment.spec.strategy.rollingUpdate?.maxSurge, deployment.spec.replicas, true);
}

/** Pods of spec.replicas that may be missing. */
export function maxUnavailable(deployment: Deployment): number {
  const { replicas, strategy } = deployment.spec;
  if (!isRollingUpdate(deployment) || replicas === 0) return 0;
  const unavailable = scaled(strategy.rollingUpdate?.maxUnavailable, replicas, false);
  const effective = unavailable === 0 && maxSurge(deployment) === 0 ? 1 : unavailable;
  return Math.min(effective, replicas);
}

/** Validation lets no malformed value in; an absent one is 0. */
function scaled(value: IntOrPercent | undefined, replicas: number, roundUp: boolean): number {
  const result = scaledIntOrPercent(value ?? 0, replicas, roundUp);
  return result.ok ? result.value : 0;
}
