// The volume controller: binds claims to volumes, asks the provisioner for those that are missing, and says of each
// what has become of it. Claims that wait for their first pod are left to the scheduler until it has chosen a node.
// Mirrors pkg/controller/volume/persistentvolume/pv_controller.go (v1.36). Left out: recycling, in-tree plugins.

import { MICROS_PER_SECOND, type Micros } from '../../base/time.ts';
import type { Change, Controller, Reconciled, View } from '../../cluster/actor.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../model/storage.ts';
import { syncClaim } from './sync-claim.ts';
import { syncVolume } from './sync-volume.ts';

/** All claims are looked at again so often: only then a new volume or class is found. */
const RESYNC_MICROS: number = 15 * MICROS_PER_SECOND;
/** Before the keys of claims and of volumes. */
const CLAIM = 'claim ';
const VOLUME = 'volume ';

/** The controller, as a value. */
export const persistentVolumeController: Controller<undefined> = {
  name: 'persistentvolume-binder-controller',
  eventSource: 'persistentvolume-controller',
  workers: 2,
  watches: {
    PersistentVolumeClaim: (change: Change<PersistentVolumeClaim>) => claimKeys(change),
    PersistentVolume: (change: Change<PersistentVolume>) => volumeKeys(change),
    StorageClass: () => [],
    Pod: () => [],
  },
  memory: () => undefined,
  reconcile(key, view, _memory, now) {
    // Upstream keeps what it wrote; here its own writes have to come back first.
    if (!view.caughtUp('PersistentVolume') || !view.caughtUp('PersistentVolumeClaim')) return { batches: [] };
    return key.startsWith(CLAIM) ? claimSync(key.slice(CLAIM.length), view, now) : volumeSync(key, view);
  },
};

function claimSync(key: string, view: View, now: Micros): Reconciled {
  const claim = view.get('PersistentVolumeClaim', key);
  if (claim === undefined) return { batches: [] };
  const { batches, isWaiting } = syncClaim(claim, view);
  if (!isWaiting) return { batches };
  const afterMicros = RESYNC_MICROS - (now % RESYNC_MICROS);
  return { batches, requeue: { afterMicros, timer: 'pvclaimbinder-sync-period' } };
}

function volumeSync(key: string, view: View): Reconciled {
  const volume = view.get('PersistentVolume', key.slice(VOLUME.length));
  return { batches: volume === undefined ? [] : syncVolume(volume, view) };
}

/** A claim that goes leaves its volume. */
function claimKeys({ type, key, object }: Change<PersistentVolumeClaim>): readonly string[] {
  const { volumeName = '' } = object.spec;
  if (type !== 'deleted') return [CLAIM + key];
  return volumeName === '' ? [] : [VOLUME + volumeName];
}

/** A volume that is bound to a claim, or goes, concerns the claim. */
function volumeKeys({ type, key, object }: Change<PersistentVolume>): readonly string[] {
  const { claimRef } = object.spec;
  const claim = claimRef === undefined ? [] : [`${CLAIM}${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`];
  return type === 'deleted' ? claim : [VOLUME + key, ...claim];
}
