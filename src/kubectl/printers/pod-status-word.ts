// The STATUS of `kubectl get pods`, with READY and RESTARTS: one function for the command line, the page and the
// reports.
// Mirrors pkg/printers/internalversion/printers.go, printPod (v1.36).

import type { Micros } from '../../base/time.ts';
import { isConditionTrue } from '../../model/condition.ts';
import type { ContainerState, ContainerStatus, Pod } from '../../model/objects.ts';
import { isTerminalPhase } from '../../model/pod-status.ts';

export interface PodStatusWord {
  /** `Running`, `CrashLoopBackOff`, `Init:1/2`, `Terminating`, ... */
  readonly word: string;
  readonly ready: number;
  readonly total: number;
  readonly restarts: number;
  /** When the container that restarted last had ended. */
  readonly lastRestart: Micros | undefined;
}

/** What kubectl says about a pod. */
export function podStatusWord(pod: Pod): PodStatusWord {
  const { status } = pod;
  const init = initProgress(pod);
  const total = pod.spec.containers.length + init.sidecars;
  const gated = status.conditions?.some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated');
  const own = gated ? 'SchedulingGated' : (status.reason ?? status.phase ?? '');
  const isInitializing = init.word !== undefined && !isConditionTrue(status.conditions, 'Initialized');
  const main = isInitializing ? { word: init.word ?? own, ready: 0, ...init.all } : mainProgress(pod, init.word ?? own);
  const restarts = isInitializing ? main.restarts : main.restarts + init.ofSidecars.restarts;
  const lastRestart = isInitializing ? main.lastRestart : later(main.lastRestart, init.ofSidecars.lastRestart);
  return { word: deletionWord(pod) ?? main.word, ready: main.ready + init.ready, total, restarts, lastRestart };
}

/** `1/2`. */
export function readyText({ ready, total }: PodStatusWord): string {
  return `${ready}/${total}`;
}

interface Restarts {
  readonly restarts: number;
  readonly lastRestart: Micros | undefined;
}

interface InitProgress {
  /** What holds the pod up; absent when every init container is done. */
  readonly word: string | undefined;
  readonly sidecars: number;
  readonly ready: number;
  readonly all: Restarts;
  readonly ofSidecars: Restarts;
}

/** Walks the init containers up to the first that is not done. */
function initProgress({ spec, status }: Pod): InitProgress {
  const containers = spec.initContainers ?? [];
  const sidecars = new Set(
    containers.filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name),
  );
  let all = NO_RESTARTS;
  let ofSidecars = NO_RESTARTS;
  let ready = 0;
  for (const [index, container] of (status.initContainerStatuses ?? []).entries()) {
    all = withRestarts(all, container);
    const isSidecar = sidecars.has(container.name);
    if (isSidecar) ofSidecars = withRestarts(ofSidecars, container);
    if (container.state?.terminated?.exitCode === 0) continue;
    if (isSidecar && container.started === true) {
      if (container.ready) ready += 1;
      continue;
    }
    const word = initWord(container.state, index, containers.length);
    return { word, sidecars: sidecars.size, ready, all, ofSidecars };
  }
  return { word: undefined, sidecars: sidecars.size, ready, all, ofSidecars };
}

function initWord(state: ContainerState | undefined, index: number, count: number): string {
  if (state?.terminated !== undefined) return `Init:${terminatedWord(state.terminated)}`;
  const waiting = state?.waiting?.reason ?? '';
  return waiting !== '' && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${index}/${count}`;
}

function mainProgress({ status }: Pod, word: string): Restarts & { readonly word: string; readonly ready: number } {
  let restarts = NO_RESTARTS;
  let current = word;
  let failed = '';
  let ready = 0;
  let hasRunning = false;
  for (const container of (status.containerStatuses ?? []).toReversed()) {
    restarts = withRestarts(restarts, container);
    const { waiting, terminated, running } = container.state ?? {};
    if (waiting?.reason !== undefined && waiting.reason !== '') current = waiting.reason;
    else if (terminated !== undefined) {
      current = terminatedWord(terminated);
      if (terminated.exitCode !== 0) failed = current;
    } else if (container.ready && running !== undefined) {
      hasRunning = true;
      ready += 1;
    }
  }
  if (current === 'Completed') {
    if (hasRunning && isConditionTrue(status.conditions, 'Ready')) current = 'Running';
    else if (failed !== '') current = failed;
    else if (hasRunning) current = 'NotReady';
  }
  return { word: current, ready, ...restarts };
}

function terminatedWord(terminated: NonNullable<ContainerState['terminated']>): string {
  const { reason = '', signal = 0, exitCode } = terminated;
  if (reason !== '') return reason;
  return signal !== 0 ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

function deletionWord({ metadata, status }: Pod): string | undefined {
  if (metadata.deletionTimestamp === undefined) return undefined;
  if (status.reason === 'NodeLost') return 'Unknown';
  return isTerminalPhase(status.phase) ? undefined : 'Terminating';
}

const NO_RESTARTS: Restarts = { restarts: 0, lastRestart: undefined };

function withRestarts({ restarts, lastRestart }: Restarts, container: ContainerStatus): Restarts {
  return {
    restarts: restarts + container.restartCount,
    lastRestart: later(lastRestart, container.lastState?.terminated?.finishedAt),
  };
}

function later(a: Micros | undefined, b: Micros | undefined): Micros | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}
