// What a machine keeps of one pod: what its runtime shows, what its programs are going to do, and when its
// containers will end. The record is the machine's alone; the kubelet sees `seen`.

import { MICROS_PER_SECOND, type Micros, plus } from '../base/time.ts';
import type { Cause } from '../log/row.ts';
import { keyOf, type Pod } from '../model/objects.ts';
import type { Call, RuntimeContainer, RuntimePod } from './runtime.ts';
import type { CallStep, ContainerScript, PodScript } from './script.ts';

/** Exit code of a process that was killed. */
export const KILLED = 137;

/** When and how a running container will end by itself, after TERM, or by KILL. */
export interface PlannedExit {
  readonly at: Micros;
  readonly exitCode: number;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly cause: Cause;
}

/** What a machine knows of a pod. */
export interface MachinePod {
  seen: RuntimePod;
  readonly script: PodScript;
  readonly exits: Map<string, PlannedExit>;
  sandboxRuns: number;
  /** Highest restart count of each container: its log files outlive it. */
  readonly attempts: Map<string, number>;
  readonly calls: Map<string, number>;
}

export function newMachinePod(pod: Pod, script: PodScript): MachinePod {
  const { uid } = pod.metadata;
  const seen: RuntimePod = { uid, key: keyOf(pod), ip: undefined, sandbox: undefined, containers: [] };
  return { seen, script, exits: new Map(), sandboxRuns: 0, attempts: new Map(), calls: new Map() };
}

/** How a process ends that gets TERM now, and KILL after its grace. */
export function exitOnTerm(script: ContainerScript, graceSeconds: number, now: Micros, cause: Cause): PlannedExit {
  const { isIgnored, exitAfterMicros = 0, exitCode = 0 } = script.onTerm ?? {};
  const graceMicros = graceSeconds * MICROS_PER_SECOND;
  if (isIgnored !== true && exitAfterMicros < graceMicros) return { at: plus(now, exitAfterMicros), exitCode, cause };
  const via = { timer: 'terminationGracePeriodSeconds', setBy: cause.seq };
  return { at: plus(now, graceMicros), exitCode: KILLED, cause: { seq: cause.seq, via } };
}

/** A container that a crash has ended, which nobody has seen yet. */
export function isLost({ state, finishedAt }: RuntimeContainer): boolean {
  return state === 'exited' && finishedAt === undefined;
}

export function callOf(usualMicros: number, step: CallStep | undefined): Call {
  return { takesMicros: usualMicros + (step?.takesMicros ?? 0), error: step?.error };
}

/** Key of the timer of a container's end. */
export function timerKey(uid: string, id: string): string {
  return `${uid} ${id}`;
}
