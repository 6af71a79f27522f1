// The annotations by which a Deployment's ReplicaSets remember: which revision they are, and how large the Deployment
// was when they were last scaled. And the order in which old ones are forgotten.
// Mirrors pkg/controller/deployment/util/deployment_util.go (v1.36).

import { byCodeUnit, byNumber, chain } from '../../base/compare.ts';
import { deepEqual } from '../../base/deep-equal.ts';
import type { Deployment, PodTemplateSpec, ReplicaSet, StringMap } from '../../model/objects.ts';
import { REVISION, revisionOf } from '../../model/revision.ts';
import { maxSurge } from './fenceposts.ts';

/** The label that tells the pods of one ReplicaSet from those of the others. */
export const POD_TEMPLATE_HASH = 'pod-template-hash';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
const REVISION_HISTORY_MAX_CHARS = 2_000;
const INT32_MAX = 2_147_483_647;

const NOT_COPIED: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deprecated.deployment.rollback.to',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
]);

/** Oldest first; those of one second by name. */
export const byCreation: (a: ReplicaSet, b: ReplicaSet) => number = chain(
  (a: ReplicaSet, b: ReplicaSet) => byNumber(a.metadata.creationTimestamp, b.metadata.creationTimestamp),
  (a: ReplicaSet, b: ReplicaSet) => byCodeUnit(a.metadata.name, b.metadata.name),
);

/** Lowest revision first. */
export const byRevision: (a: ReplicaSet, b: ReplicaSet) => number = chain(
  (a: ReplicaSet, b: ReplicaSet) => byNumber(revisionOf(a) ?? 0, revisionOf(b) ?? 0),
  byCreation,
);

/** The revision that the new ReplicaSet has to have at least: one more than the highest of the old ones. */
export function nextRevision(old: readonly ReplicaSet[]): number {
  return old.reduce((highest, replicaSet) => Math.max(highest, revisionOf(replicaSet) ?? 0), 0) + 1;
}

/** How large the Deployment was when the ReplicaSet was last scaled, as its annotation says. */
export function desiredReplicas(replicaSet: ReplicaSet): number | undefined {
  return countIn(replicaSet, DESIRED_REPLICAS);
}

/** How many pods the Deployment might have at most, surge included, when the ReplicaSet was last scaled. */
export function maxReplicas(replicaSet: ReplicaSet): number | undefined {
  return countIn(replicaSet, MAX_REPLICAS);
}

function countIn(replicaSet: ReplicaSet, annotation: string): number | undefined {
  const text = replicaSet.metadata.annotations?.[annotation];
  const value = text !== undefined && /^[0-9]+$/.test(text) ? Number(text) : undefined;
  return value !== undefined && value <= INT32_MAX ? value : undefined;
}

/** The annotations that say how large the Deployment is now. */
export function replicasAnnotations(deployment: Deployment): StringMap {
  const { replicas } = deployment.spec;
  return { [DESIRED_REPLICAS]: String(replicas), [MAX_REPLICAS]: String(replicas + maxSurge(deployment)) };
}

/**
 * The annotations of the new ReplicaSet: its own (none yet, if it is about to be created), the Deployment's, and the
 * revision. One that comes back from the past gets a new revision and remembers its old one.
 */
export function newReplicaSetAnnotations(
  deployment: Deployment,
  existing: ReplicaSet | undefined,
  revision: number,
): StringMap {
  const annotations: { [name: string]: string } = { ...existing?.metadata.annotations };
  for (const [name, value] of Object.entries(deployment.metadata.annotations ?? {})) {
    if (!NOT_COPIED.has(name)) annotations[name] = value;
  }
  const oldText = annotations[REVISION];
  if (oldText !== undefined && oldText !== '' && !/^[+-]?[0-9]+$/.test(oldText)) return annotations;
  if (Number(oldText ?? 0) < revision) {
    annotations[REVISION] = String(revision);
    if (oldText !== undefined) {
      annotations[REVISION_HISTORY] = historyWith(annotations[REVISION_HISTORY] ?? '', oldText);
    }
  }
  return existing === undefined ? { ...annotations, ...replicasAnnotations(deployment) } : annotations;
}

function historyWith(history: string, revision: string): string {
  if (history === '') return revision;
  const revisions = history.split(',');
  let length = history.length + revision.length + 1;
  while (length > REVISION_HISTORY_MAX_CHARS && revisions.length > 0) {
    length -= (revisions.shift()?.length ?? 0) + 1;
  }
  return length <= REVISION_HISTORY_MAX_CHARS ? [...revisions, revision].join(',') : history;
}

/** True if two templates say the same, whatever their pod-template-hash. */
export function isSameTemplate(a: PodTemplateSpec, b: PodTemplateSpec): boolean {
  return deepEqual(a.spec, b.spec) && deepEqual(comparableMeta(a), comparableMeta(b));
}

function comparableMeta({ metadata }: PodTemplateSpec): unknown {
  const { labels, annotations, ...rest } = metadata ?? {};
  const { [POD_TEMPLATE_HASH]: _hash, ...others } = labels ?? {};
  return { ...rest, labels: others, annotations: annotations ?? {} };
}
