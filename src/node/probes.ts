// The probes of a pod's containers: they begin with its first sync, and what they find changes its status, or wakes its
// worker, which restarts what has failed. Mirrors pkg/kubelet/prober/prober_manager.go and worker.go (v1.36).

import { MICROS_PER_SECOND, type Micros, plus } from '../base/time.ts';
import type { Container, ContainerStatus } from '../model/objects.ts';
import { isSidecar } from '../model/pod-containers.ts';
import { podEvent } from './kube-events.ts';
import type { KubeletParts } from './kubelet-parts.ts';
import type { PodWorker } from './pod-worker.ts';
import { armProbe, isItsTurn, probedStatus, verdictAt } from './probe-schedule.ts';
import {
  countResult,
  createProbe,
  meetContainer,
  type ProbeResult,
  type ProbeState,
  tickAfter,
  type Verdict,
} from './probe-state.ts';
import type { ProbeSort } from './script.ts';

/** A kubelet that has been up for less does not trust containers to have started under its eyes. */
const RESTART_GRACE_MICROS: number = 10 * MICROS_PER_SECOND;

const TITLES: { readonly [sort in ProbeSort]: string } = {
  readiness: 'Readiness',
  liveness: 'Liveness',
  startup: 'Startup',
};

/** Begins the pod's probes with its first sync. */
export function addProbes(parts: KubeletParts, worker: PodWorker): void {
  if (worker.probes.length > 0) return;
  const { client } = parts;
  const { containers, initContainers = [] } = worker.pod.spec;
  for (const container of [...containers, ...initContainers.filter(isSidecar)]) {
    const { startupProbe: startup, readinessProbe: readiness, livenessProbe: liveness } = container;
    for (const [sort, probe] of [
      ['startup', startup] as const,
      ['readiness', readiness] as const,
      ['liveness', liveness] as const,
    ]) {
      if (probe === undefined) continue;
      const state = createProbe(worker.probes.length, sort, container.name, probe, client.now);
      // So that a restarted kubelet does not run all its probes at once.
      const isJustStarted = client.now - parts.startedAt < state.periodMicros;
      if (isJustStarted) state.base = plus(client.now, client.random.below(state.periodMicros));
      worker.probes.push(state);
    }
  }
}

/** What a probe has found of a container; undefined: nothing yet. */
export function probeResult(worker: PodWorker, containerId: string, sort: ProbeSort): ProbeResult | undefined {
  return worker.probes.find((state) => state.containerId === containerId && state.sort === sort)?.result;
}

/** True if a container that runs has started as far as its start-up probe says; without one it always has. */
export function isStartedByProbe(worker: PodWorker, name: string, containerID: string, wasStarted: boolean): boolean {
  const result = probeResult(worker, containerID, 'startup');
  if (result !== undefined) return result === 'success';
  return wasStarted || !worker.probes.some(({ sort, container }) => sort === 'startup' && container === name);
}

/** True if a running container counts as ready as far as its probe says; without a probe it always does. */
export function isReadyByProbe(
  parts: KubeletParts,
  worker: PodWorker,
  { name, readinessProbe }: Container,
  containerID: string,
  startedAt: Micros,
): boolean {
  if (readinessProbe === undefined) return true;
  const result = probeResult(worker, containerID, 'readiness');
  if (result !== undefined) return result === 'success';
  if (startedAt >= parts.startedAt - RESTART_GRACE_MICROS) return false;
  const { containerStatuses = [], initContainerStatuses = [] } = worker.status ?? worker.pod.status;
  return [...containerStatuses, ...initContainerStatuses].find((status) => status.name === name)?.ready ?? false;
}

/** After a status report: a started container that is not ready is probed at once, and its ticks count from then. */
export function triggerReadiness(parts: KubeletParts, worker: PodWorker): void {
  for (const state of worker.probes) {
    const status = probedStatus(worker, state);
    if (state.sort === 'readiness' && status?.state?.running !== undefined && status.started && !status.ready) {
      const at = plus(parts.client.now, parts.latency.probeMicros);
      state.triggeredAt = at < state.base ? state.base : at;
    }
    armProbe(parts, worker, state);
  }
}

/** A container has ended, or its status has changed: probes whose success was taken for granted may fail. */
export function armProbes(parts: KubeletParts, worker: PodWorker): void {
  for (const state of worker.probes) armProbe(parts, worker, state);
}

/** The pod is being terminated: of its main containers only readiness still counts. Mirrors StopLivenessAndStartup. */
export function stopLivenessAndStartup(parts: KubeletParts, worker: PodWorker): void {
  for (const state of worker.probes) {
    const isMain = worker.pod.spec.containers.some(({ name }) => name === state.container);
    if (isMain && state.sort !== 'readiness') state.isStopped = true;
  }
  armProbes(parts, worker);
}

/** The probe's timer has fired: its turn has come, or a run that took time has ended. */
export function probeDue(parts: KubeletParts, worker: PodWorker, state: ProbeState): void {
  const { now } = parts.client;
  state.timerAt = undefined;
  if (state.endsAt !== undefined) {
    const { verdict } = state;
    state.endsAt = undefined;
    state.verdict = undefined;
    state.isTickMissed = tickAfter(state, (now - (verdict?.takesMicros ?? 0)) as Micros) <= now;
    if (verdict !== undefined) settle(parts, worker, state, verdict);
  } else {
    state.isTickMissed = false;
    if (state.triggeredAt !== undefined && state.triggeredAt <= now) {
      state.triggeredAt = undefined;
      state.base = now;
    }
    run(parts, worker, state);
  }
  armProbe(parts, worker, state);
}

function run(parts: KubeletParts, worker: PodWorker, state: ProbeState): void {
  const { client } = parts;
  const status = probedStatus(worker, state);
  if (status === undefined) return;
  if (state.containerId !== status.containerID) meet(parts, worker, state, status);
  if (state.isOnHold) return;
  const startedAt = status.state?.running?.startedAt;
  if (startedAt === undefined) {
    if (state.containerId === undefined || state.result === 'failure') return;
    state.result = 'failure';
    parts.wake(worker, worker.cause);
    return;
  }
  const delaySeconds = state.probe.initialDelaySeconds ?? 0;
  if (Math.floor((client.now - startedAt) / MICROS_PER_SECOND) < delaySeconds) return;
  const seen = isItsTurn(worker, state, status) ? verdictAt(parts, worker, state, client.now) : undefined;
  if (seen === undefined) return;
  const { verdict } = seen;
  if (verdict.takesMicros === 0) {
    settle(parts, worker, state, verdict);
    return;
  }
  state.endsAt = plus(client.now, verdict.takesMicros);
  state.verdict = verdict;
}

/** The first result about a container is news too: except of liveness it makes one more sync. */
function meet(parts: KubeletParts, worker: PodWorker, state: ProbeState, status: ContainerStatus): void {
  const startedAt = status.state?.running?.startedAt;
  const isOld = startedAt !== undefined && startedAt < parts.startedAt - RESTART_GRACE_MICROS;
  meetContainer(state, status.containerID, isOld);
  const isInit = worker.pod.spec.initContainers?.some(({ name }) => name === state.container) ?? false;
  if (isInit && isOld && state.sort === 'startup' && status.started === true) state.result = 'success';
  if (isOld || state.sort === 'liveness') return;
  parts.probeChanged(worker, state, worker.cause);
  parts.wake(worker, worker.cause);
}

function settle(parts: KubeletParts, worker: PodWorker, state: ProbeState, verdict: Verdict): void {
  const { client, runtime, nodeName } = parts;
  const { sort, container } = state;
  const seq = runtime.pod(worker.uid)?.containers.find(({ id }) => id === state.containerId)?.seq;
  const cause = { seq: seq ?? worker.cause.seq, via: { timer: `${sort}Probe`, setBy: seq ?? worker.cause.seq } };
  if (verdict.result !== 'success') {
    const what = verdict.result === 'failure' ? 'failed' : 'errored and resulted in unknown state';
    const message = `${TITLES[sort]} probe ${what}: ${verdict.output}`;
    client.record(podEvent(worker, 'Warning', 'Unhealthy', message, container), cause);
  }
  if (verdict.result === 'error' || !countResult(state, verdict.result)) return;
  const fact = { type: 'fact', fact: 'probe-changed', node: nodeName, pod: worker.key, container } as const;
  const changed = { seq: client.append({ ...fact, detail: `${sort} ${verdict.result}` }, cause) };
  parts.probeChanged(worker, state, changed);
  // A sync after all that is ready is ready would find nothing to do.
  const isNews =
    sort === 'readiness' ? worker.probes.some(isUnready) : sort === 'startup' || verdict.result === 'failure';
  if (isNews) parts.wake(worker, changed);
}

function isUnready({ sort, result }: ProbeState): boolean {
  return sort === 'readiness' && result === 'failure';
}
