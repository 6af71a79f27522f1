// The metrics of a target's pods in a simulated cluster: resources as the usage port has them; custom and external
// metrics as a cluster without an adapter answers. While none of the pods has changed, those past their first minutes
// stay added up, and only their usage is taken anew, meter by meter: a steady autoscaler visits no pod.

import { err, ok, type Result } from '../../base/result.ts';
import type { Micros } from '../../base/time.ts';
import type { ContainerUsage, UsageMeter, UsagePort } from '../../cluster/usage.ts';
import type { MetricIdentifier } from '../../model/autoscaling.ts';
import type { Pod } from '../../model/objects.ts';
import { isPodReady } from '../../model/pod-status.ts';
import type { Measurements } from './measurements.ts';
import type { SelectedPods } from './pod-index.ts';
import { NO_PODS, type PodMetric, type PodRules, type PodSums, sumOfBoth, sumPods } from './pod-sums.ts';
import { readyPodCount } from './replica-calculator.ts';
import type { HpaSettings } from './settings.ts';

/** What stays until a pod changes or a kubelet comes or goes. */
interface SteadySums {
  readonly version: number;
  readonly outages: number;
  /** Over the pods that only a change of their own could place elsewhere. */
  readonly sums: PodSums;
  /** The meters of those of them that count, with their numbers. */
  readonly meters: readonly (readonly [UsageMeter, number])[];
  /** Pods in the metrics API, whether they count or not. */
  readonly measured: number;
  /** Pods in their first minutes: looked at in every sync. */
  readonly young: readonly Pod[];
  /** When the first of them is no longer young. */
  readonly until: number;
}

const NO_CUSTOM =
  'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered';

/** The measurements of one autoscaler's pods, at the moment that `at` sets. */
export class TargetMetrics implements Measurements {
  readonly #pods: SelectedPods;
  readonly #usage: UsagePort;
  readonly #settings: HpaSettings;
  /** Few entries: one by what was asked for. */
  readonly #known: { readonly asked: Asked; steady: SteadySums }[] = [];
  #now: Micros = 0 as Micros;

  constructor(pods: SelectedPods, usage: UsagePort, settings: HpaSettings) {
    this.#pods = pods;
    this.#usage = usage;
    this.#settings = settings;
  }

  /** The same metrics, as of now. */
  at(now: Micros): this {
    this.#now = now;
    return this;
  }

  resource(
    resource: string,
    container: string | undefined,
    fallbackPercent: number | undefined,
  ): Result<PodSums, string> {
    const now = this.#now;
    const usage = this.#usage;
    const rules: PodRules = {
      now,
      resource,
      container,
      fallbackPercent,
      cpuInitializationPeriodMicros: this.#settings.cpuInitializationPeriodMicros,
      initialReadinessDelayMicros: this.#settings.initialReadinessDelayMicros,
    };
    const steady = this.#steady(rules);
    const young = sumMeasured(steady.young, usage, rules);
    if (steady.measured + young.measured === 0) return err('no metrics returned from resource metrics API');
    const scrape = usage.scrapeAt(now);
    let readyMilli = young.sums.readyMilli;
    for (const [meter, count] of steady.meters) {
      readyMilli += count * (milliOf(meter.at(scrape), resource, container) ?? 0);
    }
    return ok(sumOfBoth(steady.sums, young.sums, readyMilli));
  }

  #steady(rules: PodRules): SteadySums {
    const pods = this.#pods;
    const usage = this.#usage;
    const known = this.#known.find(({ asked }) => isSame(asked, rules));
    const outages = usage.outages();
    if (known === undefined) {
      const steady = sorted(pods, usage, rules);
      const { resource, container, fallbackPercent } = rules;
      this.#known.push({ asked: { resource, container, fallbackPercent }, steady });
      return steady;
    }
    const { version, outages: oldOutages, until } = known.steady;
    if (version !== pods.version || oldOutages !== outages || until <= rules.now) {
      known.steady = sorted(pods, usage, rules);
    }
    return known.steady;
  }

  pods(): Result<PodSums, string> {
    return err(NO_CUSTOM);
  }

  object(): Result<bigint, string> {
    return err(NO_CUSTOM);
  }

  external({ name }: MetricIdentifier): Result<readonly bigint[], string> {
    const answer = `the server could not find the requested resource (get ${name}.external.metrics.k8s.io)`;
    return err(`unable to fetch metrics from external metrics API: ${answer}`);
  }

  readyPods(): Result<number, string> {
    const list = this.#pods.list();
    return readyPodCount(list.length, list.filter((pod) => pod.status.phase === 'Running' && isPodReady(pod)).length);
  }
}

type Asked = Pick<PodRules, 'resource' | 'container' | 'fallbackPercent'>;

function isSame(a: Asked, b: Asked): boolean {
  return a.resource === b.resource && a.container === b.container && a.fallbackPercent === b.fallbackPercent;
}

/** Sorts the pods anew into steady and young ones. */
function sorted(pods: SelectedPods, usage: UsagePort, rules: PodRules): SteadySums {
  const { now, resource, container, cpuInitializationPeriodMicros } = rules;
  const steady: Pod[] = [];
  const meters: (UsageMeter | undefined)[] = [];
  const young: Pod[] = [];
  let until = Number.POSITIVE_INFINITY;
  let measured = 0;
  for (const pod of pods.list()) {
    const { since, meter } = usage.steadyUsage(pod);
    const { phase, startTime = Number.POSITIVE_INFINITY } = pod.status;
    // A pending pod counts as one, whatever time it is.
    const from = phase === 'Pending' ? 0 : Math.max(startTime + cpuInitializationPeriodMicros, since);
    if (from > now) {
      young.push(pod);
      until = Math.min(until, from);
      continue;
    }
    steady.push(pod);
    meters.push(meter);
    if (meter !== undefined) measured += 1;
  }
  const scrape = usage.scrapeAt(now);
  const metricOf = (_pod: Pod, index: number): PodMetric | undefined => {
    const milliValue = milliOf(meters[index]?.at(scrape) ?? [], resource, container);
    return milliValue === undefined ? undefined : { milliValue, timestamp: scrape, windowMicros: 0 };
  };
  const counts = new Map<UsageMeter, number>();
  const sums = sumPods(steady, metricOf, rules, [], (index) => {
    const meter = meters[index];
    if (meter !== undefined) counts.set(meter, (counts.get(meter) ?? 0) + 1);
  });
  return { version: pods.version, outages: usage.outages(), sums, meters: [...counts], measured, young, until };
}

/** Sums over pods, and how many of them the metrics API has. */
function sumMeasured(
  pods: readonly Pod[],
  usage: UsagePort,
  rules: PodRules,
): { readonly sums: PodSums; readonly measured: number } {
  if (pods.length === 0) return NOTHING_MEASURED;
  let measured = 0;
  const usages = pods.map((pod) => {
    const found = usage.usageAt(pod, rules.now);
    if (found !== undefined) measured += 1;
    return found;
  });
  const metricOf = (_pod: Pod, index: number): PodMetric | undefined => {
    const found = usages[index];
    const milliValue = found === undefined ? undefined : milliOf(found.containers, rules.resource, rules.container);
    if (found === undefined || milliValue === undefined) return undefined;
    return { milliValue, timestamp: found.timestamp, windowMicros: found.windowMicros };
  };
  return { sums: sumPods(pods, metricOf, rules), measured };
}

const NOTHING_MEASURED: ReturnType<typeof sumMeasured> = { sums: NO_PODS, measured: 0 };

/** Thousandths of a resource that a pod, or one of its containers, uses; undefined where that is not measured. */
function milliOf(
  containers: readonly ContainerUsage[],
  resource: string | undefined,
  container: string | undefined,
): number | undefined {
  if (resource !== 'cpu' && resource !== 'memory') return undefined;
  let milli: number | undefined;
  for (const { name, cpuMillis, memoryBytes } of containers) {
    if (container !== undefined && container !== name) continue;
    milli = (milli ?? 0) + (resource === 'cpu' ? cpuMillis : memoryBytes * MILLIS_PER_UNIT);
  }
  return milli;
}

const MILLIS_PER_UNIT = 1000;
