// The claims behind a pod's volumes, as its kubelet sees them: a claim has to be bound before its volume can be
// mounted. The scheduler sees to that; pods that name their node themselves wait here.
// Mirrors pkg/kubelet/volumemanager/populator/desired_state_of_world_populator.go, getPVCExtractPV (v1.36).

import type { Pod } from '../model/objects.ts';
import { claimNameOf } from '../model/pod-claims.ts';
import type { PersistentVolumeClaim } from '../model/storage.ts';
import type { ConfigSource, FindSource } from './config-sources.ts';

/** The claims to look up. */
export function claimSources(pod: Pod): readonly ConfigSource[] {
  return (pod.spec.volumes ?? []).flatMap((volume) => {
    const name = claimNameOf(pod, volume);
    return name === undefined ? [] : [{ kind: 'PersistentVolumeClaim', name }];
  });
}

/** Why volumes cannot be mounted yet, as the kubelet says it; undefined if none waits for its claim. */
export function claimsError(pod: Pod, find: FindSource): string | undefined {
  const failed = (pod.spec.volumes ?? []).flatMap((volume) => {
    const name = claimNameOf(pod, volume);
    const why = name === undefined ? undefined : claimError(name, find);
    const claim = `${pod.metadata.namespace ?? ''}/${name ?? ''}`;
    return why === undefined ? [] : [{ volume: volume.name, message: `error processing PVC ${claim}: ${why}` }];
  });
  if (failed.length === 0) return undefined;
  const names = failed.map(({ volume }) => volume).join(' ');
  const messages = failed.map(({ message }) => message).join('; ');
  const volumes = `unmounted volumes=[${names}], unattached volumes=[], failed to process volumes=[${names}]`;
  return `Unable to attach or mount volumes: ${volumes}: ${messages}`;
}

function claimError(name: string, find: FindSource): string | undefined {
  const claim = find({ kind: 'PersistentVolumeClaim', name }) as PersistentVolumeClaim | undefined;
  if (claim === undefined) return `failed to fetch PVC from API server: persistentvolumeclaims "${name}" not found`;
  if (claim.metadata.deletionTimestamp !== undefined) return 'PVC is being deleted';
  return claim.status?.phase === 'Bound' && (claim.spec.volumeName ?? '') !== '' ? undefined : 'PVC is not bound';
}
