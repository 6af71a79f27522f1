// Pods, and the templates that pods are made of.
// Mirrors ValidatePodSpec, ValidatePodTemplateSpec of pkg/apis/core/validation/validation.go (v1.36).

import { checkContainers, checkImagesOfPod } from './containers.ts';
import { checkAnnotations, checkLabels } from './metadata.ts';
import { has, listAt, numberAt, type Part, partAt, textAt } from './parts.ts';
import type { Report } from './report.ts';
import { checkDnsLabel, checkDnsSubdomain, checkWord } from './rules.ts';
import { checkAffinity, checkSpreading, checkTolerations } from './scheduling.ts';
import { checkVolumes } from './volumes.ts';

const DEFAULT_GRACE_SECONDS = 30;
const INT32_MAX = 2_147_483_647;
const ID_RULE = `must be between 0 and ${INT32_MAX}, inclusive`;
const SYSCTL_SEGMENT = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const SYSCTL_PATTERN = `(${SYSCTL_SEGMENT}[\\./])*${SYSCTL_SEGMENT}`;
const DEADLINE_RULE = `must be between 1 and ${INT32_MAX}, inclusive`;

/** A pod itself. */
export function checkPod(report: Report, pod: Part): void {
  const spec = partAt(pod, 'spec');
  checkPodSpec(report, spec, 'spec');
  checkImagesOfPod(report, spec, 'spec');
  if (has(spec, 'nodeName') && listAt(spec, 'schedulingGates').length > 0) {
    report.forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared');
  }
}

/** A template; its metadata is named without `metadata`, as the API server does. */
export function checkPodTemplate(report: Report, template: Part, at: string): void {
  const metadata = partAt(template, 'metadata');
  checkLabels(report, partAt(metadata, 'labels'), `${at}.labels`);
  checkAnnotations(report, partAt(metadata, 'annotations'), `${at}.annotations`);
  const spec = partAt(template, 'spec');
  checkPodSpec(report, spec, `${at}.spec`);
  if (listAt(spec, 'ephemeralContainers').length > 0) {
    report.forbidden(`${at}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template');
  }
}

function checkPodSpec(report: Report, spec: Part, at: string): void {
  const graceSeconds = numberAt(spec, 'terminationGracePeriodSeconds') ?? DEFAULT_GRACE_SECONDS;
  const volumes = checkVolumes(report, spec, at);
  checkContainers(report, spec, at, { volumes, graceSeconds });
  checkWord(report, spec, 'restartPolicy', at, ['Always', 'OnFailure', 'Never']);
  checkWord(report, spec, 'dnsPolicy', at, ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']);
  checkLabels(report, partAt(spec, 'nodeSelector'), `${at}.nodeSelector`);
  const security = partAt(spec, 'securityContext');
  for (const field of ['runAsUser', 'runAsGroup', 'fsGroup']) {
    const id = numberAt(security, field);
    if (id !== undefined && (id < 0 || id > INT32_MAX)) report.invalid(`${at}.securityContext.${field}`, id, ID_RULE);
  }
  listAt(security, 'sysctls').forEach((sysctl, index) => {
    const name = textAt(sysctl, 'name');
    if (new RegExp(`^${SYSCTL_PATTERN}$`).test(name)) return;
    const rule = `must have at most 253 characters and match regex ^${SYSCTL_PATTERN}$`;
    report.invalid(`${at}.securityContext.sysctls[${index}].name`, name, rule);
  });
  checkAffinity(report, partAt(spec, 'affinity'), `${at}.affinity`);
  if (textAt(spec, 'dnsPolicy') === 'None' && !has(spec, 'dnsConfig')) {
    report.required(`${at}.dnsConfig`, 'must provide `dnsConfig` when `dnsPolicy` is None');
  }
  checkSpreading(report, listAt(spec, 'topologySpreadConstraints'), `${at}.topologySpreadConstraints`);
  checkNames(report, spec, at);
  const deadline = numberAt(spec, 'activeDeadlineSeconds');
  if (deadline !== undefined && (deadline < 1 || deadline > INT32_MAX)) {
    report.invalid(`${at}.activeDeadlineSeconds`, deadline, DEADLINE_RULE);
  }
  for (const field of ['hostname', 'subdomain']) {
    if (textAt(spec, field) !== '') checkDnsLabel(report, textAt(spec, field), `${at}.${field}`);
  }
  checkTolerations(report, listAt(spec, 'tolerations'), `${at}.tolerations`);
  checkWord(report, spec, 'preemptionPolicy', at, ['PreemptLowerPriority', 'Never']);
}

function checkNames(report: Report, spec: Part, at: string): void {
  for (const field of ['serviceAccountName', 'nodeName', 'priorityClassName', 'runtimeClassName']) {
    if (textAt(spec, field) !== '') checkDnsSubdomain(report, textAt(spec, field), `${at}.${field}`);
  }
}
