// Field selectors: `status.phase=Running,spec.nodeName!=worker-1`. Each kind knows a handful of fields.
// Mirrors staging/src/k8s.io/apimachinery/pkg/fields/selector.go and the conversion functions of pkg/apis (v1.36).

import { err, ok, type Result } from '../base/result.ts';
import { isJsonObject } from '../model/json.ts';
import { kindInfo } from '../model/kinds.ts';
import type { KubeObject } from '../model/objects.ts';

/** One term; all must hold. */
export interface FieldTerm {
  readonly field: string;
  readonly isEqual: boolean;
  readonly value: string;
}

const METADATA_FIELDS: readonly string[] = ['metadata.name', 'metadata.namespace'];

const FIELDS: { readonly [kind: string]: readonly string[] } = {
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  Event: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  Node: ['spec.unschedulable'],
  Namespace: ['status.phase'],
  Secret: ['type'],
  Service: ['spec.clusterIP', 'spec.type'],
  ReplicaSet: ['status.replicas'],
  ReplicationController: ['status.replicas'],
  Job: ['status.successful'],
};

/** Fields that read as something else than nothing where they are absent. */
const ABSENT: { readonly [field: string]: string } = {
  'spec.unschedulable': 'false',
  'spec.hostNetwork': 'false',
  'status.replicas': '0',
};

/** Reads a selector. */
export function parseFieldSelector(text: string): Result<readonly FieldTerm[], string> {
  const terms: FieldTerm[] = [];
  for (const part of text.split(',').filter((each) => each !== '')) {
    const [, field, operator, value = ''] = /^([^=!]+)(==|=|!=)(.*)$/.exec(part) ?? [];
    if (field === undefined) return err(`invalid selector: '${text}'; can't understand '${part}'`);
    terms.push({ field, isEqual: operator !== '!=', value });
  }
  return ok(terms);
}

/** The API server's text for a field that a kind does not know. */
export function fieldSelectorError(kind: string, terms: readonly FieldTerm[]): string | undefined {
  const known = [...METADATA_FIELDS, ...(FIELDS[kind] ?? [])];
  const unknown = terms.find(({ field }) => !known.includes(field));
  if (unknown === undefined) return undefined;
  const fields = terms.map(({ field, isEqual, value }) => `${field}${isEqual ? '=' : '!='}${value}`).join(',');
  return selectorErrorText(kind, '', fields, `field label not supported: ${unknown.field}`);
}

/** The API server's text for a list that cannot be made. */
export function selectorErrorText(kind: string, labels: string, fields: string, reason: string): string {
  const { apiVersion, plural } = kindInfo(kind);
  const resource = `${apiVersion.includes('/') ? '' : '/'}${apiVersion}, Resource=${plural}`;
  return `Unable to find "${resource}" that match label selector "${labels}", field selector "${fields}": ${reason}`;
}

/** Whether an object has all of the fields. */
export function matchesFields(object: KubeObject, terms: readonly FieldTerm[]): boolean {
  return terms.every(({ field, isEqual, value }) => (fieldText(object, field) === value) === isEqual);
}

function fieldText(object: KubeObject, field: string): string {
  if (field === 'source') return textAt(object, ['source', 'component']) || textAt(object, ['reportingComponent']);
  return textAt(object, field.split('.')) || (ABSENT[field] ?? '');
}

function textAt(value: unknown, path: readonly string[]): string {
  const found = path.reduce<unknown>((inner, name) => (isJsonObject(inner) ? inner[name] : undefined), value);
  return found === undefined ? '' : String(found);
}
