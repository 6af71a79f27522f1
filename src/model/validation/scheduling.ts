// What a pod asks of the scheduler: affinity, tolerations, spreading.
// Mirrors validateAffinity, ValidateTolerations, validateTopologySpreadConstraints of core/validation (v1.36).

import { labelValueErrors } from '../label-syntax.ts';
import { has, listAt, numberAt, type Part, partAt, textAt } from './parts.ts';
import type { Report } from './report.ts';
import { checkWord } from './rules.ts';
import { checkLabelKey, checkRequirement, checkSelector } from './selectors.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const WEIGHT_RULE = 'must be in the range 1-100';
export const TAINT_EFFECTS: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const KEY_NEEDS_EXISTS = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';

/** Affinity to nodes and pods. */
export function checkAffinity(report: Report, affinity: Part, at: string): void {
  const node = partAt(affinity, 'nodeAffinity');
  const required = `${at}.nodeAffinity.${REQUIRED}.nodeSelectorTerms`;
  if (has(node, REQUIRED)) {
    const terms = listAt(partAt(node, REQUIRED), 'nodeSelectorTerms');
    if (terms.length === 0) report.required(required, 'must have at least one node selector term');
    terms.forEach((term, index) => {
      checkNodeTerm(report, term, `${required}[${index}]`);
    });
  }
  listAt(node, PREFERRED).forEach((term, index) => {
    const where = `${at}.nodeAffinity.${PREFERRED}[${index}]`;
    checkWeight(report, term, where);
    checkNodeTerm(report, partAt(term, 'preference'), `${where}.preference`);
  });
  for (const sort of ['podAffinity', 'podAntiAffinity']) {
    const pods = partAt(affinity, sort);
    listAt(pods, REQUIRED).forEach((term, index) => {
      checkPodTerm(report, term, `${at}.${sort}.${REQUIRED}[${index}]`);
    });
    listAt(pods, PREFERRED).forEach((term, index) => {
      const where = `${at}.${sort}.${PREFERRED}[${index}]`;
      checkWeight(report, term, where);
      checkPodTerm(report, partAt(term, 'podAffinityTerm'), `${where}.podAffinityTerm`);
    });
  }
}

function checkWeight(report: Report, term: Part, at: string): void {
  const weight = numberAt(term, 'weight') ?? 0;
  if (weight < 1 || weight > 100) report.invalid(`${at}.weight`, weight, WEIGHT_RULE);
}

/** One term of a node selector. */
export function checkNodeTerm(report: Report, term: Part, at: string): void {
  listAt(term, 'matchExpressions').forEach((requirement, index) => {
    checkRequirement(report, requirement, `${at}.matchExpressions[${index}]`, true);
  });
}

function checkPodTerm(report: Report, term: Part, at: string): void {
  checkSelector(report, partAt(term, 'labelSelector'), `${at}.labelSelector`);
  checkSelector(report, partAt(term, 'namespaceSelector'), `${at}.namespaceSelector`);
  const key = textAt(term, 'topologyKey');
  if (key === '') report.required(`${at}.topologyKey`, 'can not be empty');
  checkLabelKey(report, key, `${at}.topologyKey`);
}

/** Tolerations of taints. */
export function checkTolerations(report: Report, tolerations: readonly Part[], at: string): void {
  tolerations.forEach((toleration, index) => {
    const where = `${at}[${index}]`;
    const [key, operator, value, effect] = ['key', 'operator', 'value', 'effect'].map((f) => textAt(toleration, f));
    if (key !== '' && key !== undefined) checkLabelKey(report, key, `${where}.key`);
    else if (operator !== 'Exists') report.invalid(`${where}.operator`, operator, KEY_NEEDS_EXISTS);
    if (has(toleration, 'tolerationSeconds') && effect !== 'NoExecute') {
      report.invalid(`${where}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
    }
    if (operator === 'Exists') {
      const rule = "value must be empty when `operator` is 'Exists'";
      if (value !== '') report.invalid(`${where}.operator`, value, rule);
    } else if (operator === 'Equal' || operator === '') {
      const errors = labelValueErrors(value ?? '');
      if (errors.length > 0) report.invalid(`${where}.operator`, value, errors.join(';'));
    } else report.unsupported(`${where}.operator`, operator, ['Equal', 'Exists']);
    checkWord(report, toleration, 'effect', where, TAINT_EFFECTS);
  });
}

/** Topology spread constraints. */
export function checkSpreading(report: Report, constraints: readonly Part[], at: string): void {
  const pairs = new Set<string>();
  constraints.forEach((constraint, index) => {
    const where = `${at}[${index}]`;
    const skew = numberAt(constraint, 'maxSkew') ?? 0;
    if (skew <= 0) report.invalid(`${where}.maxSkew`, skew, 'must be greater than zero');
    const key = textAt(constraint, 'topologyKey');
    if (key === '') report.required(`${where}.topologyKey`, 'can not be empty');
    const action = textAt(constraint, 'whenUnsatisfiable');
    checkWord(report, constraint, 'whenUnsatisfiable', where, ['DoNotSchedule', 'ScheduleAnyway'], true);
    const pair = `{${key}, ${action}}`;
    if (pairs.has(pair)) report.duplicate(`${where}.{topologyKey, whenUnsatisfiable}`, pair);
    pairs.add(pair);
    const domains = numberAt(constraint, 'minDomains');
    if (domains !== undefined) {
      if (domains <= 0) report.invalid(`${where}.minDomains`, domains, 'must be greater than zero');
      if (action !== 'DoNotSchedule') {
        const rule = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`;
        report.invalid(`${where}.minDomains`, domains, rule);
      }
    }
    for (const field of ['nodeAffinityPolicy', 'nodeTaintsPolicy']) {
      checkWord(report, constraint, field, where, ['Honor', 'Ignore']);
    }
    if (listAt(constraint, 'matchLabelKeys').length > 0 && !has(constraint, 'labelSelector')) {
      report.forbidden(`${where}.matchLabelKeys`, 'must not be specified when labelSelector is not set');
    }
    checkSelector(report, partAt(constraint, 'labelSelector'), `${where}.labelSelector`);
  });
}
