// What a write may change of a pod: images, a shorter deadline, more tolerations, fewer gates; of a pod that waits at a
// gate also, by additions, where it may go. Anything else is refused with the difference in the API server's notation.
// Mirrors pkg/apis/core/validation/validation.go, ValidatePodUpdate (v1.36).

import { deepEqual } from '../../base/deep-equal.ts';
import { goDiff } from '../go-value.ts';
import { listAt, numberAt, type Part, partAt, textAt } from './parts.ts';
import type { Report } from './report.ts';

const INT32_MAX = 2_147_483_647;
const FORBIDDEN =
  'pod updates may not change fields other than `spec.containers[*].image`,' +
  '`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing ' +
  'tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';
const REQUIRED_TERMS = 'requiredDuringSchedulingIgnoredDuringExecution';

/** Adds what is wrong with the change, after the new pod itself has been checked. */
export function checkPodUpdate(report: Report, oldPod: Part, newPod: Part): void {
  const [old, next] = [partAt(oldPod, 'spec'), partAt(newPod, 'spec')];
  for (const list of ['containers', 'initContainers']) {
    if (listAt(old, list).length === listAt(next, list).length) continue;
    report.forbidden(`spec.${list}`, 'pod updates may not add or remove containers');
    return;
  }
  if (!checkDeadline(report, old, next)) return;
  checkTolerations(report, old, next);
  checkGates(report, old, next);
  const munged = { ...next, ...mungedFields(old, next) };
  const affinity = partAt(munged, 'affinity');
  if (listAt(old, 'schedulingGates').length > 0) {
    checkNodeSelector(report, old, next);
    checkNodeAffinity(report, old, next);
    Object.assign(munged, { nodeSelector: old.nodeSelector, affinity: withNodeAffinityOf(old, affinity) });
  }
  if (deepEqual(munged, old)) return;
  report.forbidden('spec', `${FORBIDDEN}\n${goDiff('PodSpec', old, munged)}`);
}

/** Adds what is wrong with the deadline; false where nothing more is looked at. */
function checkDeadline(report: Report, old: Part, next: Part): boolean {
  const [was, is] = [numberAt(old, 'activeDeadlineSeconds'), numberAt(next, 'activeDeadlineSeconds')];
  const at = 'spec.activeDeadlineSeconds';
  if (is === undefined) {
    if (was !== undefined) report.invalid(at, undefined, 'must not update from a positive integer to nil value');
    return true;
  }
  if (is < 0 || is > INT32_MAX) report.invalid(at, is, `must be between 0 and ${INT32_MAX}, inclusive`);
  else if (was !== undefined && was < is) report.invalid(at, is, 'must be less than or equal to previous value');
  else return true;
  return false;
}

function checkTolerations(report: Report, old: Part, next: Part): void {
  const withoutSeconds = ({ tolerationSeconds: _, ...toleration }: Part): Part => toleration;
  const kept = listAt(next, 'tolerations').map(withoutSeconds);
  const isKept = (toleration: Part): boolean => kept.some((other) => deepEqual(other, withoutSeconds(toleration)));
  if (listAt(old, 'tolerations').every(isKept)) return;
  report.forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds');
}

function checkGates(report: Report, old: Part, next: Part): void {
  const known = listAt(old, 'schedulingGates').map((gate) => textAt(gate, 'name'));
  listAt(next, 'schedulingGates').forEach((gate, index) => {
    const name = textAt(gate, 'name');
    if (known.includes(name)) return;
    const rule = `only deletion is allowed, but found new scheduling gate '${name}'`;
    report.forbidden(`spec.schedulingGates[${index}].name`, rule);
  });
}

function checkNodeSelector(report: Report, old: Part, next: Part): void {
  const [was, is] = [partAt(old, 'nodeSelector'), partAt(next, 'nodeSelector')];
  if (Object.keys(was).every((key) => was[key] === is[key])) return;
  const rule = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
  report.invalid('spec.nodeSelector', next.nodeSelector, rule);
}

function checkNodeAffinity(report: Report, old: Part, next: Part): void {
  const termsOf = (spec: Part): readonly Part[] =>
    listAt(partAt(partAt(partAt(spec, 'affinity'), 'nodeAffinity'), REQUIRED_TERMS), 'nodeSelectorTerms');
  const [was, is] = [termsOf(old), termsOf(next)];
  const at = `spec.affinity.nodeAffinity.${REQUIRED_TERMS}.nodeSelectorTerms`;
  if (was.length > 0 && was.length !== is.length) {
    report.invalid(at, is, 'no additions/deletions to non-empty NodeSelectorTerms list are allowed');
    return;
  }
  was.forEach((term, index) => {
    if (hasOnlyAdditions(term, is[index] ?? {})) return;
    report.invalid(`${at}[${index}]`, is[index], 'only additions are allowed (no mutations or deletions)');
  });
}

function hasOnlyAdditions(old: Part, next: Part): boolean {
  const lists = ['matchExpressions', 'matchFields'];
  const isEmpty = (term: Part): boolean => lists.every((list) => listAt(term, list).length === 0);
  if (isEmpty(old)) return isEmpty(next);
  return lists.every((list) => {
    const was = listAt(old, list);
    return deepEqual(was, listAt(next, list).slice(0, was.length));
  });
}

/** What may change, as it was. */
function mungedFields(old: Part, next: Part): Part {
  const withOldImages = (list: string): readonly Part[] | undefined =>
    next[list] === undefined
      ? undefined
      : listAt(next, list).map((container, index) => ({ ...container, image: listAt(old, list)[index]?.image }));
  const { activeDeadlineSeconds, schedulingGates, tolerations, terminationGracePeriodSeconds } = old;
  const isNegative = typeof terminationGracePeriodSeconds === 'number' && terminationGracePeriodSeconds < 0;
  const containers = { containers: withOldImages('containers'), initContainers: withOldImages('initContainers') };
  const munged = { activeDeadlineSeconds, schedulingGates, tolerations, ...containers };
  return isNegative && next.terminationGracePeriodSeconds === 1 ? { ...munged, terminationGracePeriodSeconds } : munged;
}

/** The pod affinities that are wanted beside the node affinity as it was. */
function withNodeAffinityOf(old: Part, affinity: Part): Part | undefined {
  const { nodeAffinity: _, ...others } = affinity;
  const was = partAt(old, 'affinity').nodeAffinity;
  if (was !== undefined) return { ...others, nodeAffinity: was };
  return Object.keys(others).length === 0 && old.affinity === undefined ? undefined : others;
}
