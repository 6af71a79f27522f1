// Autoscalers over time: how many replicas each wants and may want, as steps, and its first metric in percent of the
// target, read at the moments at which it was synced. What they read is not in the log: it is asked for at those
// moments.

import { MICROS_PER_SECOND, type Micros, micros } from '../base/time.ts';
import type { Moments } from '../log/moment.ts';
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus, MetricTarget } from '../model/autoscaling.ts';
import { keyOf } from '../model/objects.ts';
import { milliUnitsOf } from '../model/resource-amount.ts';
import { idOf } from './owner.ts';
import type { HpaSample, HpaStep, HpaTrack } from './timeline-model.ts';

/** As often as an autoscaler is synced, unless that would be more points than anybody can see. */
const SYNC_MICROS: number = 15 * MICROS_PER_SECOND;
const MOST_SAMPLES = 2_000;
/** Mirrors pkg/controller/podautoscaler/horizontal.go, stabilizeRecommendation (v1.36): its word in AbleToScale. */
const HELD_REASON = 'ScaleDownStabilized';

interface OpenHpa {
  readonly namespace: string;
  readonly name: string;
  readonly key: string;
  target: string;
  metric: MetricSpec | undefined;
  readonly steps: HpaStep[];
  goneAt: Micros | undefined;
}

export class HpaFold {
  readonly #hpas = new Map<string, OpenHpa>();

  /** Takes a write of a HorizontalPodAutoscaler. */
  written(hpa: HorizontalPodAutoscaler, isGone: boolean, at: Micros): void {
    const key = keyOf(hpa);
    const { namespace = '', name } = hpa.metadata;
    let track = this.#hpas.get(key);
    if (track === undefined) {
      track = { namespace, name, key, target: '', metric: undefined, steps: [], goneAt: undefined };
      this.#hpas.set(key, track);
    }
    const { scaleTargetRef, minReplicas = 1, maxReplicas, metrics } = hpa.spec;
    track.target = idOf(scaleTargetRef.kind, `${namespace}/${scaleTargetRef.name}`);
    track.metric = metrics?.[0] ?? track.metric;
    track.goneAt = isGone ? at : undefined;
    const { desiredReplicas: desired = 0, currentReplicas: current = 0, conditions = [] } = hpa.status ?? {};
    const isHeld = conditions.some(({ reason }) => reason === HELD_REASON);
    addStep(track.steps, { at, desired, current, min: minReplicas, max: maxReplicas, isHeld });
  }

  /** All of them, with their metric as `moments` says that it was read. */
  finish(until: Micros, moments: Moments | undefined): readonly HpaTrack[] {
    return [...this.#hpas.values()].map((hpa) => {
      const { namespace, name, target, metric, steps } = hpa;
      const samples = moments === undefined ? [] : samplesOf(hpa, until, moments);
      return { namespace, name, target, metric: nameOf(metric), goal: goalOf(metric), steps: [...steps], samples };
    });
  }
}

function addStep(steps: HpaStep[], step: HpaStep): void {
  const last = steps.at(-1);
  if (last !== undefined && isSame(last, step)) return;
  if (last?.at === step.at) steps[steps.length - 1] = step;
  else steps.push(step);
}

function isSame(a: HpaStep, b: HpaStep): boolean {
  const isSameRange = a.min === b.min && a.max === b.max;
  return isSameRange && a.desired === b.desired && a.current === b.current && a.isHeld === b.isHeld;
}

function samplesOf(hpa: OpenHpa, until: Micros, moments: Moments): readonly HpaSample[] {
  const start = hpa.steps[0]?.at ?? until;
  const end = hpa.goneAt ?? until;
  const step = Math.max(SYNC_MICROS, Math.ceil((end - start) / MOST_SAMPLES));
  const samples: HpaSample[] = [];
  for (let at = start + SYNC_MICROS; at <= end; at += step) {
    const read = moments.at(micros(at)).get('HorizontalPodAutoscaler', hpa.key);
    samples.push({ at: micros(at), percent: percentOf(hpa.metric, read?.status?.currentMetrics?.[0]) });
  }
  return samples;
}

function nameOf(metric: MetricSpec | undefined): string {
  if (metric === undefined) return '';
  return metric.resource?.name ?? metric.containerResource?.name ?? sourceOf(metric)?.metric.name ?? '';
}

type Source = NonNullable<MetricSpec['pods'] | MetricSpec['object'] | MetricSpec['external']>;

function sourceOf(metric: MetricSpec): Source | undefined {
  return metric.pods ?? metric.object ?? metric.external;
}

function targetOf(metric: MetricSpec | undefined): MetricTarget | undefined {
  return (metric?.resource ?? metric?.containerResource ?? (metric === undefined ? undefined : sourceOf(metric)))
    ?.target;
}

/** What the metric should be, in percent: the wanted utilization, else 100. */
function goalOf(metric: MetricSpec | undefined): number {
  return targetOf(metric)?.averageUtilization ?? 100;
}

/** The metric in percent: utilization as it is, any other value by its target. */
function percentOf(metric: MetricSpec | undefined, status: MetricStatus | undefined): number | undefined {
  const target = targetOf(metric);
  const current = (status?.resource ?? status?.containerResource ?? status?.pods ?? status?.object ?? status?.external)
    ?.current;
  if (target === undefined || current === undefined) return undefined;
  if (current.averageUtilization !== undefined) return current.averageUtilization;
  const value = target.value !== undefined ? current.value : current.averageValue;
  const wanted = target.value ?? target.averageValue;
  if (value === undefined || wanted === undefined) return undefined;
  const goal = milliUnitsOf(wanted);
  return goal === 0 ? undefined : Math.round((milliUnitsOf(value) / goal) * 100);
}
