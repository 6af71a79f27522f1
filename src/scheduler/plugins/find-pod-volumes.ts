// Whether a node can have a pod's volumes: those that are bound must be usable there, and for each claim that waits for
// its first pod a volume must be at hand, or must be allowed to be made for this node.
// Mirrors pkg/scheduler/framework/plugins/volumebinding/binder.go (v1.36).

import type { Node, Pod } from '../../model/objects.ts';
import { claimNameOf } from '../../model/pod-claims.ts';
import { compareQuantities } from '../../model/quantity.ts';
import { bytesOf } from '../../model/resource-amount.ts';
import { matchesLabelSelector } from '../../model/selector.ts';
import type {
  CSIStorageCapacity,
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
  TopologySelectorTerm,
} from '../../model/storage.ts';
import {
  allowsNodeLabels,
  findMatchingVolume,
  isBoundTo,
  isFullyBound,
  NO_PROVISIONER,
  requestedSize,
  SELECTED_NODE,
  storageClassOf,
} from '../../model/volume-matching.ts';
import type { Lister } from '../framework.ts';

/** A claim whose volume is chosen with the pod's node. */
interface DelayedClaim {
  readonly claim: PersistentVolumeClaim;
  readonly storageClass: StorageClass;
  /** Volumes of its class that are free, or its own already. */
  readonly volumes: readonly PersistentVolume[];
}

/** A pod's claims, by what still has to be done for them. */
export interface PodClaims {
  readonly objects: Lister;
  readonly bound: readonly PersistentVolumeClaim[];
  readonly delayed: readonly DelayedClaim[];
  /** These should be bound before the pod is scheduled. */
  readonly immediate: readonly PersistentVolumeClaim[];
}

/** What would be done for a pod on a node, or why it cannot be there. */
export interface PodVolumes {
  readonly reasons: readonly string[];
  readonly bindings: readonly { readonly claim: PersistentVolumeClaim; readonly volume: PersistentVolume }[];
  readonly provisions: readonly PersistentVolumeClaim[];
}

const NODE_CONFLICT = "node(s) didn't match PersistentVolume's node affinity";
const NOTHING_TO_BIND = "node(s) didn't find available persistent volumes to bind";
const NO_SPACE = 'node(s) did not have enough free storage';
const VOLUME_MISSING = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';

/** Sorts a pod's claims, which are known to exist. */
export function podClaims(pod: Pod, objects: Lister): PodClaims {
  const bound: PersistentVolumeClaim[] = [];
  const delayed: DelayedClaim[] = [];
  const immediate: PersistentVolumeClaim[] = [];
  for (const volume of pod.spec.volumes ?? []) {
    const name = claimNameOf(pod, volume) ?? '';
    const claim = objects.get('PersistentVolumeClaim', `${pod.metadata.namespace ?? ''}/${name}`);
    if (claim === undefined) continue;
    const className = storageClassOf(claim);
    const storageClass = className === '' ? undefined : objects.get('StorageClass', className);
    const isDelayed = storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
    if (isFullyBound(claim)) bound.push(claim);
    else if (storageClass !== undefined && isDelayed && (claim.spec.volumeName ?? '') === '') {
      const volumes = objects.list('PersistentVolume').filter((other) => mayServe(other, claim, className));
      delayed.push({ claim, storageClass, volumes });
    } else immediate.push(claim);
  }
  return { objects, bound, delayed, immediate };
}

/** Most volumes of a class are bound: they need not be looked at for each node. */
function mayServe(volume: PersistentVolume, claim: PersistentVolumeClaim, className: string): boolean {
  if (storageClassOf(volume) !== className) return false;
  return volume.spec.claimRef === undefined || isBoundTo(volume, claim);
}

/** Tries a node. */
export function findPodVolumes({ objects, bound, delayed }: PodClaims, node: Node): PodVolumes {
  const reasons = new Set<string>();
  for (const { spec } of bound) {
    const volume = objects.get('PersistentVolume', spec.volumeName ?? '');
    const reason = volume === undefined ? VOLUME_MISSING : NODE_CONFLICT;
    if (volume !== undefined && allowsNodeLabels(volume, node.metadata.labels)) continue;
    reasons.add(reason);
    break;
  }
  const selected = delayed.filter(({ claim }) => selectedNodeOf(claim) !== undefined);
  if (selected.some(({ claim }) => selectedNodeOf(claim) !== node.metadata.name)) {
    return { reasons: [...reasons, NOTHING_TO_BIND], bindings: [], provisions: [] };
  }
  const { bindings, others } = matchVolumes(
    delayed.filter((each) => !selected.includes(each)),
    node,
  );
  const missing = [...selected, ...others];
  for (const each of missing) {
    const reason = provisioningProblem(each, node, objects);
    if (reason === undefined) continue;
    reasons.add(reason);
    break;
  }
  return { reasons: [...reasons], bindings, provisions: missing.map(({ claim }) => claim) };
}

/** The node for which the claim's volume is to be made. */
export function selectedNodeOf({ metadata }: PersistentVolumeClaim): string | undefined {
  return metadata.annotations?.[SELECTED_NODE];
}

/** Smaller claims choose first, so that each gets the smallest volume that fits. */
function matchVolumes(
  claims: readonly DelayedClaim[],
  { metadata }: Node,
): { readonly bindings: PodVolumes['bindings']; readonly others: readonly DelayedClaim[] } {
  const bindings: PodVolumes['bindings'][number][] = [];
  const others: DelayedClaim[] = [];
  const taken = new Set<string>();
  const bySize = claims.toSorted((a, b) => compareQuantities(requestedSize(a.claim), requestedSize(b.claim)));
  for (const each of bySize) {
    const volume = findMatchingVolume(each.claim, each.volumes, { node: { labels: metadata.labels }, taken });
    if (volume === undefined) others.push(each);
    else {
      taken.add(volume.metadata.name);
      bindings.push({ claim: each.claim, volume });
    }
  }
  return { bindings, others };
}

/** Why no volume can be made for this claim and node. */
function provisioningProblem({ claim, storageClass }: DelayedClaim, node: Node, objects: Lister): string | undefined {
  const { provisioner, allowedTopologies = [] } = storageClass;
  if (provisioner === '' || provisioner === NO_PROVISIONER) return NOTHING_TO_BIND;
  if (!isInTopology(allowedTopologies, node)) return NOTHING_TO_BIND;
  return hasRoom(claim, storageClass, node, objects) ? undefined : NO_SPACE;
}

/** No terms allow every node, an empty term none. */
function isInTopology(terms: readonly TopologySelectorTerm[], { metadata }: Node): boolean {
  if (terms.length === 0) return true;
  return terms.some(({ matchLabelExpressions = [] }) => {
    if (matchLabelExpressions.length === 0) return false;
    return matchLabelExpressions.every(({ key, values }) => values.includes(metadata.labels?.[key] ?? ''));
  });
}

/** Only drivers that say where they have room are asked for it. */
function hasRoom(claim: PersistentVolumeClaim, storageClass: StorageClass, node: Node, objects: Lister): boolean {
  const size = claim.spec.resources?.requests?.storage;
  if (size === undefined) return true;
  if (objects.get('CSIDriver', storageClass.provisioner)?.spec.storageCapacity !== true) return true;
  return objects.list('CSIStorageCapacity').some((capacity) => {
    if (capacity.storageClassName !== storageClass.metadata.name) return false;
    const limit = volumeLimitBytes(capacity);
    if (limit === undefined || limit < bytesOf(size)) return false;
    return matchesLabelSelector(capacity.nodeTopology, node.metadata.labels);
  });
}

/** The largest volume for which there is room. */
export function volumeLimitBytes({ maximumVolumeSize, capacity }: CSIStorageCapacity): number | undefined {
  const limit = maximumVolumeSize ?? capacity;
  return limit === undefined ? undefined : bytesOf(limit);
}
