// What may not change once an object is there: selectors above all. The new version has to be valid as well.
// Mirrors the ValidateXUpdate functions of pkg/apis/*/validation/validation.go (v1.36).

import { deepEqual } from '../../base/deep-equal.ts';
import { has, type Part, partAt, textAt } from './parts.ts';
import { createReport, type FieldError, type Report } from './report.ts';
import { validateObject } from './validate.ts';

const IMMUTABLE = 'field is immutable';
const STATEFUL_FIELDS = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

/** Fields by kind that stay as they are, below the spec or at the top. */
const FIXED: { readonly [kind: string]: readonly (readonly [at: 'spec' | '', field: string])[] } = {
  DaemonSet: [['spec', 'selector']],
  Deployment: [['spec', 'selector']],
  EndpointSlice: [['', 'addressType']],
  Job: [
    ['spec', 'completionMode'],
    ['spec', 'managedBy'],
    ['spec', 'selector'],
  ],
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
  if (kind === 'Secret') checkFixed(before, old, next, '', 'type');
  if (kind === 'Secret' || kind === 'ConfigMap') checkSealed(before, old, next);
  for (const [at, field] of FIXED[kind] ?? []) checkFixed(after, old, next, at, field);
  if (kind === 'StatefulSet') checkStatefulSet(after, partAt(old, 'spec'), partAt(next, 'spec'));
  return [...before.errors, ...validateObject(next), ...after.errors];
}

function checkFixed(report: Report, old: Part, next: Part, at: 'spec' | '', field: string): void {
  const [was, is] = at === '' ? [old, next] : [partAt(old, at), partAt(next, at)];
  if (deepEqual(was[field] ?? undefined, is[field] ?? undefined)) return;
  report.invalid(at === '' ? field : `${at}.${field}`, is[field], IMMUTABLE);
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

function checkStatefulSet(report: Report, old: Part, next: Part): void {
  const fixed = (spec: Part): unknown =>
    Object.fromEntries(Object.entries(spec).filter(([field]) => !STATEFUL_FIELDS.includes(field)));
  if (deepEqual(fixed(old), fixed(next))) return;
  const names = STATEFUL_FIELDS.map((field) => `'${field}'`);
  const all = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  report.forbidden('spec', `updates to statefulset spec for fields other than ${all} are forbidden`);
}
