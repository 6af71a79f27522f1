// What is to be done about a claim: bind it, have a volume made for it, or say what it waits for.
// Mirrors pkg/controller/volume/persistentvolume/pv_controller.go, syncUnboundClaim and syncBoundClaim (v1.36).

import type { View } from '../../cluster/actor.ts';
import type { EventRequest, Request } from '../../cluster/request.ts';
import { keyOf } from '../../model/objects.ts';
import { namedClaims } from '../../model/pod-claims.ts';
import { isTerminalPhase } from '../../model/pod-status.ts';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../model/storage.ts';
import { defaultClass } from '../../model/storage-class.ts';
import {
  BIND_COMPLETED,
  findMatchingVolume,
  hasAccessModes,
  hasVolumeMode,
  isBoundTo,
  isLargeEnough,
  namesClass,
  SELECTED_NODE,
  STORAGE_PROVISIONER,
  storageClassOf,
} from '../../model/volume-matching.ts';
import { referenceTo } from '../ownership.ts';
import { bind } from './bind.ts';

type Batches = readonly (readonly Request[])[];

/** What to write. A claim that waits is looked at again at the next resync. */
export interface ClaimSync {
  readonly batches: Batches;
  readonly isWaiting: boolean;
}

const IN_TREE = 'kubernetes.io/';

/** Looks at a claim. */
export function syncClaim(claim: PersistentVolumeClaim, view: View): ClaimSync {
  if (claim.metadata.annotations?.[BIND_COMPLETED] !== undefined)
    return { batches: syncBound(claim, view), isWaiting: false };
  const batches = (claim.spec.volumeName ?? '') === '' ? syncUnbound(claim, view) : syncChosen(claim, view);
  return { batches, isWaiting: true };
}

/** It does not matter to the claim which volume it gets. */
function syncUnbound(claim: PersistentVolumeClaim, view: View): Batches {
  const className = storageClassOf(claim);
  const storageClass = className === '' ? undefined : view.get('StorageClass', className);
  const isDelayed = storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
  const volume = bestMatch(claim, view.list('PersistentVolume'), isDelayed);
  if (volume !== undefined) return bind(volume, claim);
  if (!namesClass(claim)) {
    const byDefault = defaultClass(view.list('StorageClass'));
    if (byDefault !== undefined) return [[withClass(claim, byDefault)]];
  }
  if (isDelayed && claim.metadata.annotations?.[SELECTED_NODE] === undefined) return [[waitsForPod(claim, view)]];
  if (className !== '') return provision(claim, className, storageClass);
  const nothing = 'no persistent volumes available for this claim and no storage class is set';
  return [[eventOn(claim, 'Normal', 'FailedBinding', nothing)]];
}

/** Volumes with few access modes are tried first. */
function bestMatch(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  isDelayed: boolean,
): PersistentVolume | undefined {
  // Most volumes are bound to others, and a claim that waits gets none that is not set aside for it.
  const fitting = volumes
    .filter((volume) => (volume.spec.claimRef === undefined ? !isDelayed : isBoundTo(volume, claim)))
    .filter((volume) => hasAccessModes(volume, claim));
  for (const count of [1, 2, 3, 4]) {
    const some = fitting.filter(({ spec }) => new Set(spec.accessModes).size === count);
    const found = findMatchingVolume(claim, some, { isDelayed });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The user, or an earlier sync, has named the volume. */
function syncChosen(claim: PersistentVolumeClaim, view: View): Batches {
  const { volumeName = '' } = claim.spec;
  const volume = view.get('PersistentVolume', volumeName);
  if (volume === undefined) return [];
  if (volume.spec.claimRef === undefined) {
    const mismatch = mismatchOf(volume, claim);
    if (mismatch === undefined) return bind(volume, claim);
    const message = `Cannot bind to requested volume "${volumeName}": ${mismatch}`;
    return [[eventOn(claim, 'Warning', 'VolumeMismatch', message)]];
  }
  if (isBoundTo(volume, claim)) return bind(volume, claim);
  const message = `volume "${volumeName}" already bound to a different claim.`;
  return [[eventOn(claim, 'Warning', 'FailedBinding', message)]];
}

function mismatchOf(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  if (volume.metadata.deletionTimestamp !== undefined) {
    return `the volume is marked for deletion "${volume.metadata.name}"`;
  }
  if (!isLargeEnough(volume, claim)) return 'requested PV is too small';
  if (storageClassOf(volume) !== storageClassOf(claim)) return 'storageClassName does not match';
  const attributes = claim.spec.volumeAttributesClassName ?? '';
  if ((volume.spec.volumeAttributesClassName ?? '') !== attributes) return 'volumeAttributesClassName does not match';
  if (!hasVolumeMode(volume, claim)) return 'incompatible volumeMode';
  return hasAccessModes(volume, claim) ? undefined : 'incompatible accessMode';
}

/** The binding was finished once: it is repaired, or the claim is lost. */
function syncBound(claim: PersistentVolumeClaim, view: View): Batches {
  const { volumeName = '' } = claim.spec;
  if (volumeName === '')
    return lose(claim, 'ClaimLost', 'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!');
  const volume = view.get('PersistentVolume', volumeName);
  if (volume === undefined) {
    return lose(claim, 'ClaimLost', 'Bound claim has lost its PersistentVolume. Data on the volume is lost!');
  }
  const { claimRef } = volume.spec;
  if (claimRef === undefined || claimRef.uid === claim.metadata.uid) return bind(volume, claim);
  return lose(claim, 'ClaimMisbound', 'Two claims are bound to the same volume, this one is bound incorrectly');
}

function lose(claim: PersistentVolumeClaim, reason: string, message: string): Batches {
  if (claim.status?.phase === 'Lost') return [];
  const status = { phase: 'Lost', accessModes: null, capacity: null };
  return [[statusPatch(claim, status)], [eventOn(claim, 'Warning', reason, message)]];
}

function statusPatch(claim: PersistentVolumeClaim, status: object): Request {
  const key = keyOf(claim);
  return { verb: 'patch', kind: claim.kind, key, subresource: 'status', patchType: 'merge', patch: { status } };
}

function withClass(claim: PersistentVolumeClaim, { metadata }: StorageClass): Request {
  const patch = { spec: { storageClassName: metadata.name } };
  return { verb: 'patch', kind: claim.kind, key: keyOf(claim), patchType: 'merge', patch };
}

function waitsForPod(claim: PersistentVolumeClaim, view: View): EventRequest {
  const pods = view
    .inNamespace('Pod', claim.metadata.namespace ?? '')
    .filter(({ spec, status }) => (spec.nodeName ?? '') === '' && !isTerminalPhase(status.phase))
    .filter((pod) => namedClaims(pod).includes(claim.metadata.name))
    .map(({ metadata }) => metadata.name);
  const message = `waiting for pod${pods.length > 1 ? 's' : ''} ${pods.join(',')} to be scheduled`;
  if (pods.length > 0) return eventOn(claim, 'Normal', 'WaitForPodScheduled', message);
  const nobody = 'waiting for first consumer to be created before binding';
  return eventOn(claim, 'Normal', 'WaitForFirstConsumer', nobody);
}

/** Marks the claim for the provisioner of its class. */
function provision(claim: PersistentVolumeClaim, className: string, storageClass: StorageClass | undefined): Batches {
  if (storageClass === undefined) {
    return [[eventOn(claim, 'Warning', 'ProvisioningFailed', `storageclass.storage.k8s.io "${className}" not found`)]];
  }
  const { provisioner } = storageClass;
  if (provisioner.startsWith(IN_TREE)) {
    return [[eventOn(claim, 'Warning', 'ProvisioningFailed', `no volume plugin matched name: ${provisioner}`)]];
  }
  const message =
    `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the ` +
    'system administrator. If volume creation is delayed, please verify that the provisioner is running and ' +
    'correctly registered.';
  const annotations = Object.fromEntries(STORAGE_PROVISIONER.map((name) => [name, provisioner]));
  const mark: Request = {
    verb: 'patch',
    kind: claim.kind,
    key: keyOf(claim),
    patchType: 'merge',
    patch: { metadata: { annotations } },
  };
  return [[mark], [eventOn(claim, 'Normal', 'ExternalProvisioning', message)]];
}

function eventOn(
  claim: PersistentVolumeClaim,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): EventRequest {
  return { verb: 'event', regarding: referenceTo(claim), type, reason, message };
}
