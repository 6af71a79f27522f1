// The status of a pod after a probe's verdict: only what depends on it changes, at once and without a sync. Mirrors
// pkg/kubelet/status/status_manager.go, SetContainerReadiness and SetContainerStartup (v1.36).

import type { Micros } from '../base/time.ts';
import type { ContainerStatus, PodStatus } from '../model/objects.ts';
import { podConditions } from './pod-conditions.ts';
import { withConditions } from './pod-status.ts';
import type { PodWorker } from './pod-worker.ts';
import type { ProbeState } from './probe-state.ts';
import { RESTARTING } from './restart-rules.ts';

/** The worker's status with what a probe says of its container. */
export function withProbed(worker: PodWorker, state: ProbeState, now: Micros): PodStatus {
  const { pod, status = pod.status } = worker;
  const probed = (list: readonly ContainerStatus[] | undefined): readonly ContainerStatus[] | undefined =>
    list?.map((container) => (container.containerID === state.containerId ? withResult(container, state) : container));
  const containerStatuses = probed(status.containerStatuses);
  const initContainerStatuses = probed(status.initContainerStatuses);
  const { phase = 'Pending', conditions = [] } = status;
  const isTrue = (wanted: string): boolean =>
    conditions.some(({ type, status }) => type === wanted && status === 'True');
  const drafts = podConditions({
    pod,
    statuses: [...(initContainerStatuses ?? []), ...(containerStatuses ?? [])],
    phase,
    hasSandbox: isTrue('PodReadyToStartContainers'),
    isRestartingAll: isTrue(RESTARTING),
    previous: conditions,
  });
  const timed = withConditions(pod, drafts, status.conditions, now);
  const kept = timed.map((condition) =>
    condition.type === 'Initialized' ? (conditions.find(({ type }) => type === 'Initialized') ?? condition) : condition,
  );
  return {
    ...status,
    ...(containerStatuses === undefined ? {} : { containerStatuses }),
    ...(initContainerStatuses === undefined ? {} : { initContainerStatuses }),
    conditions: state.sort === 'readiness' ? kept : conditions,
  };
}

function withResult(container: ContainerStatus, { sort, result }: ProbeState): ContainerStatus {
  if (container.containerID === undefined || sort === 'liveness') return container;
  const isGood = result === 'success';
  if (sort === 'startup') return container.started === isGood ? container : { ...container, started: isGood };
  if (container.ready === isGood || container.state?.running === undefined) return container;
  return { ...container, ready: isGood };
}
