// The ReplicaSet controller: as many active pods as spec.replicas says, created in slow start, deleted in the order of
// scale-down.ts; nothing is created or deleted while its own last creations and deletions have not come back.
// Mirrors pkg/controller/replicaset/replica_set.go and replica_set_utils.go (v1.36).

import { deepEqual } from '../../base/deep-equal.ts';
import type { Micros } from '../../base/time.ts';
import { MICROS_PER_SECOND } from '../../base/time.ts';
import type { Change, Controller, Reconciled, ReconcileView, Requeue } from '../../cluster/actor.ts';
import { apiTime } from '../../cluster/api-server.ts';
import type { Request, Verdict } from '../../cluster/request.ts';
import { findCondition } from '../../model/condition.ts';
import type { Condition, NewObject, Pod, ReplicaSet, ReplicaSetStatus } from '../../model/objects.ts';
import { keyOf } from '../../model/objects.ts';
import { controllerOf } from '../../model/owners.ts';
import { availableAt, isPodActive, isPodAvailable } from '../../model/pod-status.ts';
import { matchesLabelSelector } from '../../model/selector.ts';
import { claims, controllerReference, ownersToWake, referenceTo } from '../ownership.ts';
import { slowStartBatches } from '../slow-start.ts';
import type { PodTally } from './pod-tally.ts';
import { tallyPods } from './pod-tally.ts';
import { podsToDelete } from './scale-down.ts';

/** Creations or deletions of one sync at most. */
const BURST_REPLICAS = 500;

/** What a key remembers: the last tally, and what this sync will write as status. */
export interface ReplicaSetMemory {
  tally?: PodTally | undefined;
  sync?: Sync | undefined;
}

interface Sync {
  readonly replicaSet: ReplicaSet;
  readonly status: ReplicaSetStatus;
  /** Active pods beyond spec.replicas; negative where some are missing. */
  readonly surplus: number;
}

/** The controller, as a value. */
export const replicaSetController: Controller<ReplicaSetMemory> = {
  name: 'replicaset-controller',
  watches: {
    ReplicaSet: (change: Change<ReplicaSet>) => [change.key],
    Pod: (change: Change<Pod>, view) => ownersToWake(change, 'ReplicaSet', view),
  },
  memory: () => ({}),
  reconcile,
  settle,
};

function reconcile(key: string, view: ReconcileView, memory: ReplicaSetMemory, now: Micros): Reconciled {
  memory.sync = undefined;
  const replicaSet = view.get('ReplicaSet', key);
  if (replicaSet === undefined) {
    memory.tally = undefined;
    return { batches: [] };
  }
  const { selector, template, replicas, minReadySeconds = 0 } = replicaSet.spec;
  const pods = view.controlledBy('Pod', replicaSet.metadata.uid);
  const tally = tallyPods(pods, selector, template.metadata?.labels, memory.tally);
  memory.tally = tally;
  const strayed = tally.strayed > 0 ? pods.filter(isPodActive) : [];
  const claiming = claims(replicaSet, strayed, view.controlledBy('Pod', '').filter(isPodActive));
  if (claiming.length > 0) return { batches: [claiming] };
  const surplus = tally.active - replicas;
  memory.sync = { replicaSet, surplus, status: countedStatus(replicaSet, tally, now) };
  const isSettled = view.caughtUp('Pod') && replicaSet.metadata.deletionTimestamp === undefined;
  const batches = isSettled ? manage(replicaSet, pods, surplus, view, now) : [];
  const requeue = minReadySeconds > 0 ? nextAvailability(memory.sync.status, pods, minReadySeconds, now) : undefined;
  return requeue === undefined ? { batches } : { batches, requeue };
}

function manage(
  replicaSet: ReplicaSet,
  pods: readonly Pod[],
  surplus: number,
  view: ReconcileView,
  now: Micros,
): readonly (readonly Request[])[] {
  if (surplus < 0) {
    const create = createPod(replicaSet);
    return slowStartBatches(Array<Request>(Math.min(-surplus, BURST_REPLICAS)).fill(create));
  }
  if (surplus === 0) return [];
  const active = pods.filter((pod) => isPodActive(pod) && isClaimed(replicaSet, pod));
  const doomed = podsToDelete(active, relatedPods(replicaSet, view), Math.min(surplus, BURST_REPLICAS), now);
  return [doomed.map((pod) => deletePod(replicaSet, pod))];
}

function createPod(replicaSet: ReplicaSet): Request {
  const { template } = replicaSet.spec;
  const { labels, annotations, finalizers } = template.metadata ?? {};
  const pod: NewObject<Pod> = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${replicaSet.metadata.name}-`,
      ...(replicaSet.metadata.namespace === undefined ? {} : { namespace: replicaSet.metadata.namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ownerReferences: [controllerReference(replicaSet)],
    },
    spec: template.spec,
    status: {},
  };
  return {
    verb: 'create',
    kind: 'Pod',
    object: pod,
    record: {
      regarding: referenceTo(replicaSet),
      reason: 'SuccessfulCreate',
      ok: 'Created pod: {name}',
      failedReason: 'FailedCreate',
      failed: 'Error creating: {error}',
    },
  };
}

function deletePod(replicaSet: ReplicaSet, pod: Pod): Request {
  return {
    verb: 'delete',
    kind: 'Pod',
    key: keyOf(pod),
    record: {
      regarding: referenceTo(replicaSet),
      reason: 'SuccessfulDelete',
      ok: 'Deleted pod: {name}',
      failedReason: 'FailedDelete',
      failed: 'Error deleting: {error}',
    },
  };
}

/** All pods of the ReplicaSets that share this one's controller. */
function relatedPods(replicaSet: ReplicaSet, view: ReconcileView): readonly Pod[] {
  const owner = controllerOf(replicaSet);
  if (owner === undefined) return [];
  return view.controlledBy('ReplicaSet', owner.uid).flatMap(({ metadata }) => view.controlledBy('Pod', metadata.uid));
}

function isClaimed(replicaSet: ReplicaSet, pod: Pod): boolean {
  return matchesLabelSelector(replicaSet.spec.selector, pod.metadata.labels);
}

/** The status that the pods at hand call for. Like the API, it leaves out numbers that are 0, but for two of them. */
function countedStatus(replicaSet: ReplicaSet, tally: PodTally, now: Micros): ReplicaSetStatus {
  const { minReadySeconds = 0 } = replicaSet.spec;
  const available =
    minReadySeconds === 0
      ? tally.ready
      : tally.pods.filter(
          (pod) => isPodActive(pod) && isClaimed(replicaSet, pod) && isPodAvailable(pod, minReadySeconds, now),
        ).length;
  return {
    replicas: tally.active,
    ...(tally.fullyLabeled > 0 ? { fullyLabeledReplicas: tally.fullyLabeled } : {}),
    ...(tally.ready > 0 ? { readyReplicas: tally.ready } : {}),
    ...(available > 0 ? { availableReplicas: available } : {}),
    terminatingReplicas: tally.terminating,
    ...(replicaSet.metadata.generation === undefined ? {} : { observedGeneration: replicaSet.metadata.generation }),
  };
}

/** When the next pod will have been ready for long enough. */
function nextAvailability(
  status: ReplicaSetStatus,
  pods: readonly Pod[],
  minReadySeconds: number,
  now: Micros,
): Requeue | undefined {
  if ((status.readyReplicas ?? 0) === (status.availableReplicas ?? 0)) return undefined;
  let afterMicros = minReadySeconds * MICROS_PER_SECOND;
  for (const pod of pods) {
    if (!isPodActive(pod)) continue;
    const at = availableAt(pod, minReadySeconds);
    if (at !== undefined && at > now) afterMicros = Math.min(afterMicros, at - now);
  }
  return { afterMicros, timer: 'minReadySeconds' };
}

function settle(
  _key: string,
  verdicts: readonly (readonly (Verdict | undefined)[])[],
  _view: ReconcileView,
  memory: ReplicaSetMemory,
  now: Micros,
): readonly Request[] {
  const { sync } = memory;
  if (sync === undefined) return [];
  const { replicaSet } = sync;
  const conditions = failureConditions(sync, firstFailure(sync.surplus, verdicts), now);
  const status: ReplicaSetStatus = conditions.length > 0 ? { ...sync.status, conditions } : sync.status;
  if (deepEqual(replicaSet.status, status)) return [];
  return [
    { verb: 'update', kind: 'ReplicaSet', subresource: 'status', object: { ...replicaSet, status } as ReplicaSet },
  ];
}

/** The message of the first refusal; a pod that is gone already is none. */
function firstFailure(surplus: number, verdicts: readonly (readonly (Verdict | undefined)[])[]): string | undefined {
  for (const verdict of verdicts.flat()) {
    if (verdict === undefined || verdict.ok) continue;
    if (surplus < 0) return verdict.message;
    if (verdict.reason !== 'NotFound') return `unable to delete pods: ${verdict.message}`;
  }
  return undefined;
}

/** Conditions after this sync: ReplicaFailure comes with a failure and goes with a sync that has none. */
function failureConditions(sync: Sync, failure: string | undefined, now: Micros): readonly Condition[] {
  const conditions = sync.replicaSet.status.conditions ?? [];
  const hasFailed = findCondition(conditions, 'ReplicaFailure') !== undefined;
  if (failure === undefined) {
    return hasFailed ? conditions.filter(({ type }) => type !== 'ReplicaFailure') : conditions;
  }
  if (hasFailed) return conditions;
  const condition: Condition = {
    type: 'ReplicaFailure',
    status: 'True',
    reason: sync.surplus < 0 ? 'FailedCreate' : 'FailedDelete',
    message: failure,
    lastTransitionTime: apiTime(now),
  };
  return [...conditions, condition];
}
