// kube-scheduler as an actor: its watches feed the cache and the queue, one pod at a time is decided, and the binding
// goes out while the next pod is looked at, which counts on the node from then on. Decisions are made in
// schedule-pod.ts.
// Mirrors pkg/scheduler/eventhandlers.go and schedule_one.go (v1.36).

import type { Micros } from '../base/time.ts';
import { MICROS_PER_MILLI, plus } from '../base/time.ts';
import type { Actor, ActorSpec, Change, Client } from '../cluster/actor.ts';
import type { Verdict } from '../cluster/request.ts';
import type { DecisionRow, Seq } from '../log/row.ts';
import { withCondition } from '../model/condition.ts';
import type { Node, Pod } from '../model/objects.ts';
import { keyOf } from '../model/objects.ts';
import { isTerminalPhase } from '../model/pod-status.ts';
import { ClusterCache } from './cluster-cache.ts';
import { EventHandlers, isAssigned } from './event-handlers.ts';
import { FastCycle, isFastProfile } from './fast-cycle.ts';
import type { Profile } from './framework.ts';
import { failureEvent, scheduledEvent, skippedEvent } from './pod-events.ts';
import { defaultProfile } from './registry.ts';
import type { Outcome } from './schedule-pod.ts';
import { schedulePod } from './schedule-pod.ts';
import type { QueuedPod } from './scheduling-queue.ts';
import { SchedulingQueue } from './scheduling-queue.ts';

/** What can be set for a scheduler. */
export interface SchedulerConfig {
  readonly profile?: Profile;
  /** How long one scheduling cycle takes; default 1 ms. */
  readonly cycleMicros?: number;
}

/** The scheduler as an actor of its component. */
export function createScheduler(config: SchedulerConfig = {}): ActorSpec {
  const { profile = defaultProfile, cycleMicros = MICROS_PER_MILLI } = config;
  return {
    name: profile.schedulerName,
    limits: { qps: 50, burst: 100 },
    eventLimits: { qps: 50, burst: 100 },
    eventsApi: 'events.k8s.io',
    create: (client) => new Scheduler(client, profile, cycleMicros),
  };
}

const TIMER_KEY = 'queue';
const SPREAD_OWNERS = ['Service', 'ReplicationController', 'ReplicaSet', 'StatefulSet'] as const;

interface Binding {
  readonly queued: QueuedPod;
  readonly node: string;
  readonly decision: Seq;
}

class Scheduler implements Actor {
  readonly #client: Client;
  readonly #profile: Profile;
  readonly #cycleMicros: number;
  readonly #fast: FastCycle | undefined;
  readonly #cache: ClusterCache;
  readonly #queue: SchedulingQueue;
  readonly #handlers: EventHandlers;
  /** Bindings on their way, by the pod's uid. */
  readonly #bindings = new Map<string, Binding>();
  #nextStartIndex = 0;
  #draws = 0;
  /** The newest delivered row + 1. */
  #cursor: Seq = 0;
  #isCycling = false;
  #flushAt: Micros | undefined;

  constructor(client: Client, profile: Profile, cycleMicros: number) {
    this.#client = client;
    this.#profile = profile;
    this.#cycleMicros = cycleMicros;
    this.#fast = isFastProfile(profile) ? new FastCycle(profile) : undefined;
    this.#cache = new ClusterCache(client.view, this.#fast);
    this.#queue = new SchedulingQueue(profile, client.view, client.now);
    this.#handlers = new EventHandlers(this.#cache, this.#queue, profile.schedulerName);
  }

  start(): void {
    this.#client.watch('Node');
    for (const kind of SPREAD_OWNERS) this.#client.watch(kind);
    this.#client.watch('Pod');
  }

  onChange(change: Change): void {
    this.#cursor = Math.max(this.#cursor, change.seq + 1);
    if (change.kind === 'Node') this.#handlers.onNode(change as Change<Node>, this.#client.now);
    if (change.kind === 'Pod') this.#handlers.onPod(change as Change<Pod>, this.#client.now);
    this.#wait();
  }

  onTimer(_key: string, name: string): void {
    if (name === 'flush') {
      this.#flushAt = undefined;
      this.#queue.advance(this.#client.now);
    }
    if (name === 'cycle') {
      this.#isCycling = false;
      const queued = this.#queue.pop();
      if (queued !== undefined) this.#scheduleOne(queued);
    }
    this.#wait();
  }

  onAnswer(tag: string, verdict: Verdict): void {
    const binding = this.#bindings.get(tag);
    if (binding === undefined) return;
    this.#bindings.delete(tag);
    const { queued, node, decision } = binding;
    if (verdict.ok) {
      this.#queue.done(queued);
      this.#client.record(scheduledEvent(queued.pod, node), { seq: verdict.seq ?? decision });
    } else {
      this.#handlers.forget(queued.pod, this.#client.now, { seq: decision });
      const message = `running Bind plugin "DefaultBinder": ${verdict.message}`;
      this.#fail(queued, 'SchedulerError', message, new Set(), decision);
    }
    this.#wait();
  }

  /** Sets the timers for what comes next: a cycle while there are pods to schedule, the next flush that moves one. */
  #wait(): void {
    const { now } = this.#client;
    if (!this.#isCycling && this.#queue.hasNext) {
      this.#isCycling = true;
      this.#client.setTimer(plus(now, this.#cycleMicros), TIMER_KEY, 'cycle');
    }
    const flushAt = this.#queue.nextFlushAt();
    if (flushAt === this.#flushAt) return;
    this.#flushAt = flushAt;
    if (flushAt === undefined) this.#client.cancelTimer(TIMER_KEY, 'flush');
    else this.#client.setTimer(flushAt, TIMER_KEY, 'flush');
  }

  #scheduleOne(queued: QueuedPod): void {
    const { pod } = queued;
    if (pod.metadata.deletionTimestamp !== undefined) {
      this.#client.record(skippedEvent(pod), queued.cause);
      return this.#queue.done(queued);
    }
    const startIndex = this.#nextStartIndex;
    const draws = this.#draws;
    const breakTie = (n: number): number => {
      this.#draws += 1;
      return this.#client.random.below(n);
    };
    const snapshot = this.#cache.snapshot();
    const outcome =
      this.#fast?.schedule(pod, snapshot.owners, startIndex, breakTie) ??
      schedulePod(this.#profile, pod, snapshot, startIndex, breakTie);
    this.#nextStartIndex = outcome.nextStartIndex;
    const decision = this.#client.append(this.#decisionRow(queued, outcome, startIndex, draws), queued.cause);
    queued.lastDecision = decision;
    if (outcome.result === 'scheduled') return this.#bind(queued, outcome.node, decision);
    const isRejected = outcome.result === 'unschedulable';
    const plugins = isRejected ? outcome.plugins : new Set<string>();
    this.#fail(queued, isRejected ? 'Unschedulable' : 'SchedulerError', outcome.message, plugins, decision);
  }

  #decisionRow(queued: QueuedPod, outcome: Outcome, startIndex: number, draws: number): DecisionRow {
    const { result, evaluated, feasible } = outcome;
    return {
      type: 'decision',
      pod: keyOf(queued.pod),
      uid: queued.pod.metadata.uid,
      result,
      ...(outcome.result === 'scheduled' ? { node: outcome.node } : { message: outcome.message }),
      startIndex,
      evaluated,
      feasible,
      ...(this.#draws > draws ? { draw: draws } : {}),
      cursor: this.#cursor,
      attempt: queued.attempts,
    };
  }

  #bind(queued: QueuedPod, node: string, decision: Seq): void {
    const { pod } = queued;
    const binder = this.#profile.plugins.find(({ plugin }) => plugin.bind !== undefined)?.plugin;
    const request = binder?.bind?.(pod, node);
    if (request === undefined) {
      return this.#fail(queued, 'SchedulerError', 'no bind plugin bound the pod', new Set(), decision);
    }
    this.#cache.assumePod(pod, node);
    this.#bindings.set(pod.metadata.uid, { queued, node, decision });
    this.#client.request(pod.metadata.uid, request, { seq: decision });
  }

  /** A failed attempt: the pod goes back into the queue, an event and a condition say why. */
  #fail(queued: QueuedPod, reason: string, message: string, plugins: ReadonlySet<string>, decision: Seq): void {
    const { now } = this.#client;
    const known = this.#client.view.get('Pod', keyOf(queued.pod));
    const isThere = known !== undefined && !isTerminalPhase(known.status.phase);
    const isAnother = isThere && known.metadata.uid !== queued.pod.metadata.uid;
    const pod = isThere && !isAnother && !isAssigned(known) ? known : queued.pod;
    if (pod === known) this.#queue.returnFailed(queued, pod, plugins, now, { seq: decision });
    else this.#queue.done(queued);
    if (isAnother) return;
    const cause = { seq: decision };
    this.#client.record(failureEvent(pod, message), cause);
    const condition = {
      type: 'PodScheduled',
      status: 'False',
      reason,
      message,
      observedGeneration: pod.metadata.generation ?? 1,
    } as const;
    const conditions = withCondition(pod.status.conditions, condition, this.#client.apiTime(now));
    if (conditions === pod.status.conditions) return;
    const changed = conditions.find(({ type }) => type === 'PodScheduled');
    this.#client.request(
      'status',
      {
        verb: 'patch',
        kind: 'Pod',
        key: keyOf(pod),
        subresource: 'status',
        patchType: 'strategic',
        patch: { status: { conditions: [changed] } },
      },
      cause,
    );
  }
}
