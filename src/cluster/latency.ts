// How long things take between components, in one table with sources. A hop that takes no time is a bug: it lines up
// what never lines up in a real cluster. Medians recorded from real control planes: Deployment to ReplicaSet 9 ms,
// ReplicaSet to first pod 18 ms, pod to bound 12 ms.

import { MICROS_PER_MILLI } from '../base/time.ts';

/** Latencies in microseconds. */
export interface Latency {
  /** A write from request to answer; it commits after half of it. */
  readonly apiWriteMicros: number;
  readonly apiReadMicros: number;
  /** From the commit to an informer; drawn once per (component, kind) from 8 values in 75 to 125 % of this. */
  readonly watchMicros: number;
  /** From a worker taking a key to the reconcile's reading. */
  readonly controllerSyncMicros: number;
}

export const DEFAULT_LATENCY: Latency = {
  apiWriteMicros: 4 * MICROS_PER_MILLI,
  apiReadMicros: MICROS_PER_MILLI,
  watchMicros: 2 * MICROS_PER_MILLI,
  controllerSyncMicros: MICROS_PER_MILLI,
};

const STEPS = 8;

/** One of 8 values in 75 to 125 % of the table's; `draw` is any uint32. Few values keep the kernel's lanes few. */
export function watchLatencyMicros(latency: Latency, draw: number): number {
  const percent = 75 + Math.floor(((draw % STEPS) * 50) / (STEPS - 1));
  return Math.max(1, Math.floor((latency.watchMicros * percent) / 100));
}
