// metadata: names, labels, annotations, finalizers. Kinds differ in what their names may be.
// Mirrors staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go (v1.36).

import { dnsLabelErrors, dnsSubdomainErrors, labelKeyErrors, labelValueErrors } from '../label-syntax.ts';
import { has, listAt, type Part, partAt, textAt, textsAt } from './parts.ts';
import type { Report } from './report.ts';

type NameRule = (name: string) => readonly string[];

const ANNOTATIONS_MAX_BYTES = 262_144;

const RULES: { readonly [kind: string]: NameRule } = {
  Namespace: dnsLabelErrors,
  Service: dnsLabelErrors,
  Role: pathSegmentErrors,
  RoleBinding: pathSegmentErrors,
  ClusterRole: pathSegmentErrors,
  ClusterRoleBinding: pathSegmentErrors,
  CronJob: (name) => (name.length > 52 ? ['must be no more than 52 characters'] : []),
};

/** Checks an object's metadata. */
export function checkMetadata(report: Report, object: Part): void {
  const metadata = partAt(object, 'metadata');
  const nameErrors = namesOf(textAt(object, 'kind'));
  const name = textAt(metadata, 'name');
  const prefix = textAt(metadata, 'generateName');
  // What is made of a prefix ends in letters and digits, so the prefix itself may end in a dash.
  for (const error of prefix === '' ? [] : nameErrors(`${prefix.replace(/-$/, '')}`)) {
    report.invalid('metadata.generateName', prefix, error);
  }
  if (name === '' && prefix === '') report.required('metadata.name', 'name or generateName is required');
  else if (name !== '') for (const error of nameErrors(name)) report.invalid('metadata.name', name, error);
  checkLabels(report, partAt(metadata, 'labels'), 'metadata.labels');
  checkAnnotations(report, partAt(metadata, 'annotations'), 'metadata.annotations');
  checkOwners(report, listAt(metadata, 'ownerReferences'));
  const finalizers = textsAt(metadata, 'finalizers');
  for (const finalizer of finalizers) {
    for (const error of labelKeyErrors(finalizer)) report.invalid('metadata.finalizers', finalizer, error);
  }
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    const rule = 'finalizer orphan and foregroundDeletion cannot be both set';
    report.invalid('metadata.finalizers', finalizers, rule);
  }
}

/** What of the metadata may not change. */
export function checkMetadataUpdate(report: Report, oldObject: Part, nextObject: Part): void {
  const [old, next] = [partAt(oldObject, 'metadata'), partAt(nextObject, 'metadata')];
  if (has(old, 'deletionTimestamp')) {
    const known = textsAt(old, 'finalizers');
    const added = textsAt(next, 'finalizers').filter((finalizer) => !known.includes(finalizer));
    const shown = `[]string{${added.map((finalizer) => JSON.stringify(finalizer)).join(', ')}}`;
    const rule = 'no new finalizers can be added if the object is being deleted';
    if (added.length > 0) report.forbidden('metadata.finalizers', `${rule}, found new finalizers ${shown}`);
  }
  if (old.uid !== next.uid) report.invalid('metadata.uid', next.uid, 'field is immutable');
}

function checkOwners(report: Report, owners: readonly Part[]): void {
  const at = 'metadata.ownerReferences';
  let controller = '';
  for (const owner of owners) {
    if (textAt(owner, 'apiVersion') === '') report.invalid(`${at}.apiVersion`, '', 'version must not be empty');
    for (const field of ['kind', 'name', 'uid']) {
      if (textAt(owner, field) === '') report.invalid(`${at}.${field}`, '', 'must not be empty');
    }
    if (owner.controller !== true) continue;
    const name = `${textAt(owner, 'kind')}/${textAt(owner, 'name')}`;
    if (controller === '') controller = name;
    else {
      const rule = 'Only one reference can have Controller set to true';
      report.invalid(at, owners, `${rule}. Found "true" in references for ${controller} and ${name}`);
    }
  }
}

/** Labels, or a map that has to look like labels. */
export function checkLabels(report: Report, labels: Part, at: string): void {
  for (const [key, value] of Object.entries(labels)) {
    for (const error of labelKeyErrors(key)) report.invalid(at, key, error);
    for (const error of labelValueErrors(String(value))) report.invalid(at, value, error);
  }
}

export function checkAnnotations(report: Report, annotations: Part, at: string): void {
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations)) {
    for (const error of labelKeyErrors(key.toLowerCase())) report.invalid(at, key, error);
    bytes += key.length + String(value).length;
  }
  if (bytes > ANNOTATIONS_MAX_BYTES) report.tooLong(at, ANNOTATIONS_MAX_BYTES);
}

function namesOf(kind: string): NameRule {
  return RULES[kind] ?? dnsSubdomainErrors;
}

function pathSegmentErrors(name: string): readonly string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((letter) => name.includes(letter)).map((letter) => `may not contain '${letter}'`);
}
