// Stops containers: event, preStop hook, the turn of sidecars, grace with its floor, StopContainer. Several containers
// are stopped side by side, each with a timer of its own; whoever waits for them goes on when all have ended. Mirrors
// pkg/kubelet/kuberuntime/kuberuntime_container.go (killContainer) and kuberuntime_termination_order.go (v1.36).

import { MICROS_PER_SECOND, type Micros, plus } from '../base/time.ts';
import type { Pod } from '../model/objects.ts';
import { findContainer, isSidecar } from '../model/pod-containers.ts';
import { beginHook, type HookRun } from './hooks.ts';
import { podEvent } from './kube-events.ts';
import type { KubeletParts } from './kubelet-parts.ts';
import type { ContainerToKill } from './pod-actions.ts';
import type { PodWorker } from './pod-worker.ts';
import type { RuntimeContainer } from './runtime.ts';

/** No container gets less than this between TERM and KILL. */
const GRACE_FLOOR_SECONDS = 2;

/** One container that is being stopped. */
export interface Stop {
  readonly id: string;
  readonly name: string;
  /** Its hook runs; others have to end before it; it has been told. */
  phase: 'hook' | 'turn' | 'term';
  /** When the phase began. */
  since: Micros;
  /** What is left of its grace at that moment. */
  graceSeconds: number;
  /** The hook, also when it has taken longer than the grace. */
  hook: HookRun | undefined;
  /** Who has to end before it. */
  readonly after: readonly string[];
}

/** Begins to stop containers. `graceSeconds` overrides what the pod says; sidecars wait where `isOrdered`. */
export function stopContainers(
  parts: KubeletParts,
  worker: PodWorker,
  targets: readonly ContainerToKill[],
  options: { readonly graceSeconds?: number; readonly isOrdered?: boolean } = {},
): void {
  const { pod, cause } = worker;
  const { now } = parts.client;
  const names = targets.map(({ name }) => name);
  worker.stops = targets.map((target) => ({
    id: target.id,
    name: target.name,
    phase: 'hook',
    since: now,
    graceSeconds: options.graceSeconds ?? graceOf(pod, target),
    hook: undefined,
    after: options.isOrdered === true ? predecessors(pod, target.name, names) : [],
  }));
  worker.step = { type: 'stopped', ids: targets.map(({ id }) => id) };
  for (const [index, target] of targets.entries()) {
    parts.client.record(podEvent(worker, 'Normal', 'Killing', target.message, target.name), cause);
    const stop = worker.stops[index];
    const spec = findContainer(pod.spec, target.name);
    if (stop === undefined) continue;
    if (spec?.lifecycle?.preStop !== undefined && stop.graceSeconds > 0) {
      stop.hook = beginHook(parts, worker, spec, containerOf(parts, worker, stop), 'preStop');
    }
    advance(parts, worker, stop, index);
  }
  endStep(parts, worker);
}

/** A stop's timer has fired. */
export function stopDue(parts: KubeletParts, worker: PodWorker, index: number): void {
  const stop = worker.stops[index];
  if (stop === undefined) return;
  advance(parts, worker, stop, index);
  endStep(parts, worker);
}

/** A container has ended: hooks in it end, whoever waited for it goes on. */
export function stopExited(parts: KubeletParts, worker: PodWorker, id: string): void {
  for (const [index, stop] of worker.stops.entries()) {
    if (stop.id === id) cutHook(parts, worker, stop);
    advance(parts, worker, stop, index);
  }
  endStep(parts, worker);
}

/** True if all containers that the worker is stopping have ended. */
export function haveStopped(parts: KubeletParts, worker: PodWorker): boolean {
  return worker.stops.every((stop) => stop.phase === 'term' && !isRunning(parts, worker, stop));
}

/** The main containers go before all sidecars, a later sidecar before an earlier one. */
function predecessors({ spec }: Pod, name: string, running: readonly string[]): readonly string[] {
  const sidecars = (spec.initContainers ?? []).filter(isSidecar).map((container) => container.name);
  const index = sidecars.indexOf(name);
  if (index < 0) return [];
  const next = sidecars[index + 1];
  const before = [...spec.containers.map((container) => container.name), ...(next === undefined ? [] : [next])];
  return before.filter((other) => running.includes(other));
}

function graceOf({ metadata, spec }: Pod, { name, probe }: ContainerToKill): number {
  if (metadata.deletionGracePeriodSeconds !== undefined) return metadata.deletionGracePeriodSeconds;
  const { livenessProbe, startupProbe } = findContainer(spec, name) ?? {};
  const own = probe === 'liveness' ? livenessProbe : probe === 'startup' ? startupProbe : undefined;
  return own?.terminationGracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? GRACE_FLOOR_SECONDS;
}

/** Goes on as far as the present moment allows, and sets the timer of what comes next. */
function advance(parts: KubeletParts, worker: PodWorker, stop: Stop, index: number): void {
  const { now } = parts.client;
  if (stop.hook?.endsAt !== undefined && stop.hook.endsAt <= now) endHook(parts, worker, stop, stop.hook.failure);
  const graceEndsAt = plus(stop.since, stop.graceSeconds * MICROS_PER_SECOND);
  if (stop.phase === 'hook' && (stop.hook === undefined || graceEndsAt <= now)) enter(stop, 'turn', now);
  if (stop.phase === 'turn') {
    const isItsTurn = !worker.stops.some((other) => stop.after.includes(other.name) && !isOver(parts, worker, other));
    if (isItsTurn || plus(stop.since, stop.graceSeconds * MICROS_PER_SECOND) <= now)
      terminate(parts, worker, stop, now);
  }
  const waitsUntil = stop.phase === 'term' ? undefined : plus(stop.since, stop.graceSeconds * MICROS_PER_SECOND);
  const times = [stop.hook?.endsAt, waitsUntil].filter((at) => at !== undefined);
  const at = times.length === 0 ? undefined : (Math.min(...times) as Micros);
  if (at === undefined) parts.client.cancelTimer(worker.uid, 'stop', index);
  else parts.client.setTimer(at, worker.uid, 'stop', index);
}

/** What a phase took is taken off the grace, in whole seconds. */
function enter(stop: Stop, phase: Stop['phase'], now: Micros): void {
  stop.graceSeconds -= Math.floor((now - stop.since) / MICROS_PER_SECOND);
  stop.phase = phase;
  stop.since = now;
}

function terminate(parts: KubeletParts, worker: PodWorker, stop: Stop, now: Micros): void {
  enter(stop, 'term', now);
  parts.runtime.stopContainer(worker.uid, stop.id, Math.max(stop.graceSeconds, GRACE_FLOOR_SECONDS), worker.cause);
}

function cutHook(parts: KubeletParts, worker: PodWorker, stop: Stop): void {
  if (stop.hook?.cutFailure !== undefined) endHook(parts, worker, stop, stop.hook.cutFailure);
}

function endHook(parts: KubeletParts, worker: PodWorker, stop: Stop, failure: string | undefined): void {
  stop.hook = undefined;
  if (failure === undefined) return;
  parts.client.record(podEvent(worker, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', stop.name), worker.cause);
}

/** The step ends with the last container; a hook that outlives it is forgotten. */
function endStep(parts: KubeletParts, worker: PodWorker): void {
  if (worker.step?.type === 'stopped' && haveStopped(parts, worker)) {
    parts.client.setTimer(parts.client.now, worker.uid, 'step');
  }
}

function isOver(parts: KubeletParts, worker: PodWorker, stop: Stop): boolean {
  return stop.phase === 'term' && !isRunning(parts, worker, stop);
}

function isRunning(parts: KubeletParts, worker: PodWorker, stop: Stop): boolean {
  return containerOf(parts, worker, stop)?.state === 'running';
}

function containerOf(parts: KubeletParts, worker: PodWorker, { id }: Stop): RuntimeContainer | undefined {
  return parts.runtime.pod(worker.uid)?.containers.find((container) => container.id === id);
}
