// Validation of objects as the API server does it before it stores them: what is required, what is allowed, what does
// not fit together, in its own words. The fields and their types have been checked before (scenario/field-check.ts).
// Kinds that no rule here knows are checked for their metadata and for the fields that v1.36 requires.

import { checkDefinition } from '#later/definitions';
import { fieldsOfType, typeOfKind } from '../fields.ts';
import { checkAutoscaler, checkDisruptionBudget } from './autoscalers.ts';
import { checkEndpointSlice, checkEvent, checkNamespace, checkNode, checkPriorityClass } from './cluster-objects.ts';
import { checkConfigMap, checkRole, checkRoleBinding, checkSecret } from './configuration.ts';
import { checkCronJob, checkJob } from './jobs.ts';
import { checkMetadata } from './metadata.ts';
import { checkIngress, checkIngressClass, checkNetworkPolicy } from './network.ts';
import { has, listAt, type Part, partAt, textAt } from './parts.ts';
import { checkPod } from './pods.ts';
import { checkLimitRange, checkQuota } from './quotas.ts';
import { createReport, type FieldError, type Report } from './report.ts';
import { checkService } from './services.ts';
import { checkClaim, checkStorageClass, checkVolume } from './storage.ts';
import {
  checkDaemonSet,
  checkDeployment,
  checkReplicaSet,
  checkReplicationController,
  checkStatefulSet,
} from './workloads.ts';

const CHECKS: { readonly [kind: string]: (report: Report, object: Part) => void } = {
  ClusterRole: checkRole,
  ClusterRoleBinding: checkRoleBinding,
  ConfigMap: checkConfigMap,
  CronJob: checkCronJob,
  CustomResourceDefinition: checkDefinition,
  DaemonSet: checkDaemonSet,
  Deployment: checkDeployment,
  EndpointSlice: checkEndpointSlice,
  Event: checkEvent,
  HorizontalPodAutoscaler: checkAutoscaler,
  Ingress: checkIngress,
  IngressClass: checkIngressClass,
  Job: checkJob,
  LimitRange: checkLimitRange,
  Namespace: checkNamespace,
  NetworkPolicy: checkNetworkPolicy,
  Node: checkNode,
  PersistentVolume: checkVolume,
  PersistentVolumeClaim: checkClaim,
  Pod: checkPod,
  PodDisruptionBudget: checkDisruptionBudget,
  PriorityClass: checkPriorityClass,
  ReplicaSet: checkReplicaSet,
  ReplicationController: checkReplicationController,
  ResourceQuota: checkQuota,
  Role: checkRole,
  RoleBinding: checkRoleBinding,
  Secret: checkSecret,
  Service: checkService,
  StatefulSet: checkStatefulSet,
  StorageClass: checkStorageClass,
};

/** Every error of an object, in the API server's order. Its fields must exist and be of their types. */
export function validateObject(object: Part): readonly FieldError[] {
  const report = createReport();
  checkMetadata(report, object);
  const kind = textAt(object, 'kind');
  const check = CHECKS[kind];
  if (check !== undefined) check(report, object);
  else {
    const type = typeOfKind(textAt(object, 'apiVersion'), kind);
    if (type !== undefined) checkRequired(report, object, type, '');
  }
  return report.errors;
}

/** The fields that the published schema requires. */
function checkRequired(report: Report, value: Part, type: string, at: string): void {
  for (const [name, field] of fieldsOfType(type) ?? []) {
    const where = at === '' ? name : `${at}.${name}`;
    if (!has(value, name)) {
      if (field.isRequired) report.required(where);
      continue;
    }
    const inner = field.type.replace(/^[[{]|[\]}]$/g, '');
    if (fieldsOfType(inner) === undefined || name === 'status') continue;
    if (field.type.startsWith('[')) {
      listAt(value, name).forEach((item, index) => {
        checkRequired(report, item, inner, `${where}[${index}]`);
      });
    } else if (field.type.startsWith('{')) {
      const map = partAt(value, name);
      for (const key of Object.keys(map)) checkRequired(report, partAt(map, key), inner, `${where}[${key}]`);
    } else checkRequired(report, partAt(value, name), inner, where);
  }
}
