// The status of an autoscaler as it is read: its metrics change with every sync, so they are no rows of the log, and
// are computed for whoever looks, as a sync at some moment has found them.

import { err, ok } from '../../base/result.ts';
import type { Micros } from '../../base/time.ts';
import type { View } from '../../cluster/actor.ts';
import type { UsagePort } from '../../cluster/usage.ts';
import type { HorizontalPodAutoscaler } from '../../model/autoscaling.ts';
import { isConditionTrue } from '../../model/condition.ts';
import { matchesSelector } from '../../model/selector.ts';
import { parseSelector } from '../../model/selector-parser.ts';
import { metricsNow } from './decision.ts';
import { scaleOf } from './scale.ts';
import type { HpaSettings } from './settings.ts';
import { TargetMetrics } from './target-metrics.ts';

/** Where objects are looked up, at one moment. */
export interface StoredObjects extends Pick<View, 'get' | 'list'> {
  readonly at: Micros;
}

/** The autoscaler with the metrics of a sync at this moment; as it is stored while it does not scale by metrics. */
export function withCurrentMetrics(
  autoscaler: HorizontalPodAutoscaler,
  stored: StoredObjects,
  usage: UsagePort,
  settings: HpaSettings,
): HorizontalPodAutoscaler {
  const { status, spec, metadata } = autoscaler;
  const { namespace = '' } = metadata;
  if (status === undefined || !isConditionTrue(status.conditions, 'ScalingActive')) return autoscaler;
  const scale = scaleOf(stored, spec.scaleTargetRef, namespace);
  if (!scale.ok) return autoscaler;
  const selector = parseSelector(scale.value.selector);
  if (!selector.ok) return autoscaler;
  const pods = stored
    .list('Pod')
    .filter((pod) => pod.metadata.namespace === namespace && matchesSelector(selector.value, pod.metadata.labels));
  const metrics = new TargetMetrics({ text: '', version: 0, list: () => pods }, usage, settings).at(stored.at);
  const measure = (text: string): ReturnType<Parameters<typeof metricsNow>[0]['measure']> =>
    text === '' ? err({ reason: 'SelectorRequired', message: '' }) : ok(metrics);
  const currentMetrics = metricsNow({ autoscaler, measure, settings }, scale.value);
  return currentMetrics === undefined ? autoscaler : { ...autoscaler, status: { ...status, currentMetrics } };
}
