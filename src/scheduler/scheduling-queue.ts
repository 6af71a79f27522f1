// Pods that wait to be scheduled: ready ones (active), those that failed and back off, and those that wait for
// something to change (unschedulable). A plain structure: time is handed in, and it says when its next flush moves
// something, so that nothing periodic runs while nothing changes.
// Mirrors pkg/scheduler/backend/queue/scheduling_queue.go, active_queue.go and backoff_queue.go (v1.36).

import { byNumber, chain } from '../base/compare.ts';
import type { Micros } from '../base/time.ts';
import { MICROS_PER_SECOND, micros } from '../base/time.ts';
import type { Cause } from '../log/row.ts';
import type { Pod } from '../model/objects.ts';
import { keyOf } from '../model/objects.ts';
import type { ClusterEvent, WakeUp } from './cluster-event.ts';
import { isWorthRequeuing, podChanges } from './cluster-event.ts';
import type { Lister, Profiles } from './framework.ts';
import { profileFor } from './framework.ts';
import { InFlight } from './in-flight.ts';
import { Nominator } from './nominator.ts';
import { PodHeap } from './pod-heap.ts';
import type { WakeUps } from './wake-ups.ts';
import { eventsOf, wakeUpsOf } from './wake-ups.ts';

const LEFTOVER_MICROS: number = 300 * MICROS_PER_SECOND;
const LEFTOVER_PERIOD_MICROS: number = 30 * MICROS_PER_SECOND;

/** How long a pod that failed waits at least: the first time, and at most. */
export interface BackoffLimits {
  readonly initialMicros: number;
  readonly maxMicros: number;
}

/** podInitialBackoffSeconds and podMaxBackoffSeconds of a scheduler without a configuration. */
export const DEFAULT_BACKOFF: BackoffLimits = { initialMicros: MICROS_PER_SECOND, maxMicros: 10 * MICROS_PER_SECOND };

type Place = 'active' | 'backoff' | 'unschedulable' | 'inFlight' | 'none';

/** A pod in the queue, with what is remembered of its attempts. Changed by the queue alone. */
export interface QueuedPod {
  pod: Pod;
  place: Place;
  ticket: number;
  /** When it was added, or when its last attempt failed. */
  timestamp: Micros;
  attempts: number;
  unschedulableCount: number;
  consecutiveErrors: number;
  /** What rejected it last (or keeps it out of the queue). */
  plugins: ReadonlySet<string>;
  /** Those of them that will make it schedulable themselves. */
  pending: ReadonlySet<string>;
  /** The preEnqueue plugin that keeps it out. */
  gatedBy: string | undefined;
  /** What queued it last. */
  cause: Cause;
  /** The decision row of its last attempt. */
  lastDecision: number | undefined;
  /** The end of the back-off out of which it was popped. */
  poppedOutOf: Micros | undefined;
}

/** When the pod's back-off ends, cut to a whole second; undefined where it has none. */
export function backoffUntil(queued: QueuedPod, limits: BackoffLimits = DEFAULT_BACKOFF): Micros | undefined {
  const failures = queued.consecutiveErrors > 0 ? queued.consecutiveErrors : queued.unschedulableCount;
  if (failures === 0) return undefined;
  const doubled = limits.initialMicros * (1 << Math.min(failures - 1, 30));
  return wholeSecond(queued.timestamp + Math.min(limits.maxMicros, doubled));
}

/** Plugins that rejected a pod, and those of them that said Pending. */
export interface Rejectors {
  readonly plugins: ReadonlySet<string>;
  readonly pending: ReadonlySet<string>;
}

const NOBODY: Rejectors = { plugins: new Set(), pending: new Set() };

type Wake = 'none' | 'afterBackoff' | 'atOnce';

/** What the queue asks of whoever carries preemptions out: whether one is under way for the pod. */
type IsPreempting = (pod: Pod) => boolean;

/** The scheduling queue of one scheduler. */
export class SchedulingQueue {
  readonly nominator: Nominator = new Nominator();
  readonly #pods = new Map<string, QueuedPod>();
  /** In the order in which they came: of those that failed, the one that waits longest first. */
  readonly #unschedulable = new Map<string, QueuedPod>();
  readonly #active: PodHeap<QueuedPod>;
  readonly #backoff: PodHeap<QueuedPod>;
  readonly #errorBackoff: PodHeap<QueuedPod>;
  readonly #inFlight = new InFlight();
  readonly #profiles: Profiles;
  readonly #backoffLimits: BackoffLimits;
  readonly #objects: Lister;
  /** By profile and plugin: two profiles may set one plugin up differently. */
  readonly #wakesOn: ReadonlyMap<string, WakeUps>;
  /** Resource and action of the events that some plugin listens to; undefined for all. */
  readonly #interesting: ReadonlySet<string> | undefined;
  readonly #startedAt: Micros;
  readonly #isPreempting: IsPreempting;
  #tickets = 0;

  /** Leftovers are flushed at multiples of 30 s after `startedAt`. */
  constructor(
    profiles: Profiles,
    objects: Lister,
    startedAt: Micros,
    backoff: BackoffLimits = DEFAULT_BACKOFF,
    isPreempting: IsPreempting = () => false,
  ) {
    this.#profiles = profiles;
    this.#isPreempting = isPreempting;
    this.#objects = objects;
    this.#startedAt = startedAt;
    this.#backoffLimits = backoff;
    this.#wakesOn = new Map([...profiles].map(([name, profile]) => [name, wakeUpsOf(profile)]));
    this.#interesting = eventsOf(this.#wakesOn.values());
    const [sorter] = [...profiles.values()].map(({ queueSort }) => queueSort);
    const compare = (a: QueuedPod, b: QueuedPod): number => sorter?.queueSort?.(a, b) ?? 0;
    const byExpiry = (a: QueuedPod, b: QueuedPod): number =>
      byNumber(backoffUntil(a, backoff) ?? 0, backoffUntil(b, backoff) ?? 0);
    const nextTicket = (): number => {
      this.#tickets += 1;
      return this.#tickets;
    };
    this.#active = new PodHeap(compare, nextTicket);
    this.#backoff = new PodHeap(chain(byExpiry, compare), nextTicket);
    this.#errorBackoff = new PodHeap(byExpiry, nextTicket);
  }

  /** Everything in the queue or in flight. */
  pods(): Iterable<QueuedPod> {
    return this.#pods.values();
  }

  /** A new pod without a node. */
  add(pod: Pod, now: Micros, cause: Cause): void {
    const queued: QueuedPod = {
      pod,
      place: 'none',
      ticket: 0,
      timestamp: now,
      attempts: 0,
      unschedulableCount: 0,
      consecutiveErrors: 0,
      plugins: new Set(),
      pending: new Set(),
      gatedBy: undefined,
      cause,
      lastDecision: undefined,
      poppedOutOf: undefined,
    };
    this.#pods.set(keyOf(pod), queued);
    this.#moveToActive(queued, cause);
    if (queued.place === 'active') this.nominator.set(pod, pod.status.nominatedNodeName ?? '');
  }

  /** A changed pod without a node. */
  update(old: Pod, pod: Pod, now: Micros, cause: Cause): void {
    const queued = this.#pods.get(keyOf(pod));
    if (queued === undefined) return this.add(pod, now, cause);
    const events = podChanges(old, pod);
    if (queued.place === 'inFlight') {
      for (const event of events) this.#inFlight.record(event, cause);
      return;
    }
    queued.pod = pod;
    this.nominator.update(old, pod);
    if (queued.place !== 'unschedulable') return;
    for (const event of events) {
      this.#wakeUp(queued, this.#wakeOf(queued, event), now, cause);
      if (queued.place !== 'unschedulable') return;
    }
  }

  /** A pod is gone, or has a node. In flight it stays until `done`. */
  delete(pod: Pod): void {
    this.nominator.delete(pod);
    const key = keyOf(pod);
    const queued = this.#pods.get(key);
    if (queued === undefined || queued.place === 'inFlight') return;
    this.#take(queued);
    this.#pods.delete(key);
  }

  /** The next pod to schedule: ready, or, when none is, the first of those that back off (but not from errors). */
  pop(): QueuedPod | undefined {
    const queued = this.#active.pop() ?? this.#backoff.pop();
    if (queued === undefined) return undefined;
    queued.poppedOutOf = queued.place === 'backoff' ? backoffUntil(queued, this.#backoffLimits) : undefined;
    queued.place = 'inFlight';
    queued.attempts += 1;
    this.#inFlight.start(queued.pod.metadata.uid);
    return queued;
  }

  /** True if `pop` would give a pod. */
  get hasNext(): boolean {
    return this.#active.size > 0 || this.#backoff.size > 0;
  }

  /** A popped pod is dealt with: it was bound, or is gone. */
  done(queued: QueuedPod): void {
    this.#inFlight.end(queued.pod.metadata.uid);
    const key = keyOf(queued.pod);
    if (this.#pods.get(key) === queued) this.#pods.delete(key);
  }

  /**
   * A popped pod comes back: rejected by plugins, or (when there are none) after an error. `pod` is its newest version,
   * `cause` what queues it if no event in the meantime does.
   */
  returnFailed(queued: QueuedPod, pod: Pod, rejectors: Rejectors | undefined, now: Micros, cause: Cause): void {
    const { plugins, pending } = rejectors ?? NOBODY;
    if (plugins.size === 0) queued.consecutiveErrors += 1;
    else {
      queued.unschedulableCount += 1;
      queued.consecutiveErrors = 0;
    }
    queued.pod = pod;
    queued.plugins = plugins;
    queued.pending = pending;
    queued.timestamp = now;
    queued.place = 'none';
    const recorded = this.#inFlight.since(pod.metadata.uid);
    this.#inFlight.end(pod.metadata.uid);
    if (plugins.size === 0) return this.#requeue(queued, now, cause);
    const wakes = recorded.map((each) => ({ wake: this.#wakeOf(queued, each.event), cause: each.cause }));
    const strongest = wakes.find(({ wake }) => wake === 'atOnce') ?? wakes.find(({ wake }) => wake !== 'none');
    if (strongest === undefined) this.#putUnschedulable(queued);
    else this.#wakeUp(queued, strongest.wake, now, strongest.cause);
  }

  /** A waiting pod is to be tried again at once, whatever rejected it. */
  activate(pod: Pod, cause: Cause): void {
    const queued = this.#pods.get(keyOf(pod));
    if (queued?.place === 'unschedulable' || queued?.place === 'backoff') this.#moveToActive(queued, cause);
  }

  /** Something changed: pods that it concerns and may help go on, and those in flight will hear of it. */
  move(event: ClusterEvent, now: Micros, cause: Cause, concerns?: (pod: Pod) => boolean): void {
    if (!this.#interests(event)) return;
    for (const queued of [...this.#unschedulable.values()]) {
      if (concerns?.(queued.pod) === false || !this.#mayUngate(queued, event)) continue;
      this.#wakeUp(queued, this.#wakeOf(queued, event), now, cause);
    }
    this.#inFlight.record(event, cause);
  }

  /** When the next flush will move a pod; undefined while nothing waits for time to pass. */
  nextFlushAt(): Micros | undefined {
    const backoffs = [this.#backoff.peek(), this.#errorBackoff.peek()].flatMap((queued) => {
      const until = queued === undefined ? undefined : backoffUntil(queued, this.#backoffLimits);
      return until === undefined ? [] : [until + MICROS_PER_SECOND];
    });
    const leftover = this.#oldestLeftover();
    const times = leftover === undefined ? backoffs : [...backoffs, this.#leftoverAt(leftover)];
    return times.length === 0 ? undefined : micros(Math.min(...times));
  }

  /** Performs every flush up to `now`. Back-offs end at whole seconds; leftovers go at multiples of 30 s. */
  advance(now: Micros): void {
    for (let at = this.nextFlushAt(); at !== undefined && at <= now; at = this.nextFlushAt()) this.#flush(at);
  }

  #flush(now: Micros): void {
    for (const heap of [this.#backoff, this.#errorBackoff]) {
      for (let queued = heap.peek(); queued !== undefined && !this.#isBackingOff(queued, now); queued = heap.peek()) {
        this.#take(queued);
        const setBy = queued.lastDecision ?? queued.cause.seq;
        this.#putActive(queued, { seq: queued.cause.seq, via: { timer: 'podInitialBackoffSeconds', setBy } });
      }
    }
    for (let queued = this.#oldestLeftover(); queued !== undefined; queued = this.#oldestLeftover()) {
      if (this.#leftoverAt(queued) > now) break;
      const setBy = queued.lastDecision ?? queued.cause.seq;
      const via = { timer: 'pod-max-in-unschedulable-pods-duration', setBy };
      this.#requeue(queued, now, { seq: setBy, via });
    }
  }

  #oldestLeftover(): QueuedPod | undefined {
    for (const queued of this.#unschedulable.values()) if (queued.gatedBy === undefined) return queued;
    return undefined;
  }

  /** The first flush at which the pod has waited for more than five minutes. */
  #leftoverAt({ timestamp }: QueuedPod): number {
    const waited = timestamp + LEFTOVER_MICROS - this.#startedAt;
    return this.#startedAt + (Math.floor(waited / LEFTOVER_PERIOD_MICROS) + 1) * LEFTOVER_PERIOD_MICROS;
  }

  #wakeUp(queued: QueuedPod, wake: Wake, now: Micros, cause: Cause): void {
    if (wake === 'atOnce') this.#moveToActive(queued, cause);
    if (wake === 'afterBackoff') this.#requeue(queued, now, cause);
  }

  /** Into back-off where the pod still has one, else to the ready ones, unless it is gated. */
  #requeue(queued: QueuedPod, now: Micros, cause: Cause): void {
    if (!this.#isBackingOff(queued, now)) return this.#moveToActive(queued, cause);
    if (this.#isGated(queued)) return this.#putUnschedulable(queued);
    this.#take(queued);
    queued.place = 'backoff';
    queued.cause = cause;
    (queued.plugins.size === 0 ? this.#errorBackoff : this.#backoff).push(queued);
  }

  #moveToActive(queued: QueuedPod, cause: Cause): void {
    if (this.#isGated(queued)) return this.#putUnschedulable(queued);
    this.#take(queued);
    this.#putActive(queued, cause);
  }

  #putActive(queued: QueuedPod, cause: Cause): void {
    queued.place = 'active';
    queued.cause = cause;
    this.#active.push(queued);
  }

  #putUnschedulable(queued: QueuedPod): void {
    queued.place = 'unschedulable';
    this.#unschedulable.set(keyOf(queued.pod), queued);
  }

  #take(queued: QueuedPod): void {
    if (queued.place === 'active') this.#active.remove(queued);
    if (queued.place === 'backoff') {
      (queued.plugins.size === 0 ? this.#errorBackoff : this.#backoff).remove(queued);
    }
    if (queued.place === 'unschedulable') this.#unschedulable.delete(keyOf(queued.pod));
    queued.place = 'none';
  }

  /** True while the pod's back-off has not ended; during the second in which it ends, it still has. */
  #isBackingOff(queued: QueuedPod, now: Micros): boolean {
    const until = backoffUntil(queued, this.#backoffLimits);
    return until !== undefined && until >= wholeSecond(now);
  }

  /** Runs preEnqueue: the plugin that gates the pod is among those that rejected it. */
  #isGated(queued: QueuedPod): boolean {
    queued.gatedBy = this.#gateOf(queued.pod);
    if (queued.gatedBy === undefined) return false;
    queued.plugins = new Set([...queued.plugins, queued.gatedBy]);
    return true;
  }

  /** DefaultPreemption gates the pods that it makes room for; what it is doing is known to its executor alone. */
  #gateOf(pod: Pod): string | undefined {
    const plugins = profileFor(this.#profiles, pod)?.preEnqueue ?? [];
    const gate = plugins.find((plugin) => plugin.preEnqueue?.(pod, this.#objects) !== undefined);
    return gate?.name ?? (this.#isPreempting(pod) ? 'DefaultPreemption' : undefined);
  }

  #mayUngate({ gatedBy, pod }: QueuedPod, event: ClusterEvent): boolean {
    if (gatedBy === undefined) return true;
    return (
      this.#wakeUpsFor(pod)
        ?.get(gatedBy)
        ?.some((wakeUp) => listensTo(wakeUp, event)) ?? true
    );
  }

  #wakeUpsFor(pod: Pod): WakeUps | undefined {
    return this.#wakesOn.get(profileFor(this.#profiles, pod)?.schedulerName ?? '');
  }

  /** What an event does for a rejected pod; a plugin that is pending needs no back-off. */
  #wakeOf({ plugins, pending, pod }: QueuedPod, event: ClusterEvent): Wake {
    if (plugins.size === 0) return 'afterBackoff';
    const wakeUps = this.#wakeUpsFor(pod);
    let wake: Wake = 'none';
    for (const name of plugins) {
      const wakesOn = wakeUps?.get(name);
      if (wakesOn !== undefined && !isWorthRequeuing(wakesOn, event, pod, this.#objects)) continue;
      if (pending.has(name)) return 'atOnce';
      wake = 'afterBackoff';
    }
    return wake;
  }

  /** True if some plugin listens to such events: most changes of pods and nodes end here. */
  #interests({ resource, action }: ClusterEvent): boolean {
    return action === 'UpdateNodeTaint' || (this.#interesting?.has(`${resource} ${action}`) ?? true);
  }
}

function listensTo(wakeUp: WakeUp, event: ClusterEvent): boolean {
  return wakeUp.resource === event.resource && wakeUp.actions.includes(event.action);
}

function wholeSecond(at: number): Micros {
  return micros(Math.floor(at / MICROS_PER_SECOND) * MICROS_PER_SECOND);
}
