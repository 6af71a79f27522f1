// One sync of a pod: report what was observed, then bring the containers to the desired state, step by step, each step
// waiting for the one before it. Mirrors pkg/kubelet/kubelet.go (SyncPod) and kuberuntime_manager.go (SyncPod)
// (v1.36).

import { assertNever } from '../base/assert.ts';
import { MICROS_PER_SECOND, plus } from '../base/time.ts';
import { isTerminalPhase } from '../model/pod-status.ts';
import { failedHookStopped, startContainers, startStepDone } from './container-start.ts';
import { stopContainers } from './container-stop.ts';
import { podEvent } from './kube-events.ts';
import { type KubeletParts, setStep } from './kubelet-parts.ts';
import { podActions } from './pod-actions.ts';
import { deadlineOf } from './pod-deadline.ts';
import { withSandboxReady } from './pod-status.ts';
import { stopAll } from './pod-termination.ts';
import type { PodWorker, Step, Sync } from './pod-worker.ts';
import { addProbes, probeResult } from './probes.ts';
import { reportStatus } from './status-report.ts';
import { awaitVolumes, hasVolumes } from './volume-mounts.ts';
import { type Progress, WAITS } from './work-progress.ts';

export function beginSync(parts: KubeletParts, worker: PodWorker): Progress {
  const status = reportStatus(parts, worker, worker.observed, false);
  if (isTerminalPhase(status.phase)) return { type: 'terminal' };
  const deadline = deadlineOf(worker.pod, status);
  if (deadline !== undefined) parts.client.setTimer(parts.ticks.after(plus(deadline, -1)), worker.uid, 'deadline');
  const { networkError } = parts.health;
  if (networkError !== undefined && worker.pod.spec.hostNetwork !== true) return noNetwork(parts, worker, networkError);
  if (worker.isMounted || !hasVolumes(worker.pod.spec)) return afterMount(parts, worker);
  awaitVolumes(parts, worker);
  return WAITS;
}

/** Tried again soon: a network may be ready any moment. */
function noNetwork({ client }: KubeletParts, worker: PodWorker, error: string): Progress {
  const { cause } = worker;
  client.record(podEvent(worker, 'Warning', 'NetworkNotReady', `network is not ready: ${error}`), cause);
  const endsAt = plus(client.now, MICROS_PER_SECOND);
  return { type: 'done', hasActed: false, failure: { endsAt, via: { timer: 'backOffPeriod', setBy: cause.seq } } };
}

/** Goes on after a step. */
export function resumeSync(parts: KubeletParts, worker: PodWorker, step: Step): Progress {
  switch (step.type) {
    case 'mount':
      return worker.isMounted ? afterMount(parts, worker) : volumesMissing(worker);
    case 'stopped':
      return afterStop(parts, worker);
    case 'sandbox':
      return afterSandbox(parts, worker, step.call.error);
    case 'pulled':
    case 'created':
    case 'started':
    case 'hooked':
      return startStepDone(parts, worker, step);
    case 'relist':
    case 'begin':
    case 'configured':
      return beginSync(parts, worker);
    default:
      return assertNever(step);
  }
}

/** The sync gives up; the mount goes on being tried. */
function volumesMissing({ cause }: PodWorker): Progress {
  const via = { timer: 'backOffPeriod', setBy: cause.seq };
  return { type: 'done', hasActed: false, failure: { endsAt: undefined, via } };
}

function afterMount(parts: KubeletParts, worker: PodWorker): Progress {
  addProbes(parts, worker);
  const actions = podActions({
    pod: worker.pod,
    observed: worker.observed,
    isRestartingAll: worker.isRestartingAll,
    probed: (id, sort) => probeResult(worker, id, sort),
  });
  const sync: Sync = { actions, killed: 0, reset: 0, started: 0, isHookFailed: false };
  worker.sync = sync;
  const { killsPod, createsSandbox } = actions;
  if (createsSandbox && worker.observed?.sandbox !== undefined) {
    const message = 'Pod sandbox changed, it will be killed and re-created.';
    parts.client.record(podEvent(worker, 'Normal', 'SandboxChanged', message), worker.cause);
  }
  if (!killsPod) return killNext(parts, worker, sync);
  return stopAll(parts, worker) ? WAITS : afterStop(parts, worker);
}

function afterStop(parts: KubeletParts, worker: PodWorker): Progress {
  const { sync } = worker;
  if (sync === undefined) return { type: 'done', hasActed: false };
  if (sync.isHookFailed) return failedHookStopped(parts, worker, sync);
  const { killsPod, createsSandbox, containersToKill } = sync.actions;
  if (!killsPod) {
    if (sync.killed < containersToKill.length) sync.killed += 1;
    return killNext(parts, worker, sync);
  }
  parts.runtime.stopSandbox(worker.uid, worker.cause);
  if (!createsSandbox) return { type: 'done', hasActed: true };
  purgeInitContainers(parts, worker);
  const call = parts.runtime.runSandbox(worker.pod);
  setStep(parts, worker, { type: 'sandbox', call }, plus(parts.client.now, call.takesMicros));
  return WAITS;
}

function killNext(parts: KubeletParts, worker: PodWorker, sync: Sync): Progress {
  const target = sync.actions.containersToKill[sync.killed];
  if (target === undefined) return resetNext(parts, worker, sync);
  stopContainers(parts, worker, [target]);
  return WAITS;
}

/** Removes all containers one after another, so that the next sync starts them anew. */
function resetNext(parts: KubeletParts, worker: PodWorker, sync: Sync): Progress {
  const { containersToReset } = sync.actions;
  for (;;) {
    const target = containersToReset[sync.reset];
    if (target === undefined) break;
    const { id, name } = target;
    const current = parts.runtime.pod(worker.uid)?.containers.find((container) => container.id === id);
    if (target.isRunning && current?.state === 'running') {
      stopContainers(parts, worker, [{ id, name, message: 'killing' }], { graceSeconds: 0 });
      return WAITS;
    }
    parts.runtime.removeContainer(worker.uid, id);
    sync.reset += 1;
  }
  if (sync.reset > 0) worker.pending = worker.cause;
  return startContainers(parts, worker, sync);
}

/** A new sandbox begins with the first init container: what earlier ones have left is removed. */
function purgeInitContainers({ runtime }: KubeletParts, { uid, pod, observed }: PodWorker): void {
  const names = (pod.spec.initContainers ?? []).map(({ name }) => name);
  for (const { id, name } of observed?.containers ?? []) {
    if (names.includes(name)) runtime.removeContainer(uid, id);
  }
}

function afterSandbox(parts: KubeletParts, worker: PodWorker, error: string | undefined): Progress {
  const { sync, pod, cause } = worker;
  if (sync === undefined) return { type: 'done', hasActed: false };
  if (error !== undefined) {
    if (worker.life !== 'syncing') return { type: 'done', hasActed: true };
    const message = `Failed to create pod sandbox: rpc error: code = ${grpcText(error)}`;
    parts.client.record(podEvent(worker, 'Warning', 'FailedCreatePodSandBox', message), cause);
    const via = { timer: 'backOffPeriod', setBy: cause.seq };
    return { type: 'done', hasActed: true, failure: { endsAt: undefined, via } };
  }
  worker.cause = { seq: parts.runtime.sandboxStarted(pod, cause) };
  if (worker.status !== undefined) {
    const now = parts.client.apiTime(parts.client.now);
    parts.setStatus(worker, withSandboxReady(pod, worker.status, now));
  }
  return startContainers(parts, worker, sync);
}

/** `Code: text` as gRPC writes it; without a code it is Unknown. */
function grpcText(error: string): string {
  const match = /^([A-Z]\w+): (.*)$/s.exec(error);
  return match === null ? `Unknown desc = ${error}` : `${match[1]} desc = ${match[2]}`;
}
