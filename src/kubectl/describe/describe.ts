// `kubectl describe` by kind: a table by hand. Kinds that are not listed are described field by field.
// Mirrors staging/src/k8s.io/kubectl/pkg/describe/describe.go, describerMap (v1.36).

import type { KubeObject } from '../../model/objects.ts';
import { describeConfigMap, describeNamespace, describeSecret, describeServiceAccount } from './configuration.ts';
import { describeGeneric } from './generic.ts';
import { describeAutoscaler } from './hpa.ts';
import { describeCronJob, describeJob } from './job.ts';
import { describeNetworkPolicy } from './network-policy.ts';
import { describeNode } from './node.ts';
import { describePod } from './pod.ts';
import { describePodDisruptionBudget } from './policy.ts';
import { describeEndpointSlice, describeIngress, describeService } from './service.ts';
import type { DescribeSource } from './shared-parts.ts';
import { describeDaemonSet, describeStatefulSet } from './stateful-workload.ts';
import { describeClaim, describeStorageClass, describeVolume } from './storage.ts';
import { describeDeployment, describeReplicaSet } from './workload.ts';

type Describer = (object: never, source: DescribeSource) => string;

const DESCRIBERS: { readonly [kind: string]: Describer } = {
  Pod: describePod,
  Node: describeNode,
  Deployment: describeDeployment,
  ReplicaSet: describeReplicaSet,
  Service: describeService,
  EndpointSlice: describeEndpointSlice,
  Ingress: describeIngress,
  NetworkPolicy: describeNetworkPolicy,
  ConfigMap: describeConfigMap,
  Secret: describeSecret,
  ServiceAccount: describeServiceAccount,
  Namespace: describeNamespace,
  PodDisruptionBudget: describePodDisruptionBudget,
  PersistentVolume: describeVolume,
  PersistentVolumeClaim: describeClaim,
  StorageClass: describeStorageClass,
  HorizontalPodAutoscaler: describeAutoscaler,
  StatefulSet: describeStatefulSet,
  DaemonSet: describeDaemonSet,
  Job: describeJob,
  CronJob: describeCronJob,
};

/** kubectl's description of an object. */
export function describeObject(object: KubeObject, source: DescribeSource): string {
  const describer = DESCRIBERS[object.kind] as ((object: KubeObject, source: DescribeSource) => string) | undefined;
  return (describer ?? describeGeneric)(object, source);
}
