// What metrics-server would tell of each pod, as a function of time: curves and shares of load, evaluated at the last
// scrape. No timers and no rows: whoever asks pays. A pod is in the metrics once all its containers have run through
// two scrapes, and drops out while its node's kubelet is silent.

import { MICROS_PER_SECOND, type Micros, plus } from '../base/time.ts';
import {
  type ContainerUsage,
  type PodUsage,
  SCRAPE_PERIOD_MICROS,
  type SteadyUsage,
  type UsageMeter,
  type UsagePort,
} from '../cluster/usage.ts';
import type { Log } from '../log/log.ts';
import { findCondition } from '../model/condition.ts';
import type { Pod } from '../model/objects.ts';
import { factorAt } from './curve.ts';
import { type CpuLoad, type PodDemand, usageOf } from './demand.ts';
import { FOREVER, Serving, type Span, takesShares } from './serving.ts';

export interface UsageParts {
  readonly log: Log;
  readonly demandOf: (pod: Pod) => PodDemand;
  /** When the first scrape is: less than a period after the start. */
  readonly firstScrape: Micros;
}

/** The resource metrics of a run. */
export function createUsage({ log, demandOf, firstScrape }: UsageParts): UsagePort {
  const serving = new Serving(log, demandOf);
  const shareAt = (load: CpuLoad, t: Micros): number => {
    const weight = serving.weightAt(load, t);
    return weight === 0 ? 0 : (load.loadMillis * factorAt(load.curve, t)) / weight;
  };
  const meters = new WeakMap<PodDemand, { readonly serving: UsageMeter; readonly idle: UsageMeter }>();
  const meterOf = (demand: PodDemand, isServing: boolean): UsageMeter => {
    let pair = meters.get(demand);
    if (pair === undefined) {
      const idle = usageOf(demand, () => 0);
      pair = {
        serving: meter(serving, (scrape) => usageOf(demand, (load) => shareAt(load, scrape))),
        idle: { at: () => idle },
      };
      meters.set(demand, pair);
    }
    return isServing ? pair.serving : pair.idle;
  };
  const scrapeAt = (t: Micros): Micros => {
    const periods = Math.floor((t - firstScrape) / SCRAPE_PERIOD_MICROS);
    return plus(firstScrape, periods * SCRAPE_PERIOD_MICROS);
  };
  return {
    scrapeAt,
    outages: () => serving.outages(),
    isMeasured(node, t) {
      const scrape = scrapeAt(t);
      return scrape - SCRAPE_PERIOD_MICROS >= (serving.lastOutage(node, scrape)?.to ?? 0);
    },
    usageAt(pod, t) {
      const scrape = scrapeAt(t);
      const from = measurableFrom(pod, serving.lastOutage(pod.spec.nodeName ?? '', scrape));
      if (from === undefined || scrape - SCRAPE_PERIOD_MICROS < from) return undefined;
      const containers = meterOf(demandOf(pod), serving.servesAt(pod, scrape)).at(scrape);
      const timestamp = (Math.floor(scrape / MICROS_PER_SECOND) * MICROS_PER_SECOND) as Micros;
      return { timestamp, windowMicros: SCRAPE_PERIOD_MICROS, containers } satisfies PodUsage;
    },
    steadyUsage(pod): SteadyUsage {
      const outage = serving.lastOutage(pod.spec.nodeName ?? '', FOREVER);
      const from = measurableFrom(pod, outage);
      const changed = findCondition(pod.status.conditions, 'Ready')?.lastTransitionTime ?? 0;
      const last = Math.max(from ?? 0, changed, outage?.from ?? 0, pod.metadata.creationTimestamp);
      const since = (last + 3 * SCRAPE_PERIOD_MICROS) as Micros;
      return { since, meter: from === undefined ? undefined : meterOf(demandOf(pod), takesShares(pod)) };
    },
  };
}

/** A meter that remembers what it was asked last: a sync asks for each of many pods. */
function meter(serving: Serving, measure: (scrape: Micros) => readonly ContainerUsage[]): UsageMeter {
  let last: Micros | undefined;
  let lastChanges = 0;
  let usage: readonly ContainerUsage[] = [];
  return {
    at(scrape) {
      const changes = serving.changes();
      if (scrape !== last || changes !== lastChanges) {
        usage = measure(scrape);
        last = scrape;
        lastChanges = changes;
      }
      return usage;
    },
  };
}

/** Since when all containers of a pod run on a node whose kubelet answers; undefined while that is not so. */
function measurableFrom({ status, spec }: Pod, outage: Span | undefined): Micros | undefined {
  const statuses = status.containerStatuses ?? [];
  if (statuses.length < spec.containers.length || outage?.to === FOREVER) return undefined;
  let from = outage?.to ?? (0 as Micros);
  for (const { state } of statuses) {
    const startedAt = state?.running?.startedAt;
    if (startedAt === undefined) return undefined;
    if (startedAt > from) from = startedAt;
  }
  return from;
}
