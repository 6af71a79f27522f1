// When the node lifecycle controller looks: passes over the nodes' health, and ticks at which a NoExecute taint may
// be set.
// Both are functions of time, so that only those that change something have to happen.
// A pass takes a moment and the next one comes a period after its end; that moment is why a silent node is found
// after ten passes of 5 s, though its grace of 50 s has to be exceeded.
// Mirrors pkg/controller/nodelifecycle/node_lifecycle_controller.go, Run (v1.36).

import type { Micros } from '../../base/time.ts';
import { MICROS_PER_MILLI, micros } from '../../base/time.ts';

/** The first pass comes after the caches have filled; also keeps passes and ticks from lining up. */
const FIRST_PASS_MICROS: number = 50 * MICROS_PER_MILLI;
/** NoExecute taints are set at these ticks. */
const TICK_MICROS: number = 100 * MICROS_PER_MILLI;

/** The clock of one life of the controller. */
export interface PassClock {
  /** When the controller started. */
  readonly startedAt: Micros;
  /** From one pass to the next. */
  readonly periodMicros: number;
}

/** The number of the newest pass at or before `t`; -1 before the first. */
export function passAt(clock: PassClock, t: Micros): number {
  return Math.floor((t - clock.startedAt - FIRST_PASS_MICROS) / clock.periodMicros);
}

/** When a pass takes place. */
export function timeOfPass(clock: PassClock, pass: number): Micros {
  return micros(clock.startedAt + FIRST_PASS_MICROS + pass * clock.periodMicros);
}

/** The first pass at or after `t`. */
export function passFrom(clock: PassClock, t: number): number {
  return Math.max(0, Math.ceil((t - clock.startedAt - FIRST_PASS_MICROS) / clock.periodMicros));
}

/** The first tick at or after `t`. */
export function tickFrom(clock: PassClock, t: number): Micros {
  return micros(clock.startedAt + Math.ceil((t - clock.startedAt) / TICK_MICROS) * TICK_MICROS);
}
