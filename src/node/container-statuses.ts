// The containers' part of a pod's status: what the runtime shows, completed by the last known status and by why a
// container that should run does not. Mirrors pkg/kubelet/kubelet_pods.go, convertToAPIContainerStatuses (v1.36).

import type { Micros } from '../base/time.ts';
import type { Container, ContainerState, ContainerStatus, Pod } from '../model/objects.ts';
import { isSidecar } from '../model/pod-containers.ts';
import { hasMainContainer, newestOf, shouldStart } from './restart-rules.ts';
import type { RuntimeContainer, RuntimePod } from './runtime.ts';

/** Why a container could not be started by the last sync that tried: its waiting state. */
export interface WaitingReason {
  readonly reason: string;
  readonly message: string;
}

export interface StatusInputs {
  readonly pod: Pod;
  readonly observed: RuntimePod | undefined;
  readonly previous: readonly ContainerStatus[];
  readonly waitingReasons: ReadonlyMap<string, WaitingReason>;
  /** All containers of the pod are being removed in order to start anew. */
  readonly isRestartingAll: boolean;
  apiTime(at: Micros): Micros;
  /** What the probes say of a container that runs; `wasStarted` is what the last status said. */
  isStarted(container: Container, containerID: string, wasStarted: boolean): boolean;
  isReady(container: Container, containerID: string, startedAt: Micros): boolean;
}

const CREATING: ContainerState = Object.freeze({ waiting: Object.freeze({ reason: 'ContainerCreating' }) });
const INITIALIZING: ContainerState = Object.freeze({ waiting: Object.freeze({ reason: 'PodInitializing' }) });
const WAITING: ContainerState = Object.freeze({ waiting: Object.freeze({}) });
const NO_STATE: ContainerState = Object.freeze({});

const RESTARTING_ALL = {
  reason: 'RestartingAllContainers',
  message: 'The container is removed because RestartAllContainers in place',
} as const;
const REMOVED: ContainerState = Object.freeze({ waiting: RESTARTING_ALL });
const REMOVED_BEFORE: ContainerState = Object.freeze({ terminated: { ...RESTARTING_ALL, exitCode: 137 } });

/** An init container that has been forgotten, in a pod that is past it. */
const INITIALIZED: ContainerState = Object.freeze({
  terminated: Object.freeze({
    exitCode: 0,
    reason: 'Completed',
    message:
      'Unable to get init container status from container runtime and pod has been initialized, ' +
      'treat it as exited normally',
  }),
});

/** Statuses of ephemeral containers, which never count as ready and have no start-up. */
export function ephemeralContainerStatuses(containers: readonly Container[], inputs: StatusInputs): ContainerStatus[] {
  const statuses = containerStatuses(containers, { ...inputs, isStarted: () => false });
  return statuses.map(({ started: _started, ...status }) => status);
}

/** Statuses of main containers, in order of their names. */
export function containerStatuses(containers: readonly Container[], inputs: StatusInputs): ContainerStatus[] {
  const statuses = containers.map((container) => withReason(container, statusOf(container, inputs), inputs));
  return statuses.length < 2 ? statuses : statuses.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Statuses of init containers, in the order of the spec. */
export function initContainerStatuses(containers: readonly Container[], inputs: StatusInputs): ContainerStatus[] {
  const { pod, observed } = inputs;
  return containers.map((container) => {
    const status = initStatusOf(container, inputs);
    const newest = newestOf(observed, container.name);
    if (newest?.state === 'exited' && newest.exitCode === 0) return status;
    const isPast = newest === undefined && !isSidecar(container) && hasMainContainer(pod.spec, observed);
    if (isPast && status.state?.waiting !== undefined) return { ...status, state: INITIALIZED };
    return withReason(container, status, inputs);
  });
}

/** An init container is ready when it has succeeded, and stays so while it is removed; a sidecar is as a main one. */
function initStatusOf(container: Container, inputs: StatusInputs): ContainerStatus {
  const status = statusOf(container, inputs);
  if (isSidecar(container)) return status;
  const { running, terminated } = status.state ?? {};
  const ready = running === undefined && (terminated?.exitCode === 0 || status.ready);
  return ready === status.ready ? status : { ...status, ready };
}

function statusOf(container: Container, inputs: StatusInputs): ContainerStatus {
  const { name } = container;
  const { observed, previous, apiTime } = inputs;
  const old = previous.find((other) => other.name === name);
  const newest = newestOf(observed, name);
  if (newest === undefined) return withoutInstance(container, inputs, old);
  const second = observed?.containers.find((other) => other.name === name && other !== newest);
  const lastExit = second === undefined ? lastExitOf(newest, old) : stateOf(second, apiTime).terminated;
  const isSameInstance = old?.containerID === newest.id;
  const isRunning = newest.state === 'running';
  const state = isRunning && isSameInstance && old.state?.running !== undefined ? old.state : stateOf(newest, apiTime);
  const startedAt = state.running?.startedAt;
  const started = isRunning && inputs.isStarted(container, newest.id, old?.started ?? false);
  return {
    name,
    state,
    lastState: lastExit === undefined ? NO_STATE : { terminated: lastExit },
    ready: started && startedAt !== undefined && inputs.isReady(container, newest.id, startedAt),
    started,
    restartCount: Math.max(newest.attempt, old?.restartCount ?? 0),
    image: newest.image,
    containerID: newest.id,
  };
}

/** The runtime keeps one dead instance; what it has forgotten is remembered in the status. */
function lastExitOf(newest: RuntimeContainer, old: ContainerStatus | undefined): ContainerState['terminated'] {
  if (old === undefined) return undefined;
  const isNew = old.containerID !== newest.id;
  return (isNew ? old.state?.terminated : undefined) ?? old.lastState?.terminated;
}

function withoutInstance(
  container: Container,
  { pod, isRestartingAll }: StatusInputs,
  old: ContainerStatus | undefined,
): ContainerStatus {
  const fresh = { name: container.name, ready: false, started: false, restartCount: 0, image: container.image ?? '' };
  const state = (pod.spec.initContainers ?? []).length > 0 ? INITIALIZING : CREATING;
  if (old === undefined) return { ...fresh, state, lastState: NO_STATE };
  const { restartCount, lastState = NO_STATE } = old;
  if (isRestartingAll && old.state?.waiting === undefined) {
    const kept = old.state?.terminated === undefined ? fresh : { ...old, started: false };
    return { ...kept, state: REMOVED, lastState: REMOVED_BEFORE, restartCount: restartCount + 1 };
  }
  if (old.state?.terminated !== undefined) return { ...old, ready: false, started: false };
  if (old.state?.running === undefined || lastState.terminated !== undefined) {
    return { ...fresh, state, lastState, restartCount };
  }
  const terminated = {
    exitCode: 137,
    reason: 'ContainerStatusUnknown',
    message: 'The container could not be located when the pod was deleted.  The container used to be Running',
  };
  const isDeleted = pod.metadata.deletionTimestamp !== undefined;
  return { ...fresh, state, lastState: { terminated }, restartCount: restartCount + (isDeleted ? 0 : 1) };
}

function withReason(container: Container, status: ContainerStatus, inputs: StatusInputs): ContainerStatus {
  const why = inputs.waitingReasons.get(container.name);
  if (why === undefined || !shouldStart(container, inputs.pod, inputs.observed)) return status;
  const lastState = status.state?.terminated === undefined ? status.lastState : status.state;
  const waiting = why.message === '' ? { reason: why.reason } : why;
  return { ...status, state: { waiting }, ...(lastState === undefined ? {} : { lastState }) };
}

function stateOf(container: RuntimeContainer, apiTime: (at: Micros) => Micros): ContainerState {
  const { state, startedAt, finishedAt, exitCode = 0, reason, message } = container;
  if (state === 'created') return WAITING;
  const started = startedAt === undefined ? undefined : apiTime(startedAt);
  if (state === 'running') return { running: { startedAt: started ?? (0 as Micros) } };
  return {
    terminated: {
      exitCode,
      ...(reason === undefined ? {} : { reason }),
      ...(message === undefined ? {} : { message }),
      ...(started === undefined ? {} : { startedAt: started }),
      ...(finishedAt === undefined ? {} : { finishedAt: apiTime(finishedAt) }),
      containerID: container.id,
    },
  };
}
