// metadata: names, labels, annotations, finalizers. Kinds differ in what their names may be.
// Mirrors staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go (v1.36).

import { dnsLabelErrors, dnsSubdomainErrors, labelKeyErrors, labelValueErrors } from '../label-syntax.ts';
import { type Part, partAt, textAt, textsAt } from './parts.ts';
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
  for (const finalizer of textsAt(metadata, 'finalizers')) {
    for (const error of labelKeyErrors(finalizer)) report.invalid('metadata.finalizers', finalizer, error);
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
