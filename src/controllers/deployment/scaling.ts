// Requests that scale a Deployment's ReplicaSets, and what happens when the Deployment itself is scaled: the only
// active ReplicaSet follows; several share the difference in proportion to their size, so that a rollout keeps its
// progress.
// Mirrors pkg/controller/deployment/sync.go, scale and scaleReplicaSet (v1.36).

import { byNumber, chain } from '../../base/compare.ts';
import type { Request } from '../../cluster/request.ts';
import type { Deployment, ReplicaSet } from '../../model/objects.ts';
import { referenceTo } from '../ownership.ts';
import { isRollingUpdate, maxSurge } from './fenceposts.ts';
import { byCreation, desiredReplicas, maxReplicas, replicasAnnotations } from './revisions.ts';

/** One ReplicaSet is to have so many replicas. */
export interface Scaling {
  readonly replicaSet: ReplicaSet;
  readonly replicas: number;
}

/** Sum of spec.replicas. */
export function specReplicas(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((sum, { spec }) => sum + spec.replicas, 0);
}

/** Those that have, or should have, pods. */
export function activeOnes(replicaSets: readonly ReplicaSet[]): readonly ReplicaSet[] {
  return replicaSets.filter(({ spec }) => spec.replicas > 0);
}

/** The update that scales a ReplicaSet, with its KubeEvent; undefined if it is as it should be. */
export function scaleRequest(deployment: Deployment, { replicaSet, replicas }: Scaling): Request | undefined {
  const annotations = { ...replicaSet.metadata.annotations, ...replicasAnnotations(deployment) };
  const was = replicaSet.spec.replicas;
  const isAnnotated = Object.entries(annotations).every(([k, v]) => replicaSet.metadata.annotations?.[k] === v);
  if (was === replicas && isAnnotated) return undefined;
  const object: ReplicaSet = {
    ...replicaSet,
    metadata: { ...replicaSet.metadata, annotations },
    spec: { ...replicaSet.spec, replicas },
  };
  const update = { verb: 'update', kind: 'ReplicaSet', object } as const;
  if (was === replicas) return update;
  const ok = scaledText(replicaSet.metadata.name, was, replicas);
  return { ...update, record: { regarding: referenceTo(deployment), reason: 'ScalingReplicaSet', ok } };
}

/** `Scaled up replica set web-abc from 0 to 3`. */
export function scaledText(name: string, from: number, to: number): string {
  return `Scaled ${from < to ? 'up' : 'down'} replica set ${name} from ${from} to ${to}`;
}

/** True if the Deployment was scaled since its active ReplicaSets were. */
export function isScalingEvent(deployment: Deployment, replicaSets: readonly ReplicaSet[]): boolean {
  return activeOnes(replicaSets).some((replicaSet) => {
    const desired = desiredReplicas(replicaSet);
    return desired !== undefined && desired !== deployment.spec.replicas;
  });
}

/** How the ReplicaSets follow a Deployment that was scaled, or that is paused. */
export function scaleAll(
  deployment: Deployment,
  newReplicaSet: ReplicaSet | undefined,
  old: readonly ReplicaSet[],
): readonly Request[] {
  const { replicas } = deployment.spec;
  const all = newReplicaSet === undefined ? old : [...old, newReplicaSet];
  const active = activeOnes(all);
  if (active.length <= 1) {
    const only = active[0] ?? newReplicaSet ?? old.toSorted(byCreation).at(-1);
    return only === undefined || only.spec.replicas === replicas
      ? []
      : requests(deployment, [{ replicaSet: only, replicas }]);
  }
  if (newReplicaSet !== undefined && isSaturated(deployment, newReplicaSet)) {
    return requests(
      deployment,
      activeOnes(old).map((replicaSet) => ({ replicaSet, replicas: 0 })),
    );
  }
  return isRollingUpdate(deployment) ? requests(deployment, proportionally(deployment, active)) : [];
}

function requests(deployment: Deployment, scalings: readonly Scaling[]): readonly Request[] {
  return scalings.flatMap((scaling) => scaleRequest(deployment, scaling) ?? []);
}

function isSaturated(deployment: Deployment, { metadata, spec, status }: ReplicaSet): boolean {
  const { replicas } = deployment.spec;
  const isAnnotated = metadata.annotations?.['deployment.kubernetes.io/desired-replicas'] === String(replicas);
  return isAnnotated && spec.replicas === replicas && (status.availableReplicas ?? 0) === replicas;
}

/** Shares what is to be added or removed; the largest gets the leftover. */
function proportionally(deployment: Deployment, active: readonly ReplicaSet[]): readonly Scaling[] {
  const { replicas } = deployment.spec;
  const allowed = replicas > 0 ? replicas + maxSurge(deployment) : 0;
  const toAdd = allowed - specReplicas(active);
  if (toAdd === 0) return active.map((replicaSet) => ({ replicaSet, replicas: replicaSet.spec.replicas }));
  const bySize = chain<ReplicaSet>(
    (a, b) => byNumber(b.spec.replicas, a.spec.replicas),
    (a, b) => (toAdd > 0 ? byCreation(b, a) : byCreation(a, b)),
  );
  let added = 0;
  const sizes = active.toSorted(bySize).map((replicaSet) => {
    const share = toAdd === added ? 0 : fraction(deployment, replicaSet);
    const part = toAdd > 0 ? Math.min(share, toAdd - added) : Math.max(share, toAdd - added);
    added += part;
    return { replicaSet, replicas: replicaSet.spec.replicas + part };
  });
  const leftover = toAdd - added;
  return sizes.map((size, i) => (i === 0 ? { ...size, replicas: Math.max(0, size.replicas + leftover) } : size));
}

/** What a ReplicaSet gains or loses if it keeps its share of the Deployment. Halves round away from zero. */
function fraction(deployment: Deployment, replicaSet: ReplicaSet): number {
  const size = replicaSet.spec.replicas;
  if (deployment.spec.replicas === 0) return -size;
  const annotated = maxReplicas(replicaSet) ?? 0;
  const before = annotated === 0 ? (deployment.status.replicas ?? 0) : annotated;
  if (before === 0) return 0;
  return Math.floor((size * (deployment.spec.replicas + maxSurge(deployment))) / before + 0.5) - size;
}
