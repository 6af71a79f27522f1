// The metrics of a target's pods in a simulated cluster: resources as the usage port has them; custom and external metrics
// as a cluster without an adapter answers. While none of the pods has changed and all are past their first minutes, the
// sums stay and only the usage is taken anew, meter by meter: a steady autoscaler visits no pod.

import { err, ok, type Result } from '../../base/result.ts';
import type { Micros } from '../../base/time.ts';
import type { ContainerUsage, PodUsage, UsageMeter, UsagePort } from '../../cluster/usage.ts';
import type { Pod } from '../../model/objects.ts';
import { isPodReady } from '../../model/pod-status.ts';
import type { Measurements } from './measurements.ts';
import type { SelectedPods } from './pod-index.ts';
import { type PodMetric, type PodRules, type PodSums, sumPods } from './pod-sums.ts';
import { readyPodCount } from './replica-calculator.ts';
import type { HpaSettings } from './settings.ts';

/** Sums that stay until a pod changes or a kubelet comes or goes. */
interface SteadySums {
  readonly version: number;
  readonly outages: number;
  readonly sums: PodSums;
  /** The meters of the pods that count, with their numbers. */
  readonly meters: readonly (readonly [UsageMeter, number])[];
}

/** What is kept from sync to sync, by what was asked for. */
export type SumsCache = Map<string, SteadySums>;

export interface MeasurementParts {
  readonly pods: SelectedPods;
  readonly usage: UsagePort;
  readonly settings: HpaSettings;
  readonly cache: SumsCache;
  readonly now: Micros;
}

const NO_CUSTOM =
  'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered';

/** The measurements at a moment. */
export function clusterMeasurements(parts: MeasurementParts): Measurements {
  const { pods } = parts;
  return {
    resource(resource, container, fallbackPercent) {
      const steady = parts.cache.get(cacheKey(resource, container, fallbackPercent));
      if (steady !== undefined && isStillSteady(steady, parts))
        return ok(refreshed(steady, parts, resource, container));
      return summed(parts, resource, container, fallbackPercent);
    },
    pods: () => err(NO_CUSTOM),
    object: () => err(NO_CUSTOM),
    external: ({ name }) => {
      const answer = `the server could not find the requested resource (get ${name}.external.metrics.k8s.io)`;
      return err(`unable to fetch metrics from external metrics API: ${answer}`);
    },
    readyPods() {
      const list = pods.list();
      return readyPodCount(list.length, list.filter((pod) => pod.status.phase === 'Running' && isPodReady(pod)).length);
    },
  };
}

function cacheKey(resource: string, container: string | undefined, fallbackPercent: number | undefined): string {
  return `${resource} ${container ?? ''} ${fallbackPercent ?? ''}`;
}

function isStillSteady({ version, outages }: SteadySums, { pods, usage }: MeasurementParts): boolean {
  return version === pods.version && outages === usage.outages();
}

function refreshed(
  { sums, meters }: SteadySums,
  { usage, now }: MeasurementParts,
  resource: string,
  container: string | undefined,
): PodSums {
  const scrape = usage.scrapeAt(now);
  let readyMilli = 0;
  for (const [meter, count] of meters) readyMilli += count * (milliOf(meter.at(scrape), resource, container) ?? 0);
  return { ...sums, readyMilli };
}

function summed(
  parts: MeasurementParts,
  resource: string,
  container: string | undefined,
  fallbackPercent: number | undefined,
): Result<PodSums, string> {
  const { pods, usage, settings, now, cache } = parts;
  const list = pods.list();
  const usages = new Map<Pod, PodUsage>();
  for (const pod of list) {
    const measured = usage.usageAt(pod, now);
    if (measured !== undefined) usages.set(pod, measured);
  }
  if (usages.size === 0) return err('no metrics returned from resource metrics API');
  const rules: PodRules = { ...settings, now, resource, container, fallbackPercent };
  const metricOf = (pod: Pod): PodMetric | undefined => {
    const measured = usages.get(pod);
    const milliValue = measured === undefined ? undefined : milliOf(measured.containers, resource, container);
    if (measured === undefined || milliValue === undefined) return undefined;
    return { milliValue, timestamp: measured.timestamp, windowMicros: measured.windowMicros };
  };
  const counted: Pod[] = [];
  const sums = sumPods(list, metricOf, rules, [], (pod) => counted.push(pod));
  const key = cacheKey(resource, container, fallbackPercent);
  if (list.every((pod) => isSteady(pod, usage, rules))) {
    const meters = countMeters(counted, usage);
    cache.set(key, { version: pods.version, outages: usage.outages(), sums, meters });
  } else {
    cache.delete(key);
  }
  return ok(sums);
}

/** Whether time alone changes nothing any more about how a pod counts. */
function isSteady(pod: Pod, usage: UsagePort, { now, cpuInitializationPeriodMicros }: PodRules): boolean {
  const { phase, startTime } = pod.status;
  if (phase === 'Pending') return true;
  if (startTime === undefined || startTime + cpuInitializationPeriodMicros > now) return false;
  return usage.steadyUsage(pod).since <= now;
}

function countMeters(pods: readonly Pod[], usage: UsagePort): SteadySums['meters'] {
  const counts = new Map<UsageMeter, number>();
  for (const pod of pods) {
    const { meter } = usage.steadyUsage(pod);
    if (meter !== undefined) counts.set(meter, (counts.get(meter) ?? 0) + 1);
  }
  return [...counts];
}

/** Thousandths of a resource that a pod, or one of its containers, uses; undefined where that is not measured. */
function milliOf(
  containers: readonly ContainerUsage[],
  resource: string,
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
