// Label selectors in objects, and whether they find what stands beside them.
// Mirrors staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go (v1.36).

import { labelKeyErrors, labelValueErrors } from '../label-syntax.ts';
import { checkLabels } from './metadata.ts';
import { listAt, type Part, partAt, textAt, textsAt } from './parts.ts';
import type { Report } from './report.ts';

/** Checks a selector's own rules; true when there was nothing to complain about. */
export function checkSelector(report: Report, selector: Part, at: string): boolean {
  const before = report.errors.length;
  checkLabels(report, partAt(selector, 'matchLabels'), `${at}.matchLabels`);
  listAt(selector, 'matchExpressions').forEach((requirement, index) => {
    checkRequirement(report, requirement, `${at}.matchExpressions[${index}]`, false);
  });
  return report.errors.length === before;
}

/** One requirement of a selector; those of node selectors may also compare numbers. */
export function checkRequirement(report: Report, requirement: Part, at: string, canCompare: boolean): void {
  const values = textsAt(requirement, 'values');
  const operator = textAt(requirement, 'operator');
  const where = `${at}.values`;
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) report.required(where, "must be specified when `operator` is 'In' or 'NotIn'");
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    const rule = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
    if (values.length > 0) report.forbidden(where, rule);
  } else if (canCompare && (operator === 'Gt' || operator === 'Lt')) {
    if (values.length !== 1) report.required(where, "must be specified single value when `operator` is 'Lt' or 'Gt'");
  } else report.invalid(`${at}.operator`, operator, 'not a valid selector operator');
  checkLabelKey(report, textAt(requirement, 'key'), `${at}.key`);
  values.forEach((value, index) => {
    for (const error of labelValueErrors(value)) report.invalid(`${where}[${index}]`, value, error);
  });
}

export function checkLabelKey(report: Report, key: string, at: string): void {
  for (const error of labelKeyErrors(key)) report.invalid(at, key, error);
}
