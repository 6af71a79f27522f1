// Which volume may serve which claim, and on which nodes: shared by the scheduler, which binds claims that wait for
// their first pod, and by the volume controller, which binds all others.
// Mirrors staging/src/k8s.io/component-helpers/storage/volume (v1.36).

import { matchesNodeSelectorTerm } from './node-affinity.ts';
import type { StringMap } from './objects.ts';
import { compareQuantities } from './quantity.ts';
import { quantityOf } from './resource-amount.ts';
import { matchesLabelSelector } from './selector.ts';
import type { PersistentVolume, PersistentVolumeClaim } from './storage.ts';

/** On a claim: its binding was finished once. */
export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
/** On volumes and claims: no user has bound them, but the controller or the scheduler. */
export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';
/** On a claim: the node for which the scheduler wants a volume. */
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
/** On a claim: whose turn it is to make a volume. Both, for provisioners of any age. */
export const STORAGE_PROVISIONER = [
  'volume.kubernetes.io/storage-provisioner',
  'volume.beta.kubernetes.io/storage-provisioner',
] as const;
/** On a volume: who made it. */
export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';
/** By kind: the finalizer that keeps objects from going while they are in use. */
export const PROTECTED_BY: { readonly [kind: string]: string } = {
  PersistentVolume: 'kubernetes.io/pv-protection',
  PersistentVolumeClaim: 'kubernetes.io/pvc-protection',
};
/** The provisioner of classes whose volumes nobody makes. */
export const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class';

/** What may name a class. */
interface Classed {
  readonly metadata: { readonly annotations?: StringMap };
  readonly spec?: { readonly storageClassName?: string };
}

/** The class that a claim or a volume names, or ''. */
export function storageClassOf({ metadata, spec }: Classed): string {
  return metadata.annotations?.[BETA_CLASS] ?? spec?.storageClassName ?? '';
}

/** True if the claim says which class it wants, or that it wants none (''). */
export function namesClass({ metadata, spec }: Classed): boolean {
  return metadata.annotations?.[BETA_CLASS] !== undefined || spec?.storageClassName !== undefined;
}

/** True once the claim has a volume and its binding is finished. */
export function isFullyBound({ metadata, spec }: PersistentVolumeClaim): boolean {
  return (spec.volumeName ?? '') !== '' && metadata.annotations?.[BIND_COMPLETED] !== undefined;
}

/** True if the volume is bound to this claim, or set aside for one of its name. */
export function isBoundTo({ spec }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  const { claimRef } = spec;
  if (claimRef?.name !== metadata.name || claimRef.namespace !== metadata.namespace) return false;
  return (claimRef.uid ?? '') === '' || claimRef.uid === metadata.uid;
}

/** True if the volume can be used on a node with these labels. */
export function allowsNodeLabels({ spec }: PersistentVolume, labels: StringMap | undefined): boolean {
  const required = spec.nodeAffinity?.required;
  if (required === undefined) return true;
  const node = { metadata: { name: '', ...(labels === undefined ? {} : { labels }) } };
  return required.nodeSelectorTerms.some((term) => matchesNodeSelectorTerm(term, node));
}

/** True if the volume can be accessed in every way that the claim asks for. */
export function hasAccessModes({ spec }: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return (claim.spec.accessModes ?? []).every((mode) => spec.accessModes?.includes(mode) === true);
}

/** True if both are file systems or both block devices. */
export function hasVolumeMode({ spec }: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return (spec.volumeMode ?? 'Filesystem') === (claim.spec.volumeMode ?? 'Filesystem');
}

/** True if the volume has at least the requested size. */
export function isLargeEnough({ spec }: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return compareQuantities(quantityOf(spec.capacity?.storage ?? '0'), requestedSize(claim)) >= 0;
}

/** The size that the claim asks for. */
export function requestedSize({ spec }: PersistentVolumeClaim): ReturnType<typeof quantityOf> {
  return quantityOf(spec.resources?.requests?.storage ?? '0');
}

/** Who looks for a volume. */
export interface Search {
  /** The scheduler: labels of the node that the volume has to be usable on. */
  readonly node?: { readonly labels: StringMap | undefined };
  /** Names of volumes that are taken already. */
  readonly taken?: ReadonlySet<string>;
  /** The claim waits for its first pod: the controller gives it only a volume that was set aside for it. */
  readonly isDelayed?: boolean;
}

/** The volume set aside for the claim, else the smallest that satisfies it. */
export function findMatchingVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  { node, taken = new Set(), isDelayed = false }: Search,
): PersistentVolume | undefined {
  let smallest: PersistentVolume | undefined;
  for (const volume of volumes) {
    if (taken.has(volume.metadata.name) || !couldServe(volume, claim)) continue;
    const isReachable = node === undefined || allowsNodeLabels(volume, node.labels);
    if (isBoundTo(volume, claim)) return isReachable ? volume : undefined;
    if (volume.spec.claimRef !== undefined || (node === undefined && isDelayed)) continue;
    if (volume.status?.phase !== 'Available' || !isReachable) continue;
    const { selector } = claim.spec;
    if (selector !== undefined && !matchesLabelSelector(selector, volume.metadata.labels)) continue;
    if (storageClassOf(volume) !== storageClassOf(claim)) continue;
    if (node !== undefined && !hasAccessModes(volume, claim)) continue;
    if (smallest === undefined || isSmaller(volume, smallest)) smallest = volume;
  }
  return smallest;
}

/** What also a volume needs that was set aside for the claim. */
function couldServe(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  if (volume.metadata.deletionTimestamp !== undefined) return false;
  const volumeAttributes = volume.spec.volumeAttributesClassName ?? '';
  if (volumeAttributes !== (claim.spec.volumeAttributesClassName ?? '')) return false;
  return isLargeEnough(volume, claim) && hasVolumeMode(volume, claim);
}

function isSmaller(a: PersistentVolume, b: PersistentVolume): boolean {
  return (
    compareQuantities(quantityOf(a.spec.capacity?.storage ?? '0'), quantityOf(b.spec.capacity?.storage ?? '0')) < 0
  );
}

/** The volume as it will be when bound to the claim; the same object where it is already. */
export function boundToClaim(volume: PersistentVolume, claim: PersistentVolumeClaim): PersistentVolume {
  const { name, namespace = '', uid, resourceVersion } = claim.metadata;
  const { claimRef } = volume.spec;
  const isSame = claimRef?.name === name && claimRef.namespace === namespace && claimRef.uid === uid;
  const { annotations } = volume.metadata;
  const isMarked = annotations?.[BOUND_BY_CONTROLLER] !== undefined || isBoundTo(volume, claim);
  if (isSame && isMarked) return volume;
  const reference = { kind: 'PersistentVolumeClaim', namespace, name, uid, apiVersion: 'v1', resourceVersion };
  return {
    ...volume,
    metadata: isMarked
      ? volume.metadata
      : { ...volume.metadata, annotations: { ...annotations, [BOUND_BY_CONTROLLER]: 'yes' } },
    spec: { ...volume.spec, claimRef: isSame ? claimRef : reference },
  };
}
