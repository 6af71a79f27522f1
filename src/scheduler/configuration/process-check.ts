// The parts of a configuration that are read and not modelled: the client, the election of a leader, extenders. What is
// wrong in them keeps a real scheduler from starting, so that it is said here, too.
// Mirrors staging/src/k8s.io/component-base/config/validation/validation.go and validateExtenders of
// pkg/scheduler/apis/config/validation/validation.go (v1.36).

import { parseDurationMicros } from '../../base/duration.ts';
import { MICROS_PER_SECOND } from '../../base/time.ts';
import { labelKeyErrors } from '../../model/label-syntax.ts';
import { listAt, numberAt, type Part, partAt, textAt } from '../../model/validation/parts.ts';
import type { Report } from '../../model/validation/report.ts';
import { isExtendedResource } from '../plugins/node-resources-fit.ts';

const ELECTION_SECONDS = { leaseDuration: 15, renewDeadline: 10, retryPeriod: 2 } as const;

/** Complains about the client's connection and the election of a leader. */
export function checkProcess(report: Report, configuration: Part): void {
  const burst = numberAt(partAt(configuration, 'clientConnection'), 'burst') ?? 0;
  if (burst < 0) report.invalid('clientConnection.burst', burst, 'must be non-negative');
  const election = partAt(configuration, 'leaderElection');
  if (election.leaderElect === false) return;
  checkDurations(report, election);
  const lock = textAt(election, 'resourceLock') || 'leases';
  if (lock !== 'leases') report.invalid('leaderElection.resourceLock', lock, 'resourceLock value must be "leases"');
}

/** A duration of nothing is that of the default. */
function checkDurations(report: Report, election: Part): void {
  const micros = (field: keyof typeof ELECTION_SECONDS): number | undefined => {
    const read = parseDurationMicros(textAt(election, field) || '0');
    return read === 0 ? ELECTION_SECONDS[field] * MICROS_PER_SECOND : read;
  };
  for (const field of ['leaseDuration', 'renewDeadline', 'retryPeriod'] as const) {
    const read = micros(field);
    const value = textAt(election, field);
    if (read === undefined) report.invalid(`leaderElection.${field}`, value, 'not a duration such as 15s');
    else if (read < 0) report.invalid(`leaderElection.${field}`, value, 'must be greater than zero');
  }
  const [lease, renew] = [micros('leaseDuration'), micros('renewDeadline')];
  if (lease === undefined || renew === undefined || lease > renew) return;
  const deadline = textAt(election, 'renewDeadline') || `${ELECTION_SECONDS.renewDeadline}s`;
  report.invalid('leaderElection.leaseDuration', deadline, 'must be greater than `RenewDeadline`');
}

/** Complains about extenders. */
export function checkExtenders(report: Report, extenders: readonly Part[]): void {
  const seen = new Set<string>();
  extenders.forEach((extender, index) => {
    const at = `extenders[${index}]`;
    const weight = numberAt(extender, 'weight') ?? 0;
    if (textAt(extender, 'prioritizeVerb') !== '' && weight <= 0) {
      report.invalid(`${at}.weight`, weight, 'must have a positive weight applied to it');
    }
    listAt(extender, 'managedResources').forEach((resource, place) => {
      checkManaged(report, textAt(resource, 'name'), `${at}.managedResources[${place}].name`, seen);
    });
  });
  const binders = extenders.filter((extender) => textAt(extender, 'bindVerb') !== '').length;
  if (binders < 2) return;
  report.invalid('extenders', `found ${binders} extenders implementing bind`, 'only one extender can implement bind');
}

function checkManaged(report: Report, name: string, at: string, seen: Set<string>): void {
  const errors = labelKeyErrors(name);
  for (const error of errors) report.invalid(at, name, error);
  if (errors.length === 0 && !isExtendedResource(name)) {
    report.invalid(at, name, 'is an invalid extended resource name');
  }
  if (seen.has(name)) report.invalid(at, name, 'duplicate extender managed resource name');
  seen.add(name);
}
