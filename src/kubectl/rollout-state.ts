// What `kubectl rollout status` says of an object, and whether its rollout is over.
// Mirrors staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go (v1.36).

import { err, ok, type Result } from '../base/result.ts';
import { findCondition } from '../model/condition.ts';
import type { Deployment, KubeObject } from '../model/objects.ts';

export interface RolloutState {
  readonly text: string;
  readonly isDone: boolean;
}

/** Kinds that have a rollout. */
export const ROLLOUT_KINDS: readonly string[] = ['Deployment', 'DaemonSet', 'StatefulSet'];

/** The state of a Deployment, DaemonSet or StatefulSet; an error where it can never be done. */
export function rolloutState(object: KubeObject): Result<RolloutState, string> {
  switch (object.kind) {
    case 'DaemonSet':
      return daemonSetState(object as Workload);
    case 'StatefulSet':
      return statefulSetState(object as Workload);
    default:
      return deploymentState(object as Deployment);
  }
}

/** What the states of DaemonSets and StatefulSets are told by. */
interface Workload extends KubeObject {
  readonly spec: {
    readonly replicas?: number;
    readonly updateStrategy?: { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly updatedNumberScheduled?: number;
    readonly desiredNumberScheduled?: number;
    readonly numberAvailable?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly currentReplicas?: number;
    readonly currentRevision?: string;
    readonly updateRevision?: string;
  };
}

const waiting = (text: string): Result<RolloutState, string> => ok({ text, isDone: false });
const done = (text: string): Result<RolloutState, string> => ok({ text, isDone: true });

function deploymentState({ metadata, spec, status }: Deployment): Result<RolloutState, string> {
  const { name, generation = 0 } = metadata;
  const { observedGeneration = 0, replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  if (generation > observedGeneration) return waiting('Waiting for deployment spec update to be observed...');
  if (findCondition(status.conditions, 'Progressing')?.reason === 'ProgressDeadlineExceeded') {
    return err(`deployment "${name}" exceeded its progress deadline`);
  }
  const head = `Waiting for deployment "${name}" rollout to finish:`;
  if (updatedReplicas < spec.replicas) {
    return waiting(`${head} ${updatedReplicas} out of ${spec.replicas} new replicas have been updated...`);
  }
  if (replicas > updatedReplicas) {
    return waiting(`${head} ${replicas - updatedReplicas} old replicas are pending termination...`);
  }
  if (availableReplicas < updatedReplicas) {
    return waiting(`${head} ${availableReplicas} of ${updatedReplicas} updated replicas are available...`);
  }
  return done(`deployment "${name}" successfully rolled out`);
}

const ONLY_ROLLING = 'rollout status is only available for RollingUpdate strategy type';

function daemonSetState({ metadata, spec, status = {} }: Workload): Result<RolloutState, string> {
  if (spec.updateStrategy?.type !== 'RollingUpdate') return err(ONLY_ROLLING);
  const { name, generation = 0 } = metadata;
  const { observedGeneration = 0, updatedNumberScheduled: updated = 0, numberAvailable: available = 0 } = status;
  const { desiredNumberScheduled: desired = 0 } = status;
  if (generation > observedGeneration) return waiting('Waiting for daemon set spec update to be observed...');
  const head = `Waiting for daemon set "${name}" rollout to finish:`;
  if (updated < desired) return waiting(`${head} ${updated} out of ${desired} new pods have been updated...`);
  if (available < desired) return waiting(`${head} ${available} of ${desired} updated pods are available...`);
  return done(`daemon set "${name}" successfully rolled out`);
}

function statefulSetState({ metadata, spec, status = {} }: Workload): Result<RolloutState, string> {
  const { type, rollingUpdate } = spec.updateStrategy ?? {};
  if (type !== 'RollingUpdate') return err(ONLY_ROLLING);
  const { generation = 0 } = metadata;
  const { observedGeneration = 0, readyReplicas = 0, updatedReplicas = 0, currentReplicas = 0 } = status;
  const { currentRevision = '', updateRevision = '' } = status;
  const { replicas = 1 } = spec;
  if (observedGeneration === 0 || generation > observedGeneration) {
    return waiting('Waiting for statefulset spec update to be observed...');
  }
  if (readyReplicas < replicas) return waiting(`Waiting for ${replicas - readyReplicas} pods to be ready...`);
  if (rollingUpdate !== undefined) {
    const wanted = replicas - (rollingUpdate.partition ?? 0);
    const counts = `${updatedReplicas} out of ${wanted} new pods have been updated...`;
    if (updatedReplicas < wanted) return waiting(`Waiting for partitioned roll out to finish: ${counts}`);
    return done(`partitioned roll out complete: ${updatedReplicas} new pods have been updated...`);
  }
  if (updateRevision !== currentRevision) {
    const counts = `${updatedReplicas} pods at revision ${updateRevision}...`;
    return waiting(`waiting for statefulset rolling update to complete ${counts}`);
  }
  return done(`statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...`);
}
