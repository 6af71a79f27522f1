// `kubectl rollout undo`: the template of an earlier ReplicaSet put back into its Deployment.
// Mirrors staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollback.go (v1.36): a JSON patch that replaces template
// and annotations.

import { deepEqual } from '../base/deep-equal.ts';
import { err, ok, type Result } from '../base/result.ts';
import { LAST_APPLIED_ANNOTATION } from '../model/apply-patch.ts';
import type { JsonPatchOperation } from '../model/json-patch.ts';
import type { Deployment, PodTemplateSpec, ReplicaSet, StringMap } from '../model/objects.ts';

const REVISION = 'deployment.kubernetes.io/revision';
const HASH_LABEL = 'pod-template-hash';

/** Annotations that stay the Deployment's own. */
const KEPT: readonly string[] = [
  LAST_APPLIED_ANNOTATION,
  REVISION,
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
];

/** A patch, or what kubectl says where there is nothing to do. */
export interface Undo {
  readonly patch: readonly JsonPatchOperation[];
  readonly skipped?: string;
}

/** The patch that goes back to a revision (0: the one before), or kubectl's text why it cannot. */
export function undoPatch(
  deployment: Deployment,
  replicaSets: readonly ReplicaSet[],
  toRevision: number,
): Result<Undo, string> {
  const found = toRevision === 0 ? previous(replicaSets) : replicaSets.find((each) => revisionOf(each) === toRevision);
  if (found === undefined) {
    return err(
      toRevision === 0
        ? `no rollout history found for deployment "${deployment.metadata.name}"`
        : `unable to find specified revision ${toRevision} in history`,
    );
  }
  if (deployment.spec.paused === true) {
    const advice = "resume it first with 'kubectl rollout resume' and try again";
    return err(`you cannot rollback a paused deployment; ${advice}`);
  }
  const template = withoutHash(found.spec.template);
  if (deepEqual(template, withoutHash(deployment.spec.template))) {
    const skipped = `skipped rollback (current template already matches revision ${revisionOf(found) ?? 0})`;
    return ok({ patch: [], skipped });
  }
  const annotations = { ...chosen(deployment, true), ...chosen(found, false) };
  return ok({
    patch: [
      { op: 'replace', path: '/spec/template', value: template },
      { op: 'replace', path: '/metadata/annotations', value: annotations },
    ],
  });
}

/** The one with the second highest revision. */
function previous(replicaSets: readonly ReplicaSet[]): ReplicaSet | undefined {
  const known = replicaSets.filter((each) => revisionOf(each) !== undefined);
  return known.toSorted((a, b) => (revisionOf(b) ?? 0) - (revisionOf(a) ?? 0))[1];
}

/** The revision that a ReplicaSet holds. */
export function revisionOf(replicaSet: ReplicaSet): number | undefined {
  const text = replicaSet.metadata.annotations?.[REVISION];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

function chosen(object: Deployment | ReplicaSet, isKept: boolean): StringMap {
  const entries = Object.entries(object.metadata.annotations ?? {});
  return Object.fromEntries(entries.filter(([name]) => KEPT.includes(name) === isKept));
}

function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [HASH_LABEL]: _, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}
