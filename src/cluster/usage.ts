// What the resource metrics API tells of the pods: CPU and memory by container, as metrics-server measures them. It
// scrapes all nodes at once every 15 s and needs two samples of a running container. Nothing of it is stored: usage
// is a function of time, evaluated where someone asks. Read by the autoscaler and by `kubectl top`, implemented by
// src/traffic.

import type { Micros } from '../base/time.ts';
import type { Pod } from '../model/objects.ts';

/** Between two scrapes: what the shipped manifests of metrics-server set. */
export const SCRAPE_PERIOD_MICROS = 15_000_000;

export interface ContainerUsage {
  readonly name: string;
  /** Thousandths of a core, averaged over the window, rounded up. */
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

/** A pod's entry in the metrics API. */
export interface PodUsage {
  /** When the window ended: whole seconds. */
  readonly timestamp: Micros;
  readonly windowMicros: number;
  readonly containers: readonly ContainerUsage[];
}

/** Pods of one meter use the same, container by container, at every scrape. */
export interface UsageMeter {
  at(scrape: Micros): readonly ContainerUsage[];
}

/** How a pod's usage will go on while the pod does not change; without a meter it has none. */
export interface SteadyUsage {
  /** The first moment for which that holds. */
  readonly since: Micros;
  readonly meter: UsageMeter | undefined;
}

export interface UsagePort {
  /** What the metrics API answers at `t` about a pod as it is stored then; undefined if nothing. */
  usageAt(pod: Pod, t: Micros): PodUsage | undefined;
  /** The last scrape at or before `t`. */
  scrapeAt(t: Micros): Micros;
  /** Whether the metrics API answers at `t` about a node: its kubelet has been scraped twice. */
  isMeasured(node: string, t: Micros): boolean;
  steadyUsage(pod: Pod): SteadyUsage;
  /** How often a kubelet has become silent or come back: then usage changes while pods do not. */
  outages(): number;
}
