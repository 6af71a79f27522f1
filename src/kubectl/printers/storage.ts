// `kubectl get` of storage. Mirrors pkg/printers/internalversion/printers.go, printPersistentVolume and its neighbours,
// and pkg/apis/core/v1/helper (v1.36).

import type { ResourceList } from '../../model/objects.ts';
import { DEFAULT_MARKS } from '../../model/storage-class.ts';
import { storageClassOf } from '../../model/volume-matching.ts';
import type { Plain } from './cells.ts';
import { ageAt } from './human-duration.ts';
import { columns, type Printer } from './printer.ts';
import { withDefaultMark } from './service.ts';

const MODES: readonly (readonly [string, string])[] = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
];

/** `RWO,ROX`: in this order, whatever the object's. */
export function accessModesText(modes: readonly string[] | undefined): string {
  return MODES.flatMap(([mode, short]) => (modes?.includes(mode) === true ? [short] : [])).join(',');
}

interface VolumeFields {
  readonly accessModes?: readonly string[];
  readonly storageClassName?: string;
  readonly volumeMode?: string;
  readonly volumeAttributesClassName?: string;
}

export type PersistentVolume = Plain<{
  readonly spec?: VolumeFields & {
    readonly capacity?: ResourceList;
    readonly persistentVolumeReclaimPolicy?: string;
    readonly claimRef?: { readonly namespace?: string; readonly name?: string };
  };
  readonly status?: { readonly phase?: string; readonly reason?: string };
}>;

export const persistentVolumePrinter: Printer<PersistentVolume> = {
  columns: columns(
    [
      'NAME',
      'CAPACITY',
      'ACCESS MODES',
      'RECLAIM POLICY',
      'STATUS',
      'CLAIM',
      'STORAGECLASS',
      'VOLUMEATTRIBUTESCLASS',
      'REASON',
      'AGE',
    ],
    ['VOLUMEMODE'],
  ),
  row({ metadata, spec = {}, status = {} }, now) {
    const { claimRef } = spec;
    return [
      metadata.name,
      spec.capacity?.storage ?? '0',
      accessModesText(spec.accessModes),
      spec.persistentVolumeReclaimPolicy ?? '',
      metadata.deletionTimestamp === undefined ? (status.phase ?? '') : 'Terminating',
      claimRef === undefined ? '' : `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`,
      storageClassOf({ metadata, spec }),
      spec.volumeAttributesClassName ?? '<unset>',
      status.reason ?? '',
      ageAt(metadata.creationTimestamp, now),
      spec.volumeMode ?? '<unset>',
    ];
  },
};

export type PersistentVolumeClaim = Plain<{
  readonly spec?: VolumeFields & {
    readonly volumeName?: string;
    readonly resources?: { readonly requests?: ResourceList };
  };
  readonly status?: {
    readonly phase?: string;
    readonly capacity?: ResourceList;
    readonly accessModes?: readonly string[];
  };
}>;

export const persistentVolumeClaimPrinter: Printer<PersistentVolumeClaim> = {
  columns: columns(
    ['NAME', 'STATUS', 'VOLUME', 'CAPACITY', 'ACCESS MODES', 'STORAGECLASS', 'VOLUMEATTRIBUTESCLASS', 'AGE'],
    ['VOLUMEMODE'],
  ),
  row(claim, now) {
    const { metadata, spec = {}, status = {} } = claim;
    const { volumeName = '' } = spec;
    const isBound = volumeName !== '';
    return [
      metadata.name,
      metadata.deletionTimestamp === undefined ? (status.phase ?? '') : 'Terminating',
      volumeName,
      isBound ? (status.capacity?.storage ?? '0') : '',
      isBound ? accessModesText(status.accessModes) : '',
      storageClassOf(claim),
      spec.volumeAttributesClassName ?? '<unset>',
      ageAt(metadata.creationTimestamp, now),
      spec.volumeMode ?? '<unset>',
    ];
  },
};

type StorageClass = Plain<{
  readonly provisioner?: string;
  readonly reclaimPolicy?: string;
  readonly volumeBindingMode?: string;
  readonly allowVolumeExpansion?: boolean;
}>;

export const storageClassPrinter: Printer<StorageClass> = {
  columns: columns(['NAME', 'PROVISIONER', 'RECLAIMPOLICY', 'VOLUMEBINDINGMODE', 'ALLOWVOLUMEEXPANSION', 'AGE']),
  row: (storageClass, now) => [
    withDefaultMark(storageClass.metadata.name, storageClass.metadata.annotations, DEFAULT_MARKS),
    storageClass.provisioner ?? '',
    storageClass.reclaimPolicy ?? 'Delete',
    storageClass.volumeBindingMode ?? 'Immediate',
    String(storageClass.allowVolumeExpansion ?? false),
    ageAt(storageClass.metadata.creationTimestamp, now),
  ],
};

type CsiDriver = Plain<{
  readonly spec?: {
    readonly attachRequired?: boolean;
    readonly podInfoOnMount?: boolean;
    readonly storageCapacity?: boolean;
    readonly tokenRequests?: readonly { readonly audience?: string }[];
    readonly requiresRepublish?: boolean;
    readonly volumeLifecycleModes?: readonly string[];
  };
}>;

export const csiDriverPrinter: Printer<CsiDriver> = {
  columns: columns([
    'NAME',
    'ATTACHREQUIRED',
    'PODINFOONMOUNT',
    'STORAGECAPACITY',
    'TOKENREQUESTS',
    'REQUIRESREPUBLISH',
    'MODES',
    'AGE',
  ]),
  row: ({ metadata, spec = {} }, now) => [
    metadata.name,
    String(spec.attachRequired ?? true),
    String(spec.podInfoOnMount ?? false),
    String(spec.storageCapacity ?? false),
    spec.tokenRequests?.map(({ audience = '' }) => audience).join(',') ?? '<unset>',
    String(spec.requiresRepublish ?? false),
    (spec.volumeLifecycleModes ?? []).join(',') || '<none>',
    ageAt(metadata.creationTimestamp, now),
  ],
};

export const csiNodePrinter: Printer<Plain<{ readonly spec?: { readonly drivers?: readonly unknown[] } }>> = {
  columns: columns(['NAME', 'DRIVERS', 'AGE']),
  row: ({ metadata, spec }, now) => [
    metadata.name,
    String((spec?.drivers ?? []).length),
    ageAt(metadata.creationTimestamp, now),
  ],
};

type VolumeAttachment = Plain<{
  readonly spec?: {
    readonly attacher?: string;
    readonly nodeName?: string;
    readonly source?: { readonly persistentVolumeName?: string };
  };
  readonly status?: { readonly attached?: boolean };
}>;

export const volumeAttachmentPrinter: Printer<VolumeAttachment> = {
  columns: columns(['NAME', 'ATTACHER', 'PV', 'NODE', 'ATTACHED', 'AGE']),
  row: ({ metadata, spec = {}, status = {} }, now) => [
    metadata.name,
    spec.attacher ?? '',
    spec.source?.persistentVolumeName ?? '',
    spec.nodeName ?? '',
    String(status.attached ?? false),
    ageAt(metadata.creationTimestamp, now),
  ],
};

type CsiStorageCapacity = Plain<{ readonly storageClassName?: string; readonly capacity?: string }>;

export const csiStorageCapacityPrinter: Printer<CsiStorageCapacity> = {
  columns: columns(['NAME', 'STORAGECLASSNAME', 'CAPACITY']),
  row: ({ metadata, storageClassName = '', capacity = '<unset>' }) => [metadata.name, storageClassName, capacity],
};
