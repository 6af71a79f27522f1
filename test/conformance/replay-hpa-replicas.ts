// Replays controllers/hpa-replicas: single calls of the autoscaler's replica calculator.

import { type Micros, millis } from '../../src/base/time.ts';
import { parseRfc3339 } from '../../src/base/wall-clock.ts';
import { type PodMetric, type PodRules, type PodSums, sumPods } from '../../src/controllers/hpa/pod-sums.ts';
import {
  averageReplicas,
  averageValueReplicas,
  type Proposal,
  readyPodCount,
  sumOfValues,
  utilizationReplicas,
  valueReplicas,
} from '../../src/controllers/hpa/replica-calculator.ts';
import { selectorText } from '../../src/controllers/selector-text.ts';
import type { LabelSelector, Pod } from '../../src/model/objects.ts';
import { isPodReady } from '../../src/model/pod-status.ts';
import { matchesSelector, NOTHING } from '../../src/model/selector.ts';
import { parseSelector } from '../../src/model/selector-parser.ts';
import { fromApiJson } from '../../src/model/times.ts';
import { type Difference, firstDifference, type Replayer, type Vector } from './replayer.ts';

interface Input {
  readonly function: string;
  readonly now: string;
  readonly cpuInitializationPeriodMs: number;
  readonly initialReadinessDelayMs: number;
  readonly pods: unknown;
  readonly metrics: {
    readonly error: string | null;
    readonly pods?: { readonly [name: string]: { readonly milliValue: number; timestamp: string; windowMs: number } };
    readonly milliValue?: number;
    readonly milliValues?: readonly string[];
    readonly timestamp: string;
  };
  readonly args: {
    readonly currentReplicas?: number;
    readonly statusReplicas?: number;
    readonly targetUtilization?: number;
    readonly targetMilliValue?: number;
    readonly resource?: string;
    readonly container?: string;
    readonly metric?: string;
    readonly metricSelector?: LabelSelector;
    readonly object?: { readonly kind: string; readonly name: string };
    readonly namespace: string;
    readonly selector?: string;
    readonly toleranceDown: number;
    readonly toleranceUp: number;
  };
}

type Outcome = { readonly ok: true; readonly value: Proposal } | { readonly ok: false; readonly error: string };

/** controllers/hpa-replicas. */
export const hpaReplicasReplayer: Replayer = {
  folder: 'controllers',
  set: 'hpa-replicas',
  scope: () => undefined,
  replay(vector: Vector): Difference | undefined {
    const input = vector.data.input as Input;
    const { error } = input.metrics;
    const outcome: Outcome = error === null ? calculate(input) : { ok: false, error: unavailable(input, error) };
    return firstDifference(vector.data.expect, shown(input, outcome));
  },
};

function calculate(input: Input): Outcome {
  const { args, metrics } = input;
  const tolerances = { scaleDown: args.toleranceDown, scaleUp: args.toleranceUp };
  const { currentReplicas = 0, statusReplicas = 0, targetMilliValue = 0, targetUtilization = 0 } = args;
  const values = metrics.milliValues?.map(BigInt) ?? [BigInt(metrics.milliValue ?? 0)];
  switch (input.function) {
    case 'resource-utilization':
    case 'container-utilization':
      return utilizationReplicas(
        sumsOf(input, Math.max(100, targetUtilization)),
        currentReplicas,
        targetUtilization,
        tolerances,
      );
    case 'resource-average':
    case 'container-average':
    case 'pods':
      return averageReplicas(sumsOf(input, undefined), currentReplicas, targetMilliValue, tolerances);
    case 'object-value':
    case 'external-value':
      return valueReplicas(sumOfValues(values), currentReplicas, targetMilliValue, tolerances, () => {
        const pods = selected(input);
        return readyPodCount(
          pods.length,
          pods.filter((pod) => pod.status.phase === 'Running' && isPodReady(pod)).length,
        );
      });
    default:
      return {
        ok: true,
        value: averageValueReplicas(sumOfValues(values), statusReplicas, targetMilliValue, tolerances),
      };
  }
}

function timeOf(text: string): Micros {
  return (parseRfc3339(text) ?? 0) as Micros;
}

function selected({ pods, args }: Input): readonly Pod[] {
  const parsed = parseSelector(args.selector ?? '');
  const selector = parsed.ok ? parsed.value : NOTHING;
  return (fromApiJson(pods, 0) as readonly Pod[]).filter(
    ({ metadata }) => metadata.namespace === args.namespace && matchesSelector(selector, metadata.labels),
  );
}

function sumsOf(input: Input, fallbackPercent: number | undefined): PodSums {
  const pods = selected(input);
  const metrics = new Map<string, PodMetric>();
  for (const [name, { milliValue, timestamp, windowMs }] of Object.entries(input.metrics.pods ?? {})) {
    metrics.set(name, { milliValue, timestamp: timeOf(timestamp), windowMicros: millis(windowMs) });
  }
  const strangers = [...metrics].filter(([name]) => !pods.some(({ metadata }) => metadata.name === name));
  const { resource, container } = input.args;
  const rules: PodRules = {
    now: timeOf(input.now),
    resource,
    container: container === '' ? undefined : container,
    fallbackPercent,
    cpuInitializationPeriodMicros: millis(input.cpuInitializationPeriodMs),
    initialReadinessDelayMicros: millis(input.initialReadinessDelayMs),
  };
  return sumPods(
    pods,
    ({ metadata }) => metrics.get(metadata.name),
    rules,
    strangers.map(([, metric]) => metric),
  );
}

function unavailable({ function: name, args }: Input, error: string): string {
  const { resource = '', metric = '', object, namespace } = args;
  if (name.startsWith('object')) {
    return `unable to get metric ${metric}: ${object?.kind} on ${namespace} ${object?.name}/${error}`;
  }
  if (name.startsWith('external')) {
    return `unable to get external metric ${namespace}/${metric}/${selectorText(args.metricSelector)}: ${error}`;
  }
  return name === 'pods'
    ? `unable to get metric ${metric}: ${error}`
    : `unable to get metrics for resource ${resource}: ${error}`;
}

/** Upstream hands the sample's time on, where it does so, for a line of its own log; the model has no use for it. */
function timestampOf(input: Input, outcome: Outcome): string | undefined {
  const name = input.function;
  if (input.metrics.error !== null || name.endsWith('-value')) return undefined;
  return outcome.ok || !name.endsWith('-utilization') ? input.metrics.timestamp : undefined;
}

function shown(input: Input, outcome: Outcome): unknown {
  const timestamp = timestampOf(input, outcome);
  const isUtilization = input.function.endsWith('-utilization');
  const value: Proposal = outcome.ok ? outcome.value : { replicas: 0, utilization: 0, milliValue: 0n };
  const milliValue = value.milliValue === undefined ? {} : { milliValue: `${value.milliValue}` };
  return {
    error: outcome.ok ? '' : outcome.error,
    replicas: value.replicas,
    ...milliValue,
    ...(isUtilization ? { utilization: value.utilization } : {}),
    ...(timestamp === undefined ? {} : { timestamp }),
  };
}
