// Deployments, ReplicaSets, StatefulSets, DaemonSets: a selector that finds the pods of the template, and numbers
// that make sense together. Mirrors pkg/apis/apps/validation/validation.go (v1.36).

import type { LabelSelector, StringMap } from '../objects.ts';
import { matchesSelector, selectorFromObject } from '../selector.ts';
import { has, listAt, numberAt, type Part, partAt, textAt } from './parts.ts';
import { checkPodTemplate } from './pods.ts';
import type { Report } from './report.ts';
import { checkAtMostAll, checkDnsLabel, checkIntOrPercent, checkNotNegative, checkWord } from './rules.ts';
import { checkSelector } from './selectors.ts';
import { checkClaimSpec } from './storage.ts';

const DEFAULT_DEADLINE_SECONDS = 600;

export function checkDeployment(report: Report, deployment: Part): void {
  const spec = partAt(deployment, 'spec');
  checkNotNegative(report, spec, 'spec', 'replicas');
  checkTemplate(report, spec, 'deployment', 'ReplicaSet');
  checkStrategy(report, spec);
  checkNotNegative(report, spec, 'spec', 'minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds');
  const deadline = numberAt(spec, 'progressDeadlineSeconds') ?? DEFAULT_DEADLINE_SECONDS;
  if (deadline <= (numberAt(spec, 'minReadySeconds') ?? 0)) {
    report.invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds');
  }
}

function checkStrategy(report: Report, spec: Part): void {
  const strategy = partAt(spec, 'strategy');
  const type = textAt(strategy, 'type');
  const at = 'spec.strategy.rollingUpdate';
  if (type === 'Recreate') {
    const rule = "may not be specified when strategy `type` is 'Recreate'";
    if (has(strategy, 'rollingUpdate')) report.forbidden(at, rule);
  } else if (type !== '' && type !== 'RollingUpdate') {
    report.unsupported('spec.strategy', { Type: type, RollingUpdate: null }, ['Recreate', 'RollingUpdate']);
  } else {
    const rolling = partAt(strategy, 'rollingUpdate');
    checkIntOrPercent(report, rolling, 'maxUnavailable', at);
    checkIntOrPercent(report, rolling, 'maxSurge', at);
    if (isZero(rolling.maxUnavailable) && isZero(rolling.maxSurge)) {
      report.invalid(`${at}.maxUnavailable`, rolling.maxUnavailable, 'may not be 0 when `maxSurge` is 0');
    }
    checkAtMostAll(report, rolling, 'maxUnavailable', at);
  }
}

/** Given, and nothing: an absent one has a default above 0. */
function isZero(value: unknown): boolean {
  return value === 0 || value === '0%';
}

export function checkReplicaSet(report: Report, set: Part): void {
  const spec = partAt(set, 'spec');
  checkNotNegative(report, spec, 'spec', 'replicas', 'minReadySeconds');
  checkTemplate(report, spec, 'deployment', 'ReplicaSet');
}

export function checkStatefulSet(report: Report, set: Part): void {
  const spec = partAt(set, 'spec');
  const policy = textAt(spec, 'podManagementPolicy');
  if (policy !== '' && policy !== 'OrderedReady' && policy !== 'Parallel') {
    report.invalid('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'");
  }
  const strategy = partAt(spec, 'updateStrategy');
  const rolling = partAt(strategy, 'rollingUpdate');
  const at = 'spec.updateStrategy.rollingUpdate';
  if (textAt(strategy, 'type') === 'OnDelete' && has(strategy, 'rollingUpdate')) {
    const shown = { Partition: rolling.partition ?? null, MaxUnavailable: rolling.maxUnavailable ?? null };
    report.invalid(at, shown, "only allowed for updateStrategy 'RollingUpdate'");
  } else checkNotNegative(report, rolling, at, 'partition');
  const retention = partAt(spec, 'persistentVolumeClaimRetentionPolicy');
  for (const field of ['whenDeleted', 'whenScaled']) {
    checkWord(report, retention, field, 'spec.persistentVolumeClaimRetentionPolicy', ['Retain', 'Delete']);
  }
  const claims = listAt(spec, 'volumeClaimTemplates');
  claims.forEach((claim, index) => {
    checkClaimSpec(report, partAt(claim, 'spec'), `spec.volumeClaimTemplates[${index}].spec`);
  });
  checkNotNegative(report, spec, 'spec', 'replicas', 'minReadySeconds');
  checkNotNegative(report, partAt(spec, 'ordinals'), 'spec.ordinals', 'start');
  const service = textAt(spec, 'serviceName');
  if (service !== '') checkDnsLabel(report, service, 'spec.serviceName');
  checkTemplate(report, withClaimVolumes(spec, claims), 'statefulset', 'StatefulSet');
  checkNotNegative(report, spec, 'spec', 'revisionHistoryLimit');
}

/** The claims of a StatefulSet are volumes of its pods. */
function withClaimVolumes(spec: Part, claims: readonly Part[]): Part {
  const template = partAt(spec, 'template');
  const podSpec = partAt(template, 'spec');
  const names = claims.map((claim) => textAt(partAt(claim, 'metadata'), 'name'));
  const own = listAt(podSpec, 'volumes').filter((volume) => !names.includes(textAt(volume, 'name')));
  const added = names.map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  return { ...spec, template: { ...template, spec: { ...podSpec, volumes: [...own, ...added] } } };
}

export function checkDaemonSet(report: Report, set: Part): void {
  const spec = partAt(set, 'spec');
  checkSelectorOfTemplate(report, spec, 'daemonset', false);
  checkPodsOfSet(report, spec, 'DaemonSet');
  checkNotNegative(report, spec, 'spec', 'minReadySeconds');
  const strategy = partAt(spec, 'updateStrategy');
  const type = textAt(strategy, 'type');
  const rolling = partAt(strategy, 'rollingUpdate');
  const at = 'spec.updateStrategy.rollingUpdate';
  if (type !== '' && type !== 'RollingUpdate' && type !== 'OnDelete') {
    report.unsupported('spec.updateStrategy', { Type: type, RollingUpdate: null }, ['RollingUpdate', 'OnDelete']);
  }
  for (const field of ['maxUnavailable', 'maxSurge']) checkIntOrPercent(report, rolling, field, at);
  const isUnavailableZero = isZero(rolling.maxUnavailable);
  if (has(rolling, 'maxSurge') && !isZero(rolling.maxSurge) && !isUnavailableZero) {
    report.invalid(`${at}.maxSurge`, rolling.maxSurge, 'may not be set when maxUnavailable is non-zero');
  }
  checkAtMostAll(report, rolling, 'maxUnavailable', at);
  checkNotNegative(report, spec, 'spec', 'revisionHistoryLimit');
}

export function checkReplicationController(report: Report, controller: Part): void {
  const spec = partAt(controller, 'spec');
  checkNotNegative(report, spec, 'spec', 'minReadySeconds', 'replicas');
  const labels = partAt(partAt(partAt(spec, 'template'), 'metadata'), 'labels') as StringMap;
  const selector = partAt(spec, 'selector') as StringMap;
  if (Object.entries(selector).some(([key, value]) => labels[key] !== value)) {
    report.invalid('spec.template.metadata.labels', labelsText(labels), '`selector` does not match template `labels`');
  }
  checkPodsOfSet(report, spec, 'ReplicationController');
}

function checkTemplate(report: Report, spec: Part, word: string, kind: string): void {
  if (has(spec, 'selector')) checkSelectorOfTemplate(report, spec, word, true);
  else {
    report.required('spec.selector');
    checkMatch(report, spec);
  }
  checkPodsOfSet(report, spec, kind);
}

function checkSelectorOfTemplate(report: Report, spec: Part, word: string, saysInvalid: boolean): void {
  const selector = partAt(spec, 'selector');
  const isGood = checkSelector(report, selector, 'spec.selector');
  const count = Object.keys(partAt(selector, 'matchLabels')).length + listAt(selector, 'matchExpressions').length;
  if (has(spec, 'selector') && count === 0) {
    report.invalid('spec.selector', selector, `empty selector is invalid for ${word}`);
  }
  if (isGood) checkMatch(report, spec);
  else if (saysInvalid) report.invalid('spec.selector', selector, 'invalid label selector');
}

/** A selector that is absent finds nothing. */
function checkMatch(report: Report, spec: Part): void {
  const labels = partAt(partAt(spec, 'template'), 'metadata').labels as StringMap | undefined;
  const selector = selectorFromObject((spec.selector ?? undefined) as LabelSelector | undefined);
  if (!selector.ok) return;
  const isEmpty = has(spec, 'selector') && selector.value.requirements.length === 0;
  if (isEmpty || matchesSelector(selector.value, labels ?? {})) return;
  report.invalid('spec.template.metadata.labels', labelsText(labels), '`selector` does not match template `labels`');
}

function labelsText(labels: StringMap | undefined): StringMap | undefined {
  return labels === undefined || Object.keys(labels).length === 0 ? undefined : labels;
}

function checkPodsOfSet(report: Report, spec: Part, kind: string): void {
  const template = partAt(spec, 'template');
  const podSpec = partAt(template, 'spec');
  checkPodTemplate(report, template, 'spec.template');
  const policy = textAt(podSpec, 'restartPolicy');
  const at = 'spec.template.spec';
  if (policy !== '' && policy !== 'Always') report.unsupported(`${at}.restartPolicy`, policy, ['Always']);
  if (has(podSpec, 'activeDeadlineSeconds')) {
    report.forbidden(`${at}.activeDeadlineSeconds`, `activeDeadlineSeconds in ${kind} is not Supported`);
  }
}
