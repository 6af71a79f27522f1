// Defaulting of the workloads that nothing acts on yet but that are stored and shown: StatefulSets, DaemonSets, Jobs,
// CronJobs, ReplicationControllers. Mirrors pkg/apis/apps/v1/defaults.go, pkg/apis/batch/v1/defaults.go (v1.36).

import type { Fields } from './default-fields.ts';
import { withAbsentFields, withDefault, withDefaultFields, withEach } from './default-fields.ts';
import type { PodTemplateSpec } from './objects.ts';
import { defaultPodTemplate } from './pod-defaults.ts';

const MAX_INT32 = 2_147_483_647;

/** A spec with its pod template filled in. */
export function withTemplate(spec: Fields): Fields {
  return withDefault(spec, 'template', (template) => {
    if (typeof template.spec !== 'object') return template;
    return defaultPodTemplate(template as unknown as PodTemplateSpec) as unknown as Fields;
  });
}

export function defaultStatefulSetSpec(spec: Fields): Fields {
  const strategy = withDefaultFields((spec.updateStrategy ?? {}) as Fields, { type: 'RollingUpdate' });
  const rollingUpdate = withAbsentFields((strategy.rollingUpdate ?? {}) as Fields, { partition: 0 });
  const filled = withAbsentFields(withTemplate(spec), { replicas: 1, revisionHistoryLimit: 10 });
  const retention = withDefaultFields((spec.persistentVolumeClaimRetentionPolicy ?? {}) as Fields, {
    whenDeleted: 'Retain',
    whenScaled: 'Retain',
  });
  return {
    ...withEach(
      withDefaultFields(filled, { podManagementPolicy: 'OrderedReady' }),
      'volumeClaimTemplates',
      claimTemplate,
    ),
    updateStrategy: strategy.type === 'RollingUpdate' ? { ...strategy, rollingUpdate } : strategy,
    persistentVolumeClaimRetentionPolicy: retention,
  };
}

function claimTemplate(claim: Fields): Fields {
  const filled = withDefault(claim, 'spec', (spec) => withAbsentFields(spec, { volumeMode: 'Filesystem' }));
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', ...filled, status: { phase: 'Pending' } };
}

export function defaultDaemonSet(set: Fields): Fields {
  const filled = withDefault(set, 'spec', (spec) => {
    const strategy = withDefaultFields((spec.updateStrategy ?? {}) as Fields, { type: 'RollingUpdate' });
    const limits = withAbsentFields((strategy.rollingUpdate ?? {}) as Fields, { maxUnavailable: 1, maxSurge: 0 });
    const updateStrategy = strategy.type === 'RollingUpdate' ? { ...strategy, rollingUpdate: limits } : strategy;
    return { ...withAbsentFields(withTemplate(spec), { revisionHistoryLimit: 10 }), updateStrategy };
  });
  return withDefault(filled, 'metadata', (metadata) => ({
    ...metadata,
    annotations: { 'deprecated.daemonset.template.generation': '1', ...(metadata.annotations as Fields | undefined) },
  }));
}

export function defaultJobSpec(spec: Fields): Fields {
  const counts = spec.completions === undefined && spec.parallelism === undefined ? { completions: 1 } : {};
  const hasPolicy = spec.podFailurePolicy !== undefined;
  const filled = withDefault(withTemplate(spec), 'podFailurePolicy', (policy) =>
    withEach(policy, 'rules', (rule) =>
      withEach(rule, 'onPodConditions', (condition) => withDefaultFields(condition, { status: 'True' })),
    ),
  );
  return withAbsentFields(filled, {
    ...counts,
    parallelism: 1,
    backoffLimit: spec.backoffLimitPerIndex === undefined ? 6 : MAX_INT32,
    completionMode: 'NonIndexed',
    suspend: false,
    manualSelector: false,
    podReplacementPolicy: hasPolicy ? 'Failed' : 'TerminatingOrFailed',
  });
}

export function defaultCronJobSpec(spec: Fields): Fields {
  const filled = withDefault(spec, 'jobTemplate', (template) => ({
    metadata: {},
    ...withDefault(template, 'spec', withTemplate),
  }));
  const limits = { suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 };
  return withAbsentFields(withDefaultFields(filled, { concurrencyPolicy: 'Allow' }), limits);
}

/** A ReplicationController takes labels and selector from its template. */
export function defaultReplicationController(controller: Fields): Fields {
  const spec = withTemplate((controller.spec ?? {}) as Fields);
  const { metadata } = (spec.template ?? {}) as { readonly metadata?: { readonly labels?: Fields } };
  const labels = metadata?.labels;
  const known = labels === undefined ? {} : { selector: labels };
  const own = (controller.metadata ?? {}) as Fields;
  return {
    ...controller,
    metadata: labels === undefined || own.labels !== undefined ? own : { ...own, labels },
    spec: withAbsentFields(spec, { replicas: 1, ...known }),
  };
}
