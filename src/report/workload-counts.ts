// How many pods a workload has available, wants, and may have at a time, by its kind's own fields. Of kinds that
// nothing acts on yet the status is empty: they want pods and have none.

import { scaledIntOrPercent } from '../model/int-or-percent.ts';
import type { Deployment, KubeObject } from '../model/objects.ts';
import type { WorkloadStep } from './timeline-model.ts';

export interface WorkloadCounts extends Pick<WorkloadStep, 'desired' | 'min' | 'max'> {
  /** By the object's own status; a Deployment's ReplicaSets have theirs. */
  readonly available: number;
}

/** What is read of ReplicaSets, StatefulSets, DaemonSets and Jobs. */
interface Counted extends KubeObject {
  readonly spec?: {
    readonly replicas?: number;
    readonly parallelism?: number;
    readonly completions?: number;
    readonly updateStrategy?: { readonly rollingUpdate?: Rolling };
  };
  readonly status?: {
    readonly availableReplicas?: number;
    readonly desiredNumberScheduled?: number;
    readonly numberAvailable?: number;
    readonly ready?: number;
    readonly succeeded?: number;
  };
}

interface Rolling {
  readonly maxSurge?: number | string;
  readonly maxUnavailable?: number | string;
}

/** The counts of a Deployment, ReplicaSet, StatefulSet, DaemonSet or Job. */
export function workloadCounts(object: KubeObject): WorkloadCounts {
  const { spec = {}, status = {} } = object as Counted;
  const { availableReplicas: available = 0 } = status;
  const rolling = spec.updateStrategy?.rollingUpdate;
  switch (object.kind) {
    case 'Deployment':
      return { ...deploymentBand(object as Deployment), available };
    case 'StatefulSet': {
      const desired = spec.replicas ?? 1;
      const unavailable = Math.max(scaled(rolling?.maxUnavailable ?? 1, desired, false), 1);
      return { desired, min: Math.max(0, desired - unavailable), max: desired, available };
    }
    case 'DaemonSet': {
      const { desiredNumberScheduled: desired = 0, numberAvailable = 0 } = status;
      const max = desired + scaled(rolling?.maxSurge ?? 0, desired, true);
      const min = Math.max(0, desired - scaled(rolling?.maxUnavailable ?? 1, desired, true));
      return { desired, min, max, available: numberAvailable };
    }
    case 'Job': {
      const { parallelism = 1, completions = Number.POSITIVE_INFINITY } = spec;
      const { succeeded = 0, ready = 0 } = status;
      const desired = Math.max(0, Math.min(parallelism, completions - succeeded));
      return { desired, min: 0, max: desired, available: ready };
    }
    default: {
      const { replicas: desired = 1 } = spec;
      return { desired, min: desired, max: desired, available };
    }
  }
}

/** Mirrors pkg/controller/deployment/util/deployment_util.go, ResolveFenceposts (v1.36). */
function deploymentBand({ spec }: Deployment): Omit<WorkloadCounts, 'available'> {
  const { replicas: desired, strategy } = spec;
  if (strategy.type === 'Recreate') return { desired, min: 0, max: desired };
  const { maxSurge = '25%', maxUnavailable = '25%' } = strategy.rollingUpdate ?? {};
  const surge = scaled(maxSurge, desired, true);
  const unavailable = scaled(maxUnavailable, desired, false);
  const isStuck = surge === 0 && unavailable === 0;
  return { desired, min: Math.max(0, desired - (isStuck ? 1 : unavailable)), max: desired + surge };
}

function scaled(value: number | string, total: number, roundUp: boolean): number {
  const result = scaledIntOrPercent(value, total, roundUp);
  return result.ok ? result.value : 0;
}
