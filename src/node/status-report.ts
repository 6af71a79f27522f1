// Puts together what the kubelet knows about a pod into its status, probes included, and hands it to the writer.

import type { Micros } from '../base/time.ts';
import type { ContainerStatus, PodStatus } from '../model/objects.ts';
import { containerStatuses } from './container-statuses.ts';
import type { KubeletParts } from './kubelet-parts.ts';
import { podStatus } from './pod-status.ts';
import type { PodWorker } from './pod-worker.ts';
import { isReadyByProbe, triggerReadiness } from './readiness.ts';
import type { RuntimePod } from './runtime.ts';

/**
 * Reports the worker's pod as it was observed. A running container that its readiness probe does not call ready is probed at
 * once. `isEnding`: nothing of the pod will run again.
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
  const bare = containerStatuses(pod.spec.containers, {
    pod,
    observed,
    previous: previous.containerStatuses ?? [],
    waitingReasons: worker.waitingReasons,
    apiTime: (at: Micros) => client.apiTime(at),
  });
  const containers: ContainerStatus[] = bare.map((status) => {
    const isRunning = status.state?.running !== undefined;
    return { ...status, started: isRunning, ready: isRunning && isReadyByProbe(parts, worker, status) };
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
