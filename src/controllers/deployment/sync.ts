// One sync of a Deployment, as a pure function: what to request, in which order, and the status that it ends with.
// At most one step of a rollout is taken: the new ReplicaSet grows, or old ones shrink; the update of a ReplicaSet
// brings the next sync.
// Mirrors pkg/controller/deployment/deployment_controller.go, sync.go, rolling.go, recreate.go (v1.36).

import { deepEqual } from '../../base/deep-equal.ts';
import type { Micros } from '../../base/time.ts';
import type { Request } from '../../cluster/request.ts';
import { findCondition } from '../../model/condition.ts';
import type { Condition, Deployment, DeploymentStatus, NewObject, ReplicaSet } from '../../model/objects.ts';
import { keyOf } from '../../model/objects.ts';
import { REVISION } from '../../model/revision.ts';
import { referenceTo } from '../ownership.ts';
import { isRollingUpdate } from './fenceposts.ts';
import { findNewReplicaSet, makeReplicaSet, updatedReplicaSet } from './new-replica-set.ts';
import { hasProgressDeadline, isComplete, progressCheckAfter, rolloutStatus } from './progress.ts';
import { byRevision } from './revisions.ts';
import { scaleNew, scaleOld } from './rolling.ts';
import { activeOnes, isScalingEvent, scaleAll, scaledText, scaleRequest } from './scaling.ts';
import { countedStatus, deploymentCondition, withDeploymentCondition } from './status.ts';

const INT32_MAX = 2_147_483_647;

/** What a sync asks for. */
export interface Sync {
  readonly deployment: Deployment;
  readonly batches: readonly (readonly Request[])[];
  /** The status to write after the batches; undefined if there is nothing to write. */
  readonly status?: DeploymentStatus;
  /** The ReplicaSet that the first batch creates. */
  readonly created?: NewObject<ReplicaSet>;
  /** Microseconds until the progress deadline has to be checked. */
  readonly checkAfterMicros?: number;
}

/** The ReplicaSets of a Deployment: that of its present template, and all others. */
interface Sets {
  readonly all: readonly ReplicaSet[];
  readonly newOne: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
}

/** `hasOldPods(old)` tells whether pods of these ReplicaSets may still run; strategy Recreate waits for them. */
export function syncDeployment(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  hasOldPods: (old: readonly ReplicaSet[]) => boolean,
  now: Micros,
): Sync {
  const newOne = findNewReplicaSet(deployment, all);
  const old = newOne === undefined ? all : all.filter((replicaSet) => replicaSet !== newOne);
  const sets: Sets = { all, newOne, old };
  const isDeleted = deployment.metadata.deletionTimestamp !== undefined;
  const pauseChange = isDeleted ? undefined : pausedCondition(deployment, now);
  if (pauseChange !== undefined)
    return { deployment, batches: [[statusWrite(deployment, { condition: pauseChange })]] };
  const updated = newOne === undefined ? undefined : updatedReplicaSet(deployment, newOne, old);
  if (updated !== undefined)
    return { deployment, batches: [[{ verb: 'update', kind: 'ReplicaSet', object: updated }]] };
  const noted = newOne === undefined ? undefined : noteNewReplicaSet(deployment, newOne, now);
  const first = noted === undefined ? [] : [[noted]];
  if (isDeleted) return finish(deployment, first, countedStatus(deployment, all, newOne, now), now);
  if (deployment.spec.paused === true || isScalingEvent(deployment, all)) {
    const batches = [...first, ...oneByOne(scaleAll(deployment, newOne, old))];
    if (deployment.spec.paused === true) batches.push(...oneByOne(cleanup(deployment, old)));
    return finish(deployment, batches, countedStatus(deployment, all, newOne, now), now);
  }
  return isRollingUpdate(deployment)
    ? roll(deployment, sets, first, now)
    : recreate(deployment, sets, first, hasOldPods, now);
}

/** RollingUpdate: create or grow the new one, or shrink the old ones, or forget the oldest. */
function roll(deployment: Deployment, sets: Sets, first: readonly (readonly Request[])[], now: Micros): Sync {
  const { old } = sets;
  const creation = sets.newOne === undefined ? create(deployment, old, now) : undefined;
  const newOne = sets.newOne ?? creation?.replicaSet;
  if (newOne === undefined) return { deployment, batches: first };
  const all = creation === undefined ? sets.all : [...old, newOne];
  const batches = [...first, ...(creation?.batches ?? [])];
  const status = rolloutStatus(deployment, all, newOne, now);
  const growth = scaleNew(deployment, newOne, old);
  const shrinkings = growth === undefined ? scaleOld(deployment, newOne, old) : [];
  if (growth !== undefined) {
    batches.push(...oneByOne([scaleRequest(deployment, growth)]));
  } else if (shrinkings.length > 0) {
    for (const { replicaSet, steps } of shrinkings) batches.push(...shrink(deployment, replicaSet, steps));
  } else if (isComplete(deployment, deployment.status)) {
    batches.push(...oneByOne(cleanup(deployment, old)));
  }
  const sync = finish(deployment, batches, status, now);
  return creation === undefined ? sync : { ...sync, created: creation.object };
}

/** Recreate: all old ones to 0, wait until none of their pods runs, then create or grow the new one. */
function recreate(
  deployment: Deployment,
  sets: Sets,
  first: readonly (readonly Request[])[],
  hasOldPods: (old: readonly ReplicaSet[]) => boolean,
  now: Micros,
): Sync {
  const { old, newOne, all } = sets;
  const active = activeOnes(old);
  if (active.length > 0) {
    const down = active.map((replicaSet) => scaleRequest(deployment, { replicaSet, replicas: 0 }));
    return finish(deployment, [...first, ...oneByOne(down)], rolloutStatus(deployment, all, newOne, now), now);
  }
  if (hasOldPods(old)) return finish(deployment, first, rolloutStatus(deployment, all, newOne, now), now);
  if (newOne === undefined) {
    const { object, replicaSet, batches } = create(deployment, old, now);
    const status = rolloutStatus(deployment, [...old, replicaSet], replicaSet, now);
    return { ...finish(deployment, [...first, ...batches], status, now), created: object };
  }
  const forgotten = isComplete(deployment, deployment.status) ? cleanup(deployment, old) : [];
  const { replicas } = deployment.spec;
  const growth = newOne.spec.replicas === replicas ? [] : [scaleRequest(deployment, { replicaSet: newOne, replicas })];
  const batches = [...first, ...oneByOne([...forgotten, ...growth])];
  return finish(deployment, batches, rolloutStatus(deployment, all, newOne, now), now);
}

/**
 * Ends a sync with its status. One that has written the Deployment itself leaves the status to the next sync: upstream
 * tries, with a version that is outdated by then, and is refused.
 */
function finish(
  deployment: Deployment,
  batches: readonly (readonly Request[])[],
  status: DeploymentStatus,
  now: Micros,
): Sync {
  const hasWritten = batches.flat().some((request) => 'kind' in request && request.kind === 'Deployment');
  if (hasWritten) return { deployment, batches };
  if (!deepEqual(deployment.status, status)) return { deployment, batches, status };
  const checkAfterMicros = progressCheckAfter(deployment, status, now);
  return checkAfterMicros === undefined ? { deployment, batches } : { deployment, batches, checkAfterMicros };
}

interface Creation {
  readonly object: NewObject<ReplicaSet>;
  /** The object as the server will have stored it, as far as this sync looks at it. */
  readonly replicaSet: ReplicaSet;
  readonly batches: readonly (readonly Request[])[];
}

function create(deployment: Deployment, old: readonly ReplicaSet[], now: Micros): Creation {
  const object = makeReplicaSet(deployment, old);
  const { name = '', annotations = {} } = object.metadata;
  const { replicas } = object.spec;
  const record = { regarding: referenceTo(deployment), reason: 'ScalingReplicaSet', ok: scaledText(name, 0, replicas) };
  const message = `Created new replica set "${name}"`;
  const condition = deploymentCondition('Progressing', 'True', 'NewReplicaSetCreated', message, now);
  const noted = statusWrite(deployment, {
    revision: annotations[REVISION],
    condition: hasProgressDeadline(deployment) ? condition : undefined,
  });
  const creation: Request = { verb: 'create', kind: 'ReplicaSet', object, ...(replicas > 0 ? { record } : {}) };
  const replicaSet: ReplicaSet = {
    ...object,
    metadata: { ...object.metadata, name, uid: '', resourceVersion: 0, creationTimestamp: now },
  };
  return { object, replicaSet, batches: [[creation], [noted]] };
}

/** Tells the Deployment which revision its new ReplicaSet is, and that it was found; undefined if it knows. */
function noteNewReplicaSet(deployment: Deployment, newOne: ReplicaSet, now: Micros): Request | undefined {
  const revision = newOne.metadata.annotations?.[REVISION];
  const isUnknown =
    hasProgressDeadline(deployment) && findCondition(deployment.status.conditions, 'Progressing') === undefined;
  const message = `Found new replica set "${newOne.metadata.name}"`;
  const condition = isUnknown
    ? deploymentCondition('Progressing', 'True', 'FoundNewReplicaSet', message, now)
    : undefined;
  if (condition === undefined && deployment.metadata.annotations?.[REVISION] === revision) return undefined;
  return statusWrite(deployment, { revision, condition });
}

/** The condition that a pause or its end calls for; lack of progress that was reported is not overwritten. */
function pausedCondition(deployment: Deployment, now: Micros): Condition | undefined {
  const current = findCondition(deployment.status.conditions, 'Progressing');
  if (!hasProgressDeadline(deployment) || current?.reason === 'ProgressDeadlineExceeded') return undefined;
  const isPaused = deployment.spec.paused === true;
  const isMarked = current?.reason === 'DeploymentPaused';
  if (isPaused === isMarked) return undefined;
  return isPaused
    ? deploymentCondition('Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused', now)
    : deploymentCondition('Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed', now);
}

/** A write of the status that leaves the counts alone; the API lets it change annotations as well. */
function statusWrite(
  deployment: Deployment,
  { revision, condition }: { readonly revision?: string | undefined; readonly condition?: Condition | undefined },
): Request {
  const { metadata, status } = deployment;
  const annotations = revision === undefined ? metadata.annotations : { ...metadata.annotations, [REVISION]: revision };
  const conditions = status.conditions ?? [];
  const object: Deployment = {
    ...deployment,
    metadata: annotations === undefined ? metadata : { ...metadata, annotations },
    status:
      condition === undefined ? status : { ...status, conditions: withDeploymentCondition(conditions, condition) },
  };
  return { verb: 'update', kind: 'Deployment', subresource: 'status', object };
}

/** One update, though upstream makes one for each step; the KubeEvents are those of the steps. */
function shrink(
  deployment: Deployment,
  replicaSet: ReplicaSet,
  steps: readonly { readonly from: number; readonly to: number }[],
): readonly (readonly Request[])[] {
  const [first, ...others] = steps;
  const replicas = steps.at(-1)?.to ?? replicaSet.spec.replicas;
  const request = scaleRequest(deployment, { replicaSet, replicas });
  if (request === undefined || request.verb === 'event' || request.verb === 'get' || first === undefined) return [];
  const { name } = replicaSet.metadata;
  const record = {
    regarding: referenceTo(deployment),
    reason: 'ScalingReplicaSet',
    ok: scaledText(name, first.from, first.to),
  };
  const events = others.map(
    ({ from, to }): Request => ({
      verb: 'event',
      regarding: referenceTo(deployment),
      type: 'Normal',
      reason: 'ScalingReplicaSet',
      message: scaledText(name, from, to),
    }),
  );
  return events.length === 0 ? [[{ ...request, record }]] : [[{ ...request, record }], events];
}

/** Deletions of the oldest revisions beyond the limit that have no pods. */
function cleanup(deployment: Deployment, old: readonly ReplicaSet[]): readonly Request[] {
  const { revisionHistoryLimit } = deployment.spec;
  if (revisionHistoryLimit === undefined || revisionHistoryLimit === INT32_MAX) return [];
  const alive = old.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const excess = alive.toSorted(byRevision).slice(0, Math.max(0, alive.length - revisionHistoryLimit));
  const empty = excess.filter(
    ({ metadata, spec, status }) =>
      (status.replicas ?? 0) === 0 &&
      spec.replicas === 0 &&
      (metadata.generation ?? 0) <= (status.observedGeneration ?? 0),
  );
  return empty.map((replicaSet) => ({ verb: 'delete', kind: 'ReplicaSet', key: keyOf(replicaSet) }));
}

function oneByOne(requests: readonly (Request | undefined)[]): readonly (readonly Request[])[] {
  return requests.flatMap((request) => (request === undefined ? [] : [[request]]));
}
