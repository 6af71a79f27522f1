// VolumeBinding: a pod goes where its volumes can be. Claims that wait for their first pod are bound with it: to a
// volume at hand, or to one that is to be made for the node; the binding of the pod then waits until the volume
// controller has done its part. Claims of other classes have to be bound before.
// Mirrors pkg/scheduler/framework/plugins/volumebinding/volume_binding.go and binder.go (v1.36).

import { MICROS_PER_SECOND } from '../../base/time.ts';
import type { Node, Pod } from '../../model/objects.ts';
import { keyOf } from '../../model/objects.ts';
import { claimNameOf, ownershipError } from '../../model/pod-claims.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../model/storage.ts';
import { allowsNodeLabels, boundToClaim, isFullyBound, SELECTED_NODE } from '../../model/volume-matching.ts';
import type { Lister, Plugin, PreBound, PreFiltered, Reserved } from '../framework.ts';
import { unresolvable } from '../framework.ts';
import type { PluginArgs } from '../plugin-args.ts';
import { defaultArgs } from '../plugin-args.ts';
import type { PodClaims } from './find-pod-volumes.ts';
import { findPodVolumes, podClaims, selectedNodeOf } from './find-pod-volumes.ts';
import { volumeWakeUps } from './volume-wake-ups.ts';

const UNBOUND = unresolvable('pod has unbound immediate PersistentVolumeClaims');

/** The plugin with these settings. */
export function createVolumeBinding({ bindTimeoutSeconds }: PluginArgs['VolumeBinding']): Plugin<PodClaims> {
  const timeoutMicros = bindTimeoutSeconds * MICROS_PER_SECOND;
  return {
    name: 'VolumeBinding',
    wakesOn: volumeWakeUps,
    preFilter(pod, { objects }): PreFiltered<PodClaims> {
      const { volumes = [] } = pod.spec;
      if (!volumes.some((volume) => claimNameOf(pod, volume) !== undefined)) return { kind: 'skip' };
      const problem = claimProblem(pod, objects);
      if (problem !== undefined) return { kind: 'rejected', status: unresolvable(problem) };
      const claims = podClaims(pod, objects);
      return claims.immediate.length > 0 ? { kind: 'rejected', status: UNBOUND } : { kind: 'run', state: claims };
    },
    filter(_pod, claims, { node }) {
      const { reasons } = findPodVolumes(claims, node);
      return reasons.length === 0 ? undefined : { code: 'UnschedulableAndUnresolvable', reasons };
    },
    // It scores by free capacity only with a feature gate that is off by default.
    preScore() {
      return { kind: 'skip' };
    },
    score() {
      return 0;
    },
    reserve(_pod, claims, { node }): Reserved {
      const { bindings, provisions } = findPodVolumes(claims, node);
      const volumes = bindings.map(({ volume, claim }) => boundToClaim(volume, claim));
      return {
        kind: 'reserved',
        assumed: [...volumes, ...provisions.map((claim) => forNode(claim, node.metadata.name))],
      };
    },
    preBind(pod, { delayed }, nodeName, objects): PreBound {
      const node = objects.get('Node', nodeName);
      if (delayed.length === 0 || node === undefined) return { kind: 'skip' };
      return bindVolumes(pod, node, objects, timeoutMicros);
    },
  };
}

export const volumeBinding: Plugin<PodClaims> = createVolumeBinding(defaultArgs.VolumeBinding);

/** What was assumed is in the objects now, so that the same search finds it again. */
function bindVolumes(pod: Pod, node: Node, objects: Lister, timeoutMicros: number): PreBound {
  const { bindings, provisions } = findPodVolumes(podClaims(pod, objects), node);
  const written = [...bindings.map(({ volume }) => volume), ...provisions];
  return {
    kind: 'run',
    requests: written.map((object) => ({ verb: 'update', kind: object.kind, object })),
    isReady: (now) => {
      const checks = [
        ...bindings.map(({ claim, volume }) => checkBinding(claim, volume, node, now)),
        ...provisions.map((claim) => checkProvision(claim, node, now)),
      ];
      const error = checks.find((check) => typeof check === 'string');
      if (error !== undefined) return { code: 'Error', reasons: [error] };
      return checks.every((check) => check === true);
    },
    readyOn: [...bindings.map(({ claim }) => claim), ...provisions].map((claim) => `${claim.kind}/${keyOf(claim)}`),
    timeoutMicros,
    activity: 'binding volumes',
  };
}

/** Why the pod's claims cannot be looked at, for the first one that is not in order. */
function claimProblem(pod: Pod, objects: Lister): string | undefined {
  for (const volume of pod.spec.volumes ?? []) {
    const name = claimNameOf(pod, volume);
    if (name === undefined) continue;
    const isEphemeral = volume.persistentVolumeClaim === undefined;
    const claim = objects.get('PersistentVolumeClaim', `${pod.metadata.namespace ?? ''}/${name}`);
    if (claim === undefined) {
      if (!isEphemeral) return `persistentvolumeclaim "${name}" not found`;
      return `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"`;
    }
    if (claim.status?.phase === 'Lost') {
      const { volumeName = '' } = claim.spec;
      return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${volumeName}"`;
    }
    if (claim.metadata.deletionTimestamp !== undefined) return `persistentvolumeclaim "${name}" is being deleted`;
    const error = isEphemeral ? ownershipError(pod, claim) : undefined;
    if (error !== undefined) return error;
  }
  return undefined;
}

function forNode(claim: PersistentVolumeClaim, node: string): PersistentVolumeClaim {
  const annotations = { ...claim.metadata.annotations, [SELECTED_NODE]: node };
  return { ...claim, metadata: { ...claim.metadata, annotations } };
}

/** True when the claim is bound, false while it is not yet, or why it will not be. */
function checkBinding(
  claim: PersistentVolumeClaim,
  volume: PersistentVolume,
  node: Node,
  now: Lister,
): boolean | string {
  const { name } = volume.metadata;
  const stored = now.get('PersistentVolume', name);
  if (stored === undefined) return `failed to check binding: persistentvolumes "${name}" not found`;
  const bound = now.get('PersistentVolumeClaim', keyOf(claim));
  if (bound === undefined) return `failed to check binding: persistentvolumeclaims "${claim.metadata.name}" not found`;
  if (!allowsNodeLabels(stored, node.metadata.labels)) return affinityError(name, node);
  if ((stored.spec.claimRef?.uid ?? '') === '') return `ClaimRef got reset for pv "${name}"`;
  return isFullyBound(bound);
}

/** A provisioner that fails takes the chosen node away from the claim. */
function checkProvision(claim: PersistentVolumeClaim, node: Node, now: Lister): boolean | string {
  const { name } = claim.metadata;
  const stored = now.get('PersistentVolumeClaim', keyOf(claim));
  if (stored === undefined) return `failed to check provisioning pvc: persistentvolumeclaims "${name}" not found`;
  if (selectedNodeOf(stored) !== node.metadata.name) return `provisioning failed for PVC "${name}"`;
  const { volumeName = '' } = stored.spec;
  if (volumeName === '') return false;
  const volume = now.get('PersistentVolume', volumeName);
  if (volume === undefined) return false;
  return allowsNodeLabels(volume, node.metadata.labels) ? isFullyBound(stored) : affinityError(volumeName, node);
}

function affinityError(volume: string, node: Node): string {
  return `pv "${volume}" node affinity doesn't match node "${node.metadata.name}": no matching NodeSelectorTerms`;
}
