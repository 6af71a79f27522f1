// kube-scheduler as an actor: its watches feed the cache and the queue, one pod at a time is decided, and the binding
// goes out while the next pod is looked at, which counts on the node from then on. Decisions are made in
// schedule-pod.ts.
// Mirrors pkg/scheduler/eventhandlers.go and schedule_one.go (v1.36).

import type { Micros } from '../base/time.ts';
import { MICROS_PER_MILLI, plus } from '../base/time.ts';
import type { Actor, ActorSpec, Change, Client } from '../cluster/actor.ts';
import type { Verdict } from '../cluster/request.ts';
import type { Cause, DecisionRow, Seq } from '../log/row.ts';
import { findCondition, withCondition } from '../model/condition.ts';
import type { Node, Pod } from '../model/objects.ts';
import { keyOf } from '../model/objects.ts';
import { isTerminalPhase } from '../model/pod-status.ts';
import { AssumedObjects } from './assumed-objects.ts';
import type { Binding, BindingEnd } from './bindings.ts';
import { Bindings } from './bindings.ts';
import { ClusterCache } from './cluster-cache.ts';
import { STORAGE_KINDS } from './cluster-event.ts';
import { EventHandlers, isAssigned } from './event-handlers.ts';
import { FastCycle } from './fast/fast-cycle.ts';
import { isFastProfile } from './fast/fast-profile.ts';
import { fitMessage } from './fit-message.ts';
import type { Profile, Profiles, Snapshot, Status } from './framework.ts';
import { profileFor } from './framework.ts';
import { failureEvent, scheduledEvent, skippedEvent } from './pod-events.ts';
import { PreemptionExecutor, statusPatch } from './preemption/executor.ts';
import { priorityOf } from './preemption/importance.ts';
import { defaultProfile } from './registry.ts';
import type { Outcome } from './schedule-pod.ts';
import { blamed, schedulePod } from './schedule-pod.ts';
import type { BackoffLimits, QueuedPod, Rejectors } from './scheduling-queue.ts';
import { DEFAULT_BACKOFF, SchedulingQueue } from './scheduling-queue.ts';

/** What can be set for a scheduler. */
export interface SchedulerConfig {
  /** One for each schedulerName that it is responsible for. */
  readonly profiles?: readonly Profile[];
  readonly backoff?: BackoffLimits;
  /** Requests a second and burst of its client, and of that for its events; default 50 and 100. */
  readonly limits?: { readonly qps: number; readonly burst: number };
  /** The wall clock's time at the start of the run; default 0. */
  readonly startsAtEpochMicros?: number;
}

type SchedulerTimes = Required<Pick<SchedulerConfig, 'backoff' | 'startsAtEpochMicros'>>;

/** The scheduler as an actor of its component. */
export function createScheduler(config: SchedulerConfig = {}): ActorSpec {
  const { profiles = [defaultProfile], limits = { qps: 50, burst: 100 } } = config;
  const { backoff = DEFAULT_BACKOFF, startsAtEpochMicros = 0 } = config;
  const byName: Profiles = new Map(profiles.map((profile) => [profile.schedulerName, profile]));
  return {
    name: profiles[0]?.schedulerName ?? '',
    limits,
    eventLimits: limits,
    eventsApi: 'events.k8s.io',
    create: (client) => new Scheduler(client, byName, { backoff, startsAtEpochMicros }),
  };
}

const TIMER_KEY = 'queue';
/** How long one scheduling cycle takes. */
const CYCLE_MICROS: number = MICROS_PER_MILLI;
/** What plugins look up; their events wake nobody. */
const LOOKED_UP = [
  'Namespace',
  'Service',
  'ReplicationController',
  'ReplicaSet',
  'StatefulSet',
  'PodDisruptionBudget',
] as const;
const IS_LOOKED_UP: ReadonlySet<string> = new Set(LOOKED_UP);
const IS_STORAGE: ReadonlySet<string> = new Set(STORAGE_KINDS);

/** Why an attempt failed: rejected by plugins, or by an error. */
interface Failure {
  readonly message: string;
  readonly rejectors: Rejectors | undefined;
  /** The node that the pod waits for, empty for none; undefined where that stays as it is. */
  readonly nominated: string | undefined;
}

class Scheduler implements Actor {
  readonly #client: Client;
  readonly #profiles: Profiles;
  readonly #startsAtEpochMicros: number;
  /** By schedulerName, for profiles that columns can decide about. */
  readonly #fast: ReadonlyMap<string, FastCycle>;
  readonly #objects: AssumedObjects;
  readonly #cache: ClusterCache;
  readonly #queue: SchedulingQueue;
  readonly #handlers: EventHandlers;
  readonly #bindings: Bindings;
  readonly #preemptions: PreemptionExecutor;
  #nextStartIndex = 0;
  #draws = 0;
  #restart: Seq | undefined;
  #isCycling = false;
  #flushAt: Micros | undefined;

  constructor(client: Client, profiles: Profiles, { backoff, startsAtEpochMicros }: SchedulerTimes) {
    this.#client = client;
    this.#profiles = profiles;
    this.#startsAtEpochMicros = startsAtEpochMicros;
    this.#objects = new AssumedObjects(client.view);
    this.#fast = new Map(
      [...profiles.entries()].flatMap(([name, profile]) =>
        isFastProfile(profile) ? [[name, new FastCycle(profile, this.#objects)] as const] : [],
      ),
    );
    this.#cache = new ClusterCache(this.#objects, ...this.#fast.values());
    this.#preemptions = new PreemptionExecutor(
      client,
      (pod, cause) => this.#queue.activate(pod, cause),
      (uid) => this.#bindings.preempt(uid, 'DefaultPreemption'),
    );
    const isPreempting = (pod: Pod): boolean => this.#preemptions.isPreempting(pod);
    this.#queue = new SchedulingQueue(profiles, this.#objects, client.now, backoff, isPreempting);
    this.#handlers = new EventHandlers(this.#cache, this.#queue, profiles);
    this.#bindings = new Bindings(client, this.#objects, (binding, end) => this.#onBindingEnd(binding, end));
  }

  start({ seq }: Cause): void {
    if (this.#client.now > 0) this.#restart = seq;
    this.#client.watch('Node');
    for (const kind of [...LOOKED_UP, ...STORAGE_KINDS]) this.#client.watch(kind);
    this.#client.watch('Pod');
  }

  onChange(change: Change): void {
    if (change.kind === 'Node') this.#handlers.onNode(change as Change<Node>, this.#client.now);
    if (change.kind === 'Pod') this.#handlers.onPod(change as Change<Pod>, this.#client.now);
    if (IS_LOOKED_UP.has(change.kind)) for (const fast of this.#fast.values()) fast.changed(change);
    if (IS_STORAGE.has(change.kind)) this.#handlers.onStorage(change, this.#client.now);
    this.#bindings.onChange(change);
    this.#wait();
  }

  onTimer(key: string, name: string): void {
    if (key !== TIMER_KEY) this.#bindings.onTimer(key, name);
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
    if (this.#bindings.onAnswer(tag, verdict) || this.#preemptions.onAnswer(tag, verdict)) this.#wait();
  }

  /** Sets the timers for what comes next: a cycle while there are pods to schedule, the next flush that moves one. */
  #wait(): void {
    const { now } = this.#client;
    if (!this.#isCycling && this.#queue.hasNext) {
      this.#isCycling = true;
      this.#client.setTimer(plus(now, CYCLE_MICROS), TIMER_KEY, 'cycle');
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
    const profile = profileFor(this.#profiles, pod);
    if (profile === undefined) return this.#queue.done(queued);
    const startIndex = this.#nextStartIndex;
    const draws = this.#draws;
    const draw = (n: number): number => {
      this.#draws += 1;
      return this.#client.random.below(n);
    };
    const { nominator } = this.#queue;
    const now = this.#startsAtEpochMicros + this.#client.now;
    const snapshot = this.#cache.snapshot((nodeName) => nominator.podsOn(nodeName), now);
    const fast = this.#fast.get(profile.schedulerName);
    const outcome =
      fast?.schedule(pod, snapshot, startIndex, draw, nominator.nodesAgainst(pod)) ??
      schedulePod(profile, pod, snapshot, startIndex, draw);
    this.#nextStartIndex = outcome.nextStartIndex;
    const decision = this.#client.append(this.#decisionRow(queued, outcome, startIndex, draws), queued.cause);
    queued.lastDecision = decision;
    if (outcome.result === 'scheduled') return this.#reserve(profile, queued, outcome.node, decision, snapshot);
    if (outcome.result === 'error') {
      return this.#fail(queued, { message: outcome.message, rejectors: undefined, nominated: '' }, decision);
    }
    const { message, nomination } = outcome;
    if (nomination === undefined || nomination === 'clear') {
      const nominated = nomination === undefined ? undefined : '';
      return this.#fail(queued, { message, rejectors: outcome, nominated }, decision);
    }
    const { node, victims } = nomination;
    const nominated = this.#queue.nominator.podsOn(node);
    const outranked = nominated.filter((other) => priorityOf(other) < priorityOf(pod));
    this.#preemptions.start(pod, node, victims, outranked, decision);
    this.#fail(queued, { message, rejectors: outcome, nominated: node }, decision);
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
      cursor: this.#client.view.logLength(),
      ...(this.#restart === undefined ? {} : { restart: this.#restart }),
      attempt: queued.attempts,
      ...(queued.poppedOutOf === undefined ? {} : { backoffUntil: queued.poppedOutOf }),
      ...preemptionOf(outcome),
    };
  }

  /** The pod counts on the node from now on, and what its plugins reserve counts with it. Then it is bound. */
  #reserve(profile: Profile, queued: QueuedPod, node: string, decision: Seq, snapshot: Snapshot): void {
    const { pod } = queued;
    const states = statesOf(profile, pod, snapshot);
    const binding: Binding = { queued, node, decision, profile, states };
    const info = snapshot.node(node);
    this.#cache.assumePod(pod, node);
    this.#queue.nominator.delete(pod);
    for (const plugin of profile.reserve) {
      if (info === undefined || (plugin.preFilter !== undefined && !states.has(plugin.name))) continue;
      const answer = plugin.reserve?.(pod, states.get(plugin.name), info, this.#objects) ?? { kind: 'reserved' };
      if (answer.kind === 'reserved') this.#objects.assume(pod.metadata.uid, answer.assumed ?? []);
      else {
        const { code, reasons } = answer.status;
        const message = `running Reserve plugin "${plugin.name}": ${reasons.join(', ')}`;
        const status: Status = code === 'Error' ? { code, reasons: [message] } : answer.status;
        return this.#onBindingEnd(binding, { kind: 'failed', status, plugin: plugin.name });
      }
    }
    this.#bindings.start(binding);
  }

  #onBindingEnd(binding: Binding, end: BindingEnd): void {
    const { queued, node, decision, profile } = binding;
    if (end.kind === 'bound') {
      this.#queue.done(queued);
      this.#client.record(scheduledEvent(queued.pod, node), { seq: end.seq ?? decision });
      for (const plugin of profile.postBind) plugin.postBind?.(queued.pod, node);
      return;
    }
    for (const plugin of profile.reserve.toReversed()) plugin.unreserve?.(queued.pod, node);
    this.#objects.forget(queued.pod.metadata.uid);
    this.#handlers.forget(queued.pod, this.#client.now, { seq: decision });
    const { code, reasons } = end.status;
    const isError = code === 'Error';
    const message = isError ? reasons.join(', ') : fitMessage(1, [reasons], []);
    const rejectors = isError ? undefined : blamed([{ ...end.status, plugin: end.plugin }]);
    this.#fail(queued, { message, rejectors, nominated: '' }, decision);
  }

  /** A failed attempt: the pod goes back into the queue, an event and a condition say why. */
  #fail(queued: QueuedPod, { message, rejectors, nominated }: Failure, decision: Seq): void {
    const { now } = this.#client;
    const known = this.#client.view.get('Pod', keyOf(queued.pod));
    const isThere = known !== undefined && !isTerminalPhase(known.status.phase);
    const isAnother = isThere && known.metadata.uid !== queued.pod.metadata.uid;
    const pod = isThere && !isAnother && !isAssigned(known) ? known : queued.pod;
    if (pod === known) this.#queue.returnFailed(queued, pod, rejectors, now, { seq: decision });
    else this.#queue.done(queued);
    if (isAnother) return;
    const current = pod.status.nominatedNodeName ?? '';
    if (pod === known) this.#queue.nominator.set(pod, nominated ?? current);
    const cause = { seq: decision };
    this.#client.record(failureEvent(pod, message), cause);
    const condition = {
      type: 'PodScheduled',
      status: 'False',
      reason: rejectors === undefined ? 'SchedulerError' : 'Unschedulable',
      message,
      observedGeneration: pod.metadata.generation ?? 1,
    } as const;
    const conditions = withCondition(pod.status.conditions, condition, this.#client.apiTime(now));
    const changed = conditions === pod.status.conditions ? undefined : findCondition(conditions, 'PodScheduled');
    const isRenominated = nominated !== undefined && nominated !== current;
    if (changed === undefined && !isRenominated) return;
    const status = {
      ...(changed === undefined ? {} : { conditions: [changed] }),
      ...(isRenominated ? { nominatedNodeName: nominated === '' ? null : nominated } : {}),
    };
    this.#client.request('status', statusPatch(pod, status), cause);
  }
}

function preemptionOf(outcome: Outcome): Pick<DecisionRow, 'preemption'> {
  if (outcome.result !== 'unschedulable') return {};
  const { nomination } = outcome;
  if (nomination === undefined || nomination === 'clear') return {};
  const { node, victims, offset } = nomination;
  return { preemption: { node, victims: victims.map(keyOf), offset } };
}

/** What the preFilters of plugins that reserve or write before the binding have to say; the others are left out. */
function statesOf({ reserve, preBind }: Profile, pod: Pod, snapshot: Snapshot): ReadonlyMap<string, unknown> {
  const states = new Map<string, unknown>();
  for (const plugin of new Set([...reserve, ...preBind])) {
    const answer = plugin.preFilter?.(pod, snapshot);
    if (answer?.kind === 'run') states.set(plugin.name, answer.state);
  }
  return states;
}
