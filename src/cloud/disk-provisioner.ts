// Makes volumes for claims that the volume controller has marked for it, and deletes those that their claims have left:
// the external provisioner of a CSI driver, one for all classes. A disk takes some seconds and stays in the zone of the
// node it was made for; without a node, in one that the claim's name chooses.
// After github.com/kubernetes-csi/external-provisioner, whose words its KubeEvents have.

import { byCodeUnit } from '../base/compare.ts';
import { fnv1a32 } from '../base/hash.ts';
import { MICROS_PER_SECOND, type Micros } from '../base/time.ts';
import type { Change, Controller, Reconciled, View } from '../cluster/actor.ts';
import type { EventRequest, Request } from '../cluster/request.ts';
import type { NewObject, Node, NodeSelector, StringMap } from '../model/objects.ts';
import { keyOf } from '../model/objects.ts';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../model/storage.ts';
import {
  boundToClaim,
  PROVISIONED_BY,
  SELECTED_NODE,
  STORAGE_PROVISIONER,
  storageClassOf,
} from '../model/volume-matching.ts';

/** How long the cloud takes to make or to delete a disk. */
const DISK_MICROS: number = 3 * MICROS_PER_SECOND;
const ZONE = 'topology.kubernetes.io/zone';
/** Before the keys of claims and of volumes. */
const CLAIM = 'claim ';
const VOLUME = 'volume ';

/** When the cloud was asked, for the uid of which claim or volume. */
export interface DiskMemory {
  work: { readonly uid: string; readonly since: Micros } | undefined;
}

/** The provisioner, as a value. */
export const diskProvisioner: Controller<DiskMemory> = {
  name: 'csi-provisioner',
  watches: {
    PersistentVolumeClaim: ({ type, key }: Change<PersistentVolumeClaim>) => (type === 'deleted' ? [] : [CLAIM + key]),
    PersistentVolume: ({ type, key }: Change<PersistentVolume>) => (type === 'deleted' ? [] : [VOLUME + key]),
    StorageClass: () => [],
    Node: () => [],
  },
  memory: () => ({ work: undefined }),
  reconcile(key, view, memory, now) {
    if (!view.caughtUp('PersistentVolume')) return { batches: [] };
    if (key.startsWith(VOLUME)) return deletion(view.get('PersistentVolume', key.slice(VOLUME.length)), memory, now);
    const claim = view.get('PersistentVolumeClaim', key.slice(CLAIM.length));
    return claim === undefined ? { batches: [] } : creation(claim, view, memory, now);
  },
};

function creation(claim: PersistentVolumeClaim, view: View, memory: DiskMemory, now: Micros): Reconciled {
  const storageClass = view.get('StorageClass', storageClassOf(claim));
  const { annotations = {}, uid } = claim.metadata;
  const isMarked = STORAGE_PROVISIONER.some((name) => annotations[name] !== undefined);
  if (storageClass === undefined || !isMarked || (claim.spec.volumeName ?? '') !== '') return { batches: [] };
  const selected = annotations[SELECTED_NODE];
  if (storageClass.volumeBindingMode === 'WaitForFirstConsumer' && selected === undefined) return { batches: [] };
  const node = selected === undefined ? undefined : view.get('Node', selected);
  if (selected !== undefined && node === undefined) return { batches: [[withoutNode(claim)]] };
  const name = `pvc-${uid}`;
  if (view.get('PersistentVolume', name) !== undefined) return { batches: [] };
  const provisioning = `External provisioner is provisioning volume for claim "${keyOf(claim)}"`;
  const waiting = wait(uid, memory, now, [eventOn(claim, 'Provisioning', provisioning)]);
  if (waiting !== undefined) return waiting;
  const zone = isShared(claim) ? undefined : zoneFor(claim, storageClass, node, view);
  const object = volumeFor(claim, storageClass, name, zone);
  const done = eventOn(claim, 'ProvisioningSucceeded', `Successfully provisioned volume ${name}`);
  return { batches: [[{ verb: 'create', kind: 'PersistentVolume', object }], [done]] };
}

function deletion(volume: PersistentVolume | undefined, memory: DiskMemory, now: Micros): Reconciled {
  if (volume?.status?.phase !== 'Released' || volume.spec.persistentVolumeReclaimPolicy !== 'Delete')
    return { batches: [] };
  const { name, uid, annotations = {}, deletionTimestamp } = volume.metadata;
  if (annotations[PROVISIONED_BY] === undefined || deletionTimestamp !== undefined) return { batches: [] };
  const waiting = wait(uid, memory, now, []);
  if (waiting !== undefined) return waiting;
  return { batches: [[{ verb: 'delete', kind: 'PersistentVolume', key: name, uid }]] };
}

/** The cloud is asked once, and works for a while; undefined when it is done. */
function wait(uid: string, memory: DiskMemory, now: Micros, begin: readonly Request[]): Reconciled | undefined {
  const isNew = memory.work?.uid !== uid;
  if (isNew) memory.work = { uid, since: now };
  const left = (memory.work?.since ?? now) + DISK_MICROS - now;
  if (left <= 0) return undefined;
  return { batches: isNew ? [begin] : [], requeue: { afterMicros: left, timer: 'disk' } };
}

/** File shares can be used from everywhere. */
function isShared({ spec }: PersistentVolumeClaim): boolean {
  return (spec.accessModes ?? []).some((mode) => mode === 'ReadWriteMany' || mode === 'ReadOnlyMany');
}

function zoneFor(
  claim: PersistentVolumeClaim,
  { allowedTopologies = [] }: StorageClass,
  node: Node | undefined,
  view: View,
): string | undefined {
  if (node !== undefined) return node.metadata.labels?.[ZONE];
  const allowed = allowedTopologies.flatMap(({ matchLabelExpressions = [] }) =>
    matchLabelExpressions.flatMap(({ key, values }) => (key === ZONE ? values : [])),
  );
  const found = view.list('Node').flatMap(({ metadata }) => metadata.labels?.[ZONE] ?? []);
  const zones = [...new Set(allowed.length > 0 ? allowed : found)].toSorted(byCodeUnit);
  return zones[fnv1a32(keyOf(claim)) % Math.max(1, zones.length)];
}

function volumeFor(
  claim: PersistentVolumeClaim,
  { provisioner, reclaimPolicy, metadata }: StorageClass,
  name: string,
  zone: string | undefined,
): NewObject {
  const { accessModes, resources, volumeMode, volumeAttributesClassName } = claim.spec;
  const annotations: StringMap = { [PROVISIONED_BY]: provisioner };
  const only: NodeSelector | undefined =
    zone === undefined
      ? undefined
      : { nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE, operator: 'In', values: [zone] }] }] };
  const volume = {
    apiVersion: 'v1',
    kind: 'PersistentVolume' as const,
    metadata: { name, annotations },
    spec: {
      capacity: { storage: resources?.requests?.storage ?? '0' },
      csi: { driver: provisioner, volumeHandle: name },
      accessModes,
      persistentVolumeReclaimPolicy: reclaimPolicy,
      storageClassName: metadata.name,
      volumeMode,
      ...(volumeAttributesClassName === undefined ? {} : { volumeAttributesClassName }),
      ...(only === undefined ? {} : { nodeAffinity: { required: only } }),
    },
  };
  const { claimRef } = boundToClaim(volume as unknown as PersistentVolume, claim).spec;
  return { ...volume, spec: { ...volume.spec, claimRef } } as NewObject;
}

/** The scheduler has to choose again. */
function withoutNode(claim: PersistentVolumeClaim): Request {
  const patch = { metadata: { annotations: { [SELECTED_NODE]: null } } };
  return { verb: 'patch', kind: claim.kind, key: keyOf(claim), patchType: 'merge', patch };
}

function eventOn({ apiVersion, kind, metadata }: PersistentVolumeClaim, reason: string, message: string): EventRequest {
  const { name, namespace = '', uid } = metadata;
  return { verb: 'event', regarding: { apiVersion, kind, namespace, name, uid }, type: 'Normal', reason, message };
}
