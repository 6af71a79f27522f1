// Jobs and CronJobs: numbers, modes and policies that fit together, and a schedule that can be read.
// Mirrors pkg/apis/batch/validation/validation.go (v1.36).

import { isTimeZone } from '#later/time-zones';
import { err, ok, type Result } from '../../base/result.ts';
import { goValue } from '../go-value.ts';
import { has, listAt, numberAt, numbersAt, type Part, partAt, textAt } from './parts.ts';
import { checkPodTemplate } from './pods.ts';
import type { Report } from './report.ts';
import { checkFixed, checkNotNegative, checkWord } from './rules.ts';

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
  if (has(spec, 'successPolicy')) checkSuccessPolicy(report, spec, `${at}.successPolicy.rules`);
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

function checkSuccessPolicy(report: Report, spec: Part, at: string): void {
  const completions = numberAt(spec, 'completions') ?? 0;
  const rules = listAt(partAt(spec, 'successPolicy'), 'rules');
  if (rules.length === 0) {
    report.required(at, 'at least one rules must be specified when the successPolicy is specified');
  }
  rules.forEach((rule, index) => {
    const [hasCount, hasIndexes] = [has(rule, 'succeededCount'), has(rule, 'succeededIndexes')];
    if (!hasCount && !hasIndexes) {
      report.required(`${at}[${index}]`, 'at least one of succeededCount or succeededIndexes must be specified');
    }
    const indexes = countIndexes(textAt(rule, 'succeededIndexes'), completions);
    if (!indexes.ok) {
      const where = `${at}[${index}].succeededIndexes`;
      report.invalid(where, rule.succeededIndexes, `error parsing succeededIndexes: ${indexes.error}`);
    }
    if (!hasCount) return;
    checkNotNegative(report, rule, `${at}[${index}]`, 'succeededCount');
    const most = (limit: number, what: string): void => {
      if ((numberAt(rule, 'succeededCount') ?? 0) <= limit) return;
      const bound = `must be less than or equal to ${limit} (the number of ${what})`;
      report.invalid(`${at}[${index}].succeededCount`, rule.succeededCount, bound);
    };
    most(completions, 'specified completions');
    if (hasIndexes) most(indexes.ok ? indexes.value : 0, 'indexes in the specified succeededIndexes field');
  });
}

/** How many indexes a list of intervals such as `0,2-4` has. */
function countIndexes(text: string, completions: number): Result<number, string> {
  let [count, last] = [0, -1];
  for (const interval of text === '' ? [] : text.split(',')) {
    const limits = interval.split('-');
    if (limits.length > 2) {
      const rule = "violates the requirement that an index interval can have at most two parts separated by '-'";
      return err(`the fragment ${JSON.stringify(interval)} ${rule}`);
    }
    for (const limit of limits) {
      if (!/^[+-]?[0-9]+$/.test(limit)) return err(`cannot convert string to integer for index: "${limit}"`);
      if (Number(limit) >= completions) return err(`too large index: "${limit}"`);
    }
    const [from = 0, to] = limits.map(Number);
    if (to !== undefined && from >= to) return err(`non-increasing order, previous: ${from}, current: ${to}`);
    if (last >= from) return err(`non-increasing order, previous: ${last}, current: ${from}`);
    last = to ?? from;
    count += last - from + 1;
  }
  return ok(count);
}

/** What of a Job stays; where its pods may go can change before it has ever run. */
export function checkJobUpdate(report: Report, old: Part, next: Part): void {
  const [oldSpec, nextSpec] = [partAt(old, 'spec'), partAt(next, 'spec')];
  if (textAt(nextSpec, 'completionMode') !== 'Indexed') checkFixed(report, old, next, 'spec', 'completions');
  else if (has(nextSpec, 'completions') && oldSpec.completions !== nextSpec.completions) {
    if (nextSpec.completions !== nextSpec.parallelism) {
      report.invalid('spec.completions', nextSpec.completions, 'can only be modified in tandem with spec.parallelism');
    }
  }
  checkFixed(report, old, next, 'spec', 'selector');
  const isWaiting = oldSpec.suspend === true && !has(partAt(old, 'status'), 'startTime');
  const kept = isWaiting ? { ...old, spec: { ...oldSpec, template: withPlacementOf(oldSpec, nextSpec) } } : old;
  checkFixed(report, kept, next, 'spec', 'template', (template) => goValue('PodTemplateSpec', template));
  for (const field of FIXED) checkFixed(report, old, next, 'spec', field);
}

const FIXED = ['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'];

/** The old template with what says where pods go as the new one has it. */
function withPlacementOf(old: Part, next: Part): Part {
  const [was, is] = [partAt(old, 'template'), partAt(next, 'template')];
  const [wasSpec, isSpec] = [partAt(was, 'spec'), partAt(is, 'spec')];
  const { labels, annotations } = partAt(is, 'metadata');
  const { nodeSelector, tolerations, schedulingGates } = isSpec;
  const { nodeAffinity: _, ...others } = partAt(wasSpec, 'affinity');
  const { nodeAffinity } = partAt(isSpec, 'affinity');
  const affinity = { ...others, ...(nodeAffinity === undefined ? {} : { nodeAffinity }) };
  const hasAffinity = has(isSpec, 'affinity') || Object.keys(affinity).length > 0;
  const placed = { nodeSelector, tolerations, schedulingGates, affinity: hasAffinity ? affinity : undefined };
  const defined = (part: Part): Part =>
    Object.fromEntries(Object.entries(part).filter(([, value]) => has({ value }, 'value')));
  const metadata = defined({ ...partAt(was, 'metadata'), labels, annotations });
  return { ...was, metadata, spec: defined({ ...wasSpec, ...placed }) };
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
  if (has(spec, 'timeZone')) checkTimeZone(report, textAt(spec, 'timeZone'), 'spec.timeZone');
  checkWord(report, spec, 'concurrencyPolicy', 'spec', ['Allow', 'Forbid', 'Replace']);
  checkJobSpec(report, partAt(partAt(spec, 'jobTemplate'), 'spec'), 'spec.jobTemplate.spec');
  checkNotNegative(report, spec, 'spec', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit');
}

function checkTimeZone(report: Report, zone: string, at: string): void {
  if (zone === '') report.invalid(at, zone, 'timeZone must be nil or non-empty string');
  else if (zone.toLowerCase() === 'local') {
    const rule = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones';
    report.invalid(at, zone, rule);
  } else if (!isTimeZone(zone)) report.invalid(at, zone, `unknown time zone ${zone}`);
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
