// The numbers that a claim can compare: one pure function of an object each. For several objects the numbers are
// added up, so that `pods(app=web) ready` counts and `pods restarts` sums; true is 1 and false is 0. Of texts the
// different ones are counted: `pods(app=web) nodes` is on how many nodes they are.

import { isConditionTrue } from '../model/condition.ts';
import type { Deployment, KubeObject, Node, Pod, ReplicaSet } from '../model/objects.ts';
import { isPodActive, isPodReady } from '../model/pod-status.ts';
import type { Subject } from './scenario.ts';

type Metric<T extends KubeObject> = (object: T) => number | string;

/** What can be claimed of one object or of many, by kind. */
export const METRICS: { readonly [K in Subject['kind']]: { readonly [metric: string]: Metric<never> } } = {
  Deployment: deploymentMetrics(),
  ReplicaSet: replicaSetMetrics(),
  Pod: podMetrics(),
  Node: nodeMetrics(),
};

/** Metrics that say yes or no of one object. */
const FLAGS: { readonly [K in Subject['kind']]: readonly string[] } = {
  Deployment: ['exists', 'progressing', 'complete'],
  ReplicaSet: ['exists'],
  Pod: ['exists', 'ready', 'running', 'pending', 'failed', 'succeeded', 'scheduled', 'active', 'terminating'],
  Node: ['exists', 'ready', 'schedulable'],
};

/** Whether a metric of a kind says yes or no of one object; the others count. */
export function isFlag(kind: Subject['kind'], metric: string): boolean {
  return FLAGS[kind].includes(metric);
}

function deploymentMetrics(): { readonly [metric: string]: Metric<Deployment> } {
  return {
    exists: () => 1,
    desired: (deployment) => deployment.spec.replicas,
    replicas: (deployment) => deployment.status.replicas ?? 0,
    updated: (deployment) => deployment.status.updatedReplicas ?? 0,
    ready: (deployment) => deployment.status.readyReplicas ?? 0,
    available: (deployment) => deployment.status.availableReplicas ?? 0,
    unavailable: (deployment) => deployment.status.unavailableReplicas ?? 0,
    progressing: (deployment) => claimed(isConditionTrue(deployment.status.conditions, 'Progressing')),
    complete: (deployment) => claimed(isComplete(deployment)),
  };
}

/** Mirrors pkg/controller/deployment/util/deployment_util.go, DeploymentComplete (v1.36). */
function isComplete({ spec, status, metadata }: Deployment): boolean {
  return (
    status.updatedReplicas === spec.replicas &&
    status.replicas === spec.replicas &&
    status.availableReplicas === spec.replicas &&
    (status.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  );
}

function replicaSetMetrics(): { readonly [metric: string]: Metric<ReplicaSet> } {
  return {
    exists: () => 1,
    desired: (replicaSet) => replicaSet.spec.replicas,
    replicas: (replicaSet) => replicaSet.status.replicas ?? 0,
    ready: (replicaSet) => replicaSet.status.readyReplicas ?? 0,
    available: (replicaSet) => replicaSet.status.availableReplicas ?? 0,
  };
}

function podMetrics(): { readonly [metric: string]: Metric<Pod> } {
  return {
    exists: () => 1,
    count: () => 1,
    ready: (pod) => claimed(isPodReady(pod)),
    running: (pod) => claimed(pod.status.phase === 'Running'),
    pending: (pod) => claimed(pod.status.phase === 'Pending'),
    failed: (pod) => claimed(pod.status.phase === 'Failed'),
    succeeded: (pod) => claimed(pod.status.phase === 'Succeeded'),
    scheduled: (pod) => claimed(pod.spec.nodeName !== undefined),
    active: (pod) => claimed(isPodActive(pod)),
    terminating: (pod) => claimed(pod.metadata.deletionTimestamp !== undefined),
    nodes: (pod) => (isPodActive(pod) ? (pod.spec.nodeName ?? '') : ''),
    restarts: (pod) => (pod.status.containerStatuses ?? []).reduce((sum, each) => sum + each.restartCount, 0),
  };
}

function nodeMetrics(): { readonly [metric: string]: Metric<Node> } {
  return {
    exists: () => 1,
    count: () => 1,
    ready: (node) => claimed(isConditionTrue(node.status.conditions, 'Ready')),
    schedulable: (node) => claimed(node.spec.unschedulable !== true),
    taints: (node) => (node.spec.taints ?? []).length,
  };
}

function claimed(isTrue: boolean): number {
  return isTrue ? 1 : 0;
}
