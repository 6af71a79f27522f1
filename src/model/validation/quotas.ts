// Quotas and limit ranges: amounts that can be counted, bounds in order.
// Mirrors ValidateResourceQuotaSpec, ValidateLimitRange of pkg/apis/core/validation/validation.go (v1.36).

import { compareQuantities, formatQuantity, parseQuantity, type Quantity, signOf } from '../quantity.ts';
import { has, listAt, type Part, partAt, textAt, textsAt } from './parts.ts';
import type { Report } from './report.ts';
import { isWhole, quantityOf } from './resources.ts';

/** Resources of which there may be parts. */
const DIVISIBLE = /^((requests|limits)\.)?(cpu|memory|ephemeral-storage|storage)$/;
const OPPOSITES: readonly (readonly [string, string])[] = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
];
const SCOPE_VALUES = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";

export function checkQuota(report: Report, quota: Part): void {
  const spec = partAt(quota, 'spec');
  for (const [name, amount] of Object.entries(partAt(spec, 'hard'))) {
    const quantity = quantityOf(amount);
    const at = `spec.hard[${name}]`;
    if (quantity === undefined) continue;
    if (signOf(quantity) < 0) report.invalid(at, String(amount), 'must be greater than or equal to 0');
    else if (!DIVISIBLE.test(name) && !isWhole(quantity))
      report.invalid(at, formatQuantity(quantity), 'must be an integer');
  }
  const scopes = textsAt(spec, 'scopes');
  if (OPPOSITES.some((pair) => pair.every((scope) => scopes.includes(scope)))) {
    report.invalid('spec.scopes', scopes, 'conflicting scopes');
  }
  for (const requirement of listAt(partAt(spec, 'scopeSelector'), 'matchExpressions')) {
    const needsValues = ['In', 'NotIn'].includes(textAt(requirement, 'operator'));
    if (needsValues && listAt(requirement, 'values').length === 0) {
      report.required('spec.scopeSelector.matchExpressions.values', SCOPE_VALUES);
    }
  }
}

export function checkLimitRange(report: Report, range: Part): void {
  const types = new Set<string>();
  listAt(partAt(range, 'spec'), 'limits').forEach((limit, index) => {
    const at = `spec.limits[${index}]`;
    const type = textAt(limit, 'type');
    if (types.has(type)) report.duplicate(`${at}.type`, type);
    types.add(type);
    if (type === 'Pod') {
      for (const field of ['default', 'defaultRequest']) {
        if (has(limit, field)) report.forbidden(`${at}.${field}`, "may not be specified when `type` is 'Pod'");
      }
    }
    const names = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'];
    const resources = new Set(names.flatMap((field) => Object.keys(partAt(limit, field))));
    const filled = type === 'Container' ? withDefaults(limit) : limit;
    for (const resource of resources) checkBounds(report, filled, resource, at);
  });
}

/** The API server's defaults: the maximum limits, the limit or else the minimum is requested. */
function withDefaults(limit: Part): Part {
  const limits = { ...partAt(limit, 'max'), ...partAt(limit, 'default') };
  const requests = { ...partAt(limit, 'min'), ...limits, ...partAt(limit, 'defaultRequest') };
  return { ...limit, default: limits, defaultRequest: requests };
}

/** min <= default request <= default <= max, as far as they are given. */
function checkBounds(report: Report, limit: Part, resource: string, at: string): void {
  const amount = (field: string): Quantity | undefined => quantityOf(partAt(limit, field)[resource]);
  const order = (low: string, high: string, say: (a: string, b: string) => void): void => {
    const [a, b] = [amount(low), amount(high)];
    if (a !== undefined && b !== undefined && compareQuantities(a, b) > 0) say(formatQuantity(a), formatQuantity(b));
  };
  order('min', 'max', (min, max) => {
    report.invalid(`${at}.min[${resource}]`, min, `min value ${min} is greater than max value ${max}`);
  });
  const requestAt = `${at}.defaultRequest[${resource}]`;
  const defaultAt = `${at}.default[${resource}]`;
  order('min', 'defaultRequest', (min, request) => {
    report.invalid(requestAt, request, `min value ${min} is greater than default request value ${request}`);
  });
  order('defaultRequest', 'max', (request, max) => {
    report.invalid(requestAt, request, `default request value ${request} is greater than max value ${max}`);
  });
  order('defaultRequest', 'default', (request, limit_) => {
    report.invalid(
      requestAt,
      request,
      `default request value ${request} is greater than default limit value ${limit_}`,
    );
  });
  order('min', 'default', (min, value) => {
    report.invalid(defaultAt, min, `min value ${min} is greater than default value ${value}`);
  });
  order('default', 'max', (value, max) => {
    report.invalid(defaultAt, max, `default value ${value} is greater than max value ${max}`);
  });
  const ratio = amount('maxLimitRequestRatio');
  const one = parseQuantity('1');
  if (ratio === undefined || !one.ok || compareQuantities(ratio, one.value) >= 0) return;
  const text = formatQuantity(ratio);
  report.invalid(`${at}.maxLimitRequestRatio[${resource}]`, text, `ratio ${text} is less than 1`);
}
