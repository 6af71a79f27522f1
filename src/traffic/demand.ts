// What the containers of a pod ask for: a share of a load that comes from outside, or a steady usage of their own.
// Pods of one template share one demand, by identity.

import type { ContainerUsage } from '../cluster/usage.ts';
import type { Curve } from './curve.ts';

/** CPU that the ready pods of a match use together. */
export interface CpuLoad {
  readonly loadMillis: number;
  readonly curve: Curve;
}

export interface ContainerDemand {
  readonly name: string;
  /** The load that it takes a share of while its pod is ready. */
  readonly load: CpuLoad | undefined;
  /** Its CPU in thousandths of a core, where it has no load. */
  readonly cpuMillis: number;
  /** It is throttled at its limit; Infinity without one. */
  readonly cpuLimitMillis: number;
  readonly memoryBytes: number;
}

export type PodDemand = readonly ContainerDemand[];

/** Loads of a demand, each with the number of containers that take a share of it. */
export function sharesOf(demand: PodDemand): ReadonlyMap<CpuLoad, number> {
  const shares = new Map<CpuLoad, number>();
  for (const { load } of demand) if (load !== undefined) shares.set(load, (shares.get(load) ?? 0) + 1);
  return shares;
}

const NANOS_PER_MILLI = 1_000_000;

/** Usage of a pod's containers; `shareOf` is what one container has of a load, in thousandths of a core. */
export function usageOf(demand: PodDemand, shareOf: (load: CpuLoad) => number): readonly ContainerUsage[] {
  return demand.map(({ name, load, cpuMillis, cpuLimitMillis, memoryBytes }) => {
    const wanted = load === undefined ? cpuMillis : shareOf(load);
    // metrics-server counts in billionths of a core, and readers of thousandths round up.
    const nanos = Math.round(Math.min(wanted, cpuLimitMillis) * NANOS_PER_MILLI);
    return { name, cpuMillis: Math.ceil(nanos / NANOS_PER_MILLI), memoryBytes };
  });
}
