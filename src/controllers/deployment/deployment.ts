// The Deployment controller: watches, claims ReplicaSets, runs a sync, and writes its status.
// Mirrors pkg/controller/deployment/deployment_controller.go (v1.36).

import type { Micros } from '../../base/time.ts';
import type { Change, Controller, Reconciled, ReconcileView, View } from '../../cluster/actor.ts';
import type { Request, Verdict } from '../../cluster/request.ts';
import type { Deployment, NewObject, Pod, ReplicaSet } from '../../model/objects.ts';
import { keyOf } from '../../model/objects.ts';
import { controllerOf } from '../../model/owners.ts';
import { isTerminalPhase } from '../../model/pod-status.ts';
import { matchesLabelSelector } from '../../model/selector.ts';
import { claims, controllerKey, ownersToWake, referenceTo } from '../ownership.ts';
import { isRollingUpdate } from './fenceposts.ts';
import { hasProgressDeadline } from './progress.ts';
import { isSameTemplate } from './revisions.ts';
import { deploymentCondition, withDeploymentCondition } from './status.ts';
import type { Sync } from './sync.ts';
import { syncDeployment } from './sync.ts';

/** The sync under way, which settle completes. */
export interface DeploymentMemory {
  sync?: Sync | undefined;
}

/** The controller, as a value. */
export const deploymentController: Controller<DeploymentMemory> = {
  name: 'deployment-controller',
  maxRetries: 15,
  watches: {
    Deployment: (change: Change<Deployment>) => [change.key],
    ReplicaSet: (change: Change<ReplicaSet>, view) => ownersToWake(change, 'Deployment', view),
    Pod: (change: Change<Pod>, view) => (change.type === 'deleted' ? recreatedOwner(change.object, view) : []),
  },
  memory: () => ({}),
  reconcile,
  settle,
};

/** A pod that is gone lets a Deployment of strategy Recreate go on. */
function recreatedOwner(pod: Pod, view: View): readonly string[] {
  const key = controllerKey(pod, 'ReplicaSet', view);
  const replicaSet = key === undefined ? undefined : view.get('ReplicaSet', key);
  const ownerKey = replicaSet === undefined ? undefined : controllerKey(replicaSet, 'Deployment', view);
  const deployment = ownerKey === undefined ? undefined : view.get('Deployment', ownerKey);
  return deployment === undefined || isRollingUpdate(deployment) ? [] : [keyOf(deployment)];
}

function reconcile(key: string, view: ReconcileView, memory: DeploymentMemory, now: Micros): Reconciled {
  memory.sync = undefined;
  const deployment = view.get('Deployment', key);
  if (deployment === undefined) return { batches: [] };
  const { selector } = deployment.spec;
  if (Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0) {
    return { batches: [selectingAll(deployment)] };
  }
  const owned = view.controlledBy('ReplicaSet', deployment.metadata.uid);
  const claiming = claims(deployment, owned, view.controlledBy('ReplicaSet', ''));
  if (claiming.length > 0) return { batches: [claiming] };
  const claimed = owned.filter(({ metadata }) => matchesLabelSelector(selector, metadata.labels));
  const hasPods = ({ metadata }: ReplicaSet): boolean =>
    view.controlledBy('Pod', metadata.uid).some(({ status }) => !isTerminalPhase(status.phase));
  const sync = syncDeployment(deployment, claimed, (old) => old.some(hasPods), now);
  memory.sync = sync;
  const { batches, checkAfterMicros } = sync;
  if (checkAfterMicros === undefined) return { batches };
  return { batches, requeue: { afterMicros: checkAfterMicros, timer: 'progressDeadlineSeconds' } };
}

function selectingAll(deployment: Deployment): readonly Request[] {
  const event: Request = {
    verb: 'event',
    regarding: referenceTo(deployment),
    type: 'Warning',
    reason: 'SelectingAll',
    message: 'This deployment is selecting all pods. A non-empty selector is required.',
  };
  const { generation = 0 } = deployment.metadata;
  if ((deployment.status.observedGeneration ?? 0) >= generation) return [event];
  return [event, statusUpdate({ ...deployment, status: { ...deployment.status, observedGeneration: generation } })];
}

function settle(
  _key: string,
  verdicts: readonly (readonly (Verdict | undefined)[])[],
  view: ReconcileView,
  memory: DeploymentMemory,
  now: Micros,
): readonly Request[] {
  const { sync } = memory;
  if (sync === undefined) return [];
  const refusal = verdicts.flat().find((verdict) => verdict?.ok === false);
  if (refusal?.ok === false) {
    const isOfCreation = sync.created !== undefined && verdicts[0]?.[0] === refusal;
    return isOfCreation ? creationFailed(sync.deployment, sync.created, refusal, view, now) : [];
  }
  return sync.status === undefined ? [] : [statusUpdate({ ...sync.deployment, status: sync.status })];
}

/**
 * A name that is taken by another template is a collision of hashes: the count of collisions goes into the next hash.
 */
function creationFailed(
  deployment: Deployment,
  created: NewObject<ReplicaSet>,
  refusal: { readonly reason: string; readonly message: string },
  view: ReconcileView,
  now: Micros,
): readonly Request[] {
  if (refusal.reason === 'AlreadyExists') {
    const existing = view.get('ReplicaSet', keyOf(created));
    const isOurs = existing !== undefined && controllerOf(existing)?.uid === deployment.metadata.uid;
    if (existing === undefined || (isOurs && isSameTemplate(existing.spec.template, deployment.spec.template)))
      return [];
    const collisionCount = (deployment.status.collisionCount ?? 0) + 1;
    return [statusUpdate({ ...deployment, status: { ...deployment.status, collisionCount } })];
  }
  const reason = 'ReplicaSetCreateError';
  const message = `Failed to create new replica set "${created.metadata.name}": ${refusal.message}`;
  const event: Request = { verb: 'event', regarding: referenceTo(deployment), type: 'Warning', reason, message };
  if (!hasProgressDeadline(deployment)) return [event];
  const condition = deploymentCondition('Progressing', 'False', reason, message, now);
  const conditions = withDeploymentCondition(deployment.status.conditions ?? [], condition);
  return [event, statusUpdate({ ...deployment, status: { ...deployment.status, conditions } })];
}

function statusUpdate(object: Deployment): Request {
  return { verb: 'update', kind: 'Deployment', subresource: 'status', object };
}
