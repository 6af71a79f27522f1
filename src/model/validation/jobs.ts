// Jobs and CronJobs: numbers, modes and policies that fit together, and a schedule that can be read.
// Mirrors pkg/apis/batch/validation/validation.go (v1.36).

import { has, listAt, numberAt, numbersAt, type Part, partAt, textAt } from './parts.ts';
import { checkPodTemplate } from './pods.ts';
import type { Report } from './report.ts';
import { checkNotNegative, checkWord } from './rules.ts';

const MAX_INDEXED_PARALLELISM = 100_000;
const NUMBERS = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
];

export function checkJob(report: Report, job: Part): void {
  checkJobSpec(report, partAt(job, 'spec'), 'spec');
}

function checkJobSpec(report: Report, spec: Part, at: string): void {
  checkNotNegative(report, spec, at, ...NUMBERS);
  if (has(spec, 'maxFailedIndexes') && !has(spec, 'backoffLimitPerIndex')) {
    report.required(`${at}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified');
  }
  checkWord(report, spec, 'completionMode', at, ['NonIndexed', 'Indexed']);
  if (textAt(spec, 'completionMode') === 'Indexed') checkIndexed(report, spec, at);
  else {
    for (const field of ['backoffLimitPerIndex', 'maxFailedIndexes']) {
      if (has(spec, field)) report.invalid(`${at}.${field}`, spec[field], 'requires indexed completion mode');
    }
  }
  const containers = listAt(partAt(partAt(spec, 'template'), 'spec'), 'containers');
  listAt(partAt(spec, 'podFailurePolicy'), 'rules').forEach((rule, index) => {
    checkFailureRule(report, rule, `${at}.podFailurePolicy.rules[${index}]`, containers);
  });
  if (has(spec, 'successPolicy') && listAt(partAt(spec, 'successPolicy'), 'rules').length === 0) {
    const rule = 'at least one rules must be specified when the successPolicy is specified';
    report.required(`${at}.successPolicy.rules`, rule);
  }
  const replacements = has(spec, 'podFailurePolicy') ? ['Failed'] : ['Failed', 'TerminatingOrFailed'];
  checkWord(report, spec, 'podReplacementPolicy', at, replacements);
  const template = partAt(spec, 'template');
  checkPodTemplate(report, template, `${at}.template`);
  const policy = textAt(partAt(template, 'spec'), 'restartPolicy');
  if (policy === '' || policy === 'Always') {
    report.required(`${at}.template.spec.restartPolicy`, 'valid values: "OnFailure", "Never"');
  } else checkWord(report, partAt(template, 'spec'), 'restartPolicy', `${at}.template.spec`, ['OnFailure', 'Never']);
}

function checkIndexed(report: Report, spec: Part, at: string): void {
  if (!has(spec, 'completions')) report.required(`${at}.completions`, 'when completion mode is Indexed');
  const parallelism = numberAt(spec, 'parallelism') ?? 0;
  if (parallelism > MAX_INDEXED_PARALLELISM) {
    const rule = `must be less than or equal to ${MAX_INDEXED_PARALLELISM} when completion mode is Indexed`;
    report.invalid(`${at}.parallelism`, parallelism, rule);
  }
}

function checkFailureRule(report: Report, rule: Part, at: string, containers: readonly Part[]): void {
  checkWord(report, rule, 'action', at, ['Count', 'FailIndex', 'FailJob', 'Ignore'], true);
  const codes = partAt(rule, 'onExitCodes');
  if (!has(rule, 'onExitCodes') && listAt(rule, 'onPodConditions').length === 0) {
    report.plain(at, 'Invalid value', 'specifying one of OnExitCodes and OnPodConditions is required');
  }
  const isIn = textAt(codes, 'operator') === 'In';
  numbersAt(codes, 'values').forEach((code, index) => {
    const where = `${at}.onExitCodes.values[${index}]`;
    if (isIn && code === 0) report.invalid(where, code, 'must not be 0 for the In operator');
  });
  const name = textAt(codes, 'containerName');
  if (name !== '' && !containers.some((container) => container.name === name)) {
    const rule = 'must be one of the container or initContainer names in the pod template';
    report.invalid(`${at}.onExitCodes.containerName`, name, rule);
  }
}

export function checkCronJob(report: Report, job: Part): void {
  const spec = partAt(job, 'spec');
  const schedule = textAt(spec, 'schedule');
  if (schedule === '') report.required('spec.schedule');
  else checkSchedule(report, schedule);
  checkNotNegative(report, spec, 'spec', 'startingDeadlineSeconds');
  if (textAt(spec, 'timeZone').toLowerCase() === 'local') {
    const rule = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones';
    report.invalid('spec.timeZone', spec.timeZone, rule);
  }
  checkWord(report, spec, 'concurrencyPolicy', 'spec', ['Allow', 'Forbid', 'Replace']);
  checkJobSpec(report, partAt(partAt(spec, 'jobTemplate'), 'spec'), 'spec.jobTemplate.spec');
  checkNotNegative(report, spec, 'spec', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit');
}

function checkSchedule(report: Report, schedule: string): void {
  if (/TZ/.test(schedule)) {
    const rule = 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead';
    report.invalid('spec.schedule', schedule, rule);
    return;
  }
  const fields = schedule.trim().split(/\s+/);
  if (schedule.startsWith('@') || fields.length === 5) return;
  const found = `found ${fields.length}: [${fields.join(' ')}]`;
  report.invalid('spec.schedule', schedule, `expected exactly 5 fields, ${found}`);
}
