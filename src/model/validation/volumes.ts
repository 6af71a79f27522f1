// Volumes of a pod: a name each, one source each, and what the common sources need.
// Mirrors ValidateVolumes of pkg/apis/core/validation/validation.go (v1.36).

import { fieldsOfType } from '../fields.ts';
import { checkDescendingPath } from './containers.ts';
import { has, listAt, numberAt, type Part, partAt, textAt } from './parts.ts';
import type { Report } from './report.ts';
import { checkDnsLabel, checkText } from './rules.ts';

const MODE_RULE = 'must be a number between 0 and 0777 (octal), both inclusive';
const MAX_MODE = 0o777;

/** Checks a pod's volumes; gives the names of those that are right. */
export function checkVolumes(report: Report, spec: Part, at: string): ReadonlySet<string> {
  const names = new Set<string>();
  listAt(spec, 'volumes').forEach((volume, index) => {
    const before = report.errors.length;
    const where = `${at}.volumes[${index}]`;
    checkSource(report, volume, where);
    const name = textAt(volume, 'name');
    if (checkText(report, volume, 'name', where)) checkDnsLabel(report, name, `${where}.name`);
    if (names.has(name)) report.duplicate(`${where}.name`, name);
    if (report.errors.length === before) names.add(name);
  });
  return names;
}

function checkSource(report: Report, volume: Part, at: string): void {
  const sources = [...(fieldsOfType('Volume')?.keys() ?? [])].filter((field) => field !== 'name');
  const [source, ...others] = sources.filter((field) => has(volume, field));
  for (const other of others) report.forbidden(`${at}.${other}`, 'may not specify more than 1 volume type');
  if (source === undefined) return;
  const part = partAt(volume, source);
  const where = `${at}.${source}`;
  switch (source) {
    case 'configMap':
      checkText(report, part, 'name', where);
      checkItems(report, part, where);
      return;
    case 'secret':
      checkText(report, part, 'secretName', where);
      checkItems(report, part, where);
      return;
    case 'projected':
    case 'downwardAPI':
      checkMode(report, part, 'defaultMode', where);
      return;
    case 'hostPath':
      if (checkText(report, part, 'path', where) && textAt(part, 'path').split('/').includes('..')) {
        report.invalid(`${where}.path`, textAt(part, 'path'), "must not contain '..'");
      }
      return;
    default:
      for (const [name, { isRequired, type }] of fieldsOfType(`${SOURCE_TYPES[source] ?? ''}`) ?? []) {
        if (isRequired && type === 's') checkText(report, part, name, where);
      }
  }
}

/** Sources of which only the required texts are checked. */
const SOURCE_TYPES: { readonly [source: string]: string } = {
  persistentVolumeClaim: 'PersistentVolumeClaimVolumeSource',
  nfs: 'NFSVolumeSource',
  csi: 'CSIVolumeSource',
};

function checkItems(report: Report, source: Part, at: string): void {
  checkMode(report, source, 'defaultMode', at);
  listAt(source, 'items').forEach((item, index) => {
    const where = `${at}.items[${index}]`;
    checkText(report, item, 'key', where);
    if (checkText(report, item, 'path', where)) checkDescendingPath(report, textAt(item, 'path'), `${where}.path`);
    checkMode(report, item, 'mode', where);
  });
}

function checkMode(report: Report, part: Part, field: string, at: string): void {
  const mode = numberAt(part, field);
  if (mode !== undefined && (mode < 0 || mode > MAX_MODE)) report.invalid(`${at}.${field}`, mode, MODE_RULE);
}
