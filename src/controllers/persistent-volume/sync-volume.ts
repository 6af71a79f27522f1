// What has become of a volume: free, bound, or left by its claim.
// Mirrors pkg/controller/volume/persistentvolume/pv_controller.go, syncVolume (v1.36). A volume that was bound for a
// claim that then got another one is free again, or was made in vain.

import type { View } from '../../cluster/actor.ts';
import type { Request } from '../../cluster/request.ts';
import type { PersistentVolume } from '../../model/storage.ts';
import { BOUND_BY_CONTROLLER, PROVISIONED_BY } from '../../model/volume-matching.ts';
import { volumePhase } from './bind.ts';

/** Looks at a volume. */
export function syncVolume(volume: PersistentVolume, view: View): readonly (readonly Request[])[] {
  const { claimRef } = volume.spec;
  if (claimRef === undefined || (claimRef.uid ?? '') === '') return volumePhase(volume, 'Available');
  const claim = view.get('PersistentVolumeClaim', `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`);
  if (claim === undefined || claim.metadata.uid !== claimRef.uid) return released(volume);
  const { volumeName = '' } = claim.spec;
  if (volumeName === '') return [];
  if (volumeName === volume.metadata.name) return volumePhase(volume, 'Bound');
  const wasMade = volume.metadata.annotations?.[PROVISIONED_BY] !== undefined;
  if (wasMade && volume.spec.persistentVolumeReclaimPolicy === 'Delete') return released(volume);
  return [[unbound(volume)], ...volumePhase(volume, 'Available')];
}

/** Who made the volume deletes it, if its policy says so. */
function released(volume: PersistentVolume): readonly (readonly Request[])[] {
  return volume.status?.phase === 'Failed' ? [] : volumePhase(volume, 'Released');
}

/** Set aside by a user, it stays so. */
function unbound(volume: PersistentVolume): Request {
  const isOurs = volume.metadata.annotations?.[BOUND_BY_CONTROLLER] !== undefined;
  const patch = isOurs
    ? { metadata: { annotations: { [BOUND_BY_CONTROLLER]: null } }, spec: { claimRef: null } }
    : { spec: { claimRef: { uid: null } } };
  return { verb: 'patch', kind: volume.kind, key: volume.metadata.name, patchType: 'merge', patch };
}
