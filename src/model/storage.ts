// The shapes of the storage kinds: volumes, claims, classes, and what CSI drivers tell of nodes. The scheduler decides
// by them where a pod's volumes can be used; the volume controller binds and provisions. Fields that nothing reads
// travel along unnamed.

import type { KubeObject, LabelSelector, NodeSelector, ObjectReference, ResourceList, StringMap } from './objects.ts';

interface VolumeFields {
  readonly accessModes?: readonly string[];
  readonly storageClassName?: string;
  /** `Filesystem` where absent. */
  readonly volumeMode?: string;
  readonly volumeAttributesClassName?: string;
}

export interface PersistentVolumeSpec extends VolumeFields {
  readonly capacity?: ResourceList;
  /** The claim that it is for; without a uid the claim may still have to be created. */
  readonly claimRef?: Partial<ObjectReference> & { readonly resourceVersion?: number };
  readonly persistentVolumeReclaimPolicy?: string;
  readonly nodeAffinity?: { readonly required?: NodeSelector };
  readonly csi?: { readonly driver: string; readonly volumeHandle: string };
}

export interface PersistentVolume extends KubeObject {
  readonly kind: 'PersistentVolume';
  readonly spec: PersistentVolumeSpec;
  readonly status?: { readonly phase?: 'Pending' | 'Available' | 'Bound' | 'Released' | 'Failed' };
}

export interface PersistentVolumeClaimSpec extends VolumeFields {
  readonly selector?: LabelSelector;
  readonly resources?: { readonly requests?: ResourceList };
  readonly volumeName?: string;
}

/** What an ephemeral volume of a pod says about its claim. */
export interface PersistentVolumeClaimTemplate {
  readonly metadata?: { readonly labels?: StringMap; readonly annotations?: StringMap };
  readonly spec: PersistentVolumeClaimSpec;
}

export interface PersistentVolumeClaim extends KubeObject {
  readonly kind: 'PersistentVolumeClaim';
  readonly spec: PersistentVolumeClaimSpec;
  readonly status?: {
    readonly phase?: 'Pending' | 'Bound' | 'Lost';
    readonly accessModes?: readonly string[];
    readonly capacity?: ResourceList;
  };
}

/** The terms are ORed, the expressions of one ANDed. */
export interface TopologySelectorTerm {
  readonly matchLabelExpressions?: readonly { readonly key: string; readonly values: readonly string[] }[];
}

export interface StorageClass extends KubeObject {
  readonly kind: 'StorageClass';
  readonly provisioner: string;
  readonly reclaimPolicy?: string;
  readonly allowVolumeExpansion?: boolean;
  readonly volumeBindingMode?: 'Immediate' | 'WaitForFirstConsumer';
  readonly allowedTopologies?: readonly TopologySelectorTerm[];
}

/** The CSI drivers of a node; named like the node. */
export interface CSINode extends KubeObject {
  readonly kind: 'CSINode';
  readonly spec: {
    readonly drivers?: readonly { readonly name: string; readonly allocatable?: { readonly count?: number } }[];
  };
}

export interface CSIDriver extends KubeObject {
  readonly kind: 'CSIDriver';
  readonly spec: {
    /** True if CSIStorageCapacities say where there is room. */
    readonly storageCapacity?: boolean;
  };
}

/** How much room a class has in a part of the cluster. */
export interface CSIStorageCapacity extends KubeObject {
  readonly kind: 'CSIStorageCapacity';
  readonly storageClassName: string;
  readonly nodeTopology?: LabelSelector;
  readonly capacity?: string;
  readonly maximumVolumeSize?: string;
}

export interface VolumeAttachment extends KubeObject {
  readonly kind: 'VolumeAttachment';
  readonly spec: {
    readonly attacher: string;
    readonly nodeName: string;
    readonly source: { readonly persistentVolumeName?: string };
  };
}
