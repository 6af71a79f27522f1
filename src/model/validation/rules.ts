// The small rules that many fields share: numbers that may not be negative, ports, percentages, names, one of some
// words. Mirrors pkg/apis/core/validation/validation.go, staging/src/k8s.io/apimachinery/pkg/util/validation (v1.36).

import { deepEqual } from '../../base/deep-equal.ts';
import { dnsLabelErrors, dnsSubdomainErrors } from '../label-syntax.ts';
import { has, numberAt, type Part, partAt, textAt } from './parts.ts';
import type { Report } from './report.ts';

const NOT_NEGATIVE = 'must be greater than or equal to 0';
const PORT_RANGE = 'must be between 1 and 65535, inclusive';
const PORT_NAME = /^[-a-z0-9]+$/;
const PORT_NAME_MAX = 15;

/** Numbers that are absent or at least 0. */
export function checkNotNegative(report: Report, part: Part, at: string, ...fields: readonly string[]): void {
  for (const field of fields) {
    const value = numberAt(part, field);
    if (value !== undefined && value < 0) report.invalid(`${at}.${field}`, value, NOT_NEGATIVE);
  }
}

/** A text that is absent or one of some words; an empty one counts as given where `isRequired`. */
export function checkWord(
  report: Report,
  part: Part,
  field: string,
  at: string,
  words: readonly string[],
  isRequired = false,
): void {
  const value = textAt(part, field);
  if ((value !== '' || isRequired) && !words.includes(value)) report.unsupported(`${at}.${field}`, value, words);
}

/** A text that has to be there. */
export function checkText(report: Report, part: Part, field: string, at: string): boolean {
  if (textAt(part, field) !== '') return true;
  report.required(`${at}.${field}`);
  return false;
}

export function checkDnsLabel(report: Report, value: string, at: string): void {
  for (const error of dnsLabelErrors(value)) report.invalid(at, value, error);
}

export function checkDnsSubdomain(report: Report, value: string, at: string): void {
  for (const error of dnsSubdomainErrors(value)) report.invalid(at, value, error);
}

/** A port number from 1 to 65535. */
export function checkPortNumber(report: Report, value: unknown, at: string): void {
  if (typeof value !== 'number' || value < 1 || value > 65_535) report.invalid(at, value ?? 0, PORT_RANGE);
}

/** What is wrong with the name of a port. */
export function portNameErrors(name: string): readonly string[] {
  const errors: string[] = [];
  if (name.length > PORT_NAME_MAX) errors.push(`must be no more than ${PORT_NAME_MAX} characters`);
  if (!PORT_NAME.test(name)) errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(name)) errors.push('must contain at least one letter (a-z)');
  if (name.includes('--')) errors.push('must not contain consecutive hyphens');
  if (/^-|-$/.test(name)) errors.push('must not begin or end with a hyphen');
  return errors;
}

/** A port by number or name. */
export function checkPort(report: Report, value: unknown, at: string): void {
  if (typeof value !== 'string') checkPortNumber(report, value, at);
  else for (const error of portNameErrors(value)) report.invalid(at, value, error);
}

/** A whole number of at least 0, or a percentage. */
export function checkIntOrPercent(report: Report, part: Part, field: string, at: string): void {
  if (!has(part, field)) return;
  const value = part[field];
  if (typeof value === 'number') {
    checkNotNegative(report, part, at, field);
  } else if (!/^[0-9]+%$/.test(String(value))) {
    const rule = "a valid percent string must be a numeric string followed by an ending '%'";
    report.invalid(`${at}.${field}`, value, `${rule} (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')`);
  }
}

/** At most 100 percent, where it is a percentage. */
export function checkAtMostAll(report: Report, part: Part, field: string, at: string): void {
  const value = textAt(part, field);
  if (/^[0-9]+%$/.test(value) && Number.parseInt(value, 10) > 100) {
    report.invalid(`${at}.${field}`, value, 'must not be greater than 100%');
  }
}

/** A field below the spec, or at the top, that has to stay as it was. `show`: its value as the text has it. */
export function checkFixed(
  report: Report,
  old: Part,
  next: Part,
  at: 'spec' | '',
  field: string,
  show: (value: unknown) => unknown = (value) => value,
): void {
  const [was, is] = at === '' ? [old, next] : [partAt(old, at), partAt(next, at)];
  if (deepEqual(was[field] ?? undefined, is[field] ?? undefined)) return;
  report.invalid(at === '' ? field : `${at}.${field}`, show(is[field]), 'field is immutable');
}
