// Claims, volumes, storage classes. Mirrors ValidatePersistentVolumeClaimSpec of
// pkg/apis/core/validation/validation.go, pkg/apis/storage/validation (v1.36).

import { deepEqual } from '../../base/deep-equal.ts';
import { fieldsOfType } from '../fields.ts';
import { goDiff } from '../go-value.ts';
import { compareQuantities, signOf } from '../quantity.ts';
import { has, type Part, partAt, textAt, textsAt } from './parts.ts';
import type { Report } from './report.ts';
import { quantityOf } from './resources.ts';
import { checkDnsSubdomain, checkWord } from './rules.ts';
import { checkSelector } from './selectors.ts';

const MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
/** Fields of a volume's spec that are no source of it. */
const NO_SOURCES = [
  'accessModes',
  'capacity',
  'claimRef',
  'mountOptions',
  'nodeAffinity',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'volumeAttributesClassName',
  'volumeMode',
];

export function checkClaim(report: Report, claim: Part): void {
  checkClaimSpec(report, partAt(claim, 'spec'), 'spec');
}

/** The spec of a claim, also that of a template. */
export function checkClaimSpec(report: Report, spec: Part, at: string): void {
  const modes = textsAt(spec, 'accessModes');
  if (modes.length === 0) report.required(`${at}.accessModes`, 'at least 1 access mode is required');
  checkSelector(report, partAt(spec, 'selector'), `${at}.selector`);
  checkModes(report, modes, at);
  const requests = partAt(partAt(spec, 'resources'), 'requests');
  const amount = quantityOf(requests.storage);
  const where = `${at}.resources[storage]`;
  if (amount === undefined) report.required(where);
  else if (signOf(amount) <= 0) report.invalid(where, String(requests.storage), 'must be greater than zero');
  const storageClass = textAt(spec, 'storageClassName');
  if (storageClass !== '') checkDnsSubdomain(report, storageClass, `${at}.storageClassName`);
  checkWord(report, spec, 'volumeMode', at, ['Block', 'Filesystem']);
}

function checkModes(report: Report, modes: readonly string[], at: string): void {
  for (const mode of modes) if (!MODES.includes(mode)) report.unsupported(`${at}.accessModes`, mode, MODES);
}

export function checkVolume(report: Report, volume: Part): void {
  const spec = partAt(volume, 'spec');
  const modes = textsAt(spec, 'accessModes');
  if (modes.length === 0) report.required('spec.accessModes');
  checkModes(report, modes, 'spec');
  const capacity = partAt(spec, 'capacity');
  if (Object.keys(capacity).length === 0) report.required('spec.capacity');
  if (!has(capacity, 'storage')) report.unsupported('spec.capacity', spec.capacity, ['storage']);
  const sources = [...(fieldsOfType('PersistentVolumeSpec')?.keys() ?? [])].filter((f) => !NO_SOURCES.includes(f));
  const [source, ...others] = sources.filter((field) => has(spec, field));
  for (const other of others) report.forbidden(`spec.${other}`, 'may not specify more than 1 volume type');
  if (source === undefined) report.required('spec', 'must specify a volume type');
  if (source === 'local' && !has(spec, 'nodeAffinity')) {
    report.required('spec.nodeAffinity', 'Local volume requires node affinity');
  }
  const path = textAt(partAt(spec, 'hostPath'), 'path');
  if (path.split('/').includes('..')) report.invalid('spec.hostPath.path', path, "must not contain '..'");
}

/** What of a claim's spec may change: which volume, once; a bound one's size and attributes; a class where none is. */
export function checkClaimUpdate(report: Report, oldClaim: Part, nextClaim: Part): void {
  const [old, next] = [partAt(oldClaim, 'spec'), partAt(nextClaim, 'spec')];
  const was = { ...old, ...(textAt(old, 'volumeName') === '' ? given(next, 'volumeName') : {}) };
  const is = { ...next, ...(has(old, 'storageClassName') ? {} : { storageClassName: undefined }) };
  if (textAt(partAt(nextClaim, 'status'), 'phase') === 'Bound') {
    const resources = partAt(next, 'resources');
    const requests = { ...partAt(resources, 'requests'), ...given(requestsOf(old), 'storage') };
    Object.assign(is, { resources: { ...resources, requests } });
    Object.assign(is, { volumeAttributesClassName: old.volumeAttributesClassName });
  }
  const diff = goDiff('PersistentVolumeClaimSpec', was, is);
  if (diff !== '') {
    const rule = 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound';
    report.forbidden('spec', `${rule} claims\n${diff}`);
  }
  checkShrinking(report, requestsOf(old).storage, requestsOf(next).storage, nextClaim);
  if (!deepEqual(old.volumeMode, next.volumeMode)) report.invalid('volumeMode', next.volumeMode, 'field is immutable');
}

function requestsOf(spec: Part): Part {
  return partAt(partAt(spec, 'resources'), 'requests');
}

function given(part: Part, field: string): Part {
  return has(part, field) ? { [field]: part[field] } : {};
}

/** A claim may ask for less after an expansion that failed, but for more than it has. */
function checkShrinking(report: Report, old: unknown, next: unknown, claim: Part): void {
  const [was, is] = [quantityOf(old), quantityOf(next)];
  if (was === undefined || is === undefined || compareQuantities(is, was) >= 0) return;
  const present = quantityOf(partAt(partAt(claim, 'status'), 'capacity').storage);
  if (present === undefined || compareQuantities(is, present) > 0) return;
  report.forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity');
}

/** What of a volume's spec may not change: where its data is. */
export function checkVolumeUpdate(report: Report, old: Part, next: Part): void {
  const diff = goDiff('PersistentVolumeSource', old.spec, next.spec);
  if (diff !== '') {
    const rule = 'spec.persistentvolumesource is immutable after creation';
    report.forbidden('spec.persistentvolumesource', `${rule}\n${diff}`);
  }
  const [was, is] = [partAt(old, 'spec').volumeMode, partAt(next, 'spec').volumeMode];
  if (!deepEqual(was, is)) report.invalid('volumeMode', is, 'field is immutable');
}

export function checkStorageClass(report: Report, storageClass: Part): void {
  if (textAt(storageClass, 'provisioner') === '') report.required('provisioner');
  checkTopWord(report, storageClass, 'reclaimPolicy', ['Delete', 'Retain']);
  checkTopWord(report, storageClass, 'volumeBindingMode', ['Immediate', 'WaitForFirstConsumer']);
}

function checkTopWord(report: Report, part: Part, field: string, words: readonly string[]): void {
  const value = textAt(part, field);
  if (value !== '' && !words.includes(value)) report.unsupported(field, value, words);
}
