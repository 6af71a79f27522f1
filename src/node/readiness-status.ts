// The status of a pod after a readiness probe's verdict: only what depends on it changes, at once and without a sync.
// Mirrors pkg/kubelet/status/status_manager.go, SetContainerReadiness (v1.36).

import type { Micros } from '../base/time.ts';
import type { PodStatus } from '../model/objects.ts';
import { podConditions } from './pod-conditions.ts';
import { withConditions } from './pod-status.ts';
import type { PodWorker } from './pod-worker.ts';

/** The worker's status with `ready` as its probes say. */
export function withReadiness(worker: PodWorker, now: Micros): PodStatus {
  const { pod, status = pod.status } = worker;
  const containerStatuses = (status.containerStatuses ?? []).map((container) => {
    const state = worker.probes.find((probe) => probe.containerId === container.containerID);
    if (state === undefined || container.state?.running === undefined) return container;
    const ready = state.result === 'success';
    return ready === container.ready ? container : { ...container, ready };
  });
  const { phase = 'Pending', conditions = [] } = status;
  const hasSandbox = conditions.find(({ type }) => type === 'PodReadyToStartContainers')?.status === 'True';
  const drafts = podConditions(pod, containerStatuses, phase, hasSandbox);
  return { ...status, containerStatuses, conditions: withConditions(pod, drafts, status.conditions, now) };
}
