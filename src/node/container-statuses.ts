// The containers' part of a pod's status: what the runtime shows, completed by the last known status and by why a
// container that should run does not. Mirrors pkg/kubelet/kubelet_pods.go, convertToAPIContainerStatuses (v1.36).

import type { Micros } from '../base/time.ts';
import type { Container, ContainerState, ContainerStatus, Pod } from '../model/objects.ts';
import { newestOf, shouldStart } from './restart-rules.ts';
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
  apiTime(at: Micros): Micros;
  /** What the probes say of a running container. */
  isReady(container: Container, containerID: string, startedAt: Micros): boolean;
}

const CREATING: ContainerState = Object.freeze({ waiting: Object.freeze({ reason: 'ContainerCreating' }) });
const WAITING: ContainerState = Object.freeze({ waiting: Object.freeze({}) });

const NO_STATE: ContainerState = Object.freeze({});

/** Statuses of these containers in order of their names. */
export function containerStatuses(containers: readonly Container[], inputs: StatusInputs): ContainerStatus[] {
  const statuses = containers.map((container) => withReason(container, statusOf(container, inputs), inputs));
  return statuses.length < 2 ? statuses : statuses.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function statusOf(container: Container, inputs: StatusInputs): ContainerStatus {
  const { name } = container;
  const { pod, observed, previous, apiTime } = inputs;
  const old = previous.find((other) => other.name === name);
  const newest = newestOf(observed, name);
  if (newest === undefined) return withoutInstance(container, pod, old);
  const second = observed?.containers.find((other) => other.name === name && other !== newest);
  const lastExit = second === undefined ? lastExitOf(newest, old) : stateOf(second, apiTime).terminated;
  const isSameInstance = old?.containerID === newest.id;
  const isRunning = newest.state === 'running';
  const state = isRunning && isSameInstance && old.state?.running !== undefined ? old.state : stateOf(newest, apiTime);
  const startedAt = state.running?.startedAt;
  return {
    name,
    state,
    lastState: lastExit === undefined ? NO_STATE : { terminated: lastExit },
    ready: startedAt !== undefined && inputs.isReady(container, newest.id, startedAt),
    started: isRunning,
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

function withoutInstance(container: Container, pod: Pod, old: ContainerStatus | undefined): ContainerStatus {
  const fresh = { name: container.name, ready: false, started: false, restartCount: 0, image: container.image ?? '' };
  if (old === undefined) return { ...fresh, state: CREATING, lastState: NO_STATE };
  if (old.state?.terminated !== undefined) return { ...old, ready: false, started: false };
  const { restartCount, lastState = NO_STATE } = old;
  if (old.state?.running === undefined || lastState.terminated !== undefined) {
    return { ...fresh, state: CREATING, lastState, restartCount };
  }
  const terminated = {
    exitCode: 137,
    reason: 'ContainerStatusUnknown',
    message: 'The container could not be located when the pod was deleted.  The container used to be Running',
  };
  const isDeleted = pod.metadata.deletionTimestamp !== undefined;
  return { ...fresh, state: CREATING, lastState: { terminated }, restartCount: restartCount + (isDeleted ? 0 : 1) };
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
