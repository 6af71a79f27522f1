// Storage objects for the scheduler's tests: a claim of 1Gi of class `late`, a free CSI volume of the same, and what
// goes with them, but for what a test says.

import { micros } from '../../src/base/time.ts';
import type { KubeObject, Pod, StringMap, Volume } from '../../src/model/objects.ts';
import type {
  CSIDriver,
  CSINode,
  CSIStorageCapacity,
  PersistentVolume,
  PersistentVolumeClaim,
  PersistentVolumeClaimSpec,
  PersistentVolumeSpec,
  StorageClass,
  VolumeAttachment,
} from '../../src/model/storage.ts';
import { podOf } from './objects.ts';

const BOUND = { 'pv.kubernetes.io/bind-completed': 'yes' };

interface Metadata {
  readonly labels?: StringMap;
  readonly annotations?: StringMap;
}

function metaOf(name: string, given: Metadata, namespace?: string): KubeObject['metadata'] {
  const place = namespace === undefined ? {} : { namespace };
  return { name, ...place, uid: `uid-${name}`, resourceVersion: 1, creationTimestamp: micros(0), ...given };
}

/** A claim in the namespace default; `volume` makes it bound to that. */
export function claimOf(
  name: string,
  {
    volume,
    metadata = {},
    phase,
    ...spec
  }: Partial<PersistentVolumeClaimSpec> & {
    readonly volume?: string;
    readonly metadata?: Metadata;
    readonly phase?: 'Pending' | 'Bound' | 'Lost';
  } = {},
): PersistentVolumeClaim {
  const annotations = { ...(volume === undefined ? {} : BOUND), ...metadata.annotations };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: metaOf(name, { ...metadata, annotations }, 'default'),
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'late',
      resources: { requests: { storage: '1Gi' } },
      ...(volume === undefined ? {} : { volumeName: volume }),
      ...spec,
    },
    status: { phase: phase ?? (volume === undefined ? 'Pending' : 'Bound') },
  };
}

export function volumeOf(
  name: string,
  {
    metadata = {},
    phase = 'Available',
    size = '1Gi',
    zones,
    ...spec
  }: PersistentVolumeSpec & {
    readonly metadata?: Metadata;
    readonly phase?: 'Available' | 'Bound' | 'Released';
    readonly size?: string;
    /** Zones from which it can be used. */
    readonly zones?: readonly string[];
  } = {},
): PersistentVolume {
  const requirement = { key: 'topology.kubernetes.io/zone', operator: 'In', values: zones ?? [] } as const;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: metaOf(name, metadata),
    spec: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: size },
      storageClassName: 'late',
      csi: { driver: 'csi.example.com', volumeHandle: name },
      ...(zones === undefined
        ? {}
        : { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [requirement] }] } } }),
      ...spec,
    },
    status: { phase },
  };
}

/** A class whose claims wait for their first pod, unless told otherwise. */
export function classOf(name: string, given: Partial<StorageClass> = {}): StorageClass {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: metaOf(name, {}),
    provisioner: 'csi.example.com',
    volumeBindingMode: 'WaitForFirstConsumer',
    ...given,
  };
}

/** A node's drivers with their limits. */
export function csiNodeOf(name: string, limits: { readonly [driver: string]: number | undefined }): CSINode {
  const drivers = Object.entries(limits).map(([driver, count]) =>
    count === undefined ? { name: driver } : { name: driver, allocatable: { count } },
  );
  return { apiVersion: 'storage.k8s.io/v1', kind: 'CSINode', metadata: metaOf(name, {}), spec: { drivers } };
}

export function csiDriverOf(name: string, storageCapacity: boolean): CSIDriver {
  return { apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', metadata: metaOf(name, {}), spec: { storageCapacity } };
}

export function capacityOf(name: string, given: Partial<CSIStorageCapacity>): CSIStorageCapacity {
  const metadata = metaOf(name, {}, 'default');
  return { apiVersion: 'storage.k8s.io/v1', kind: 'CSIStorageCapacity', metadata, storageClassName: 'late', ...given };
}

export function attachmentOf(volume: string, nodeName: string): VolumeAttachment {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'VolumeAttachment',
    metadata: metaOf(`${volume}-${nodeName}`, {}),
    spec: { attacher: 'csi.example.com', nodeName, source: { persistentVolumeName: volume } },
  };
}

/** A pod with these claims as its volumes. */
export function podWith(name: string, ...claims: readonly string[]): Pod {
  return withVolumes(
    name,
    claims.map((claimName) => ({ name: claimName, persistentVolumeClaim: { claimName } })),
  );
}

export function withVolumes(name: string, volumes: readonly Volume[], nodeName?: string): Pod {
  return podOf(name, { spec: { volumes, ...(nodeName === undefined ? {} : { nodeName }) } });
}
