// The pods under a scale target's selector, sorted by what their metrics are worth and added up: which count, which
// are not ready yet, which have none. The replica calculator needs these sums alone, so that a sync whose pods have
// not changed needs no pod.
// Mirrors pkg/controller/podautoscaler/replica_calculator.go, groupPods (v1.36).

import type { Micros } from '../../base/time.ts';
import { findCondition } from '../../model/condition.ts';
import type { Pod } from '../../model/objects.ts';
import { podRequestMilli } from './pod-request.ts';

/** What was measured of one pod: thousandths of the unit, at the end of a window. */
export interface PodMetric {
  readonly milliValue: number;
  readonly timestamp: Micros;
  readonly windowMicros: number;
}

/** Numbers of pods and sums in thousandths. Pods that are going or have failed are counted in `pods` alone. */
export interface PodSums {
  /** All pods under the selector. */
  readonly pods: number;
  /** Pods whose metric counts. */
  readonly ready: number;
  readonly readyMilli: number;
  readonly readyRequestMilli: number;
  /** Metrics of pods that the selector does not find: their number and sum. */
  readonly strangers: number;
  readonly strangerMilli: number;
  /** Pending pods, and for CPU those whose samples mean nothing yet. */
  readonly unready: number;
  readonly unreadyRequestMilli: number;
  /** Running pods without a metric. */
  readonly missing: number;
  readonly missingRequestMilli: number;
  /** What the missing are taken to use when the target would shrink. */
  readonly missingFallbackMilli: number;
  /** Why the pods' requests cannot be told. */
  readonly requestError: string | undefined;
}

/** How pods are judged. */
export interface PodRules {
  readonly now: Micros;
  /** The resource that is measured; undefined for a metric of another sort. */
  readonly resource: string | undefined;
  /** The one container that is measured; undefined for all. */
  readonly container: string | undefined;
  /** Share of its request, in percent, that a missing pod is taken to use; undefined where requests do not matter. */
  readonly fallbackPercent: number | undefined;
  readonly cpuInitializationPeriodMicros: number;
  readonly initialReadinessDelayMicros: number;
}

type Sums = { -readonly [K in keyof PodSums]: PodSums[K] };

/** The sums over no pods. */
export const NO_PODS: PodSums = {
  pods: 0,
  ready: 0,
  readyMilli: 0,
  readyRequestMilli: 0,
  strangers: 0,
  strangerMilli: 0,
  unready: 0,
  unreadyRequestMilli: 0,
  missing: 0,
  missingRequestMilli: 0,
  missingFallbackMilli: 0,
  requestError: undefined,
};

/** The metric of a pod, which is told with its place in the list. */
type MetricOf = (pod: Pod, index: number) => PodMetric | undefined;

/** Adds up pods with their metrics. `onReady` is told the places of those whose metric counts. */
export function sumPods(
  pods: readonly Pod[],
  metricOf: MetricOf,
  rules: PodRules,
  strangers: readonly PodMetric[] = [],
  onReady: (index: number) => void = () => undefined,
): PodSums {
  const strangerMilli = strangers.reduce((sum, { milliValue }) => sum + milliValue, 0);
  const sums: Sums = { ...NO_PODS, pods: pods.length, strangers: strangers.length, strangerMilli };
  pods.forEach((pod, index) => {
    if (addPod(sums, pod, index, metricOf, rules)) onReady(index);
  });
  return sums;
}

/** The sums over two sets of pods as those over both, with what the ready ones of both use. */
export function sumOfBoth(a: PodSums, b: PodSums, readyMilli: number): PodSums {
  return {
    pods: a.pods + b.pods,
    ready: a.ready + b.ready,
    readyMilli,
    readyRequestMilli: a.readyRequestMilli + b.readyRequestMilli,
    strangers: a.strangers + b.strangers,
    strangerMilli: a.strangerMilli + b.strangerMilli,
    unready: a.unready + b.unready,
    unreadyRequestMilli: a.unreadyRequestMilli + b.unreadyRequestMilli,
    missing: a.missing + b.missing,
    missingRequestMilli: a.missingRequestMilli + b.missingRequestMilli,
    missingFallbackMilli: a.missingFallbackMilli + b.missingFallbackMilli,
    requestError: a.requestError ?? b.requestError,
  };
}

/** True if its metric counts. */
function addPod(sums: Sums, pod: Pod, index: number, metricOf: MetricOf, rules: PodRules): boolean {
  const { resource, container, fallbackPercent } = rules;
  let requestMilli = 0;
  if (fallbackPercent !== undefined && resource !== undefined) {
    const request = podRequestMilli(pod, resource, container);
    if (request.ok) requestMilli = request.value;
    else sums.requestError ??= request.error;
  }
  const { phase } = pod.status;
  if (pod.metadata.deletionTimestamp !== undefined || phase === 'Failed') return false;
  const metric = phase === 'Pending' ? undefined : metricOf(pod, index);
  if (phase === 'Pending' || (metric !== undefined && resource === 'cpu' && isUnready(pod, metric, rules))) {
    sums.unready += 1;
    sums.unreadyRequestMilli += requestMilli;
  } else if (metric === undefined) {
    sums.missing += 1;
    sums.missingRequestMilli += requestMilli;
    sums.missingFallbackMilli += Math.trunc((requestMilli * (fallbackPercent ?? 0)) / 100);
  } else {
    sums.ready += 1;
    sums.readyMilli += metric.milliValue;
    sums.readyRequestMilli += requestMilli;
    return true;
  }
  return false;
}

/** Whether a CPU sample says nothing yet: start-up uses more CPU than the work that comes after it. */
function isUnready({ status }: Pod, metric: PodMetric, rules: PodRules): boolean {
  const ready = findCondition(status.conditions, 'Ready');
  const { startTime } = status;
  if (ready === undefined || startTime === undefined) return true;
  const changedAt = ready.lastTransitionTime ?? 0;
  if (startTime + rules.cpuInitializationPeriodMicros > rules.now) {
    return ready.status === 'False' || metric.timestamp < changedAt + metric.windowMicros;
  }
  return ready.status === 'False' && startTime + rules.initialReadinessDelayMicros > changedAt;
}
