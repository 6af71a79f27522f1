// The story of a pod on a node, in one form for the recording and for the simulation: the runtime's calls, the
// statuses that the API showed, the KubeEvents. Uids, ids of containers and addresses are replaced as the recordings
// have them.

import type { Micros } from '../../src/base/time.ts';
import type { ContainerState, ContainerStatus, KubeEvent, Pod } from '../../src/model/objects.ts';
import type { Call, Runtime } from '../../src/node/runtime.ts';
import { NO_ANSWER } from '../../src/node/runtime-service.ts';
import type { OneNode } from '../node/one-node.ts';
import type { RecordedCall, RecordedEvent, RecordedStatus, Recording } from './kubelet-recording.ts';

/** Something at a time; `text` says what, exactly. */
export type Entry = { readonly atMs: number; readonly text: string };

export type Story = {
  /** Calls by `pod` or `pod/container`. */
  readonly calls: ReadonlyMap<string, readonly Entry[]>;
  /** Statuses by pod. */
  readonly statuses: ReadonlyMap<string, readonly Entry[]>;
  /** Events by `pod/fieldPath`. */
  readonly events: ReadonlyMap<string, readonly Entry[]>;
};

/** A call as it is compared. `row`: how long the log was when it was made, which places it among the exits. */
export type TracedCall = Omit<RecordedCall, 't_ms'> & { readonly atMs: number; readonly row?: number };

// ---- the recording ----

export function recordedStory({ cri, timeline, events }: Recording): Story {
  return {
    calls: callsBy(cri.map(({ t_ms, ...call }) => ({ ...call, atMs: t_ms })).toSorted(byCallOrder)),
    statuses: grouped(timeline.map((status) => [status.pod, { atMs: status.t_ms, text: recordedStatus(status) }])),
    events: grouped(
      events
        .filter(({ pod }) => pod !== undefined)
        .map((event) => [`${event.pod}/${event.fieldPath ?? ''}`, { atMs: event.t_ms, text: eventText(event) }]),
    ),
  };
}

function recordedStatus(status: RecordedStatus): string {
  if (status.watch === 'DELETED') return 'gone';
  const conditions = (status.conditions ?? []) as readonly { readonly type: string }[];
  const { phase, reason, message, generation, observedGeneration, podIP, deletionGracePeriodSeconds } = status;
  return canonical({
    phase,
    reason,
    message,
    generation,
    observedGeneration,
    podIP,
    deletionGracePeriodSeconds,
    conditions: conditionsByType(conditions),
    containers: ((status.containerStatuses ?? []) as readonly ContainerLike[]).map(containerOf),
    init: ((status.initContainerStatuses ?? []) as readonly ContainerLike[]).map(containerOf),
    ephemeral: ((status.ephemeralContainerStatuses ?? []) as readonly ContainerLike[]).map(containerOf),
  });
}

// ---- the simulation ----

/** Notes the calls that the kubelet makes. */
export function tracedRuntime(runtime: Runtime, now: () => Micros, rows: () => number, calls: TracedCall[]): Runtime {
  const note = (pod: string, call: string, more: Omit<TracedCall, 'atMs' | 'pod' | 'call'> = {}): void => {
    calls.push({ atMs: now() / 1000, pod, call, row: rows() - 0.5, ...more });
  };
  const nameOf = (uid: string): string => runtime.pod(uid)?.key.split('/')[1] ?? '';
  const containerOfId = (uid: string, id: string): { container?: string; attempt?: number } => {
    const found = runtime.pod(uid)?.containers.find((container) => container.id === id);
    return found === undefined ? {} : { container: found.name, attempt: found.attempt };
  };
  const failed = ({ error }: Call): { error?: string } => (error === undefined ? {} : { error });
  const traced: Partial<Runtime> = {
    runSandbox(pod) {
      const sandbox = runtime.pod(pod.metadata.uid)?.sandbox;
      const call = runtime.runSandbox(pod);
      // A call that nobody takes is not in the recording.
      if (call.error === NO_ANSWER) return call;
      const attempt = sandbox === undefined ? 0 : sandbox.attempt + 1;
      note(pod.metadata.name, 'RunPodSandbox', { attempt, ...failed(call) });
      return call;
    },
    stopSandbox(uid, cause) {
      const sandbox = runtime.pod(uid)?.sandbox;
      if (sandbox !== undefined) note(nameOf(uid), 'StopPodSandbox', { attempt: sandbox.attempt });
      runtime.stopSandbox(uid, cause);
    },
    pullImage(pod, image) {
      const pull = runtime.pullImage(pod, image);
      if (pull.isRefused === true) return pull;
      const error = pull.error === undefined ? {} : { error: pull.error };
      // Pulls wait for one another before the call.
      const atMs = (pull.finishesAt - pull.takesMicros) / 1000;
      calls.push({ atMs, row: rows() - 0.5, pod: pod.metadata.name, call: 'PullImage', args: { image }, ...error });
      return pull;
    },
    createContainer(pod, container, image, attempt) {
      const call = runtime.createContainer(pod, container, image, attempt);
      note(pod.metadata.name, 'CreateContainer', { container, attempt, args: { image }, ...failed(call) });
      return call;
    },
    startContainer(pod, id) {
      const call = runtime.startContainer(pod, id);
      note(pod.metadata.name, 'StartContainer', { ...containerOfId(pod.metadata.uid, id), ...failed(call) });
      return call;
    },
    stopContainer(uid, id, graceSeconds, cause) {
      note(nameOf(uid), 'StopContainer', { ...containerOfId(uid, id), args: { timeout_s: graceSeconds } });
      runtime.stopContainer(uid, id, graceSeconds, cause);
    },
    removeContainer(uid, id) {
      note(nameOf(uid), 'RemoveContainer', containerOfId(uid, id));
      runtime.removeContainer(uid, id);
    },
  };
  return new Proxy(runtime, {
    get(target, field) {
      const own = (traced as { readonly [name: string | symbol]: unknown })[field];
      if (own !== undefined) return own;
      const value: unknown = Reflect.get(target, field, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

export function simulatedStory({ log }: OneNode, calls: readonly TracedCall[], pods: readonly string[]): Story {
  const uids = new Map<string, string>();
  const statuses: [string, Entry][] = [];
  const events: [string, Entry][] = [];
  const exits: TracedCall[] = [];
  for (let seq = 0; seq < log.length; seq += 1) {
    const atMs = log.at(seq) / 1000;
    const object = log.object(seq);
    const what = log.plain(seq);
    if (object?.kind === 'Pod') {
      const pod = object as Pod;
      uids.set(pod.metadata.uid, pod.metadata.name);
      const text = log.verb(seq) === 'delete' ? 'gone' : statusText(pod);
      statuses.push([pod.metadata.name, { atMs, text: plainIds(text, uids) }]);
    } else if (object?.kind === 'Event') {
      const { involvedObject, type, reason, message, count = 1 } = object as KubeEvent;
      if (!pods.includes(involvedObject.name)) continue;
      const text = plainIds(eventText({ type, reason, message, count }), uids);
      events.push([`${involvedObject.name}/${involvedObject.fieldPath ?? ''}`, { atMs, text }]);
    } else if (what?.type === 'fact' && what.fact === 'container-exited' && what.detail === undefined) {
      const { exitCode = 0, container = '' } = what;
      const reason = exitCode === 0 ? 'Completed' : 'Error';
      const pod = what.pod?.split('/')[1] ?? '';
      exits.push({ atMs, row: seq, pod, container, call: '(exit)', args: { exit_code: exitCode, reason } });
    }
  }
  // A call that has not ended when the recording does is not in it.
  const hasEnded = ({ call, pod, container }: TracedCall): boolean =>
    call !== 'StopContainer' || exits.some((exit) => exit.pod === pod && exit.container === container);
  return {
    calls: callsBy(
      [...calls.filter(hasEnded), ...exits].toSorted((a, b) => a.atMs - b.atMs || (a.row ?? 0) - (b.row ?? 0)),
    ),
    statuses: grouped(statuses),
    events: grouped(events),
  };
}

function statusText({ metadata, status }: Pod): string {
  const { phase, reason, message, observedGeneration = 0, podIP, conditions = [] } = status;
  const { containerStatuses = [], initContainerStatuses = [], ephemeralContainerStatuses = [] } = status;
  const { generation, deletionGracePeriodSeconds } = metadata;
  return canonical({
    phase,
    reason,
    message,
    generation,
    observedGeneration,
    podIP: podIP !== undefined,
    deletionGracePeriodSeconds,
    conditions: conditionsByType(conditions),
    containers: containerStatuses.map((container) => containerOf(asRecorded(container))),
    init: initContainerStatuses.map((container) => containerOf(asRecorded(container))),
    ephemeral: ephemeralContainerStatuses.map((container) => containerOf(asRecorded(container))),
  });
}

function asRecorded({ containerID, lastState = {}, restartCount, ...status }: ContainerStatus): ContainerLike {
  const idOf = (terminated: ContainerState['terminated']): string => terminated?.containerID ?? '';
  return {
    ...status,
    restartCount,
    lastState,
    container: containerID === undefined ? '' : `${status.name}#${restartCount}`,
    // Of a last state the recording names the instance: it is the one before, or the same while the container waits.
    instanceOf: (terminated) =>
      idOf(terminated) === containerID ? `${status.name}#${restartCount}` : `${status.name}#${restartCount - 1}`,
  };
}

// ---- both ----

type ContainerLike = {
  readonly name: string;
  readonly container?: string;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
  readonly ready: boolean;
  readonly started?: boolean;
  readonly restartCount: number;
  readonly instanceOf?: (terminated: ContainerState['terminated']) => string;
};

function containerOf(status: ContainerLike): unknown {
  const { name, container, state = {}, lastState = {}, ready, started, restartCount, instanceOf } = status;
  const plainState = ({ waiting, running, terminated }: ContainerState): unknown => {
    if (waiting !== undefined) return { waiting: waiting.reason, message: waiting.message };
    if (running !== undefined) return 'running';
    if (terminated === undefined) return undefined;
    const { exitCode, reason, message } = terminated;
    const recorded = (terminated as { readonly container?: string }).container;
    const instance = terminated.containerID === undefined ? (recorded ?? '') : instanceOf?.(terminated);
    return { exitCode, reason, message, container: instance };
  };
  return { name, container, ready, started, restartCount, state: plainState(state), lastState: plainState(lastState) };
}

function conditionsByType(
  conditions: readonly {
    readonly type: string;
    readonly status?: string;
    readonly reason?: string;
    readonly message?: string;
  }[],
): unknown {
  return Object.fromEntries(conditions.map(({ type, status, reason, message }) => [type, { status, reason, message }]));
}

function eventText({
  type,
  reason,
  message,
  count,
}: Pick<RecordedEvent, 'type' | 'reason' | 'message' | 'count'>): string {
  // Each pull takes another time, so that its event is another one.
  if (PULL_TIMES.test(message)) return canonical({ type, reason, message: message.replace(PULL_TIMES, 'in <time>') });
  return canonical({ type, reason, message, count });
}

const PULL_TIMES = /in [0-9.]+m?s \([0-9.]+m?s including waiting\)/;

function callsBy(calls: readonly TracedCall[]): ReadonlyMap<string, readonly Entry[]> {
  const own = calls.filter((call, index) => !isGarbageCollection(calls, call, index));
  return grouped(
    own.map(({ atMs, pod, container, call, attempt, args, error }) => {
      const isPull = call === 'PullImage';
      const isExit = call === '(exit)';
      const text = canonical({
        call,
        args,
        attempt: isPull || isExit ? undefined : attempt,
        failed: error !== undefined,
      });
      return [container === undefined || container === '' ? pod : `${pod}/${container}`, { atMs, text }];
    }),
  );
}

/** Recorded at its end, a StopContainer that takes no time may stand after the exit. */
function byCallOrder(a: TracedCall, b: TracedCall): number {
  const order = ({ call }: TracedCall): number => (call === 'StopContainer' ? 0 : call === '(exit)' ? 1 : 2);
  const isPair = a.pod === b.pod && a.container === b.container && order(a) + order(b) === 1;
  return a.atMs - b.atMs || (isPair ? order(a) - order(b) : 0);
}

/** Sandboxes are removed once a minute, counted from the kubelet's start: not part of a pod's story. */
function isGarbageCollection(calls: readonly TracedCall[], { call, pod, atMs }: TracedCall, index: number): boolean {
  if (call === 'RemovePodSandbox' || call === 'ExecSync' || /^\((http|sandbox)/.test(call)) return true;
  if (call !== 'StopPodSandbox') return false;
  return calls
    .slice(index + 1, index + 3)
    .some((next) => next.call === 'RemovePodSandbox' && next.pod === pod && next.atMs - atMs < 100);
}

/** Of containerd, where the recording has one of its own. */
const SOCKET = '/run/containerd/containerd.sock';

function plainIds(text: string, uids: ReadonlyMap<string, string>): string {
  let plain = text.replaceAll(/10\.244\.\d+\.\d+/g, '<podIP>').replaceAll(SOCKET, '/run/cri.sock');
  for (const [uid, name] of uids) plain = plain.replaceAll(uid, `UID-of-${name}`);
  return plain;
}

function grouped(entries: readonly (readonly [string, Entry])[]): ReadonlyMap<string, readonly Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const [key, entry] of entries) {
    const group = groups.get(key) ?? [];
    if (group.at(-1)?.text !== entry.text || entry.text.includes('"call"')) group.push(entry);
    groups.set(key, group);
  }
  return groups;
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
