// When a probe runs next. A probe is a function of time: only its next run that can be seen from outside is a
// timer, that is one which fails (it makes a KubeEvent) or may change the verdict. Runs that would only repeat a
// success cost nothing. Mirrors pkg/kubelet/prober/worker.go (v1.36).

import { MICROS_PER_SECOND, type Micros, plus } from '../base/time.ts';
import type { ContainerStatus } from '../model/objects.ts';
import { findContainer } from '../model/pod-containers.ts';
import { withCode } from './image-pull.ts';
import type { KubeletParts } from './kubelet-parts.ts';
import type { PodWorker } from './pod-worker.ts';
import { judge, questionOf } from './probe-run.ts';
import { isSettled, type ProbeState, tickAfter, tickAtOrAfter, type Verdict } from './probe-state.ts';
import { NO_ANSWER } from './runtime-service.ts';

/** A command cannot run in a container that has ended, which the kubelet does not know yet. */
const NOTHING_RUNS: Verdict = {
  result: 'error',
  output: 'rpc error: code = Unknown desc = container is in CONTAINER_EXITED state',
  takesMicros: 0,
};

const NOBODY_ANSWERS: Verdict = { result: 'error', output: withCode(NO_ANSWER), takesMicros: 0 };

/** Sets the probe's timer to its next run that matters, or takes it away. */
export function armProbe(parts: KubeletParts, worker: PodWorker, state: ProbeState): void {
  const at = state.endsAt ?? nextRun(parts, worker, state);
  if (at === state.timerAt) return;
  state.timerAt = at;
  if (at === undefined) parts.client.cancelTimer(worker.uid, 'probe', state.index);
  else parts.client.setTimer(at, worker.uid, 'probe', state.index);
}

/** The status of the probe's container as the kubelet has reported it last. */
export function probedStatus({ status }: PodWorker, { container }: ProbeState): ContainerStatus | undefined {
  const isIt = ({ name }: ContainerStatus): boolean => name === container;
  return status?.containerStatuses?.find(isIt) ?? status?.initContainerStatuses?.find(isIt);
}

/** What a run at a time finds, and until when it would find the same. Undefined: there is nothing to ask. */
export function verdictAt(
  parts: KubeletParts,
  worker: PodWorker,
  state: ProbeState,
  at: Micros,
): { readonly verdict: Verdict; readonly until: Micros | undefined } | undefined {
  const spec = findContainer(worker.pod.spec, state.container);
  const seen = parts.runtime.pod(worker.uid);
  const container = seen?.containers.find(({ id }) => id === probedStatus(worker, state)?.containerID);
  const question = spec === undefined ? undefined : questionOf(spec, state.probe, state.sort);
  if (seen === undefined || container === undefined || question === undefined) return undefined;
  const { service } = parts.runtime;
  if (question.type === 'exec' && service.isDown(at)) return { verdict: NOBODY_ANSWERS, until: service.outage?.until };
  const podIP = seen.ip ?? parts.hostIP() ?? '';
  if (container.state !== 'running') {
    const closed = judge(state.probe, question, { code: 0, isClosed: true }, podIP);
    return { verdict: question.type === 'exec' ? NOTHING_RUNS : closed, until: undefined };
  }
  const answer = parts.runtime.answer(worker.uid, container, question, at);
  return answer && { verdict: judge(state.probe, question, answer.step, podIP), until: answer.until };
}

/**
 * Liveness and readiness wait for the start-up to be over, which the start-up probe alone decides. Commands run no more
 * once the pod is being terminated.
 */
export function isItsTurn({ life }: PodWorker, state: ProbeState, { started = false }: ContainerStatus): boolean {
  if (life !== 'syncing' && state.probe.exec !== undefined) return false;
  return started === (state.sort !== 'startup');
}

/** The next run that can be seen, as things stand now: not one whose success would only repeat the last. */
function nextRun(parts: KubeletParts, worker: PodWorker, state: ProbeState): Micros | undefined {
  const status = probedStatus(worker, state);
  if (status === undefined || state.isStopped) return undefined;
  const { now } = parts.client;
  const isKnown = state.containerId === status.containerID;
  const next = state.isTickMissed ? now : tickAfter(state, now);
  const startedAt = status.state?.running?.startedAt;
  if (startedAt === undefined) return isKnown && endsBadly(state) ? next : undefined;
  // A container is met at the first tick, whether or not it may be probed yet: what was known of the last one is void.
  if (!isKnown) return earlier(next, state.triggeredAt, now);
  if (state.isOnHold || !isItsTurn(worker, state, status)) return undefined;
  const delayMicros = (state.probe.initialDelaySeconds ?? 0) * MICROS_PER_SECOND;
  const first = Math.max(next, tickAtOrAfter(state, plus(startedAt, delayMicros)));
  return earlier(visibleTick(parts, worker, state, first as Micros), state.triggeredAt, now);
}

/** A tick, or the run that a sync has asked for. */
function earlier(tick: Micros | undefined, triggeredAt: Micros | undefined, now: Micros): Micros | undefined {
  if (triggeredAt === undefined) return tick;
  const triggered = Math.max(now, triggeredAt) as Micros;
  return tick === undefined || triggered < tick ? triggered : tick;
}

/** A run that finds its container not running fails, which is news unless it has failed before. */
function endsBadly({ result, isOnHold, containerId }: ProbeState): boolean {
  return containerId !== undefined && !isOnHold && result !== undefined && result !== 'failure';
}

function visibleTick(parts: KubeletParts, worker: PodWorker, state: ProbeState, first: Micros): Micros | undefined {
  if (parts.isEager || !isSettled(state)) return first;
  let tick = first;
  for (;;) {
    const seen = verdictAt(parts, worker, state, tick);
    if (seen?.verdict.result !== 'success' || seen.verdict.takesMicros > 0) return tick;
    if (seen.until === undefined) return undefined;
    tick = tickAtOrAfter(state, seen.until);
  }
}
