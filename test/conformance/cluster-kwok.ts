// The fake kubelet of the recorded clusters: stages of a pod at fixed times after its binding and its deletion, with
// the annotations that change them. Kubelets of a group can be frozen, as a stopped process is, and go on later.

import { deepEqual } from '../../src/base/deep-equal.ts';
import { parseDurationMicros } from '../../src/base/duration.ts';
import { MICROS_PER_MILLI, MICROS_PER_SECOND, plus } from '../../src/base/time.ts';
import type { Actor, ActorSpec, Change, Client } from '../../src/cluster/actor.ts';
import { findCondition } from '../../src/model/condition.ts';
import type { Condition, ContainerState, ContainerStatus, Node, Pod } from '../../src/model/objects.ts';
import { nodeReadyPatch } from '../../src/node/node-status.ts';

const READY_AFTER = '2s';
const TERMINATE_AFTER = '1s';
const FIRST_RESTART_MICROS: number = 500 * MICROS_PER_MILLI;
const BACKOFF_SHOWN_MICROS: number = 120 * MICROS_PER_MILLI;
const FIRST_BACKOFF_SECONDS = 10;
const MAX_BACKOFF_SECONDS = 300;

/** What a cloud's route controller would say. */
const ROUTED: Condition = {
  type: 'NetworkUnavailable',
  status: 'False',
  reason: 'RouteCreated',
  message: 'RouteController created a route',
};

/** All nodes of a group share one. */
const ADDRESSES = [{ type: 'InternalIP', address: '10.0.0.1' }];

/** What the script does to kubelets. */
export interface Kwok extends Actor {
  freeze(nodes: readonly string[]): void;
  thaw(nodes: readonly string[]): void;
}

/** The actor's spec; `made` is called with each life of it. */
export function kwokSpec(made: (kwok: Kwok) => void): ActorSpec {
  return {
    name: 'kwok',
    create: (client) => {
      const kwok = new FakeKubelets(client);
      made(kwok);
      return kwok;
    },
  };
}

class FakeKubelets implements Kwok {
  readonly #client: Client;
  readonly #frozen = new Set<string>();
  /** Stages that came due on frozen nodes. */
  #late: { readonly key: string; readonly stage: string }[] = [];
  readonly #ips = new Map<string, string>();
  #seq = 0;

  constructor(client: Client) {
    this.#client = client;
  }

  start(): void {
    this.#client.watch('Pod');
    this.#client.watch('Node');
  }

  freeze(nodes: readonly string[]): void {
    for (const node of nodes) this.#frozen.add(node);
  }

  thaw(nodes: readonly string[]): void {
    for (const node of nodes) {
      this.#frozen.delete(node);
      this.#postReady(node);
    }
    const late = this.#late;
    this.#late = [];
    for (const { key, stage } of late) this.onTimer(key, stage);
  }

  #postReady(name: string): void {
    const now = this.#client.apiTime(this.#client.now);
    const node = this.#client.view.get('Node', name);
    const ready = node === undefined ? undefined : nodeReadyPatch(node as Node, now);
    if (ready === undefined) return;
    const { conditions } = ready.status as { readonly conditions: readonly Condition[] };
    const status = { conditions: [...conditions, { ...ROUTED, lastTransitionTime: now }], addresses: ADDRESSES };
    const patch = { status };
    const request = {
      verb: 'patch',
      kind: 'Node',
      key: name,
      patchType: 'strategic',
      subresource: 'status',
      patch,
    } as const;
    this.#client.request('', request, { seq: this.#seq });
  }

  onChange(change: Change): void {
    this.#seq = change.seq;
    const { kind, type, key, object, old } = change;
    if (kind === 'Node') {
      const hasStatus = ((object as Node).status.conditions ?? []).length > 0;
      if (type === 'added' && !hasStatus) this.#postReady(key);
      return;
    }
    if (type === 'deleted') {
      this.#cancel(key);
      return;
    }
    const pod = object as Pod;
    const before = old as Pod | undefined;
    const isGoing = pod.metadata.deletionTimestamp !== undefined;
    if (isGoing && before?.metadata.deletionTimestamp === undefined) {
      this.#cancel(key);
      this.#after(key, 'remove', durationOf(pod, 'terminate-after', TERMINATE_AFTER));
    } else if (pod.spec.nodeName !== undefined && before?.spec.nodeName === undefined && !isGoing) {
      this.#after(key, 'creating', 0);
    } else if (!isGoing && pod.status.phase === 'Running' && (pod.spec.readinessGates ?? []).length > 0) {
      this.#regate(key, pod);
    }
  }

  #cancel(key: string): void {
    for (const stage of ['creating', 'run', 'exit', 'backoff', 'restart']) this.#client.cancelTimer(key, stage);
  }

  #after(key: string, stage: string, micros: number): void {
    this.#client.setTimer(plus(this.#client.now, Math.max(micros, 1)), key, stage);
  }

  onTimer(key: string, stage: string): void {
    const pod = this.#client.view.get('Pod', key);
    if (pod === undefined) return;
    if (this.#frozen.has(pod.spec.nodeName ?? '')) {
      this.#late.push({ key, stage });
      return;
    }
    switch (stage) {
      case 'remove':
        this.#client.request('', { verb: 'delete', kind: 'Pod', key, gracePeriodSeconds: 0 }, { seq: this.#seq });
        return;
      case 'creating':
        this.#creating(key, pod);
        return;
      case 'backoff':
        this.#waiting(key, pod);
        return;
      case 'exit':
        this.#exit(key, pod);
        return;
      default:
        this.#running(key, pod);
    }
  }

  #creating(key: string, pod: Pod): void {
    const startTime = this.#client.apiTime(this.#client.now);
    const containers = pod.spec.containers.map(({ name, image = '' }) =>
      container(name, image, { waiting: { reason: 'ContainerCreating' } }, {}, 0, false),
    );
    const extra = { hostIP: '10.0.0.1', startTime };
    this.#report(
      key,
      pod,
      containers,
      notReady(pod),
      [
        { type: 'PodReadyToStartContainers', status: 'False' },
        { type: 'Initialized', status: 'True' },
      ],
      extra,
    );
    if (!isOn(pod, 'never-start')) this.#after(key, 'run', durationOf(pod, 'ready-after', READY_AFTER));
  }

  #running(key: string, pod: Pod): void {
    const startedAt = this.#client.apiTime(this.#client.now);
    const isRestart = pod.status.phase === 'Running';
    const ready = !isOn(pod, 'never-ready');
    const containers = pod.spec.containers.map(({ name, image = '' }) => {
      const old = pod.status.containerStatuses?.find((status) => status.name === name);
      const terminated = old?.state?.terminated ?? old?.lastState?.terminated;
      const lastState = terminated === undefined ? {} : { terminated };
      return container(
        name,
        image,
        { running: { startedAt } },
        lastState,
        (old?.restartCount ?? 0) + (isRestart ? 1 : 0),
        ready,
      );
    });
    const ip = this.#ips.get(key) ?? `10.245.0.${this.#ips.size + 1}`;
    this.#ips.set(key, ip);
    const extra = { phase: 'Running', podIP: ip, podIPs: [{ ip }] };
    const conditions = ready ? gated(pod) : notReady(pod);
    this.#report(key, pod, containers, conditions, [{ type: 'PodReadyToStartContainers', status: 'True' }], extra);
    const exitAfter = pod.metadata.annotations?.['orrery.test/exit-after'];
    if (exitAfter !== undefined) this.#after(key, 'exit', parseDurationMicros(exitAfter) ?? 0);
  }

  #exit(key: string, pod: Pod): void {
    const finishedAt = this.#client.apiTime(this.#client.now);
    const exitCode = Number(pod.metadata.annotations?.['orrery.test/exit-code'] ?? 1);
    const reason = exitCode === 0 ? 'Completed' : 'Error';
    let restarts = 0;
    const containers = (pod.status.containerStatuses ?? []).map(({ name, image, state, restartCount }) => {
      restarts = restartCount;
      const startedAt = state?.running?.startedAt ?? finishedAt;
      return container(
        name,
        image,
        { terminated: { exitCode, reason, startedAt, finishedAt } },
        {},
        restartCount,
        false,
        false,
      );
    });
    this.#report(key, pod, containers, notReady(pod), []);
    if (restarts === 0) this.#after(key, 'restart', FIRST_RESTART_MICROS);
    else this.#after(key, 'backoff', BACKOFF_SHOWN_MICROS);
  }

  #waiting(key: string, pod: Pod): void {
    let restarts = 1;
    const waiting = { reason: 'CrashLoopBackOff', message: 'back-off restarting failed container' };
    const containers = (pod.status.containerStatuses ?? []).map(({ name, image, state, restartCount }) => {
      restarts = restartCount;
      const lastState = state?.terminated === undefined ? {} : { terminated: state.terminated };
      return container(name, image, { waiting }, lastState, restartCount, false, false);
    });
    this.#report(key, pod, containers, notReady(pod), []);
    const seconds = Math.min(FIRST_BACKOFF_SECONDS * 2 ** (restarts - 1), MAX_BACKOFF_SECONDS);
    this.#after(key, 'restart', seconds * MICROS_PER_SECOND);
  }

  /** Follows the conditions of readiness gates. */
  #regate(key: string, pod: Pod): void {
    if (findCondition(pod.status.conditions, 'ContainersReady')?.status !== 'True') return;
    this.#report(key, pod, pod.status.containerStatuses ?? [], gated(pod), []);
  }

  #report(
    key: string,
    pod: Pod,
    containerStatuses: readonly ContainerStatus[],
    readiness: readonly Condition[],
    others: readonly Condition[],
    extra: object = {},
  ): void {
    const now = this.#client.apiTime(this.#client.now);
    const conditions = [...(pod.status.conditions ?? [])];
    for (const wanted of [...others, ...readiness]) {
      const index = conditions.findIndex(({ type }) => type === wanted.type);
      const old = conditions[index];
      const isSame = old?.status === wanted.status && old.reason === wanted.reason;
      const lastTransitionTime = isSame ? (old?.lastTransitionTime ?? now) : now;
      if (index < 0) conditions.push({ ...wanted, lastTransitionTime });
      else conditions[index] = { ...wanted, lastTransitionTime };
    }
    const status = { ...pod.status, ...extra, conditions, containerStatuses };
    if (deepEqual(status, pod.status)) return;
    const patch = { status };
    const request = { verb: 'patch', kind: 'Pod', key, patchType: 'merge', subresource: 'status', patch } as const;
    this.#client.request('', request, { seq: this.#seq });
  }
}

function container(
  name: string,
  image: string,
  state: ContainerState,
  lastState: ContainerState,
  restartCount: number,
  ready: boolean,
  started: boolean = state.running !== undefined,
): ContainerStatus {
  return { name, image, state, lastState, ready, restartCount, started };
}

function notReady({ spec }: Pod): readonly Condition[] {
  const message = `containers with unready status: [${spec.containers.map(({ name }) => name).join(' ')}]`;
  const no = { status: 'False', reason: 'ContainersNotReady', message } as const;
  return [
    { type: 'Ready', ...no },
    { type: 'ContainersReady', ...no },
  ];
}

/** Ready containers, and what the readiness gates say. */
function gated({ spec, status }: Pod): readonly Condition[] {
  const ready: Condition = { type: 'ContainersReady', status: 'True' };
  for (const { conditionType } of spec.readinessGates ?? []) {
    const gate = findCondition(status.conditions, conditionType);
    if (gate?.status === 'True') continue;
    const message =
      gate === undefined
        ? `corresponding condition of pod readiness gate "${conditionType}" does not exist.`
        : `the status of pod readiness gate "${conditionType}" is not "True", but ${gate.status}`;
    return [{ type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', message }, ready];
  }
  return [{ type: 'Ready', status: 'True' }, ready];
}

function isOn({ metadata }: Pod, knob: string): boolean {
  return metadata.annotations?.[`orrery.test/${knob}`] === 'true';
}

function durationOf({ metadata }: Pod, knob: string, byDefault: string): number {
  return parseDurationMicros(metadata.annotations?.[`orrery.test/${knob}`] ?? byDefault) ?? 0;
}
