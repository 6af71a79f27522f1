// The phase of a pod from the states of its containers: init containers first, then sidecars and main containers.
// Mirrors pkg/kubelet/kubelet_pods.go, getPhase (v1.36).

import type { Container, ContainerStatus, PodPhase, PodSpec } from '../model/objects.ts';
import { isSidecar } from '../model/pod-containers.ts';
import { restartsAfter } from './restart-rules.ts';

/** What a phase is made from. */
export interface PhaseInputs {
  readonly spec: PodSpec;
  /** Of init and main containers. */
  readonly statuses: readonly ContainerStatus[];
  /** Nothing of the pod will run again (deleted, evicted), so that exit codes alone decide. */
  readonly isEnding: boolean;
  /** A main container has been started in the present sandbox: sidecars that start anew do not matter. */
  readonly isMainActive: boolean;
}

interface Counts {
  pending: number;
  running: number;
  waiting: number;
  stopped: number;
  restartable: number;
  succeeded: number;
}

const EXITED_FOR_RESTART = 'RestartingAllContainers';

export function podPhase({ spec, statuses, isEnding, isMainActive }: PhaseInputs): PodPhase {
  const init = initProgress(spec, statuses);
  if (init === 'failed') return 'Failed';
  const counts: Counts = { pending: 0, running: 0, waiting: 0, stopped: 0, restartable: 0, succeeded: 0 };
  for (const container of spec.initContainers ?? []) {
    if (isSidecar(container)) countSidecar(counts, statusOf(statuses, container));
  }
  for (const container of spec.containers) countMain(counts, container, spec, statusOf(statuses, container));
  const { running, stopped, restartable, succeeded } = counts;
  if (init === 'pending' || (counts.pending > 0 && !isMainActive) || counts.waiting > 0) return 'Pending';
  if (running > 0) return 'Running';
  if (stopped === 0) return 'Pending';
  if (!isEnding && restartable > 0) return 'Running';
  return stopped === succeeded ? 'Succeeded' : 'Failed';
}

/** How far the init containers are that run to their end. */
function initProgress(spec: PodSpec, statuses: readonly ContainerStatus[]): 'pending' | 'failed' | 'done' {
  let isPending = false;
  for (const container of spec.initContainers ?? []) {
    if (isSidecar(container)) continue;
    const status = statusOf(statuses, container);
    const exit = exitOf(status);
    if (exit === undefined) isPending = true;
    else if (exit.exitCode !== 0 && !isRestartable(container, spec, exit)) return 'failed';
  }
  return isPending ? 'pending' : 'done';
}

function countSidecar(counts: Counts, status: ContainerStatus | undefined): void {
  const { running } = status?.state ?? {};
  if (running !== undefined) {
    counts.running += 1;
    if (status?.started !== true) counts.pending += 1;
  } else if (exitOf(status) === undefined) {
    counts.pending += 1;
    counts.waiting += 1;
  }
}

function countMain(counts: Counts, container: Container, spec: PodSpec, status: ContainerStatus | undefined): void {
  const { running, terminated } = status?.state ?? {};
  const exit = exitOf(status);
  if (running !== undefined) {
    counts.running += 1;
  } else if (exit === undefined) {
    counts.waiting += 1;
  } else {
    counts.stopped += 1;
    if (isRestartable(container, spec, exit)) counts.restartable += 1;
    if (terminated?.exitCode === 0) counts.succeeded += 1;
  }
}

type Exit = NonNullable<NonNullable<ContainerStatus['state']>['terminated']>;

/** How a container that does not run has ended. */
function exitOf(status: ContainerStatus | undefined): Exit | undefined {
  const { running, terminated } = status?.state ?? {};
  return running === undefined ? (terminated ?? status?.lastState?.terminated) : undefined;
}

function isRestartable(container: Container, spec: PodSpec, { exitCode, reason }: Exit): boolean {
  return restartsAfter(container, spec, exitCode) || reason === EXITED_FOR_RESTART;
}

function statusOf(statuses: readonly ContainerStatus[], { name }: Container): ContainerStatus | undefined {
  return statuses.find((status) => status.name === name);
}
