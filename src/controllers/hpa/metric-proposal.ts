// One metric of an autoscaler's spec: how many replicas it calls for and how the status shows it, or why it cannot be
// had, in the words of events and conditions.
// Mirrors pkg/controller/podautoscaler/horizontal.go, computeReplicasForMetric and what it calls (v1.36).

import { err, type Result } from '../../base/result.ts';
import type { MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from '../../model/autoscaling.ts';
import { formatQuantity } from '../../model/quantity.ts';
import type { QuantityFormat } from '../../model/quantity-suffix.ts';
import { milliUnitsOf } from '../../model/resource-amount.ts';
import { selectorText } from '../selector-text.ts';
import type { Measurements } from './measurements.ts';
import {
  averageReplicas,
  averageValueReplicas,
  type Proposal,
  sumOfValues,
  type Tolerances,
  utilizationReplicas,
  valueReplicas,
} from './replica-calculator.ts';

/** What a metric is judged by. */
export interface MetricContext {
  readonly namespace: string;
  readonly specReplicas: number;
  readonly statusReplicas: number;
  readonly tolerances: Tolerances;
  readonly measurements: Measurements;
}

/** A metric that could not be had. */
export interface MetricFailure {
  readonly reason: string;
  /** For the event and, behind a few words, the condition. */
  readonly message: string;
  /** The same as part of the sentence about all metrics. */
  readonly ofAll: string;
}

const FULL_PERCENT = 100;

/** What one metric calls for. */
export function proposeReplicas(spec: MetricSpec, context: MetricContext): Result<Proposal, MetricFailure> {
  const { resource, containerResource, pods, object, external } = spec;
  if (spec.type === 'Resource' && resource !== undefined) {
    const asked = ofResource(resource.name, undefined, resource.target, context);
    return told(asked, 'FailedGetResourceMetric', `failed to get ${resource.name} resource metric value`);
  }
  if (spec.type === 'ContainerResource' && containerResource !== undefined) {
    const { name, container, target } = containerResource;
    const asked = ofResource(name, container, target, context);
    return told(asked, 'FailedGetContainerResourceMetric', `failed to get ${container} container metric value`);
  }
  if (spec.type === 'Pods' && pods !== undefined) {
    return told(ofPods(pods, context), 'FailedGetPodsMetric', 'failed to get pods metric value');
  }
  if (spec.type === 'Object' && object !== undefined) {
    const lead = isAverage(object.target) ? `: failed to get ${object.metric.name} object metric` : '';
    return told(ofObject(object, context), 'FailedGetObjectMetric', `failed to get object metric value${lead}`);
  }
  if (spec.type === 'External' && external !== undefined) {
    const { name } = external.metric;
    const isOfPods = external.target.averageValue !== undefined;
    const lead = isOfPods ? `failed to get ${name} external metric` : `failed to get external metric ${name}`;
    const ofAll = `failed to get ${name} external metric value: ${lead}`;
    return told(ofExternal(external, context), 'FailedGetExternalMetric', ofAll);
  }
  const message = `unknown metric source type ${JSON.stringify(spec.type)}`;
  return err({ reason: 'InvalidMetricSourceType', message, ofAll: message });
}

function told(asked: Result<Proposal, string>, reason: string, lead: string): Result<Proposal, MetricFailure> {
  return asked.ok ? asked : err({ reason, message: asked.error, ofAll: `${lead}: ${asked.error}` });
}

function ofResource(
  name: string,
  container: string | undefined,
  { averageValue, averageUtilization }: MetricTarget,
  { measurements, specReplicas, tolerances }: MetricContext,
): Result<Proposal, string> {
  if (averageValue === undefined && averageUtilization === undefined) {
    return err(`invalid resource metric source: neither an average utilization target nor ${NO_AVERAGE}`);
  }
  const percent = averageValue === undefined ? (averageUtilization ?? 0) : undefined;
  const fallback = percent === undefined ? undefined : Math.max(FULL_PERCENT, percent);
  const measured = measurements.resource(name, container, fallback);
  const proposal = !measured.ok
    ? err(`unable to get metrics for resource ${name}: ${measured.error}`)
    : percent === undefined
      ? averageReplicas(measured.value, specReplicas, milliUnitsOf(averageValue ?? '0'), tolerances)
      : utilizationReplicas(measured.value, specReplicas, percent, tolerances);
  const what = percent === undefined ? 'usage' : 'utilization';
  return proposal.ok ? proposal : err(`failed to get ${name} ${what}: ${proposal.error}`);
}

const NO_AVERAGE = 'an average value (usage) target was set';

function ofPods(
  { metric, target }: NonNullable<MetricSpec['pods']>,
  { measurements, specReplicas, tolerances }: MetricContext,
): Result<Proposal, string> {
  const measured = measurements.pods(metric);
  if (!measured.ok) return err(`unable to get metric ${metric.name}: ${measured.error}`);
  return averageReplicas(measured.value, specReplicas, milliUnitsOf(target.averageValue ?? '0'), tolerances);
}

function ofObject(
  { metric, describedObject, target }: NonNullable<MetricSpec['object']>,
  context: MetricContext,
): Result<Proposal, string> {
  const { measurements, namespace, specReplicas, statusReplicas, tolerances } = context;
  const { type, value, averageValue } = target;
  const isValue = type === 'Value' && value !== undefined;
  if (!isValue && !isAverage(target)) return err(noTarget('object'));
  const measured = measurements.object(metric, describedObject);
  if (!measured.ok) {
    // Upstream mixes up the order of these words.
    const { kind, name } = describedObject;
    return err(`unable to get metric ${metric.name}: ${kind} on ${namespace} ${name}/${measured.error}`);
  }
  if (isValue) {
    return valueReplicas(measured.value, specReplicas, milliUnitsOf(value), tolerances, () => measurements.readyPods());
  }
  const targetMilli = milliUnitsOf(averageValue ?? '0');
  return { ok: true, value: averageValueReplicas(measured.value, statusReplicas, targetMilli, tolerances) };
}

function ofExternal(
  { metric, target }: NonNullable<MetricSpec['external']>,
  context: MetricContext,
): Result<Proposal, string> {
  const { measurements, namespace, specReplicas, statusReplicas, tolerances } = context;
  const { value, averageValue } = target;
  if (value === undefined && averageValue === undefined) return err(noTarget('external'));
  const { name, selector } = metric;
  const measured = measurements.external(metric);
  if (!measured.ok) {
    return err(`unable to get external metric ${namespace}/${name}/${selectorText(selector)}: ${measured.error}`);
  }
  const usage = sumOfValues(measured.value);
  if (averageValue !== undefined) {
    return {
      ok: true,
      value: averageValueReplicas(usage, statusReplicas, milliUnitsOf(averageValue), tolerances),
    };
  }
  return valueReplicas(usage, specReplicas, milliUnitsOf(value ?? '0'), tolerances, () => measurements.readyPods());
}

function isAverage({ type, averageValue }: MetricTarget): boolean {
  return type === 'AverageValue' && averageValue !== undefined;
}

function noTarget(source: string): string {
  return `invalid ${source} metric source: neither a value target nor an average value target was set`;
}

/** How messages name the metric. */
export function metricName({ resource, containerResource, pods, object, external }: MetricSpec): string {
  if (resource !== undefined || containerResource !== undefined) {
    const { name, target } = resource ?? containerResource ?? { name: '', target: { type: 'Value' } };
    if (target.averageValue !== undefined) return `${name} resource`;
    return `${name}${resource === undefined ? ' container' : ''} resource utilization (percentage of request)`;
  }
  if (pods !== undefined) return `pods metric ${pods.metric.name}`;
  if (object?.target.type === 'Value') return `${object.describedObject.kind} metric ${object.metric.name}`;
  const { name, selector } = (object ?? external)?.metric ?? { name: '' };
  return `external metric ${name}(${selectorText(selector)})`;
}

/** How the status shows a metric. */
export function metricStatus(spec: MetricSpec, proposal: Proposal | undefined): MetricStatus {
  if (proposal === undefined) return { type: '' };
  const { type, resource, containerResource, pods, object, external } = spec;
  const current = (target: MetricTarget, unit = ''): MetricValueStatus => {
    const text = quantityText(BigInt(proposal.milliValue ?? 0), unit === 'memory' ? 'BinarySI' : 'DecimalSI');
    const { utilization } = proposal;
    if (utilization !== undefined) return { averageUtilization: utilization, averageValue: text };
    return target.averageValue !== undefined ? { averageValue: text } : { value: text };
  };
  if (resource !== undefined) {
    return { type, resource: { name: resource.name, current: current(resource.target, resource.name) } };
  }
  if (containerResource !== undefined) {
    const { name, container, target } = containerResource;
    return { type, containerResource: { name, container, current: current(target, name) } };
  }
  if (pods !== undefined) return { type, pods: { metric: pods.metric, current: current(pods.target) } };
  if (object !== undefined) {
    const { describedObject, metric, target } = object;
    return { type, object: { describedObject, metric, current: current(target) } };
  }
  return external === undefined
    ? { type: '' }
    : { type, external: { metric: external.metric, current: current(external.target) } };
}

function quantityText(milliValue: bigint, format: QuantityFormat): string {
  return formatQuantity({ unscaled: milliValue, exponent: -3, isBig: false, format, text: undefined });
}
