// Readiness probes. A probe is a function of time: only its next run that can be seen from outside is a timer, that is
// one which fails (it makes a KubeEvent) or may change the verdict. Runs that would only repeat a success cost
// nothing. Mirrors pkg/kubelet/prober (worker.go, prober_manager.go) (v1.36).

import { MICROS_PER_SECOND, type Micros, plus } from '../base/time.ts';
import type { Container, ContainerStatus } from '../model/objects.ts';
import { podEvent } from './kube-events.ts';
import type { KubeletParts } from './kubelet-parts.ts';
import type { PodWorker } from './pod-worker.ts';
import { judge, questionOf } from './probe-run.ts';
import {
  countResult,
  createProbe,
  isSettled,
  type ProbeState,
  tickAfter,
  tickAtOrAfter,
  type Verdict,
} from './probe-state.ts';

/** A kubelet that has been up for less does not trust containers to have started under its eyes. */
const RESTART_GRACE_MICROS: number = 10 * MICROS_PER_SECOND;

/** A command cannot run in a container that has ended, which the kubelet does not know yet. */
const NOTHING_RUNS: Verdict = {
  result: 'error',
  output: 'rpc error: code = Unknown desc = container is in CONTAINER_EXITED state',
  takesMicros: 0,
};

/** Begins the pod's readiness probes with its first sync. */
export function addReadinessProbes(parts: KubeletParts, worker: PodWorker): void {
  if (worker.probes.length > 0) return;
  const { client } = parts;
  for (const container of worker.pod.spec.containers) {
    if (container.readinessProbe === undefined) continue;
    const state = createProbe(worker.probes.length, container.name, container.readinessProbe, client.now);
    // So that a restarted kubelet does not run all its probes at once.
    const isJustStarted = client.now - parts.startedAt < state.periodMicros;
    if (isJustStarted) state.base = plus(client.now, client.random.below(state.periodMicros));
    worker.probes.push(state);
  }
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
  const state = worker.probes.find(({ container }) => container === name);
  if (state?.containerId === containerID && state.result !== undefined) return state.result === 'success';
  if (startedAt >= parts.startedAt - RESTART_GRACE_MICROS) return false;
  const previous = (worker.status ?? worker.pod.status).containerStatuses ?? [];
  return previous.find((status) => status.name === name)?.ready ?? false;
}

/** After a status report: a running container that is not ready is probed at once, and its ticks count from then. */
export function triggerReadiness(parts: KubeletParts, worker: PodWorker): void {
  for (const state of worker.probes) {
    const status = statusOf(worker, state);
    if (status?.state?.running !== undefined && !status.ready) {
      const at = plus(parts.client.now, parts.latency.probeMicros);
      state.triggeredAt = at < state.base ? state.base : at;
    }
    arm(parts, worker, state);
  }
}

/** A container has ended: probes whose success was taken for granted may fail. */
export function armReadiness(parts: KubeletParts, worker: PodWorker): void {
  for (const state of worker.probes) arm(parts, worker, state);
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
  arm(parts, worker, state);
}

/**
 * The next run that can be seen, as things stand now: not one that fails to find its container, nor one whose success
 * would only repeat the last.
 */
function nextRun(parts: KubeletParts, worker: PodWorker, state: ProbeState): Micros | undefined {
  const status = statusOf(worker, state);
  const startedAt = status?.state?.running?.startedAt;
  if (startedAt === undefined) return undefined;
  if (worker.life !== 'syncing' && state.probe.exec !== undefined) return undefined;
  const { now } = parts.client;
  const delayMicros = (state.probe.initialDelaySeconds ?? 0) * MICROS_PER_SECOND;
  const next = state.isTickMissed ? now : tickAfter(state, now);
  const first = Math.max(next, tickAtOrAfter(state, plus(startedAt, delayMicros)));
  const tick = visibleTick(parts, worker, state, first as Micros);
  if (state.triggeredAt === undefined) return tick;
  const triggered = Math.max(now, state.triggeredAt) as Micros;
  return tick === undefined || triggered < tick ? triggered : tick;
}

function visibleTick(parts: KubeletParts, worker: PodWorker, state: ProbeState, first: Micros): Micros | undefined {
  const isKnown = state.containerId === statusOf(worker, state)?.containerID;
  if (parts.isEager || !isKnown || !isSettled(state)) return first;
  let tick = first;
  for (;;) {
    const seen = verdictAt(parts, worker, state, tick);
    if (seen?.verdict.result !== 'success' || seen.verdict.takesMicros > 0) return tick;
    if (seen.until === undefined) return undefined;
    tick = tickAtOrAfter(state, seen.until);
  }
}

function run(parts: KubeletParts, worker: PodWorker, state: ProbeState): void {
  const { client } = parts;
  const status = statusOf(worker, state);
  const startedAt = status?.state?.running?.startedAt;
  if (status === undefined || startedAt === undefined) return;
  if (state.containerId !== status.containerID) {
    state.containerId = status.containerID;
    const isOld = startedAt < parts.startedAt - RESTART_GRACE_MICROS;
    state.result = isOld ? undefined : 'failure';
    // Upstream's results are messages: the first one about a container makes one more sync.
    if (!isOld) parts.wake(worker, worker.cause);
  }
  const delaySeconds = state.probe.initialDelaySeconds ?? 0;
  if (Math.floor((client.now - startedAt) / MICROS_PER_SECOND) < delaySeconds) return;
  const seen = verdictAt(parts, worker, state, client.now);
  if (seen === undefined) return;
  const { verdict } = seen;
  if (verdict.takesMicros === 0) {
    settle(parts, worker, state, verdict);
    return;
  }
  state.endsAt = plus(client.now, verdict.takesMicros);
  state.verdict = verdict;
}

function settle(parts: KubeletParts, worker: PodWorker, state: ProbeState, verdict: Verdict): void {
  const { client, runtime, nodeName } = parts;
  const seq = runtime.pod(worker.uid)?.containers.find(({ id }) => id === state.containerId)?.seq;
  const cause = { seq: seq ?? worker.cause.seq, via: { timer: 'readinessProbe', setBy: seq ?? worker.cause.seq } };
  if (verdict.result !== 'success') {
    const what = verdict.result === 'failure' ? 'failed' : 'errored and resulted in unknown state';
    const message = `Readiness probe ${what}: ${verdict.output}`;
    client.record(podEvent(worker, 'Warning', 'Unhealthy', message, state.container), cause);
  }
  if (verdict.result === 'error' || !countResult(state, verdict.result)) return;
  const detail = `readiness ${verdict.result}`;
  const fact = {
    type: 'fact',
    fact: 'probe-changed',
    node: nodeName,
    pod: worker.key,
    container: state.container,
  } as const;
  parts.readinessChanged(worker, { seq: client.append({ ...fact, detail }, cause) });
}

function verdictAt(
  parts: KubeletParts,
  worker: PodWorker,
  state: ProbeState,
  at: Micros,
): { readonly verdict: Verdict; readonly until: Micros | undefined } | undefined {
  const spec = specOf(worker, state.container);
  const seen = parts.runtime.pod(worker.uid);
  const container = seen?.containers.find(({ id }) => id === statusOf(worker, state)?.containerID);
  const question = spec === undefined ? undefined : questionOf(spec, state.probe);
  if (seen === undefined || container === undefined || question === undefined) return undefined;
  const podIP = seen.ip ?? parts.hostIP() ?? '';
  if (container.state !== 'running') {
    const closed = judge(state.probe, question, { code: 0, isClosed: true }, podIP);
    return { verdict: question.type === 'exec' ? NOTHING_RUNS : closed, until: undefined };
  }
  const answer = parts.runtime.answer(worker.uid, container, question, at);
  return answer && { verdict: judge(state.probe, question, answer.step, podIP), until: answer.until };
}

/** Sets the probe's timer to its next run that matters, or takes it away. */
function arm(parts: KubeletParts, worker: PodWorker, state: ProbeState): void {
  const at = state.endsAt ?? nextRun(parts, worker, state);
  if (at === state.timerAt) return;
  state.timerAt = at;
  if (at === undefined) parts.client.cancelTimer(worker.uid, 'probe', state.index);
  else parts.client.setTimer(at, worker.uid, 'probe', state.index);
}

function statusOf(worker: PodWorker, state: ProbeState): ContainerStatus | undefined {
  return worker.status?.containerStatuses?.find(({ name }) => name === state.container);
}

function specOf(worker: PodWorker, container: string): Container | undefined {
  return worker.pod.spec.containers.find(({ name }) => name === container);
}
