// Requests and limits of containers: which resources there are, which amounts make sense, what needs what.
// Mirrors validateResourceRequirements of pkg/apis/core/validation/validation.go (v1.36).

import { compareQuantities, formatQuantity, parseQuantity, type Quantity, signOf, wholeValueOf } from '../quantity.ts';
import { type Part, partAt } from './parts.ts';

import type { Report } from './report.ts';

const STANDARD: readonly string[] = ['cpu', 'memory', 'ephemeral-storage'];

/** Checks a container's (or pod's) resources. */
export function checkResources(report: Report, resources: Part, at: string): void {
  const limits = partAt(resources, 'limits');
  const requests = partAt(resources, 'requests');
  for (const [name, amount] of Object.entries(limits)) {
    const where = `${at}.limits[${name}]`;
    checkResourceName(report, name, where);
    checkAmount(report, name, amount, where);
  }
  for (const [name, amount] of Object.entries(requests)) {
    const where = `${at}.requests[${name}]`;
    checkResourceName(report, name, where);
    const request = checkAmount(report, name, amount, where);
    const limit = quantityOf(limits[name]);
    if (request !== undefined && limit !== undefined) checkAgainstLimit(report, name, request, limit, at);
    else if (limit === undefined && !isOvercommitable(name)) {
      report.required(`${at}.limits`, 'Limit must be set for non overcommitable resources');
    }
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  const hasHugePages = names.some((name) => name.startsWith('hugepages-'));
  if (hasHugePages && !names.includes('cpu') && !names.includes('memory')) {
    report.forbidden(at, 'HugePages require cpu or memory');
  }
}

/** Whether an amount is a whole number. */
export function isWhole(quantity: Quantity): boolean {
  const whole = parseQuantity(String(wholeValueOf(quantity)));
  return whole.ok && compareQuantities(whole.value, quantity) === 0;
}

function checkAgainstLimit(report: Report, name: string, request: Quantity, limit: Quantity, at: string): void {
  const order = compareQuantities(request, limit);
  const value = formatQuantity(request);
  const where = `${at}.requests`;
  const limitText = `${name} limit of ${formatQuantity(limit)}`;
  if (!isOvercommitable(name) && order !== 0) report.invalid(where, value, `must be equal to ${limitText}`);
  else if (order > 0) report.invalid(where, value, `must be less than or equal to ${limitText}`);
}

function checkResourceName(report: Report, name: string, at: string): void {
  if (STANDARD.includes(name) || name.startsWith('hugepages-') || name.includes('/')) return;
  report.invalid(at, name, 'must be a standard resource type or fully qualified');
  report.invalid(at, name, 'must be a standard resource for containers');
}

function checkAmount(report: Report, name: string, amount: unknown, at: string): Quantity | undefined {
  const quantity = quantityOf(amount);
  if (quantity === undefined) return undefined;
  if (signOf(quantity) < 0) report.invalid(at, String(amount), 'must be greater than or equal to 0');
  else if (!STANDARD.includes(name) && !name.startsWith('hugepages-') && !isWhole(quantity)) {
    report.invalid(at, formatQuantity(quantity), 'must be an integer');
  }
  return quantity;
}

/** A quantity as it was written; `undefined` where it is absent or none. */
export function quantityOf(amount: unknown): Quantity | undefined {
  if (typeof amount !== 'string' && typeof amount !== 'number') return undefined;
  const parsed = parseQuantity(String(amount));
  return parsed.ok ? parsed.value : undefined;
}

/** Extended resources and huge pages cannot be promised twice. */
function isOvercommitable(name: string): boolean {
  return !name.includes('/') && !name.startsWith('hugepages-');
}
