// The ReplicaSet of the Deployment's present template: found among those that exist, or made.
// Mirrors pkg/controller/deployment/sync.go, getNewReplicaSet (v1.36).

import type { Deployment, LabelSelector, NewObject, ReplicaSet } from '../../model/objects.ts';
import { podTemplateHash } from '../../model/pod-template-hash.ts';
import { controllerReference } from '../ownership.ts';
import { isRollingUpdate } from './fenceposts.ts';
import { byCreation, isSameTemplate, newReplicaSetAnnotations, nextRevision, POD_TEMPLATE_HASH } from './revisions.ts';
import { newReplicas } from './rolling.ts';

const NAME_MAX_LENGTH = 253;

/** The oldest ReplicaSet whose template is the Deployment's: a template that comes back revives its ReplicaSet. */
export function findNewReplicaSet(deployment: Deployment, replicaSets: readonly ReplicaSet[]): ReplicaSet | undefined {
  return replicaSets.toSorted(byCreation).find(({ spec }) => isSameTemplate(spec.template, deployment.spec.template));
}

/** The ReplicaSet to create for the Deployment's template, as large as the strategy allows beside the old ones. */
export function makeReplicaSet(deployment: Deployment, old: readonly ReplicaSet[]): NewObject<ReplicaSet> {
  const { selector, template, minReadySeconds, replicas } = deployment.spec;
  const hash = podTemplateHash(template, deployment.status.collisionCount);
  const labels = { ...template.metadata?.labels, [POD_TEMPLATE_HASH]: hash };
  const { name, namespace } = deployment.metadata;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name.slice(0, NAME_MAX_LENGTH - 1 - hash.length)}-${hash}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels,
      annotations: newReplicaSetAnnotations(deployment, undefined, nextRevision(old)),
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: isRollingUpdate(deployment) ? newReplicas(deployment, old, 0) : replicas,
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      selector: withHash(selector, hash),
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
    status: { replicas: 0 },
  };
}

function withHash(selector: LabelSelector, hash: string): LabelSelector {
  return { ...selector, matchLabels: { ...selector.matchLabels, [POD_TEMPLATE_HASH]: hash } };
}

/**
 * The existing new ReplicaSet with its revision, annotations and minReadySeconds brought up to date; undefined if it
 * is.
 */
export function updatedReplicaSet(
  deployment: Deployment,
  newOne: ReplicaSet,
  old: readonly ReplicaSet[],
): ReplicaSet | undefined {
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
  const annotations = newReplicaSetAnnotations(deployment, newOne, nextRevision(old));
  const isAnnotated = Object.entries(annotations).every(([k, v]) => newOne.metadata.annotations?.[k] === v);
  if (isAnnotated && (newOne.spec.minReadySeconds ?? 0) === minReadySeconds) return undefined;
  const isSpecSame = (newOne.spec.minReadySeconds ?? 0) === minReadySeconds;
  const spec = isSpecSame ? newOne.spec : { ...newOne.spec, minReadySeconds };
  return { ...newOne, metadata: { ...newOne.metadata, annotations }, spec };
}
