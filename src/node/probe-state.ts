// One probe of one container as plain data, and the rules by which its results count.
// Mirrors pkg/kubelet/prober/worker.go (v1.36).

import { MICROS_PER_SECOND, type Micros } from '../base/time.ts';
import type { Probe } from '../model/objects.ts';
import type { ProbeSort } from './script.ts';

/** `unknown`: a startup probe has not decided yet. */
export type ProbeResult = 'success' | 'failure' | 'unknown';

/** What counts of a container that has not been probed yet. */
const INITIAL: { readonly [sort in ProbeSort]: ProbeResult } = {
  readiness: 'failure',
  liveness: 'success',
  startup: 'unknown',
};

/** What one run has found. An error says nothing about the container: it does not count. */
export interface Verdict {
  readonly result: 'success' | 'failure' | 'error';
  /** What the event Unhealthy says of a failure or an error. */
  readonly output: string;
  readonly takesMicros: number;
}

export interface ProbeState {
  /** Number of its timer among those of the pod. */
  readonly index: number;
  readonly sort: ProbeSort;
  readonly container: string;
  readonly probe: Probe;
  readonly periodMicros: number;
  /** Ticks are at base + k * period, k >= 1. */
  base: Micros;
  /** When a sync has asked for a run out of turn. */
  triggeredAt: Micros | undefined;
  /** The container that the result is about. */
  containerId: string | undefined;
  /** The verdict: what counts for the pod. Undefined: there is none yet. */
  result: ProbeResult | undefined;
  /** Newest single result, and how many like it came in a row. */
  last: 'success' | 'failure' | undefined;
  run: number;
  /** It has decided about its container, and waits for another. */
  isOnHold: boolean;
  /** It will never run again. */
  isStopped: boolean;
  /** A run that takes time ends then, with this verdict. */
  endsAt: Micros | undefined;
  verdict: Verdict | undefined;
  /** A tick has come during a run: the next run follows at once. */
  isTickMissed: boolean;
  /** When its timer is set for. */
  timerAt: Micros | undefined;
}

export function createProbe(index: number, sort: ProbeSort, container: string, probe: Probe, base: Micros): ProbeState {
  const periodMicros = (probe.periodSeconds ?? 10) * MICROS_PER_SECOND;
  return {
    index,
    sort,
    container,
    probe,
    periodMicros,
    base,
    triggeredAt: undefined,
    containerId: undefined,
    result: undefined,
    last: undefined,
    run: 0,
    isOnHold: false,
    isStopped: false,
    endsAt: undefined,
    verdict: undefined,
    isTickMissed: false,
    timerAt: undefined,
  };
}

/** Turns to another container. `isOld`: it ran before the kubelet did, which does not judge it before it knows. */
export function meetContainer(state: ProbeState, containerId: string | undefined, isOld: boolean): void {
  state.containerId = containerId;
  state.isOnHold = false;
  state.result = isOld ? undefined : INITIAL[state.sort];
}

/** Counts a result. True if the verdict has changed: the threshold of results in a row is reached. */
export function countResult(state: ProbeState, result: 'success' | 'failure'): boolean {
  state.run = state.last === result ? state.run + 1 : 1;
  state.last = result;
  const { failureThreshold = 3, successThreshold = 1 } = state.probe;
  const threshold = result === 'success' ? successThreshold : failureThreshold;
  if (state.run < threshold) return false;
  if (state.sort === 'startup' || (state.sort === 'liveness' && result === 'failure')) {
    state.isOnHold = true;
    state.run = 0;
  }
  const hasChanged = state.result !== result;
  state.result = result;
  return hasChanged;
}

/** True if one more success changes nothing, neither now nor for what comes later. */
export function isSettled({ result, last, run, probe }: ProbeState): boolean {
  return result === 'success' && last === 'success' && run >= (probe.successThreshold ?? 1);
}

/** The first tick after t. */
export function tickAfter(state: ProbeState, t: Micros): Micros {
  if (t < state.base) return (state.base + state.periodMicros) as Micros;
  const ticks = Math.floor((t - state.base) / state.periodMicros) + 1;
  return (state.base + ticks * state.periodMicros) as Micros;
}

/** The first tick at or after t. */
export function tickAtOrAfter(state: ProbeState, t: Micros): Micros {
  return tickAfter(state, (t - 1) as Micros);
}
