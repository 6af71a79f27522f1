// `kubectl describe hpa`: metrics as they are and should be, the rules for both directions, conditions and events.
// Mirrors staging/src/k8s.io/kubectl/pkg/describe/describe.go, describeHorizontalPodAutoscalerV2 (v1.36).

import type {
  HorizontalPodAutoscaler,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
  ScalingRules,
} from '../../model/autoscaling.ts';
import { describeEvents } from './events.ts';
import { type DescribeSource, describeAnnotations, describeLabels, timeText } from './shared-parts.ts';
import { TabbedText } from './tabbed-text.ts';

const UNKNOWN = '<unknown>';

/** kubectl's description of a HorizontalPodAutoscaler at a moment. */
export function describeAutoscaler(autoscaler: HorizontalPodAutoscaler, source: DescribeSource): string {
  const { metadata, spec, status } = autoscaler;
  const { scaleTargetRef, metrics = [], minReplicas, maxReplicas, behavior } = spec;
  const text = new TabbedText();
  text.line(0, `Name:\t${metadata.name}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  describeLabels(text, 'Labels', metadata.labels);
  describeAnnotations(text, 'Annotations', metadata.annotations);
  text.line(0, `CreationTimestamp:\t${timeText(source, metadata.creationTimestamp)}`);
  text.line(0, `Reference:\t${scaleTargetRef.kind}/${scaleTargetRef.name}`);
  text.line(0, 'Metrics:\t( current / target )');
  metrics.forEach((metric, index) => {
    text.line(1, metricText(metric, status?.currentMetrics?.[index]));
  });
  text.line(0, `Min replicas:\t${minReplicas ?? '<unset>'}`);
  text.line(0, `Max replicas:\t${maxReplicas}`);
  if (behavior !== undefined) {
    text.line(0, 'Behavior:');
    describeRules(text, 'Scale Up', behavior.scaleUp);
    describeRules(text, 'Scale Down', behavior.scaleDown);
  }
  const { currentReplicas = 0, desiredReplicas = 0, conditions = [] } = status ?? {};
  text.line(0, `${scaleTargetRef.kind} pods:\t${currentReplicas} current / ${desiredReplicas} desired`);
  if (conditions.length > 0) {
    text.line(0, 'Conditions:');
    text.line(1, 'Type\tStatus\tReason\tMessage');
    text.line(1, '----\t------\t------\t-------');
    for (const { type, status: value, reason = '', message = '' } of conditions) {
      text.line(1, `${type}\t${value}\t${reason}\t${message}`);
    }
  }
  describeEvents(text, source, autoscaler);
  return text.toText();
}

function metricText(metric: MetricSpec, status: MetricStatus | undefined): string {
  const { resource, containerResource, pods, object, external } = metric;
  if (resource !== undefined) {
    return `resource ${resource.name} on pods${resourceText(resource.target, status?.resource?.current)}`;
  }
  if (containerResource !== undefined) {
    const { name, container, target } = containerResource;
    const current = status?.containerResource?.current;
    return `resource ${name} of container "${container}" on pods${resourceText(target, current)}`;
  }
  if (pods !== undefined) {
    const current = status?.pods?.current.averageValue ?? UNKNOWN;
    return `"${pods.metric.name}" on pods:\t${current} / ${pods.target.averageValue ?? ''}`;
  }
  if (object !== undefined) {
    const { metric: what, describedObject, target } = object;
    const on = `"${what.name}" on ${describedObject.kind}/${describedObject.name}`;
    return `${on} ${valueText(target, status?.object?.current)}`;
  }
  if (external === undefined) return `<unknown metric type "${metric.type}">`;
  return `"${external.metric.name}" ${valueText(external.target, status?.external?.current)}`;
}

function resourceText(
  { averageValue, averageUtilization }: MetricTarget,
  current: MetricValueStatus | undefined,
): string {
  if (averageValue !== undefined) return `:\t${current?.averageValue ?? UNKNOWN} / ${averageValue}`;
  const target = averageUtilization === undefined ? '<auto>' : `${averageUtilization}%`;
  const now =
    current?.averageUtilization === undefined
      ? UNKNOWN
      : `${current.averageUtilization}% (${current.averageValue ?? '0'})`;
  return `  (as a percentage of request):\t${now} / ${target}`;
}

function valueText({ value, averageValue }: MetricTarget, current: MetricValueStatus | undefined): string {
  if (averageValue !== undefined) {
    return `(target average value):\t${current?.averageValue ?? UNKNOWN} / ${averageValue}`;
  }
  return `(target value):\t${current?.value ?? UNKNOWN} / ${value ?? ''}`;
}

function describeRules(text: TabbedText, direction: string, rules: ScalingRules | undefined): void {
  if (rules === undefined) return;
  const { stabilizationWindowSeconds, selectPolicy = 'Max', policies = [] } = rules;
  text.line(1, `${direction}:`);
  if (stabilizationWindowSeconds !== undefined) {
    text.line(2, `Stabilization Window: ${stabilizationWindowSeconds} seconds`);
  }
  if (policies.length === 0) return;
  text.line(2, `Select Policy: ${selectPolicy}`);
  text.line(2, 'Policies:');
  for (const { type, value, periodSeconds } of policies) {
    text.line(3, `- Type: ${type}\tValue: ${value}\tPeriod: ${periodSeconds} seconds`);
  }
}
