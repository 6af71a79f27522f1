// The four writes that bind a volume and a claim to one another, the volume first; those that are done already are left
// out. The first write of each object is refused if somebody else has changed it.
// Mirrors pkg/controller/volume/persistentvolume/pv_controller.go, bind (v1.36).

import { deepEqual } from '../../base/deep-equal.ts';
import type { Request } from '../../cluster/request.ts';
import { keyOf } from '../../model/objects.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../model/storage.ts';
import { BIND_COMPLETED, BOUND_BY_CONTROLLER, boundToClaim } from '../../model/volume-matching.ts';

type Batches = readonly (readonly Request[])[];

/** Binds both. */
export function bind(volume: PersistentVolume, claim: PersistentVolumeClaim): Batches {
  return [
    ...bindVolume(volume, claim),
    ...volumePhase(volume, 'Bound'),
    ...bindClaim(claim, volume),
    ...claimStatus(claim, volume),
  ];
}

/** Writes the volume's phase, unless it is that already. */
export function volumePhase({ kind, metadata, status }: PersistentVolume, phase: string): Batches {
  if (status?.phase === phase) return [];
  const patch = { status: { phase } };
  return [[{ verb: 'patch', kind, key: metadata.name, subresource: 'status', patchType: 'merge', patch }]];
}

function bindVolume(volume: PersistentVolume, claim: PersistentVolumeClaim): Batches {
  const bound = boundToClaim(volume, claim);
  if (bound === volume) return [];
  const { annotations = {} } = bound.metadata;
  const patch = { metadata: { annotations }, spec: { claimRef: bound.spec.claimRef } };
  const { name: key, resourceVersion } = volume.metadata;
  return [[{ verb: 'patch', kind: volume.kind, key, resourceVersion, patchType: 'merge', patch }]];
}

function bindClaim(claim: PersistentVolumeClaim, { metadata }: PersistentVolume): Batches {
  const { annotations = {}, resourceVersion } = claim.metadata;
  const isNamed = claim.spec.volumeName === metadata.name;
  if (isNamed && annotations[BIND_COMPLETED] !== undefined) return [];
  const marks = { [BIND_COMPLETED]: 'yes', ...(isNamed ? {} : { [BOUND_BY_CONTROLLER]: 'yes' }) };
  const patch = { metadata: { annotations: marks }, spec: { volumeName: metadata.name } };
  return [[{ verb: 'patch', kind: claim.kind, key: keyOf(claim), resourceVersion, patchType: 'merge', patch }]];
}

/** The capacity is taken over once: later it may differ for good reasons. */
function claimStatus(claim: PersistentVolumeClaim, { spec }: PersistentVolume): Batches {
  const { phase, accessModes } = claim.status ?? {};
  const hasModes = deepEqual(accessModes, spec.accessModes);
  if (phase === 'Bound' && hasModes) return [];
  const capacity = phase === 'Bound' ? {} : { capacity: spec.capacity };
  const status = { phase: 'Bound', accessModes: spec.accessModes, ...capacity };
  const key = keyOf(claim);
  return [[{ verb: 'patch', kind: claim.kind, key, subresource: 'status', patchType: 'merge', patch: { status } }]];
}
