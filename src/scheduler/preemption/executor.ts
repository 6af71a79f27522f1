// Carries preemptions out while the scheduler goes on: pods of lower priority lose their nomination to the node, then
// the victims are marked and deleted, each with its own grace, the last one after all others. Meanwhile the preemptor
// is held back, so that it does not look for victims again.
// Mirrors pkg/scheduler/framework/preemption/executor.go, prepareCandidateAsync (v1.36; SchedulerAsyncPreemption is on,
// SchedulerAsyncAPICalls off).

import type { Client } from '../../cluster/actor.ts';
import type { ApiRequest, Verdict } from '../../cluster/request.ts';
import type { Cause, Seq } from '../../log/row.ts';
import { findCondition, withCondition } from '../../model/condition.ts';
import type { Pod } from '../../model/objects.ts';
import { keyOf } from '../../model/objects.ts';
import { preemptedEvent } from '../pod-events.ts';

/** A preemption under way. */
interface Run {
  readonly preemptor: Pod;
  readonly node: string;
  readonly cause: Cause;
  /** Set once all others are dealt with. */
  lastVictim: string | undefined;
}

/** The preemptions of one scheduler that are under way. */
export class PreemptionExecutor {
  readonly #client: Client;
  /** Something was refused: the pod is tried again at once. */
  readonly #failed: (preemptor: Pod, cause: Cause) => void;
  /** Keeps a pod from being bound that is on its way; false where there is none. */
  readonly #release: (uid: string) => boolean;
  readonly #runs = new Map<string, Run>();
  readonly #answers = new Map<string, (verdict: Verdict) => void>();
  #asked = 0;

  constructor(client: Client, failed: (preemptor: Pod, cause: Cause) => void, release: (uid: string) => boolean) {
    this.#client = client;
    this.#failed = failed;
    this.#release = release;
  }

  /** True while victims of this pod's are not all being deleted, as far as the scheduler knows. */
  isPreempting({ metadata }: Pod): boolean {
    const run = this.#runs.get(metadata.uid);
    if (run === undefined) return false;
    if (run.lastVictim === undefined) return true;
    const victim = this.#client.view.get('Pod', run.lastVictim);
    return victim !== undefined && victim.metadata.deletionTimestamp === undefined;
  }

  /** Makes room on a node. `outranked`: the pods of lower priority that are nominated to it. */
  start(preemptor: Pod, node: string, victims: readonly Pod[], outranked: readonly Pod[], decision: Seq): void {
    const living = victims.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    const last = living.at(-1);
    if (last === undefined) return;
    const run: Run = { preemptor, node, cause: { seq: decision }, lastVictim: undefined };
    this.#runs.set(preemptor.metadata.uid, run);
    const nominated = outranked.filter(({ status }) => (status.nominatedNodeName ?? '') !== '');
    this.#clear(run, nominated, () =>
      this.#evictAll(run, living.slice(0, -1), (isDone) => {
        if (!isDone) return this.#end(run, false);
        run.lastVictim = keyOf(last);
        this.#evict(run, last, (isGone) => this.#end(run, isGone));
      }),
    );
  }

  /** True if the tag is a preemption's. */
  onAnswer(tag: string, verdict: Verdict): boolean {
    const answer = this.#answers.get(tag);
    if (answer === undefined) return false;
    this.#answers.delete(tag);
    answer(verdict);
    return true;
  }

  #end(run: Run, isDone: boolean): void {
    this.#runs.delete(run.preemptor.metadata.uid);
    if (!isDone) this.#failed(run.preemptor, run.cause);
  }

  /** One after another; a refusal is no reason to stop. */
  #clear(run: Run, [pod, ...others]: readonly Pod[], then: () => void): void {
    if (pod === undefined) return then();
    const request = statusPatch(pod, { nominatedNodeName: null });
    this.#ask(request, run.cause, () => this.#clear(run, others, then));
  }

  #evictAll(run: Run, victims: readonly Pod[], then: (isDone: boolean) => void): void {
    if (victims.length === 0) return then(true);
    let waiting = victims.length;
    let isDone = true;
    for (const victim of victims) {
      this.#evict(run, victim, (isGone) => {
        waiting -= 1;
        isDone &&= isGone;
        if (waiting === 0) then(isDone);
      });
    }
  }

  /** Marks the victim, deletes it, and says so. One that is gone by then is fine, too. */
  #evict(run: Run, victim: Pod, then: (isGone: boolean) => void): void {
    if (this.#release(victim.metadata.uid)) {
      this.#client.record(preemptedEvent(victim, run.preemptor, run.node, true), run.cause);
      return then(true);
    }
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'PreemptionByScheduler',
      message: `${run.preemptor.spec.schedulerName ?? ''}: preempting to accommodate a higher priority pod`,
      observedGeneration: victim.metadata.generation ?? 1,
    } as const;
    const now = this.#client.apiTime(this.#client.now);
    const conditions = withCondition(victim.status.conditions, condition, now);
    const remove = (): void =>
      this.#ask({ verb: 'delete', kind: 'Pod', key: keyOf(victim) }, run.cause, (verdict) => {
        if (!verdict.ok) return then(verdict.reason === 'NotFound');
        const cause = verdict.seq === undefined ? run.cause : { seq: verdict.seq };
        this.#client.record(preemptedEvent(victim, run.preemptor, run.node, false), cause);
        then(true);
      });
    if (conditions === victim.status.conditions) return remove();
    const marked = findCondition(conditions, 'DisruptionTarget');
    this.#ask(statusPatch(victim, { conditions: [marked] }), run.cause, (verdict) => {
      if (verdict.ok) remove();
      else then(verdict.reason === 'NotFound');
    });
  }

  #ask(request: ApiRequest, cause: Cause, then: (verdict: Verdict) => void): void {
    this.#asked += 1;
    const tag = `preemption ${this.#asked}`;
    this.#answers.set(tag, then);
    this.#client.request(tag, request, cause);
  }
}

/** The request that changes these fields of a pod's status. */
export function statusPatch(pod: Pod, status: { readonly [field: string]: unknown }): ApiRequest {
  return {
    verb: 'patch',
    kind: 'Pod',
    key: keyOf(pod),
    subresource: 'status',
    patchType: 'strategic',
    patch: { status },
  };
}
