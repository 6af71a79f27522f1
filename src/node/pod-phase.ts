// The phase of a pod from the states of its containers. Mirrors pkg/kubelet/kubelet_pods.go, getPhase (v1.36), for pods
// without init containers.

import type { ContainerStatus, PodPhase, PodSpec } from '../model/objects.ts';
import { restartsAfter } from './restart-rules.ts';

/** `isEnding`: nothing of the pod will run again (deleted, evicted), so that exit codes alone decide. */
export function podPhase(spec: PodSpec, statuses: readonly ContainerStatus[], isEnding: boolean): PodPhase {
  let running = 0;
  let waiting = 0;
  let stopped = 0;
  let restartable = 0;
  let succeeded = 0;
  for (const container of spec.containers) {
    const status = statuses.find((other) => other.name === container.name);
    const exit = status?.state?.terminated ?? status?.lastState?.terminated;
    if (status?.state?.running !== undefined) {
      running += 1;
    } else if (exit === undefined) {
      waiting += 1;
    } else {
      stopped += 1;
      if (restartsAfter(container, spec, exit.exitCode)) restartable += 1;
      if (exit.exitCode === 0 && status?.state?.terminated !== undefined) succeeded += 1;
    }
  }
  if (waiting > 0) return 'Pending';
  if (running > 0) return 'Running';
  if (stopped === 0) return 'Pending';
  if (!isEnding && restartable > 0) return 'Running';
  return stopped === succeeded ? 'Succeeded' : 'Failed';
}
