// `kubectl get` of the workloads. Mirrors pkg/printers/internalversion/printers.go, printDeployment, printReplicaSet,
// printStatefulSet and their neighbours (v1.36).

import type { Micros } from '../../base/time.ts';
import { isConditionTrue } from '../../model/condition.ts';
import type {
  Condition,
  Deployment,
  LabelSelector,
  PodTemplateSpec,
  ReplicaSet,
  StringMap,
} from '../../model/objects.ts';
import { controllerOf } from '../../model/owners.ts';
import { compiledSelector, formatSelector } from '../../model/selector.ts';
import { containerCells, labelsText, type Plain, selectorText } from './cells.ts';
import { ageAt, humanDuration } from './human-duration.ts';
import { columns, type Printer } from './printer.ts';

const WIDE = ['CONTAINERS', 'IMAGES', 'SELECTOR'];

export const deploymentPrinter: Printer<Deployment> = {
  columns: columns(['NAME', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'AGE'], WIDE),
  row({ metadata, spec, status }, now) {
    return [
      metadata.name,
      `${status.readyReplicas ?? 0}/${spec.replicas}`,
      String(status.updatedReplicas ?? 0),
      String(status.availableReplicas ?? 0),
      ageAt(metadata.creationTimestamp, now),
      ...containerCells(spec.template.spec),
      formatSelector(compiledSelector(spec.selector)),
    ];
  },
};

export const replicaSetPrinter: Printer<ReplicaSet> = {
  columns: columns(['NAME', 'DESIRED', 'CURRENT', 'READY', 'AGE'], WIDE),
  row({ metadata, spec, status }, now) {
    return [
      metadata.name,
      String(spec.replicas),
      String(status.replicas ?? 0),
      String(status.readyReplicas ?? 0),
      ageAt(metadata.creationTimestamp, now),
      ...containerCells(spec.template.spec),
      selectorText(spec.selector),
    ];
  },
};

type ReplicationController = Plain<{
  readonly spec: {
    readonly replicas?: number;
    readonly selector?: StringMap;
    readonly template?: PodTemplateSpec;
  };
  readonly status?: { readonly replicas?: number; readonly readyReplicas?: number };
}>;

export const replicationControllerPrinter: Printer<ReplicationController> = {
  columns: replicaSetPrinter.columns,
  row: ({ metadata, spec, status = {} }, now) => [
    metadata.name,
    String(spec.replicas ?? 0),
    String(status.replicas ?? 0),
    String(status.readyReplicas ?? 0),
    ageAt(metadata.creationTimestamp, now),
    ...containerCells(spec.template?.spec ?? { containers: [] }),
    labelsText(spec.selector),
  ],
};

type StatefulSet = Plain<{
  readonly spec: { readonly replicas?: number; readonly template: PodTemplateSpec };
  readonly status?: { readonly readyReplicas?: number };
}>;

export const statefulSetPrinter: Printer<StatefulSet> = {
  columns: columns(['NAME', 'READY', 'AGE'], ['CONTAINERS', 'IMAGES']),
  row: ({ metadata, spec, status }, now) => [
    metadata.name,
    `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
    ageAt(metadata.creationTimestamp, now),
    ...containerCells(spec.template.spec),
  ],
};

type DaemonSet = Plain<{
  readonly spec: { readonly selector?: LabelSelector; readonly template: PodTemplateSpec };
  readonly status?: {
    readonly desiredNumberScheduled?: number;
    readonly currentNumberScheduled?: number;
    readonly numberReady?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberAvailable?: number;
  };
}>;

export const daemonSetPrinter: Printer<DaemonSet> = {
  columns: columns(['NAME', 'DESIRED', 'CURRENT', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'NODE SELECTOR', 'AGE'], WIDE),
  row: ({ metadata, spec, status = {} }, now) => [
    metadata.name,
    String(status.desiredNumberScheduled ?? 0),
    String(status.currentNumberScheduled ?? 0),
    String(status.numberReady ?? 0),
    String(status.updatedNumberScheduled ?? 0),
    String(status.numberAvailable ?? 0),
    labelsText(spec.template.spec.nodeSelector),
    ageAt(metadata.creationTimestamp, now),
    ...containerCells(spec.template.spec),
    selectorText(spec.selector),
  ],
};

interface JobSpec {
  readonly completions?: number;
  readonly parallelism?: number;
  readonly selector?: LabelSelector;
  readonly template: PodTemplateSpec;
}

type Job = Plain<{
  readonly spec: JobSpec;
  readonly status?: {
    readonly succeeded?: number;
    readonly startTime?: Micros;
    readonly completionTime?: Micros;
    readonly conditions?: readonly Condition[];
  };
}>;

export const jobPrinter: Printer<Job> = {
  columns: columns(['NAME', 'STATUS', 'COMPLETIONS', 'DURATION', 'AGE'], WIDE),
  row(job, now) {
    const { metadata, spec, status = {} } = job;
    const { startTime, completionTime } = status;
    return [
      metadata.name,
      jobWord(job),
      completionsText(spec, status.succeeded ?? 0),
      startTime === undefined ? '' : humanDuration((completionTime ?? now) - startTime),
      ageAt(metadata.creationTimestamp, now),
      ...containerCells(spec.template.spec),
      selectorText(spec.selector),
    ];
  },
};

function jobWord({ metadata, status }: Job): string {
  const is = (type: string): boolean => isConditionTrue(status?.conditions, type);
  if (is('Complete')) return 'Complete';
  if (is('Failed')) return 'Failed';
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(is) ?? 'Running';
}

function completionsText({ completions, parallelism = 0 }: JobSpec, succeeded: number): string {
  if (completions !== undefined) return `${succeeded}/${completions}`;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

type CronJob = Plain<{
  readonly spec: {
    readonly schedule: string;
    readonly timeZone?: string;
    readonly suspend?: boolean;
    readonly jobTemplate: { readonly spec: JobSpec };
  };
  readonly status?: { readonly active?: readonly unknown[]; readonly lastScheduleTime?: Micros };
}>;

export const cronJobPrinter: Printer<CronJob> = {
  columns: columns(['NAME', 'SCHEDULE', 'TIMEZONE', 'SUSPEND', 'ACTIVE', 'LAST SCHEDULE', 'AGE'], WIDE),
  row({ metadata, spec, status = {} }, now) {
    const { lastScheduleTime } = status;
    const suspend = spec.suspend === undefined ? '<unset>' : spec.suspend ? 'True' : 'False';
    return [
      metadata.name,
      spec.schedule,
      spec.timeZone ?? '<none>',
      suspend,
      String((status.active ?? []).length),
      lastScheduleTime === undefined ? '<none>' : ageAt(lastScheduleTime, now),
      ageAt(metadata.creationTimestamp, now),
      ...containerCells(spec.jobTemplate.spec.template.spec),
      selectorText(spec.jobTemplate.spec.selector),
    ];
  },
};

export const controllerRevisionPrinter: Printer<Plain<{ readonly revision?: number }>> = {
  columns: columns(['NAME', 'CONTROLLER', 'REVISION', 'AGE']),
  row(controllerRevision, now) {
    const { metadata, revision = 0 } = controllerRevision;
    const owner = controllerOf(controllerRevision);
    const group = owner?.apiVersion.includes('/') === true ? `.${owner.apiVersion.split('/')[0] ?? ''}` : '';
    return [
      metadata.name,
      owner === undefined ? '<none>' : `${owner.kind.toLowerCase()}${group}/${owner.name}`,
      String(revision),
      ageAt(metadata.creationTimestamp, now),
    ];
  },
};

export const podTemplatePrinter: Printer<Plain<{ readonly template: PodTemplateSpec }>> = {
  columns: columns(['NAME', 'CONTAINERS', 'IMAGES', 'POD LABELS']),
  row: ({ metadata, template }) => [
    metadata.name,
    ...containerCells(template.spec),
    labelsText(template.metadata?.labels),
  ],
};
