// `kubectl describe job` and `cronjob`.
// Mirrors staging/src/k8s.io/kubectl/pkg/describe/describe.go, describeJob, describeCronJob (v1.36).

import type { Micros } from '../../base/time.ts';
import type { KubeObject, LabelSelector, ObjectReference, PodTemplateSpec } from '../../model/objects.ts';
import { compiledSelector, formatSelector } from '../../model/selector.ts';
import { humanDuration } from '../printers/human-duration.ts';
import { describeEvents } from './events.ts';
import { controllerText, type DescribeSource, describeAnnotations, describeLabels, timeText } from './shared-parts.ts';
import { TabbedText } from './tabbed-text.ts';
import { describeTemplate } from './template.ts';

interface JobSpec {
  readonly selector?: LabelSelector;
  readonly parallelism?: number;
  readonly completions?: number;
  readonly completionMode?: string;
  readonly suspend?: boolean;
  readonly backoffLimit?: number;
  readonly ttlSecondsAfterFinished?: number;
  readonly activeDeadlineSeconds?: number;
  readonly template: PodTemplateSpec;
}

interface Job extends KubeObject {
  readonly spec: JobSpec;
  readonly status?: {
    readonly startTime?: Micros;
    readonly completionTime?: Micros;
    readonly active?: number;
    readonly ready?: number;
    readonly succeeded?: number;
    readonly failed?: number;
    readonly completedIndexes?: string;
  };
}

interface CronJob extends KubeObject {
  readonly spec: {
    readonly schedule: string;
    readonly concurrencyPolicy?: string;
    readonly suspend?: boolean;
    readonly timeZone?: string;
    readonly successfulJobsHistoryLimit?: number;
    readonly failedJobsHistoryLimit?: number;
    readonly startingDeadlineSeconds?: number;
    readonly jobTemplate: { readonly spec: JobSpec };
  };
  readonly status?: { readonly lastScheduleTime?: Micros; readonly active?: readonly ObjectReference[] };
}

const INDEXES_SHOWN = 50;

/** kubectl's description of a Job at a moment. */
export function describeJob(object: KubeObject, source: DescribeSource): string {
  const { metadata, spec, status = {} } = object as Job;
  const text = new TabbedText();
  const given = (title: string, value: unknown): void => {
    if (value !== undefined && value !== '') text.line(0, `${title}:\t${String(value)}`);
  };
  text.line(0, `Name:\t${metadata.name}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  text.line(0, `Selector:\t${spec.selector === undefined ? '' : formatSelector(compiledSelector(spec.selector))}`);
  describeLabels(text, 'Labels', metadata.labels);
  describeAnnotations(text, 'Annotations', metadata.annotations);
  given('Controlled By', controllerText(object));
  given('Parallelism', spec.parallelism);
  text.line(0, `Completions:\t${spec.completions ?? '<unset>'}`);
  given('Completion Mode', spec.completionMode);
  given('Suspend', spec.suspend);
  given('Backoff Limit', spec.backoffLimit);
  given('TTL Seconds After Finished', spec.ttlSecondsAfterFinished);
  const { startTime, completionTime, active = 0, ready, succeeded = 0, failed = 0 } = status;
  given('Start Time', timeText(source, startTime));
  given('Completed At', timeText(source, completionTime));
  if (startTime !== undefined && completionTime !== undefined) {
    text.line(0, `Duration:\t${humanDuration(completionTime - startTime)}`);
  }
  given('Active Deadline Seconds', spec.activeDeadlineSeconds === undefined ? '' : `${spec.activeDeadlineSeconds}s`);
  const running = ready === undefined ? `${active} Active` : `${active} Active (${ready} Ready)`;
  text.line(0, `Pods Statuses:\t${running} / ${succeeded} Succeeded / ${failed} Failed`);
  if (spec.completionMode === 'Indexed') text.line(0, `Completed Indexes:\t${indexesText(status.completedIndexes)}`);
  describeTemplate(text, source, spec.template);
  describeEvents(text, source, object);
  return text.toText();
}

function indexesText(indexes = ''): string {
  if (indexes === '') return '<none>';
  const end = indexes.indexOf(',', INDEXES_SHOWN);
  return end < 0 ? indexes : `${indexes.slice(0, end + 1)}...`;
}

/** kubectl's description of a CronJob at a moment. */
export function describeCronJob(object: KubeObject, source: DescribeSource): string {
  const { metadata, spec, status = {} } = object as CronJob;
  const text = new TabbedText();
  text.line(0, `Name:\t${metadata.name}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  describeLabels(text, 'Labels', metadata.labels);
  describeAnnotations(text, 'Annotations', metadata.annotations);
  text.line(0, `Schedule:\t${spec.schedule}`);
  text.line(0, `Concurrency Policy:\t${spec.concurrencyPolicy ?? ''}`);
  text.line(0, `Suspend:\t${spec.suspend === undefined ? '<unset>' : spec.suspend ? 'True' : 'False'}`);
  text.line(0, `Time Zone:\t${spec.timeZone ?? '<unset>'}`);
  text.line(0, `Successful Job History Limit:\t${spec.successfulJobsHistoryLimit ?? '<unset>'}`);
  text.line(0, `Failed Job History Limit:\t${spec.failedJobsHistoryLimit ?? '<unset>'}`);
  const deadline = spec.startingDeadlineSeconds;
  text.line(0, `Starting Deadline Seconds:\t${deadline === undefined ? '<unset>' : `${deadline}s`}`);
  const job = spec.jobTemplate.spec;
  const selector = job.selector === undefined ? '<unset>' : formatSelector(compiledSelector(job.selector));
  text.line(0, `Selector:\t${selector}`);
  text.line(0, `Parallelism:\t${job.parallelism ?? '<unset>'}`);
  text.line(0, `Completions:\t${job.completions ?? '<unset>'}`);
  if (job.activeDeadlineSeconds !== undefined) {
    text.line(0, `Active Deadline Seconds:\t${job.activeDeadlineSeconds}s`);
  }
  describeTemplate(text, source, job.template);
  text.line(0, `Last Schedule Time:\t${timeText(source, status.lastScheduleTime) || '<unset>'}`);
  text.line(0, `Active Jobs:\t${(status.active ?? []).map(({ name }) => name).join(', ') || '<none>'}`);
  describeEvents(text, source, object);
  return text.toText();
}
