// Puts together what the kubelet knows about a pod into its status, probes included, and hands it to the writer. Every
// piece of work begins with a report, so that a status shows what was observed before the work changes anything.

import type { PodStatus } from '../model/objects.ts';
import { containerStatuses } from './container-statuses.ts';
import type { KubeletParts } from './kubelet-parts.ts';
import { podStatus } from './pod-status.ts';
import type { PodWorker } from './pod-worker.ts';
import { isReadyByProbe, triggerReadiness } from './readiness.ts';
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
  const containers = containerStatuses(pod.spec.containers, {
    pod,
    observed,
    previous: previous.containerStatuses ?? [],
    waitingReasons: worker.waitingReasons,
    apiTime: (at) => client.apiTime(at),
    isReady: (container, containerID, startedAt) => isReadyByProbe(parts, worker, container, containerID, startedAt),
  });
  const status = podStatus({
    pod,
    previous,
    observed,
    containers,
    isEnding,
    hostIP: parts.hostIP(),
    now: client.apiTime(client.now),
  });
  parts.setStatus(worker, status);
  triggerReadiness(parts, worker);
  return status;
}
