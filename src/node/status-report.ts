// Puts together what the kubelet knows about a pod into its status, probes included, and hands it to the writer. Every
// piece of work begins with a report, so that a status shows what was observed before the work changes anything.

import type { Condition, PodStatus } from '../model/objects.ts';
import {
  containerStatuses,
  ephemeralContainerStatuses,
  initContainerStatuses,
  type StatusInputs,
} from './container-statuses.ts';
import { podEvent } from './kube-events.ts';
import type { KubeletParts } from './kubelet-parts.ts';
import { DEADLINE_EXCEEDED, deadlineOf } from './pod-deadline.ts';
import { type PodEnd, podStatus } from './pod-status.ts';
import type { PodWorker } from './pod-worker.ts';
import { isReadyByProbe, isStartedByProbe, triggerReadiness } from './probes.ts';
import { RESTARTING, restartsAll } from './restart-rules.ts';
import type { RuntimePod } from './runtime.ts';

/**
 * Reports the worker's pod as it was observed. A running container that its readiness probe does not call ready is
 * probed at once. `isEnding`: nothing of the pod will run again.
 */
export function reportStatus(
  parts: KubeletParts,
  worker: PodWorker,
  observed: RuntimePod | undefined,
  isEnding: boolean,
): PodStatus {
  const { pod } = worker;
  const { client } = parts;
  const previous = worker.status ?? pod.status;
  const isRestartingAll = restartsAll(pod, observed, previous);
  const inputs: StatusInputs = {
    pod,
    observed,
    previous: previous.containerStatuses ?? [],
    waitingReasons: worker.waitingReasons,
    isRestartingAll,
    apiTime: (at) => client.apiTime(at),
    isStarted: ({ name }, containerID, wasStarted) => isStartedByProbe(worker, name, containerID, wasStarted),
    isReady: (container, containerID, startedAt) => isReadyByProbe(parts, worker, container, containerID, startedAt),
  };
  const { containers, initContainers = NONE, ephemeralContainers = NONE } = pod.spec;
  const status = podStatus({
    pod,
    previous,
    observed,
    containers: containerStatuses(containers, inputs),
    initContainers:
      initContainers.length === 0
        ? NONE
        : initContainerStatuses(initContainers, { ...inputs, previous: previous.initContainerStatuses ?? [] }),
    ephemeralContainers:
      ephemeralContainers.length === 0
        ? NONE
        : ephemeralContainerStatuses(ephemeralContainers, {
            ...inputs,
            previous: previous.ephemeralContainerStatuses ?? [],
          }),
    isRestartingAll,
    isEnding,
    eviction: evictionOf(parts, worker, previous),
    hostIP: parts.hostIP(),
    now: client.apiTime(client.now),
  });
  worker.isRestartingAll = status.conditions?.some(isRestarting) ?? false;
  parts.setStatus(worker, status);
  triggerReadiness(parts, worker);
  return status;
}

const NONE: readonly never[] = [];

function isRestarting({ type, status }: Condition): boolean {
  return type === RESTARTING && status === 'True';
}

/** A pod whose time is up fails; each report says so once more. */
function evictionOf({ client }: KubeletParts, worker: PodWorker, previous: PodStatus): PodEnd | undefined {
  const deadline = deadlineOf(worker.pod, previous);
  if (deadline === undefined || client.now < deadline) return undefined;
  const { reason, message } = DEADLINE_EXCEEDED;
  client.record(podEvent(worker, 'Normal', reason, message), worker.cause);
  return DEADLINE_EXCEEDED;
}
