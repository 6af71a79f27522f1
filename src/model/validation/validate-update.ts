// What may not change once an object is there: selectors above all. The new version has to be valid as well.
// Mirrors the ValidateXUpdate functions of pkg/apis/*/validation/validation.go (v1.36).

import { deepEqual } from '../../base/deep-equal.ts';
import { checkJobUpdate } from './jobs.ts';
import { checkMetadata, checkMetadataUpdate } from './metadata.ts';
import { has, type Part, partAt, textAt } from './parts.ts';
import { checkPodUpdate } from './pod-update.ts';
import { createReport, type FieldError, type Report } from './report.ts';
import { checkFixed } from './rules.ts';
import { checkServiceUpdate } from './services.ts';
import { checkClaimUpdate, checkVolumeUpdate } from './storage.ts';
import { validateObject } from './validate.ts';

const STATEFUL_FIELDS = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

/** Checks that come after those of the new version. */
const CHECKS: { readonly [kind: string]: (report: Report, old: Part, next: Part) => void } = {
  Job: checkJobUpdate,
  PersistentVolume: checkVolumeUpdate,
  PersistentVolumeClaim: checkClaimUpdate,
  Pod: checkPodUpdate,
  StatefulSet: checkStatefulSet,
};

/** Checks that come before those of the new version. */
const FIRST_CHECKS: { readonly [kind: string]: (report: Report, old: Part, next: Part) => void } = {
  ConfigMap: checkSealed,
  Secret(report, old, next) {
    checkFixed(report, old, next, '', 'type');
    checkSealed(report, old, next);
  },
  Service: checkServiceUpdate,
};

/** Fields by kind that stay as they are, below the spec or at the top. */
const FIXED: { readonly [kind: string]: readonly (readonly [at: 'spec' | '', field: string])[] } = {
  DaemonSet: [['spec', 'selector']],
  Deployment: [['spec', 'selector']],
  EndpointSlice: [['', 'addressType']],
  PriorityClass: [['', 'value']],
  ReplicaSet: [['spec', 'selector']],
  ResourceQuota: [['spec', 'scopes']],
  RoleBinding: [['', 'roleRef']],
  ClusterRoleBinding: [['', 'roleRef']],
  StorageClass: [
    ['', 'parameters'],
    ['', 'provisioner'],
    ['', 'reclaimPolicy'],
    ['', 'volumeBindingMode'],
  ],
};

/** Every error of a new version of an object, in the API server's order. */
export function validateUpdate(old: Part, next: Part): readonly FieldError[] {
  const before = createReport();
  const after = createReport();
  const kind = textAt(next, 'kind');
  checkMetadataUpdate(before, old, next);
  FIRST_CHECKS[kind]?.(before, old, next);
  for (const [at, field] of FIXED[kind] ?? []) checkFixed(after, old, next, at, field);
  CHECKS[kind]?.(after, old, next);
  return [...before.errors, ...validateObject(next), ...after.errors];
}

/** The errors of a new version that says the same as the old one but for its metadata. */
export function validateMetadataUpdate(old: Part, next: Part): readonly FieldError[] {
  const report = createReport();
  checkMetadataUpdate(report, old, next);
  checkMetadata(report, next);
  return report.errors;
}

/** A ConfigMap or Secret whose content its owner has sealed. */
function checkSealed(report: Report, old: Part, next: Part): void {
  if (old.immutable !== true) return;
  const rule = 'field is immutable when `immutable` is set';
  if (next.immutable !== true) report.forbidden('immutable', rule);
  for (const field of ['data', 'binaryData']) {
    if (has(old, field) !== has(next, field) || !deepEqual(old[field], next[field])) report.forbidden(field, rule);
  }
}

function checkStatefulSet(report: Report, oldSet: Part, nextSet: Part): void {
  const fixed = (set: Part): unknown =>
    Object.fromEntries(Object.entries(partAt(set, 'spec')).filter(([field]) => !STATEFUL_FIELDS.includes(field)));
  if (deepEqual(fixed(oldSet), fixed(nextSet))) return;
  const names = STATEFUL_FIELDS.map((field) => `'${field}'`);
  const all = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  report.forbidden('spec', `updates to statefulset spec for fields other than ${all} are forbidden`);
}
