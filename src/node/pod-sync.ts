// One sync of a pod: report what was observed, then bring the containers to the desired state, step by step, each step
// waiting for the one before it. Mirrors pkg/kubelet/kubelet.go (SyncPod) and kuberuntime_manager.go (SyncPod)
// (v1.36).

import { assertNever } from '../base/assert.ts';
import { plus } from '../base/time.ts';
import type { Pod } from '../model/objects.ts';
import { isTerminalPhase } from '../model/pod-status.ts';
import { startContainers, startStepDone } from './container-start.ts';
import { killContainer } from './container-stop.ts';
import { podEvent } from './kube-events.ts';
import { awaitExits, type KubeletParts, setStep } from './kubelet-parts.ts';
import { podActions } from './pod-actions.ts';
import { withSandboxReady } from './pod-status.ts';
import type { PodWorker, Step, Sync } from './pod-worker.ts';
import { addReadinessProbes } from './readiness.ts';
import { reportStatus } from './status-report.ts';
import { type Progress, WAITS } from './work-progress.ts';

export function beginSync(parts: KubeletParts, worker: PodWorker): Progress {
  const status = reportStatus(parts, worker, worker.observed, false);
  if (isTerminalPhase(status.phase)) return { type: 'terminal' };
  if (worker.isMounted || !hasVolumes(worker.pod)) return afterMount(parts, worker);
  setStep(parts, worker, { type: 'mount' }, plus(parts.client.now, parts.latency.mountMicros));
  return WAITS;
}

/** Goes on after a step. */
export function resumeSync(parts: KubeletParts, worker: PodWorker, step: Step): Progress {
  switch (step.type) {
    case 'mount':
      return afterMount(parts, worker);
    case 'stopped':
      return afterStop(parts, worker);
    case 'sandbox':
      return afterSandbox(parts, worker, step.call.error);
    case 'pulled':
    case 'created':
    case 'started':
      return startStepDone(parts, worker, step);
    case 'relist':
    case 'begin':
      return beginSync(parts, worker);
    default:
      return assertNever(step);
  }
}

/** The token of its service account counts as a volume, and nearly every pod has it. */
function hasVolumes({ spec }: Pod): boolean {
  return spec.automountServiceAccountToken !== false || (spec.volumes ?? []).length > 0;
}

function afterMount(parts: KubeletParts, worker: PodWorker): Progress {
  worker.isMounted = true;
  addReadinessProbes(parts, worker);
  const sync: Sync = { actions: podActions(worker.pod, worker.observed), killed: 0, started: 0 };
  worker.sync = sync;
  const { killsPod, createsSandbox } = sync.actions;
  if (createsSandbox && worker.observed?.sandbox !== undefined) {
    const message = 'Pod sandbox changed, it will be killed and re-created.';
    parts.client.record(podEvent(worker, 'Normal', 'SandboxChanged', message), worker.cause);
  }
  if (!killsPod) return killNext(parts, worker, sync);
  const running = worker.observed?.containers.filter(({ state }) => state === 'running') ?? [];
  if (running.length === 0) return afterStop(parts, worker);
  for (const { id, name } of running) killContainer(parts, worker, { id, name, message: `Stopping container ${name}` });
  const ids = running.map(({ id }) => id);
  awaitExits(parts, worker, ids);
  return WAITS;
}

function afterStop(parts: KubeletParts, worker: PodWorker): Progress {
  const { sync } = worker;
  if (sync === undefined) return { type: 'done', hasActed: false };
  if (!sync.actions.killsPod) {
    sync.killed += 1;
    return killNext(parts, worker, sync);
  }
  parts.runtime.stopSandbox(worker.uid, worker.cause);
  if (!sync.actions.createsSandbox) return { type: 'done', hasActed: true };
  const call = parts.runtime.runSandbox(worker.pod);
  setStep(parts, worker, { type: 'sandbox', call }, plus(parts.client.now, call.takesMicros));
  return WAITS;
}

function killNext(parts: KubeletParts, worker: PodWorker, sync: Sync): Progress {
  const target = sync.actions.containersToKill[sync.killed];
  if (target === undefined) return startContainers(parts, worker, sync);
  killContainer(parts, worker, target);
  awaitExits(parts, worker, [target.id]);
  return WAITS;
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
