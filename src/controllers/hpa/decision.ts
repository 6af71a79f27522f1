// One sync of an autoscaler, without its reads and writes: from the target's scale and the metrics to what should be
// done, and from how that went to the status. Pure functions but for the history, which they change.
// Mirrors pkg/controller/podautoscaler/horizontal.go, reconcileAutoscaler (v1.36).

import { deepEqual } from '../../base/deep-equal.ts';
import type { Result } from '../../base/result.ts';
import type { Micros } from '../../base/time.ts';
import { apiTime } from '../../cluster/api-server.ts';
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerStatus,
  MetricSpec,
  MetricStatus,
} from '../../model/autoscaling.ts';
import { withCondition } from '../../model/condition.ts';
import type { Condition } from '../../model/objects.ts';
import { quantityOf } from '../../model/resource-amount.ts';
import type { Measurements } from './measurements.ts';
import { type MetricContext, metricName, metricStatus, proposeReplicas } from './metric-proposal.ts';
import { normalize } from './normalize.ts';
import type { Proposal, Tolerances } from './replica-calculator.ts';
import { recordChange, recordFirst, type ScalingHistory } from './scaling-history.ts';
import type { HpaSettings } from './settings.ts';

/** The scale subresource of a target. */
export interface Scale {
  readonly specReplicas: number;
  readonly statusReplicas: number;
  /** As text, as `kubectl -l` takes it. */
  readonly selector: string;
}

/** A KubeEvent about the autoscaler. */
export interface Notice {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** What a sync has found out. */
export interface Decision {
  /** Absent where the scale could not be read. */
  readonly current: number | undefined;
  /** Undefined: as it was. */
  readonly desired: number | undefined;
  /** The replicas to ask for, where that is something else; and why. */
  readonly rescale: { readonly replicas: number; readonly reason: string } | undefined;
  /** By metric of the spec; undefined where none was looked at. */
  readonly proposals: readonly (Proposal | undefined)[] | undefined;
  /** In the order in which they are set. */
  readonly conditions: readonly Condition[];
  readonly notices: readonly Notice[];
}

/** Where a sync finds what it needs. `measure` gives the metrics of the pods under a selector, or why not. */
export interface SyncInput {
  readonly autoscaler: HorizontalPodAutoscaler;
  readonly scale: Result<Scale, string>;
  readonly measure: (selector: string) => Result<Measurements, SelectorProblem>;
  readonly history: ScalingHistory;
  readonly settings: HpaSettings;
  readonly now: Micros;
}

/** What is wrong with a target's selector. */
export interface SelectorProblem {
  readonly reason: 'SelectorRequired' | 'InvalidSelector' | 'AmbiguousSelector';
  readonly message: string;
}

const GOT_SCALE: Condition = {
  type: 'AbleToScale',
  status: 'True',
  reason: 'SucceededGetScale',
  message: "the HPA controller was able to get the target's current scale",
};
const DISABLED: Condition = {
  type: 'ScalingActive',
  status: 'False',
  reason: 'ScalingDisabled',
  message: 'scaling is disabled since the replica count of the target is zero',
};

/** Decides what to do. Only recommendations are remembered yet. */
export function decide(input: SyncInput): Decision {
  const { autoscaler, scale, history, now } = input;
  if (!scale.ok) return withoutScale(scale.error);
  const { minReplicas = 1, maxReplicas } = autoscaler.spec;
  const current = scale.value.specReplicas;
  recordFirst(history, current, now);
  const found = { current, proposals: undefined, notices: [] };
  if (current === 0) return { ...found, desired: 0, rescale: undefined, conditions: [GOT_SCALE, DISABLED] };
  const bound = current > maxReplicas ? maxReplicas : current < minReplicas ? minReplicas : undefined;
  if (bound === undefined) return byMetrics(input, scale.value, autoscaler.spec.metrics ?? []);
  const reason =
    current > maxReplicas
      ? 'Current number of replicas above Spec.MaxReplicas'
      : 'Current number of replicas below Spec.MinReplicas';
  return { ...found, desired: bound, rescale: { replicas: bound, reason }, conditions: [GOT_SCALE] };
}

function withoutScale(error: string): Decision {
  const message = `the HPA controller was unable to get the target's current scale: ${error}`;
  return {
    current: undefined,
    desired: undefined,
    rescale: undefined,
    proposals: undefined,
    conditions: [{ type: 'AbleToScale', status: 'False', reason: 'FailedGetScale', message }],
    notices: [{ type: 'Warning', reason: 'FailedGetScale', message: error }],
  };
}

function byMetrics(input: SyncInput, scale: Scale, specs: readonly MetricSpec[]): Decision {
  const { autoscaler, history, settings, now } = input;
  const current = scale.specReplicas;
  const { minReplicas = 1, maxReplicas, behavior } = autoscaler.spec;
  const computed = computeByMetrics(input, scale, specs);
  const { proposals, notices, condition } = computed;
  if (computed.chosen === undefined) {
    const failed = { current, desired: undefined, rescale: undefined, proposals };
    return { ...failed, conditions: [GOT_SCALE, condition], notices };
  }
  const wanted = computed.chosen.replicas;
  const { downscaleStabilizationMicros } = settings;
  const bounds = { minReplicas, maxReplicas, behavior, downscaleStabilizationMicros };
  const normalized = normalize(history, current, wanted, bounds, now);
  const { replicas } = normalized;
  const reason =
    wanted > current
      ? `${metricName(computed.chosen.spec)} above target`
      : wanted < current
        ? 'All metrics below target'
        : '';
  return {
    current,
    desired: replicas,
    rescale: replicas === current ? undefined : { replicas, reason },
    proposals,
    conditions: [GOT_SCALE, condition, normalized.able, normalized.limited],
    notices,
  };
}

interface Computed {
  /** The metric that calls for the most replicas; undefined where nothing may be done. */
  readonly chosen: { readonly replicas: number; readonly spec: MetricSpec } | undefined;
  readonly proposals: readonly (Proposal | undefined)[] | undefined;
  /** ScalingActive. */
  readonly condition: Condition;
  readonly notices: readonly Notice[];
}

function computeByMetrics(
  { autoscaler, measure, settings }: Pick<SyncInput, 'autoscaler' | 'measure' | 'settings'>,
  scale: Scale,
  specs: readonly MetricSpec[],
): Computed {
  const measured = measure(scale.selector);
  if (!measured.ok) return withoutPods(measured.error);
  const context: MetricContext = {
    namespace: autoscaler.metadata.namespace ?? '',
    specReplicas: scale.specReplicas,
    statusReplicas: scale.statusReplicas,
    tolerances: tolerancesOf(autoscaler, settings),
    measurements: measured.value,
  };
  const notices: Notice[] = [];
  const failures: { readonly condition: Condition; readonly text: string }[] = [];
  let chosen: Computed['chosen'];
  const proposals = specs.map((spec) => {
    const proposed = proposeReplicas(spec, context);
    if (!proposed.ok) {
      const { reason, message, ofAll } = proposed.error;
      notices.push({ type: 'Warning', reason, message });
      failures.push({ condition: unable(reason, message), text: ofAll });
      return undefined;
    }
    const { replicas } = proposed.value;
    if (chosen === undefined || chosen.replicas === 0 || replicas > chosen.replicas) chosen = { replicas, spec };
    return proposed.value;
  });
  const [first] = failures;
  if (first !== undefined && (chosen === undefined || chosen.replicas < scale.specReplicas)) {
    const count = `${failures.length} invalid out of ${specs.length}`;
    const message = `invalid metrics (${count}), first error is: ${first.text}`;
    notices.push({ type: 'Warning', reason: 'FailedComputeMetricsReplicas', message });
    return { chosen: undefined, proposals, condition: first.condition, notices };
  }
  return { chosen, proposals, condition: chosen === undefined ? active('') : activeBy(chosen.spec), notices };
}

function withoutPods({ reason, message }: SelectorProblem): Computed {
  const isMissing = reason === 'SelectorRequired';
  const condition: Condition = {
    type: 'ScalingActive',
    status: 'False',
    reason: isMissing ? 'InvalidSelector' : reason,
    message: isMissing ? "the HPA target's scale is missing a selector" : message,
  };
  const notices: readonly Notice[] = [
    { type: 'Warning', reason, message },
    { type: 'Warning', reason: 'FailedComputeMetricsReplicas', message },
  ];
  return { chosen: undefined, proposals: undefined, condition, notices };
}

const actives = new WeakMap<MetricSpec, Condition>();

/** Remembered, because every sync needs it. */
function activeBy(spec: MetricSpec): Condition {
  let condition = actives.get(spec);
  if (condition === undefined) {
    condition = active(metricName(spec));
    actives.set(spec, condition);
  }
  return condition;
}

function active(metric: string): Condition {
  const message = `the HPA was able to successfully calculate a replica count from ${metric}`;
  return { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound', message };
}

function unable(reason: string, error: string): Condition {
  const message = `the HPA was unable to compute the replica count: ${error}`;
  return { type: 'ScalingActive', status: 'False', reason, message };
}

function tolerancesOf({ spec }: HorizontalPodAutoscaler, { tolerance }: HpaSettings): Tolerances {
  const { scaleUp, scaleDown } = spec.behavior ?? {};
  const own = (text: string | undefined): number => (text === undefined ? tolerance : fractionOf(text));
  return { scaleUp: own(scaleUp?.tolerance), scaleDown: own(scaleDown?.tolerance) };
}

/** A quantity as a number, digits first and the power of ten last, as upstream does it. */
function fractionOf(text: string): number {
  const { unscaled, exponent } = quantityOf(text);
  return Number(`${unscaled}e${exponent}`);
}

/** What comes of a sync; the status is without its metrics. */
export interface Conclusion {
  readonly status: HorizontalPodAutoscalerStatus;
  readonly notices: readonly Notice[];
}

/**
 * The status after a sync, its metrics aside, and what there is to tell about the change of scale. `refusal` is the
 * API server's message if
 * it refused the change. A change that was made is remembered.
 */
export function conclude(input: SyncInput, decision: Decision, refusal: string | undefined): Conclusion {
  const { autoscaler, history, now } = input;
  const { current, rescale } = decision;
  const old: HorizontalPodAutoscalerStatus = autoscaler.status ?? { desiredReplicas: 0 };
  const at = apiTime(now);
  const notices: Notice[] = [];
  const set: Condition[] = [...decision.conditions];
  let desired = decision.desired ?? old.desiredReplicas;
  let scaledAt = old.lastScaleTime;
  if (rescale !== undefined && current !== undefined) {
    const { replicas, reason } = rescale;
    const size = `New size: ${replicas}; reason: ${reason}`;
    if (refusal === undefined) {
      set.push(rescaled(replicas));
      notices.push({ type: 'Normal', reason: 'SuccessfulRescale', message: size });
      const { behavior } = autoscaler.spec;
      if (behavior !== undefined) recordChange(history, behavior, current, replicas, now);
      scaledAt = at;
    } else {
      set.push(refused(refusal));
      notices.push({ type: 'Warning', reason: 'FailedRescale', message: `${size}; error: ${refusal}` });
      desired = old.desiredReplicas;
    }
  }
  const conditions = withConditions(old.conditions, set, at);
  if (current === undefined) return { status: { ...withoutMetrics(old), conditions }, notices };
  const status = {
    ...(current === 0 ? {} : { currentReplicas: current }),
    desiredReplicas: desired,
    ...(scaledAt === undefined ? {} : { lastScaleTime: scaledAt }),
    conditions,
  };
  return { status, notices };
}

/** Sets conditions one after another; one that the next of its type repeats with the same status leaves no trace. */
function withConditions(
  old: readonly Condition[] | undefined,
  set: readonly Condition[],
  at: Micros,
): readonly Condition[] {
  let conditions = old ?? [];
  set.forEach((condition, index) => {
    const next = laterOf(set, condition.type, index);
    if (next?.status === condition.status || isSaid(conditions, condition)) return;
    conditions = withCondition(conditions, condition, at);
  });
  return conditions;
}

function laterOf(conditions: readonly Condition[], type: string, index: number): Condition | undefined {
  for (let i = index + 1; i < conditions.length; i += 1) if (conditions[i]?.type === type) return conditions[i];
  return undefined;
}

/** Whether the list says exactly this already, as it mostly does. */
function isSaid(conditions: readonly Condition[], { type, status, reason, message }: Condition): boolean {
  for (const each of conditions) {
    if (each.type === type) return each.status === status && each.reason === reason && each.message === message;
  }
  return false;
}

/** True if a status says all of a decision already, its metrics aside: most syncs end here. */
export function isAlreadyTold(decision: Decision, status: HorizontalPodAutoscalerStatus | undefined): boolean {
  const { current, desired, rescale, conditions, notices } = decision;
  if (rescale !== undefined || notices.length > 0 || status?.conditions === undefined) return false;
  if (current !== status.currentReplicas || desired !== status.desiredReplicas) return false;
  for (let i = 0; i < conditions.length; i += 1) {
    const condition = conditions[i];
    if (condition === undefined || laterOf(conditions, condition.type, i)?.status === condition.status) continue;
    if (!isSaid(status.conditions, condition)) return false;
  }
  return true;
}

/** The metrics that a sync at this moment would put into the status; undefined where it would find none of them. */
export function metricsNow(
  input: Pick<SyncInput, 'autoscaler' | 'measure' | 'settings'>,
  scale: Scale,
): readonly MetricStatus[] | undefined {
  const specs = input.autoscaler.spec.metrics ?? [];
  const { chosen, proposals } = computeByMetrics(input, scale, specs);
  if (chosen === undefined) return undefined;
  return specs.map((metric, index) => metricStatus(metric, proposals?.[index]));
}

/** True if two statuses differ in nothing but their metrics. */
export function isSameButMetrics(a: HorizontalPodAutoscalerStatus, b: HorizontalPodAutoscalerStatus): boolean {
  return (
    a.currentReplicas === b.currentReplicas &&
    a.desiredReplicas === b.desiredReplicas &&
    a.lastScaleTime === b.lastScaleTime &&
    (a.conditions === b.conditions || deepEqual(a.conditions, b.conditions))
  );
}

/** A status as it was, without its metrics. */
function withoutMetrics(status: HorizontalPodAutoscalerStatus): HorizontalPodAutoscalerStatus {
  const { currentMetrics: _, ...rest } = status;
  return rest;
}

/** The metrics that belong to the status after a sync; undefined where none was looked at. */
export function metricsAfter(
  { spec, status }: HorizontalPodAutoscaler,
  { current, proposals }: Decision,
): readonly MetricStatus[] | undefined {
  if (current === undefined) return status?.currentMetrics;
  if (proposals === undefined) return undefined;
  return (spec.metrics ?? []).map((metric, index) => metricStatus(metric, proposals[index]));
}

function rescaled(replicas: number): Condition {
  const message = `the HPA controller was able to update the target scale to ${replicas}`;
  return { type: 'AbleToScale', status: 'True', reason: 'SucceededRescale', message };
}

function refused(error: string): Condition {
  const message = `the HPA controller was unable to update the target scale: ${error}`;
  return { type: 'AbleToScale', status: 'False', reason: 'FailedUpdateScale', message };
}
