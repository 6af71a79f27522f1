// The claims behind a pod's volumes: named ones, and those that are made for the pod itself.
// Mirrors staging/src/k8s.io/component-helpers/storage/ephemeral (v1.36).

import type { Pod, Volume } from './objects.ts';
import { controllerOf } from './owners.ts';
import type { PersistentVolumeClaim } from './storage.ts';

/** The claim that a pod's volume stands for, by its name; undefined for volumes of other kinds. */
export function claimNameOf(pod: Pod, volume: Volume): string | undefined {
  if (volume.persistentVolumeClaim !== undefined) return volume.persistentVolumeClaim.claimName;
  return volume.ephemeral === undefined ? undefined : `${pod.metadata.name}-${volume.name}`;
}

/** Why a claim is not the one that was made for a pod's ephemeral volume; undefined if it is. */
export function ownershipError(pod: Pod, claim: PersistentVolumeClaim): string | undefined {
  if (controllerOf(claim)?.uid === pod.metadata.uid) return undefined;
  const { name, namespace = '' } = pod.metadata;
  return `PVC ${namespace}/${claim.metadata.name} was not created for pod ${namespace}/${name} (pod is not owner)`;
}

/** Names of the claims that a pod's spec names; those of ephemeral volumes are not among them. */
export function namedClaims({ spec }: Pod): readonly string[] {
  return (spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
}

/** True if one of the pod's volumes, also an ephemeral one, stands for the claim. */
export function usesClaim(pod: Pod, claim: PersistentVolumeClaim | undefined): boolean {
  const { name, namespace } = claim?.metadata ?? {};
  if (name === undefined || namespace !== pod.metadata.namespace) return false;
  return (pod.spec.volumes ?? []).some((volume) => claimNameOf(pod, volume) === name);
}

/** `usesClaim` without the claims of ephemeral volumes. */
export function namesClaim(pod: Pod, claim: PersistentVolumeClaim | undefined): boolean {
  return claim?.metadata.namespace === pod.metadata.namespace && namedClaims(pod).includes(claim?.metadata.name ?? '');
}
