// What happens to a pod between the decision about it and its binding: permit may hold it, preBind may write and wait,
// bind sends the request. Pods are decided about in the meantime; each binding goes its own way.
// Mirrors pkg/scheduler/schedule_one.go, bindingCycle, and pkg/scheduler/framework/runtime/framework.go (v1.36).

import { MICROS_PER_MINUTE, MICROS_PER_SECOND, type Micros, plus } from '../base/time.ts';
import type { Change, Client } from '../cluster/actor.ts';
import type { Verdict } from '../cluster/request.ts';
import type { Seq } from '../log/row.ts';
import type { Pod } from '../model/objects.ts';
import { keyOf } from '../model/objects.ts';
import type { Lister, PreBound, Profile, Status } from './framework.ts';
import type { QueuedPod } from './scheduling-queue.ts';

/** A pod on its way to its node. */
export interface Binding {
  readonly queued: QueuedPod;
  readonly node: string;
  readonly decision: Seq;
  readonly profile: Profile;
  /** States of the preFilters for preBind; plugins that have a preFilter and are not in here are not asked. */
  readonly states: ReadonlyMap<string, unknown>;
}

/** How a binding ended: with the row of the bound pod, or with a status and the plugin that gave it. */
export type BindingEnd =
  | { readonly kind: 'bound'; readonly seq: Seq | undefined }
  | { readonly kind: 'failed'; readonly status: Status; readonly plugin: string };

type Work = Extract<PreBound, { readonly kind: 'run' }>;
type Wait = Work & { readonly isReady: NonNullable<Work['isReady']> };

interface Progress {
  readonly binding: Binding;
  /** Names the requests of this attempt: answers to an earlier one may still come. */
  readonly tag: string;
  /** Permit plugins that hold the pod. */
  readonly heldBy: Set<string>;
  /** The preBind plugin whose turn it is. */
  next: number;
  pending: number;
  /** What the preBind plugin waits for, and since when. */
  wait: Wait | undefined;
  readySince: Micros;
  /** The row that let it go on, if it had to wait. */
  readyBy: Seq | undefined;
  isBinding: boolean;
}

const MAX_PERMIT_WAIT_MICROS: number = 15 * MICROS_PER_MINUTE;

/** The bindings of one scheduler that are under way. `ended` is called once for each. */
export class Bindings {
  readonly #client: Client;
  readonly #objects: Lister;
  readonly #ended: (binding: Binding, end: BindingEnd) => void;
  readonly #progress = new Map<string, Progress>();
  /** By the object whose change may let a preBind go on; '' for any. */
  readonly #waiting = new Map<string, Set<Progress>>();

  constructor(client: Client, objects: Lister, ended: (binding: Binding, end: BindingEnd) => void) {
    this.#client = client;
    this.#objects = objects;
    this.#ended = ended;
  }

  /** Pods that a permit plugin holds, with the nodes that they will be on. */
  waiting(): readonly Pod[] {
    return [...this.#progress.values()].flatMap(({ binding: { queued, node }, heldBy }) =>
      heldBy.size === 0 ? [] : [{ ...queued.pod, spec: { ...queued.pod.spec, nodeName: node } }],
    );
  }

  start(binding: Binding): void {
    const { queued, node, profile } = binding;
    const heldBy = new Set<string>();
    const { uid } = queued.pod.metadata;
    const tag = `${uid} ${queued.attempts}`;
    const progress: Progress = {
      binding,
      tag,
      heldBy,
      next: 0,
      pending: 0,
      wait: undefined,
      readySince: this.#client.now,
      readyBy: undefined,
      isBinding: false,
    };
    const allowed: string[] = [];
    let longestMicros: number = MAX_PERMIT_WAIT_MICROS;
    for (const plugin of profile.permit) {
      const answer = plugin.permit?.(queued.pod, node, this.waiting()) ?? { kind: 'allowed' };
      if (answer.kind === 'rejected') return this.#fail(progress, plugin.name, 'Permit', answer.status);
      if (answer.kind === 'allowed') allowed.push(...(answer.alsoUids ?? []));
      else {
        heldBy.add(plugin.name);
        longestMicros = Math.min(longestMicros, answer.timeoutMicros);
      }
    }
    if (heldBy.size > 0) this.#setTimer(uid, 'permit', longestMicros);
    this.#progress.set(uid, progress);
    if (heldBy.size > 0) this.#nominate(binding);
    for (const uid of allowed) this.#allow(uid);
    if (heldBy.size === 0) this.#preBind(progress);
  }

  /** True if the tag is a binding's. */
  onAnswer(tag: string, verdict: Verdict): boolean {
    const progress = this.#progress.get(tag.split(' ')[0] ?? '');
    if (progress?.tag !== tag) return false;
    const { profile } = progress.binding;
    if (progress.isBinding) {
      if (verdict.ok) this.#end(progress, { kind: 'bound', seq: verdict.seq });
      else this.#fail(progress, profile.bind[progress.next]?.name ?? '', 'Bind', errorStatus(verdict.message));
      return true;
    }
    if (!verdict.ok) {
      this.#fail(progress, profile.preBind[progress.next]?.name ?? '', 'PreBind', errorStatus(verdict.message));
      return true;
    }
    progress.pending -= 1;
    if (progress.pending === 0) this.#written(progress);
    return true;
  }

  /** The cluster changed: what waits for it may go on. */
  onChange({ kind, key, seq }: Change): void {
    if (this.#waiting.size === 0) return;
    for (const id of [`${kind}/${key}`, '']) {
      for (const progress of this.#waiting.get(id) ?? []) this.#pollSoon(progress, seq);
    }
  }

  /** Another pod needs the room: one that was not sent to its node yet is tried again instead. True if so. */
  preempt(uid: string, plugin: string): boolean {
    const progress = this.#progress.get(uid);
    if (progress === undefined || progress.isBinding) return false;
    const reason = progress.heldBy.size > 0 ? 'waiting on permit for pod: preempted' : `preempted by ${plugin}`;
    this.#end(progress, { kind: 'failed', status: errorStatus(reason), plugin });
    return true;
  }

  /** A permit or a preBind took too long. */
  onTimer(uid: string, name: string): void {
    const progress = this.#progress.get(uid);
    if (progress === undefined) return;
    const [holder] = progress.heldBy;
    if (name === 'permit' && holder !== undefined) {
      const reason = `rejected due to timeout after waiting at plugin ${holder}`;
      this.#fail(progress, holder, 'Permit', { code: 'Unschedulable', reasons: [reason] });
    }
    if (name === 'poll') this.#checkReady(progress);
    if (name === 'preBind') this.#failWait(progress, errorStatus('context deadline exceeded'));
  }

  #allow(uid: string): void {
    const progress = this.#progress.get(uid);
    if (progress === undefined || progress.heldBy.size === 0) return;
    this.#stopWaiting(progress);
    this.#preBind(progress);
  }

  /** Asks the preBind plugins, one after another; then the pod is bound. */
  #preBind(progress: Progress): void {
    const { queued, node, profile, states } = progress.binding;
    for (; progress.next < profile.preBind.length; progress.next += 1) {
      const plugin = profile.preBind[progress.next];
      if (plugin?.preBind === undefined || (plugin.preFilter !== undefined && !states.has(plugin.name))) continue;
      const answer = plugin.preBind(queued.pod, states.get(plugin.name), node, this.#objects);
      if (answer.kind === 'skip') continue;
      if (answer.kind === 'rejected') return this.#fail(progress, plugin.name, 'PreBind', answer.status);
      return this.#perform(progress, answer);
    }
    this.#bind(progress);
  }

  /** A pod that will not be bound at once tells where it will be. */
  #nominate({ queued: { pod }, node, decision }: Binding): void {
    if (pod.status.nominatedNodeName === node) return;
    const patch = { status: { nominatedNodeName: node } };
    const request = { verb: 'patch', kind: 'Pod', key: keyOf(pod), subresource: 'status', patch } as const;
    this.#client.request('nominate', { ...request, patchType: 'merge' }, { seq: decision });
  }

  #perform(progress: Progress, answer: Work): void {
    const { decision } = progress.binding;
    const { isReady } = answer;
    this.#nominate(progress.binding);
    progress.pending = answer.requests.length;
    progress.wait = isReady === undefined ? undefined : { ...answer, isReady };
    for (const id of awaitedBy(progress)) this.#waiting.set(id, (this.#waiting.get(id) ?? new Set()).add(progress));
    for (const request of answer.requests) this.#client.request(progress.tag, request, { seq: decision });
    if (progress.pending === 0) this.#written(progress);
  }

  #written(progress: Progress): void {
    const { wait, binding } = progress;
    progress.readySince = this.#client.now;
    if (wait === undefined) return this.#goOn(progress);
    if (wait.timeoutMicros !== undefined) {
      this.#setTimer(binding.queued.pod.metadata.uid, 'preBind', wait.timeoutMicros);
    }
    this.#pollSoon(progress);
  }

  /**
   * Upstream asks each second from the writes on, for the first time after one. Here a change of the cluster says
   * which of these moments counts; one at the end of the time does not.
   * Mirrors pkg/scheduler/framework/plugins/volumebinding/binder.go, BindPodVolumes (v1.36).
   */
  #pollSoon(progress: Progress, seq?: Seq): void {
    const { binding, pending, wait, readySince } = progress;
    if (wait === undefined || pending > 0 || wait.isReady(this.#objects) === false) return;
    progress.readyBy ??= seq;
    const { now } = this.#client;
    const polls = Math.max(1, Math.ceil((now - readySince) / MICROS_PER_SECOND));
    const afterMicros = polls * MICROS_PER_SECOND;
    if (wait.timeoutMicros !== undefined && afterMicros >= wait.timeoutMicros) return;
    this.#client.setTimer(plus(readySince, afterMicros), binding.queued.pod.metadata.uid, 'poll');
  }

  #checkReady(progress: Progress): void {
    const ready = progress.wait?.isReady(this.#objects) ?? false;
    if (ready === true) this.#goOn(progress);
    else if (ready !== false) this.#failWait(progress, ready);
  }

  #failWait(progress: Progress, { code, reasons }: Status): void {
    const plugin = progress.binding.profile.preBind[progress.next]?.name ?? '';
    const activity = progress.wait?.activity;
    const said = activity === undefined ? reasons : [`${activity}: ${reasons.join(', ')}`];
    this.#fail(progress, plugin, 'PreBind', { code, reasons: said });
  }

  /** To the next preBind plugin. */
  #goOn(progress: Progress): void {
    this.#stopWaiting(progress);
    progress.next += 1;
    this.#preBind(progress);
  }

  #bind(progress: Progress): void {
    const { queued, node, profile, decision } = progress.binding;
    const cause = { seq: progress.readyBy ?? decision };
    for (const [index, plugin] of profile.bind.entries()) {
      const request = plugin.bind?.(queued.pod, node);
      if (request === undefined) continue;
      progress.next = index;
      progress.isBinding = true;
      return this.#client.request(progress.tag, request, cause);
    }
    const status = errorStatus('no bind plugin bound the pod');
    this.#end(progress, { kind: 'failed', status, plugin: '' });
  }

  #setTimer(uid: string, name: string, afterMicros: number): void {
    this.#client.setTimer(plus(this.#client.now, afterMicros), uid, name);
  }

  #stopWaiting(progress: Progress): void {
    const { uid } = progress.binding.queued.pod.metadata;
    if (progress.heldBy.size > 0) this.#client.cancelTimer(uid, 'permit');
    if (progress.wait !== undefined) for (const name of ['preBind', 'poll']) this.#client.cancelTimer(uid, name);
    progress.heldBy.clear();
    for (const id of awaitedBy(progress)) {
      const waiting = this.#waiting.get(id);
      waiting?.delete(progress);
      if (waiting?.size === 0) this.#waiting.delete(id);
    }
    progress.wait = undefined;
  }

  /** An error gets the name of the point and the plugin; a rejection keeps its words. */
  #fail(progress: Progress, plugin: string, point: string, status: Status): void {
    const reasons = [`running ${point} plugin "${plugin}": ${status.reasons.join(', ')}`];
    this.#end(progress, {
      kind: 'failed',
      status: status.code === 'Error' ? { code: 'Error', reasons } : status,
      plugin,
    });
  }

  #end(progress: Progress, end: BindingEnd): void {
    this.#stopWaiting(progress);
    this.#progress.delete(progress.binding.queued.pod.metadata.uid);
    this.#ended(progress.binding, end);
  }
}

/** The objects whose changes may let it go on; '' for any. */
function awaitedBy({ wait }: Progress): readonly string[] {
  return wait === undefined ? [] : (wait.readyOn ?? ['']);
}

function errorStatus(message: string): Status {
  return { code: 'Error', reasons: [message] };
}
