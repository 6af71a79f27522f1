// Probes and lifecycle hooks: one handler each, ports that exist, thresholds that make sense.
// Mirrors validateProbe, validateHandler of pkg/apis/core/validation/validation.go (v1.36).

import { has, listAt, numberAt, type Part, partAt, textAt } from './parts.ts';
import type { Report } from './report.ts';
import { checkNotNegative, checkPort, checkPortNumber, checkText, checkWord } from './rules.ts';

const NUMBERS = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'];
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const HTTP_HEADER = /^[-A-Za-z0-9]+$/;
const HTTP_HEADER_RULE = "a valid HTTP header must consist of alphanumeric characters or '-'";

/** The three probes and the hooks of a container; grace is that of its pod, in seconds. */
export function checkHandlers(report: Report, container: Part, at: string, graceSeconds: number): void {
  if (has(container, 'lifecycle')) {
    const lifecycle = partAt(container, 'lifecycle');
    for (const hook of ['postStart', 'preStop']) {
      if (has(lifecycle, hook)) {
        checkHandler(report, partAt(lifecycle, hook), `${at}.lifecycle.${hook}`, graceSeconds);
      }
    }
  }
  for (const name of PROBES) {
    if (has(container, name)) checkProbe(report, name, partAt(container, name), `${at}.${name}`, graceSeconds);
  }
}

function checkProbe(
  report: Report,
  name: (typeof PROBES)[number],
  probe: Part,
  at: string,
  graceSeconds: number,
): void {
  checkHandler(report, probe, at, graceSeconds);
  checkNotNegative(report, probe, at, ...NUMBERS);
  const grace = numberAt(probe, 'terminationGracePeriodSeconds');
  const graceAt = `${at}.terminationGracePeriodSeconds`;
  if (grace !== undefined && grace <= 0) report.invalid(graceAt, grace, 'must be greater than 0');
  if (name === 'readinessProbe') {
    if (grace !== undefined) report.invalid(graceAt, grace, 'must not be set for readinessProbes');
    return;
  }
  const successes = numberAt(probe, 'successThreshold') ?? 1;
  if (successes > 1) report.invalid(`${at}.successThreshold`, successes, 'must be 1');
}

function checkHandler(report: Report, handler: Part, at: string, graceSeconds: number): void {
  const given = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'].filter((type) => has(handler, type));
  const [first, ...others] = given;
  for (const type of others) report.forbidden(`${at}.${type}`, 'may not specify more than 1 handler type');
  if (first === undefined) {
    report.required(at, 'must specify a handler type');
    return;
  }
  const action = partAt(handler, first);
  const where = `${at}.${first}`;
  switch (first) {
    case 'exec':
      if (listAt(action, 'command').length === 0) report.required(`${where}.command`);
      return;
    case 'httpGet':
      checkPort(report, action.port, `${where}.port`);
      checkWord(report, action, 'scheme', where, ['HTTP', 'HTTPS']);
      for (const header of listAt(action, 'httpHeaders')) {
        const name = textAt(header, 'name');
        if (!HTTP_HEADER.test(name)) {
          const example = `(e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')`;
          report.invalid(`${where}.httpHeaders`, name, `${HTTP_HEADER_RULE} ${example}`);
        }
      }
      return;
    case 'tcpSocket':
      checkPort(report, action.port, `${where}.port`);
      return;
    case 'grpc':
      checkPortNumber(report, action.port, `${where}.port`);
      return;
    default: {
      const seconds = numberAt(action, 'seconds') ?? 0;
      if (seconds >= 0 && seconds <= graceSeconds) return;
      const rule = `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`;
      report.invalid(where, seconds, rule);
    }
  }
}

/** Hooks and probes that a container may not have. */
export function forbidHandlers(report: Report, container: Part, at: string, detail: string): void {
  for (const field of ['lifecycle', ...PROBES]) if (has(container, field)) report.forbidden(`${at}.${field}`, detail);
}

/** A key of a ConfigMap or Secret, and the name of that. */
export function checkKeySelector(report: Report, selector: Part, at: string): void {
  checkText(report, selector, 'name', at);
  checkText(report, selector, 'key', at);
}
