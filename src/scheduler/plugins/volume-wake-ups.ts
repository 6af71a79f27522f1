// Which changes may make a pod schedulable that VolumeBinding rejected.
// Mirrors pkg/scheduler/framework/plugins/volumebinding/volume_binding.go, EventsToRegister (v1.36).

import { deepEqual } from '../../base/deep-equal.ts';
import type { Pod } from '../../model/objects.ts';
import { usesClaim } from '../../model/pod-claims.ts';
import type { CSIDriver, CSIStorageCapacity } from '../../model/storage.ts';
import type { WakeUp } from '../cluster-event.ts';
import { volumeLimitBytes } from './find-pod-volumes.ts';

const MIGRATED_PLUGINS = 'storage.alpha.kubernetes.io/migrated-plugins';

export const volumeWakeUps: readonly WakeUp[] = [
  {
    resource: 'StorageClass',
    actions: ['Add', 'Update'],
    hint: (_pod, old, changed) =>
      old === undefined || !deepEqual(old.allowedTopologies ?? [], changed?.allowedTopologies ?? []),
  },
  {
    resource: 'PersistentVolumeClaim',
    actions: ['Add', 'Update'],
    hint: (pod, _old, claim) => usesClaim(pod, claim),
  },
  { resource: 'PersistentVolume', actions: ['Add', 'Update'] },
  { resource: 'Node', actions: ['Add', 'UpdateNodeLabel'] },
  {
    resource: 'CSINode',
    actions: ['Add', 'Update'],
    hint: (_pod, old, changed) =>
      old === undefined ||
      old.metadata.annotations?.[MIGRATED_PLUGINS] !== changed?.metadata.annotations?.[MIGRATED_PLUGINS],
  },
  { resource: 'CSIDriver', actions: ['Update'], hint: hasStoppedTrackingCapacity },
  {
    resource: 'CSIStorageCapacity',
    actions: ['Add', 'Update'],
    hint: (_pod, old, changed) => old === undefined || (changed !== undefined && hasGrown(old, changed)),
  },
];

/** Upstream asks for inline volumes of the driver alone. */
function hasStoppedTrackingCapacity(pod: Pod, old: CSIDriver | undefined, changed: CSIDriver | undefined): boolean {
  if (old?.spec.storageCapacity !== true || changed?.spec.storageCapacity === true) return false;
  return (pod.spec.volumes ?? []).some(({ csi }) => csi !== undefined && csi.driver === changed?.metadata.name);
}

function hasGrown(old: CSIStorageCapacity, changed: CSIStorageCapacity): boolean {
  const limit = volumeLimitBytes(changed);
  return limit !== undefined && limit > (volumeLimitBytes(old) ?? Number.NEGATIVE_INFINITY);
}
