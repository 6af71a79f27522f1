// The end of a pod: its containers are stopped, its sandbox follows, its status says how it ended. Mirrors
// pkg/kubelet/kubelet.go (SyncTerminatingPod, SyncTerminatedPod) and status/status_manager.go (TerminatePod) (v1.36).

import type { ContainerState, ContainerStatus, Pod } from '../model/objects.ts';
import { isSidecar } from '../model/pod-containers.ts';
import { isTerminalPhase } from '../model/pod-status.ts';
import { stopContainers } from './container-stop.ts';
import { withCode } from './image-pull.ts';
import { podEvent } from './kube-events.ts';
import type { KubeletParts } from './kubelet-parts.ts';
import type { PodWorker } from './pod-worker.ts';
import { stopLivenessAndStartup } from './probes.ts';
import { NO_ANSWER } from './runtime-service.ts';
import { reportStatus } from './status-report.ts';
import { stopMounting } from './volume-mounts.ts';
import { type Progress, WAITS } from './work-progress.ts';

const LOST: ContainerState = {
  terminated: {
    exitCode: 137,
    reason: 'ContainerStatusUnknown',
    message: 'The container could not be located when the pod was terminated',
  },
};

/** Stops all containers of a pod that is going away. */
export function beginTermination(parts: KubeletParts, worker: PodWorker): Progress {
  stopMounting(parts, worker);
  reportStatus(parts, worker, worker.observed, false);
  stopLivenessAndStartup(parts, worker);
  if (parts.runtime.service.isDown(parts.client.now)) return cannotStop(parts, worker);
  if (!stopAll(parts, worker, worker.graceSeconds)) return endTermination(parts, worker);
  return WAITS;
}

/** Nobody does what the kubelet asks: it tries again later. */
function cannotStop(parts: KubeletParts, worker: PodWorker): Progress {
  const { observed, uid, cause } = worker;
  const error = JSON.stringify(withCode(NO_ANSWER));
  const running = observed?.containers.filter(({ state }) => state === 'running') ?? [];
  for (const { name } of running) {
    parts.client.record(podEvent(worker, 'Normal', 'Killing', `Stopping container ${name}`, name), cause);
  }
  const failures = [
    ...running.map(({ name }) => `failed to "KillContainer" for "${name}" with KillContainerError: ${error}`),
    ...(observed?.sandbox === undefined
      ? []
      : [`failed to "KillPodSandbox" for "${uid}" with KillPodSandboxError: ${error}`]),
  ];
  const text = failures.length === 1 ? failures.join('') : `[${failures.join(', ')}]`;
  parts.client.record(podEvent(worker, 'Warning', 'FailedKillPod', `error killing pod: ${text}`), cause);
  const via = { timer: 'backOffPeriod', setBy: cause.seq };
  return { type: 'done', hasActed: false, failure: { endsAt: undefined, via } };
}

/** Stops what runs of a pod, sidecars last; false if nothing runs. */
export function stopAll(parts: KubeletParts, worker: PodWorker, graceSeconds?: number): boolean {
  const running = worker.observed?.containers.filter(({ state }) => state === 'running') ?? [];
  if (running.length === 0) return false;
  const targets = running.map(({ id, name }) => ({ id, name, message: `Stopping container ${name}` }));
  const options = graceSeconds === undefined ? {} : { graceSeconds };
  stopContainers(parts, worker, targets, { ...options, isOrdered: true });
  return true;
}

/** All containers have ended: the sandbox follows, and the status says how it ended. */
export function endTermination(parts: KubeletParts, worker: PodWorker): Progress {
  parts.runtime.stopSandbox(worker.uid, worker.cause);
  for (const { index } of worker.probes) parts.client.cancelTimer(worker.uid, 'probe', index);
  worker.probes.length = 0;
  reportStatus(parts, worker, parts.runtime.pod(worker.uid), true);
  return { type: 'terminated' };
}

/** What remains after the termination. Whatever has run and has left no trace counts as failed. */
export function cleanUp(parts: KubeletParts, worker: PodWorker): Progress {
  const status = reportStatus(parts, worker, worker.observed, true);
  const phase = isTerminalPhase(status.phase) ? status.phase : 'Failed';
  const { containerStatuses, initContainerStatuses } = status;
  const started = initContainerStatuses?.findLastIndex(hasBegun) ?? -1;
  parts.setStatus(worker, {
    ...status,
    ...(phase && { phase }),
    ...(containerStatuses && hasPodInitialized(worker.given) && { containerStatuses: containerStatuses.map(ended) }),
    ...(initContainerStatuses && {
      initContainerStatuses: initContainerStatuses.map((container, index) =>
        index <= Math.max(started, 0) ? ended(container) : container,
      ),
    }),
  });
  return { type: 'cleaned' };
}

function ended(container: ContainerStatus): ContainerStatus {
  return container.state?.terminated === undefined ? { ...container, state: LOST } : container;
}

function hasBegun({ state, lastState }: ContainerStatus): boolean {
  return state?.waiting === undefined || lastState?.terminated !== undefined;
}

/** True if the pod in the API has come past its init containers. Mirrors hasPodInitialized. */
function hasPodInitialized({ spec, status }: Pod): boolean {
  const last = spec.initContainers?.at(-1);
  if (last === undefined || status.containerStatuses?.some(hasBegun) === true) return true;
  const known = status.initContainerStatuses?.at(-1);
  if (isSidecar(last)) return known?.state?.running !== undefined && known.started === true;
  return known?.state?.terminated?.exitCode === 0 || known?.lastState?.terminated?.exitCode === 0;
}
