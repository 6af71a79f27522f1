// The printer of each kind, by hand; other kinds get NAME and AGE, as from an API server that knows no more.
// A table by hand, so that nobody registers himself by being imported.

import type { KubeObject } from '../../model/objects.ts';
import { eventPrinter } from './event.ts';
import { hpaPrinter } from './hpa.ts';
import { ageAt } from './human-duration.ts';
import { namespacePrinter } from './namespace.ts';
import { nodePrinter } from './node.ts';
import { podPrinter } from './pod.ts';
import * as policy from './policy.ts';
import { columns, type Printer } from './printer.ts';
import * as service from './service.ts';
import * as storage from './storage.ts';
import * as workload from './workload.ts';

const PRINTERS: { readonly [kind: string]: Printer<never> } = {
  Pod: podPrinter,
  Node: nodePrinter,
  Namespace: namespacePrinter,
  Event: eventPrinter,
  Deployment: workload.deploymentPrinter,
  ReplicaSet: workload.replicaSetPrinter,
  ReplicationController: workload.replicationControllerPrinter,
  StatefulSet: workload.statefulSetPrinter,
  DaemonSet: workload.daemonSetPrinter,
  Job: workload.jobPrinter,
  CronJob: workload.cronJobPrinter,
  ControllerRevision: workload.controllerRevisionPrinter,
  PodTemplate: workload.podTemplatePrinter,
  Service: service.servicePrinter,
  EndpointSlice: service.endpointSlicePrinter,
  Endpoints: service.endpointsPrinter,
  Ingress: service.ingressPrinter,
  IngressClass: service.ingressClassPrinter,
  NetworkPolicy: service.networkPolicyPrinter,
  PersistentVolume: storage.persistentVolumePrinter,
  PersistentVolumeClaim: storage.persistentVolumeClaimPrinter,
  StorageClass: storage.storageClassPrinter,
  CSIDriver: storage.csiDriverPrinter,
  CSINode: storage.csiNodePrinter,
  CSIStorageCapacity: storage.csiStorageCapacityPrinter,
  VolumeAttachment: storage.volumeAttachmentPrinter,
  HorizontalPodAutoscaler: hpaPrinter,
  ConfigMap: policy.configMapPrinter,
  Secret: policy.secretPrinter,
  PodDisruptionBudget: policy.podDisruptionBudgetPrinter,
  ResourceQuota: policy.resourceQuotaPrinter,
  PriorityClass: policy.priorityClassPrinter,
  RuntimeClass: policy.runtimeClassPrinter,
  Lease: policy.leasePrinter,
  RoleBinding: policy.roleBindingPrinter,
  ClusterRoleBinding: policy.roleBindingPrinter,
  ValidatingAdmissionPolicy: policy.validatingAdmissionPolicyPrinter,
  Role: policy.createdAtPrinter,
  ClusterRole: policy.createdAtPrinter,
  LimitRange: policy.createdAtPrinter,
  CustomResourceDefinition: policy.createdAtPrinter,
};

const plainPrinter: Printer = {
  columns: columns(['NAME', 'AGE']),
  row: ({ metadata }, now) => [metadata.name, ageAt(metadata.creationTimestamp, now)],
};

/** The printer for objects of a kind. */
export function printerOf(kind: string): Printer {
  return (PRINTERS[kind] as Printer<KubeObject> | undefined) ?? plainPrinter;
}
