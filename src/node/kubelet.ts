// The kubelet of one node, as an actor: it learns of its pods through a watch, admits them, and gives each to a worker.
// Mirrors pkg/kubelet/kubelet.go (v1.36).

import { MICROS_PER_SECOND, type Micros, plus } from '../base/time.ts';
import type { Actor, ActorSpec, Change, Client } from '../cluster/actor.ts';
import type { Verdict } from '../cluster/request.ts';
import type { Cause, Seq } from '../log/row.ts';
import type { Node, Pod } from '../model/objects.ts';
import { isTerminalPhase } from '../model/pod-status.ts';
import { LEASE_PERIOD_MICROS, type LeaseHeartbeats } from './heartbeats.ts';
import { podEvent } from './kube-events.ts';
import type { PodWorkersOptions } from './kubelet-parts.ts';
import { rejectionOf } from './node-admission.ts';
import { nodeReadyPatch, readyEvent, startEvents } from './node-status.ts';
import { rejectedStatus } from './pod-status.ts';
import { PodWorkers } from './pod-workers.ts';

export interface KubeletOptions extends PodWorkersOptions {
  /** Where the lease renewals of the nodes are kept. */
  readonly heartbeats?: LeaseHeartbeats;
}

const NODE_STATUS = 'node-status';
/** nodeStatusUpdateFrequency. */
const STATUS_PERIOD_MICROS: number = 10 * MICROS_PER_SECOND;

/** A kubelet, for a component of its own. A crash of the machine must stop that component too. */
export function createKubelet(options: KubeletOptions): ActorSpec {
  return {
    name: 'kubelet',
    host: options.nodeName,
    limits: { qps: 50, burst: 100 },
    eventLimits: { qps: 50, burst: 100 },
    create: (client) => new Kubelet(options, client),
  };
}

class Kubelet implements Actor {
  readonly #options: KubeletOptions;
  readonly #client: Client;
  readonly #workers: PodWorkers;
  /** Pods that wait for the kubelet to know its node. */
  #arrivals: Change<Pod>[] = [];
  #node: Node | undefined;
  #cause: Cause = { seq: 0 };
  /** What it has reported against its node. */
  #problem: string | undefined;
  /** Why its next report on the node is due, where somebody has contradicted the last. */
  #statusCause: Cause | undefined;

  constructor(options: KubeletOptions, client: Client) {
    this.#options = options;
    this.#client = client;
    this.#workers = new PodWorkers(
      options,
      client,
      () => this.#hostIP(),
      (cause) => this.#reportSoon(cause),
    );
  }

  start(cause: Cause): void {
    const { nodeName, heartbeats } = this.#options;
    this.#cause = cause;
    heartbeats?.start(nodeName, this.#firstRenewal());
    this.#client.watch('Node', { nodeName });
    this.#client.watch('Pod', { nodeName });
    this.#workers.start();
  }

  onChange(change: Change): void {
    if (change.kind === 'Node') this.#nodeChanged(change as Change<Node>);
    else this.#podChanged(change as Change<Pod>);
    this.#workers.flush();
  }

  onTimer(key: string, name: string, n: number): void {
    if (name === NODE_STATUS) this.#patchNode();
    else this.#workers.timerFired(key, name, n);
    this.#workers.flush();
  }

  onAnswer(tag: string, verdict: Verdict): void {
    if (tag !== NODE_STATUS) this.#workers.answered(tag, verdict);
    this.#workers.flush();
  }

  /** A kubelet that was up when the run began has renewed its lease before, at a time of its own. */
  #firstRenewal(): Micros {
    const { now, random } = this.#client;
    return now === 0 ? plus(now, -random.below(LEASE_PERIOD_MICROS)) : now;
  }

  #hostIP(): string | undefined {
    return this.#node?.status.addresses?.find(({ type }) => type === 'InternalIP')?.address;
  }

  #podChanged(pod: Change<Pod>): void {
    const { uid } = pod.object.metadata;
    const worker = this.#workers.get(uid);
    if (worker !== undefined) {
      this.#workers.podChanged(worker, pod);
    } else if (this.#node !== undefined) {
      if (pod.type !== 'deleted') this.#admit(pod);
    } else {
      this.#arrivals = this.#arrivals.filter(({ object }) => object.metadata.uid !== uid);
      if (pod.type !== 'deleted') this.#arrivals.push(pod);
    }
  }

  #nodeChanged({ type, object, seq }: Change<Node>): void {
    if (type === 'deleted') return;
    const isFirst = this.#node === undefined;
    this.#node = object;
    if (!isFirst) {
      this.#contradict(object, seq);
      return;
    }
    this.#reportNode(object);
    for (const change of this.#arrivals) this.#admit(change);
    this.#arrivals = [];
  }

  /** A kubelet that has just started says that its node is ready, unless it is known to be. */
  #reportNode(node: Node): void {
    if (this.#workers.startedAt >= 0) this.#recordStart(node);
    this.#patchNode();
  }

  /** Somebody says that the node is not ready, while this kubelet lives: its next report says otherwise. */
  #contradict(node: Node, seq: Seq): void {
    if (nodeReadyPatch(node, this.#client.now, this.#workers.health.problem) !== undefined) this.#reportSoon({ seq });
  }

  #reportSoon({ seq }: Cause): void {
    const { now, random } = this.#client;
    this.#statusCause ??= { seq, via: { timer: 'nodeStatusUpdateFrequency', setBy: seq } };
    this.#client.setTimer(plus(now, random.below(STATUS_PERIOD_MICROS)), NODE_STATUS, NODE_STATUS);
  }

  #patchNode(): void {
    const { problem } = this.#workers.health;
    const patch = this.#node && nodeReadyPatch(this.#node, this.#client.apiTime(this.#client.now), problem);
    if (this.#node === undefined || patch === undefined) return;
    if (problem !== this.#problem) {
      const event = readyEvent(this.#node, problem === undefined);
      this.#client.record(event, this.#statusCause ?? this.#cause);
    }
    this.#problem = problem;
    const key = this.#options.nodeName;
    const request = { verb: 'patch', kind: 'Node', key, subresource: 'status', patchType: 'strategic', patch } as const;
    this.#client.request(NODE_STATUS, request, this.#statusCause ?? this.#cause);
    this.#statusCause = undefined;
  }

  #recordStart(node: Node): void {
    for (const event of startEvents(node)) this.#client.record(event, this.#cause);
  }

  #admit({ object: pod, seq, isInitial }: Change<Pod>): void {
    const isMarked = pod.metadata.deletionTimestamp !== undefined;
    const cause = isInitial && !isMarked ? this.#cause : { seq };
    const worker = this.#workers.add(pod, cause);
    const isNew = !isTerminalPhase(pod.status.phase) && !isMarked;
    const others = isNew ? this.#workers.active().filter((other) => other !== pod) : [];
    const rejection = isNew && this.#node !== undefined ? rejectionOf(pod, this.#node, others) : undefined;
    if (rejection === undefined) {
      this.#workers.update(worker, cause, true);
      return;
    }
    const { reason, message } = rejection;
    this.#client.record(podEvent(worker, 'Warning', reason, message), cause);
    const now = this.#client.apiTime(this.#client.now);
    this.#workers.reject(worker, rejectedStatus(pod, reason, message, now), cause);
  }
}
