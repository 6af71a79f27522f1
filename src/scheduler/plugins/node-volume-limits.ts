// NodeVolumeLimits: a CSI driver attaches only so many volumes to a node, as its CSINode says. A driver without a count
// has no limit; a count of 0 is one.
// Mirrors pkg/scheduler/framework/plugins/nodevolumelimits/csi.go (v1.36). In-tree volumes do not count: nothing here
// is migrated to CSI.

import type { Pod, Volume } from '../../model/objects.ts';
import { claimNameOf, ownershipError, usesClaim } from '../../model/pod-claims.ts';
import type { CSINode, PersistentVolumeClaim } from '../../model/storage.ts';
import { storageClassOf } from '../../model/volume-matching.ts';
import { isPlaced } from '../cluster-event.ts';
import type { Lister, Plugin, PreFiltered, Status } from '../framework.ts';
import { unresolvable, unschedulable } from '../framework.ts';

const TOO_MANY = unschedulable('node(s) exceed max volume count');

/** Inline volumes that could be migrated to CSI: they keep the filter from being skipped. */
const MIGRATABLE = [
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cinder',
  'gcePersistentDisk',
  'portworxVolume',
  'vsphereVolume',
] as const;

/** Driver by volume (`driver/handle`). */
type Attachments = ReadonlyMap<string, string>;

interface State {
  readonly objects: Lister;
  /** What the pod would attach. */
  readonly wanted: Attachments;
  /** Its claims cannot be read: no node will do. */
  readonly rejected: Status | undefined;
}

export const nodeVolumeLimits: Plugin<State> = {
  name: 'NodeVolumeLimits',
  wakesOn: [
    { resource: 'CSINode', actions: ['Add'] },
    {
      resource: 'CSINode',
      actions: ['Update'],
      hint: (_pod, old, changed) => old === undefined || changed === undefined || hasRaisedLimit(old, changed),
    },
    { resource: 'Pod', actions: ['Delete'], hint: (_pod, old) => old !== undefined && mayDetach(old) },
    {
      resource: 'PersistentVolumeClaim',
      actions: ['Add'],
      hint: (pod, _old, claim) => usesClaim(pod, claim),
    },
    {
      resource: 'VolumeAttachment',
      actions: ['Delete'],
      hint: ({ spec }) => (spec.volumes ?? []).some(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined),
    },
  ],
  preFilter(pod, { objects }): PreFiltered<State> {
    if (!(pod.spec.volumes ?? []).some(mayAttach)) return { kind: 'skip' };
    const wanted = new Map<string, string>();
    return { kind: 'run', state: { objects, wanted, rejected: attachmentsOf(pod, objects, wanted, true) } };
  },
  filter(_pod, { objects, wanted, rejected }, { name, pods }) {
    if (rejected !== undefined || wanted.size === 0) return rejected;
    const limits = limitsOf(objects.get('CSINode', name));
    if (limits.size === 0) return undefined;
    const attached = new Map<string, string>();
    for (const pod of pods) {
      const status = attachmentsOf(pod, objects, attached, false);
      if (status !== undefined) return status;
    }
    const others = [...wanted].filter(([volume]) => !attached.has(volume));
    addAttachments(name, objects, attached);
    for (const driver of new Set(others.map(([, of]) => of))) {
      const isOf = ([, of]: readonly [string, string]): boolean => of === driver;
      const limit = limits.get(driver) ?? Number.POSITIVE_INFINITY;
      if ([...attached].filter(isOf).length + others.filter(isOf).length > limit) return TOO_MANY;
    }
    return undefined;
  },
};

function mayAttach(volume: Volume): boolean {
  if (volume.persistentVolumeClaim !== undefined || volume.ephemeral !== undefined) return true;
  return MIGRATABLE.some((source) => volume[source] !== undefined);
}

function mayDetach(pod: Pod): boolean {
  return isPlaced(pod) && (pod.spec.volumes ?? []).some(mayAttach);
}

function limitsOf(node: CSINode | undefined): ReadonlyMap<string, number> {
  const counts = (node?.spec.drivers ?? []).flatMap(({ name, allocatable }): [string, number][] =>
    allocatable?.count === undefined ? [] : [[name, allocatable.count]],
  );
  return new Map(counts);
}

function hasRaisedLimit(old: CSINode, changed: CSINode): boolean {
  const before = limitsOf(old);
  return [...limitsOf(changed)].some(([driver, limit]) => limit > (before.get(driver) ?? 0));
}

/** Adds the CSI volumes of a pod. Only a new pod's missing claim is an error: others do not count then. */
function attachmentsOf(pod: Pod, objects: Lister, into: Map<string, string>, isNew: boolean): Status | undefined {
  const { namespace = '' } = pod.metadata;
  for (const volume of pod.spec.volumes ?? []) {
    const name = claimNameOf(pod, volume);
    if (name === undefined) continue;
    const claim = objects.get('PersistentVolumeClaim', `${namespace}/${name}`);
    if (claim === undefined) {
      if (!isNew) continue;
      return unresolvable(`looking up PVC ${namespace}/${name}: persistentvolumeclaim "${name}" not found`);
    }
    const error = volume.ephemeral === undefined ? undefined : ownershipError(pod, claim);
    if (error !== undefined) return { code: 'Error', reasons: [error] };
    const found = attachmentOf(claim, objects);
    if (found !== undefined && found.driver !== '') into.set(`${found.driver}/${found.handle}`, found.driver);
  }
  return undefined;
}

/** A claim without a volume will be served by the driver of its class; a volume that is not CSI's does not count. */
function attachmentOf(
  claim: PersistentVolumeClaim,
  objects: Lister,
): { readonly driver: string; readonly handle: string } | undefined {
  const volume = objects.get('PersistentVolume', claim.spec.volumeName ?? '');
  if (volume !== undefined) {
    const { csi } = volume.spec;
    return csi === undefined ? undefined : { driver: csi.driver, handle: csi.volumeHandle };
  }
  const driver = objects.get('StorageClass', storageClassOf(claim))?.provisioner;
  const { namespace = '', name } = claim.metadata;
  return driver === undefined ? undefined : { driver, handle: `claim ${namespace}/${name}` };
}

/** Adds what is attached to the node, for whatever pod. */
function addAttachments(node: string, objects: Lister, into: Map<string, string>): void {
  for (const { spec } of objects.list('VolumeAttachment')) {
    const volume =
      spec.nodeName === node ? objects.get('PersistentVolume', spec.source.persistentVolumeName ?? '') : undefined;
    if (volume?.spec.csi === undefined || spec.attacher === '') continue;
    into.set(`${spec.attacher}/${volume.spec.csi.volumeHandle}`, spec.attacher);
  }
}
