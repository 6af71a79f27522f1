// What the parts of one kubelet share: its client, its runtime, its back-offs, the grids of what it does again and
// again. The files beside this one hold the rules; none of them keeps anything of its own.

import type { Micros } from '../base/time.ts';
import type { Client } from '../cluster/actor.ts';
import type { Cause, Seq } from '../log/row.ts';
import type { PodStatus } from '../model/objects.ts';
import type { Grid } from './grid.ts';
import type { PodWorker, Step } from './pod-worker.ts';
import type { ProbeState } from './probe-state.ts';
import type { RestartBackoff } from './restart-backoff.ts';
import type { Runtime } from './runtime.ts';
import type { RuntimeHealth } from './runtime-health.ts';

/** The kubelet's own times, in microseconds. */
export interface KubeletLatency {
  /** From a worker's wake-up to the first thing it does. With the watch's delivery: bind to sandbox 9 ms. */
  readonly syncMicros: number;
  /** A pod with volumes waits for its mounts and looks every so often. */
  readonly mountMicros: number;
  /** From a status that says running and not ready to the readiness probe that it asks for. */
  readonly probeMicros: number;
}

/** Recorded medians. */
export const DEFAULT_KUBELET_LATENCY: KubeletLatency = { syncMicros: 7_000, mountMicros: 300_000, probeMicros: 5_000 };

/** How a kubelet is set up. */
export interface PodWorkersOptions {
  readonly nodeName: string;
  readonly runtime: Runtime;
  readonly latency: KubeletLatency;
  /** `crashLoopBackOff.maxContainerRestartPeriod` of the kubelet's configuration; default five minutes. */
  readonly restartMaxMicros?: number;
  /** Makes every relist and every tick of a probe a timer: the plain twin that tests compare with. */
  readonly isEager?: boolean;
}

export interface KubeletParts {
  readonly client: Client;
  readonly nodeName: string;
  readonly runtime: Runtime;
  readonly health: RuntimeHealth;
  readonly latency: KubeletLatency;
  /** When this kubelet started; long ago where it was up when the run began. */
  readonly startedAt: number;
  /** Every tick of a probe is a timer, also those that cannot be seen. */
  readonly isEager: boolean;
  /** The container runtime is listed every 1.004 s: 1 s after the end of the last listing. */
  readonly relists: Grid;
  /** Retries that are due are taken up once a second. */
  readonly ticks: Grid;
  readonly housekeeping: Grid;
  readonly restarts: RestartBackoff;
  readonly pulls: RestartBackoff;
  /** The last failed pull, by the key of its back-off. */
  readonly pullFailures: Map<string, { readonly text: string; readonly seq: Seq }>;
  hostIP(): string | undefined;
  /** What the worker's status should be from now on; written at the end of the present call. */
  setStatus(worker: PodWorker, status: PodStatus): void;
  /** One more sync for the worker. */
  wake(worker: PodWorker, cause: Cause): void;
  /** The verdict of a probe of the worker's pod has changed. */
  probeChanged(worker: PodWorker, state: ProbeState, cause: Cause): void;
}

/** Random part of a wait: between `micros` and 1.5 times as much. Mirrors wait.Jitter. */
export function jittered(client: Client, micros: number): number {
  return micros + Math.floor((micros * client.random.below(1_000_000)) / 2_000_000);
}

/** The timer of a worker's step. */
export function setStep(parts: KubeletParts, worker: PodWorker, step: Step, at: Micros): void {
  worker.step = step;
  parts.client.setTimer(at, worker.uid, 'step');
}
