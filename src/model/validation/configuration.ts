// ConfigMaps, Secrets, and the kinds that say who may what: keys, contents, references.
// Mirrors ValidateConfigMap, ValidateSecret of core/validation, pkg/apis/rbac/validation (v1.36).

import { decodeBase64 } from '../../base/base64.ts';
import { jsonSyntaxError } from '../../base/json-syntax.ts';
import { has, listAt, type Part, partAt, textAt, textsAt } from './parts.ts';
import type { Report } from './report.ts';
import { checkWord } from './rules.ts';

const KEY = /^[-._a-zA-Z0-9]+$/;
const KEY_RULE =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' " +
  "(e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
const KEY_MAX = 253;
const DATA_MAX_BYTES = 1_048_576;

export function checkConfigMap(report: Report, map: Part): void {
  checkData(report, map, ['data', 'binaryData'], '');
}

export function checkSecret(report: Report, secret: Part): void {
  checkData(report, secret, ['data', 'stringData'], 'data');
  const needed = REQUIRED_KEYS[textAt(secret, 'type')];
  const present = { ...partAt(secret, 'data'), ...partAt(secret, 'stringData') };
  for (const key of needed ?? []) if (!has(present, key)) report.required(`data[${key}]`);
  for (const key of needed ?? []) if (key.startsWith('.docker') && has(present, key)) checkJson(report, secret, key);
  if (textAt(secret, 'type') !== 'kubernetes.io/service-account-token') return;
  const annotation = 'kubernetes.io/service-account.name';
  if (textAt(partAt(partAt(secret, 'metadata'), 'annotations'), annotation) === '') {
    report.required(`metadata.annotations[${annotation}]`);
  }
}

function checkJson(report: Report, secret: Part, key: string): void {
  const text = partAt(secret, 'stringData')[key] ?? decodeBase64(textAt(partAt(secret, 'data'), key));
  const error = jsonSyntaxError(String(text));
  if (error !== undefined) report.invalid(`data[${key}]`, '<secret contents redacted>', error);
}

/** Keys that a type of Secret has to have. */
const REQUIRED_KEYS: { readonly [type: string]: readonly string[] } = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

/** All keys of some maps; texts of a Secret are named as its data. */
function checkData(report: Report, object: Part, fields: readonly string[], name: string): void {
  let bytes = 0;
  const seen = new Set<string>();
  for (const field of fields) {
    for (const [key, value] of Object.entries(partAt(object, field))) {
      const at = `${name === '' ? field : name}[${key}]`;
      for (const error of keyErrors(key)) report.invalid(at, key, error);
      if (name === '' && seen.has(key)) report.invalid(at, key, `duplicate of key present in ${fields[0]}`);
      seen.add(key);
      bytes += String(value).length;
    }
  }
  if (bytes > DATA_MAX_BYTES) report.tooLong(name, DATA_MAX_BYTES);
}

function keyErrors(key: string): readonly string[] {
  if (key.length > KEY_MAX) return [`must be no more than ${KEY_MAX} characters`];
  if (key === '.' || key === '..') return [`must not be '${key}'`];
  if (key.startsWith('..')) return ["must not start with '..'"];
  return KEY.test(key) ? [] : [KEY_RULE];
}

export function checkRole(report: Report, role: Part): void {
  const isNamespaced = role.kind === 'Role';
  listAt(role, 'rules').forEach((rule, index) => {
    const at = `rules[${index}]`;
    const urls = textsAt(rule, 'nonResourceURLs');
    if (listAt(rule, 'verbs').length === 0) report.required(`${at}.verbs`, 'verbs must contain at least one value');
    if (urls.length > 0) {
      const message = 'namespaced rules cannot apply to non-resource URLs';
      if (isNamespaced) report.invalid(`${at}.nonResourceURLs`, urls, message);
      return;
    }
    for (const [field, what] of [['apiGroups', 'api group'] as const, ['resources', 'resource'] as const]) {
      if (listAt(rule, field).length > 0) continue;
      report.required(`${at}.${field}`, `resource rules must supply at least one ${what}`);
    }
  });
}

export function checkRoleBinding(report: Report, binding: Part): void {
  const kinds = binding.kind === 'RoleBinding' ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  const role = partAt(binding, 'roleRef');
  checkWord(report, role, 'kind', 'roleRef', kinds, true);
  if (textAt(role, 'name') === '') report.required('roleRef.name');
  listAt(binding, 'subjects').forEach((subject, index) => {
    const at = `subjects[${index}]`;
    if (textAt(subject, 'name') === '') report.required(`${at}.name`);
    checkWord(report, subject, 'kind', at, ['ServiceAccount', 'User', 'Group'], true);
    const needsNamespace = subject.kind === 'ServiceAccount' && binding.kind === 'ClusterRoleBinding';
    if (needsNamespace && textAt(subject, 'namespace') === '') report.required(`${at}.namespace`);
  });
}
