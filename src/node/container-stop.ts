// Stops containers: event, grace with its floor, StopContainer. Mirrors
// pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer (v1.36).

import type { ContainerState } from '../model/objects.ts';
import { isTerminalPhase } from '../model/pod-status.ts';
import { podEvent } from './kube-events.ts';
import { awaitExits, type KubeletParts } from './kubelet-parts.ts';
import type { ContainerToKill } from './pod-actions.ts';
import type { PodWorker } from './pod-worker.ts';
import { reportStatus } from './status-report.ts';
import { type Progress, WAITS } from './work-progress.ts';

const LOST: ContainerState = {
  terminated: {
    exitCode: 137,
    reason: 'ContainerStatusUnknown',
    message: 'The container could not be located when the pod was terminated',
  },
};

/** No container gets less than this between TERM and KILL. */
const GRACE_FLOOR_SECONDS = 2;

/** Sends TERM to a container. `graceSeconds` overrides what the pod says. */
export function killContainer(
  parts: KubeletParts,
  worker: PodWorker,
  target: ContainerToKill,
  graceSeconds?: number,
): void {
  const { pod, cause } = worker;
  parts.client.record(podEvent(worker, 'Normal', 'Killing', target.message, target.name), cause);
  const { deletionGracePeriodSeconds } = pod.metadata;
  const wanted = graceSeconds ?? deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 0;
  parts.runtime.stopContainer(worker.uid, target.id, Math.max(wanted, GRACE_FLOOR_SECONDS), cause);
}

/** Stops all containers of a pod that is going away. Mirrors SyncTerminatingPod. */
export function beginTermination(parts: KubeletParts, worker: PodWorker): Progress {
  reportStatus(parts, worker, worker.observed, false);
  const running = worker.observed?.containers.filter(({ state }) => state === 'running') ?? [];
  if (running.length === 0) return endTermination(parts, worker);
  for (const { id, name } of running) {
    const target = { id, name, message: `Stopping container ${name}` };
    killContainer(parts, worker, target, worker.graceSeconds);
  }
  const ids = running.map(({ id }) => id);
  awaitExits(parts, worker, ids);
  return WAITS;
}

/** All containers have ended: the sandbox follows, and the status says how it ended. */
export function endTermination(parts: KubeletParts, worker: PodWorker): Progress {
  parts.runtime.stopSandbox(worker.uid, worker.cause);
  worker.probes.length = 0;
  reportStatus(parts, worker, parts.runtime.pod(worker.uid), true);
  return { type: 'terminated' };
}

/** What remains after the termination. Mirrors SyncTerminatedPod and the status manager's TerminatePod. */
export function cleanUp(parts: KubeletParts, worker: PodWorker): Progress {
  const status = reportStatus(parts, worker, worker.observed, true);
  const phase = isTerminalPhase(status.phase) ? status.phase : 'Failed';
  const containerStatuses = status.containerStatuses?.map((container) =>
    container.state?.terminated === undefined ? { ...container, state: LOST } : container,
  );
  parts.setStatus(worker, { ...status, ...(phase && { phase }), ...(containerStatuses && { containerStatuses }) });
  return { type: 'cleaned' };
}
