// HorizontalPodAutoscalers and PodDisruptionBudgets.
// Mirrors pkg/apis/autoscaling/validation/validation.go, pkg/apis/policy/validation/validation.go (v1.36).

import { signOf } from '../quantity.ts';
import { has, listAt, numberAt, type Part, partAt, textAt } from './parts.ts';
import type { Report } from './report.ts';
import { quantityOf } from './resources.ts';
import { checkAtMostAll, checkIntOrPercent, checkText, checkWord } from './rules.ts';
import { checkSelector } from './selectors.ts';

const MAX_WINDOW_SECONDS = 3600;
const MAX_PERIOD_SECONDS = 1800;
const SOURCES: { readonly [type: string]: string } = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
};
const BOTH_TARGETS = 'may not set both a target raw value and a target utilization';

export function checkAutoscaler(report: Report, autoscaler: Part): void {
  const spec = partAt(autoscaler, 'spec');
  const min = numberAt(spec, 'minReplicas');
  const max = numberAt(spec, 'maxReplicas') ?? 0;
  if (min !== undefined && min < 1) report.invalid('spec.minReplicas', min, 'must be greater than or equal to 1');
  if (max === 0) report.required('spec.maxReplicas', 'must be set and greater than 0');
  else if (max < 0) report.invalid('spec.maxReplicas', max, 'must be greater than or equal to 1');
  if (max < (min ?? 1)) report.invalid('spec.maxReplicas', max, 'must be greater than or equal to `minReplicas`');
  const target = partAt(spec, 'scaleTargetRef');
  checkText(report, target, 'kind', 'spec.scaleTargetRef');
  checkText(report, target, 'name', 'spec.scaleTargetRef');
  const version = textAt(target, 'apiVersion');
  const isCore = textAt(target, 'kind') === 'ReplicationController';
  if (!version.includes('/') && !isCore) {
    report.invalid('spec.scaleTargetRef.apiVersion', version, 'apiVersion must specify API group');
  }
  const metrics = listAt(spec, 'metrics');
  metrics.forEach((metric, index) => {
    checkMetric(report, metric, `spec.metrics[${index}]`);
  });
  if (min === 0 && !metrics.some(({ type }) => type === 'Object' || type === 'External')) {
    const rule = 'must specify at least one Object or External metric to support scaling to zero replicas';
    report.forbidden('spec.metrics', rule);
  }
  for (const way of ['scaleUp', 'scaleDown']) {
    const behavior = partAt(spec, 'behavior');
    if (has(behavior, way)) checkScaling(report, partAt(behavior, way), `spec.behavior.${way}`);
  }
}

function checkMetric(report: Report, metric: Part, at: string): void {
  const type = textAt(metric, 'type');
  const field = SOURCES[type];
  if (type === '') report.required(`${at}.type`, 'must specify a metric source type');
  if (field === undefined) {
    report.unsupported(`${at}.type`, type, Object.keys(SOURCES));
    return;
  }
  if (!has(metric, field)) {
    report.required(`${at}.${field}`, 'must populate information for the given metric source');
    return;
  }
  const source = partAt(metric, field);
  const where = `${at}.${field}`;
  const target = partAt(source, 'target');
  if (field === 'resource' || field === 'containerResource') {
    if (textAt(source, 'name') === '') report.required(`${where}.name`, 'must specify a resource name');
  }
  checkTarget(report, target, `${where}.target`);
  if (field !== 'resource' && field !== 'containerResource') return;
  const [hasUtilization, hasValue] = [has(target, 'averageUtilization'), has(target, 'averageValue')];
  if (hasUtilization && hasValue) report.forbidden(`${where}.target.averageValue`, BOTH_TARGETS);
  else if (!hasUtilization && !hasValue) {
    const rule = 'must set either a target raw value or a target utilization';
    report.required(`${where}.target.averageUtilization`, rule);
  }
}

function checkTarget(report: Report, target: Part, at: string): void {
  const type = textAt(target, 'type');
  if (type === '') report.required(`${at}.type`, 'must specify a metric target type');
  if (!['Utilization', 'Value', 'AverageValue'].includes(type)) {
    report.invalid(`${at}.type`, type, 'must be either Utilization, Value, or AverageValue');
  }
  for (const field of ['value', 'averageValue']) {
    const amount = quantityOf(target[field]);
    if (amount !== undefined && signOf(amount) <= 0)
      report.invalid(`${at}.${field}`, target[field], 'must be positive');
  }
  const utilization = numberAt(target, 'averageUtilization');
  if (utilization !== undefined && utilization < 1) {
    report.invalid(`${at}.averageUtilization`, utilization, 'must be greater than 0');
  }
}

function checkScaling(report: Report, rules: Part, at: string): void {
  const window = numberAt(rules, 'stabilizationWindowSeconds') ?? 0;
  const windowAt = `${at}.stabilizationWindowSeconds`;
  if (window < 0) report.invalid(windowAt, window, 'must be greater than or equal to zero');
  if (window > MAX_WINDOW_SECONDS) {
    report.invalid(windowAt, window, `must be less than or equal to ${MAX_WINDOW_SECONDS}`);
  }
  checkWord(report, rules, 'selectPolicy', at, ['Disabled', 'Max', 'Min']);
  if (Array.isArray(rules.policies) && rules.policies.length === 0) {
    report.required(`${at}.policies`, 'must specify at least one Policy');
  }
  listAt(rules, 'policies').forEach((policy, index) => {
    const where = `${at}.policies[${index}]`;
    checkWord(report, policy, 'type', where, ['Percent', 'Pods'], true);
    for (const field of ['value', 'periodSeconds']) {
      const amount = numberAt(policy, field) ?? 0;
      if (amount <= 0) report.invalid(`${where}.${field}`, amount, 'must be greater than zero');
    }
    const period = numberAt(policy, 'periodSeconds') ?? 0;
    if (period > MAX_PERIOD_SECONDS) {
      report.invalid(`${where}.periodSeconds`, period, `must be less than or equal to ${MAX_PERIOD_SECONDS}`);
    }
  });
}

export function checkDisruptionBudget(report: Report, budget: Part): void {
  const spec = partAt(budget, 'spec');
  if (has(spec, 'minAvailable') && has(spec, 'maxUnavailable')) {
    report.plain('spec', 'Invalid value', 'minAvailable and maxUnavailable cannot be both set');
  }
  for (const field of ['minAvailable', 'maxUnavailable']) {
    checkIntOrPercent(report, spec, field, 'spec');
    checkAtMostAll(report, spec, field, 'spec');
  }
  checkSelector(report, partAt(spec, 'selector'), 'spec.selector');
  checkWord(report, spec, 'unhealthyPodEvictionPolicy', 'spec', ['AlwaysAllow', 'IfHealthyBudget']);
}
