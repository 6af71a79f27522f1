// VolumeRestrictions: some disks can be used by one pod at a time on a node (GCE PD, EBS, iSCSI, RBD, unless all use
// them read-only), and a claim with ReadWriteOncePod by one pod in the whole cluster.
// Mirrors pkg/scheduler/framework/plugins/volumerestrictions/volume_restrictions.go (v1.36).

import type { Pod, Volume } from '../../model/objects.ts';
import { namedClaims, namesClaim } from '../../model/pod-claims.ts';
import type { Plugin, PreFiltered } from '../framework.ts';
import { unresolvable, unschedulable } from '../framework.ts';

const DISK_CONFLICT = unschedulable('node(s) had no available disk');
const CLAIM_IN_USE = unschedulable(
  'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
);

interface State {
  /** Names of the pod's claims with ReadWriteOncePod. */
  readonly exclusiveClaims: ReadonlySet<string>;
  /** How often they are in use. */
  readonly useCount: number;
}

export const volumeRestrictions: Plugin<State> = {
  name: 'VolumeRestrictions',
  wakesOn: [
    { resource: 'Pod', actions: ['Delete'], hint: (pod, old) => old !== undefined && sharesVolume(pod, old) },
    { resource: 'Node', actions: ['Add'] },
    {
      resource: 'PersistentVolumeClaim',
      actions: ['Add'],
      hint: (pod, _old, claim) => namesClaim(pod, claim),
    },
  ],
  preFilter(pod, { nodes, objects }): PreFiltered<State> {
    const { volumes = [] } = pod.spec;
    if (volumes.length === 0) return { kind: 'skip' };
    const { namespace = '' } = pod.metadata;
    const exclusiveClaims = new Set<string>();
    for (const name of namedClaims(pod)) {
      const claim = objects.get('PersistentVolumeClaim', `${namespace}/${name}`);
      if (claim === undefined) {
        return { kind: 'rejected', status: unresolvable(`persistentvolumeclaim "${name}" not found`) };
      }
      if (claim.spec.accessModes?.includes('ReadWriteOncePod') === true) exclusiveClaims.add(name);
    }
    const used = new Set<string>();
    if (exclusiveClaims.size > 0) {
      for (const { pods } of nodes) {
        for (const other of pods) {
          if (other.metadata.namespace !== namespace) continue;
          for (const name of namedClaims(other)) if (exclusiveClaims.has(name)) used.add(name);
        }
      }
    }
    if (used.size === 0 && !volumes.some(isDisk)) return { kind: 'skip' };
    return { kind: 'run', state: { exclusiveClaims, useCount: used.size } };
  },
  filter(pod, { useCount }, { pods }) {
    if (pods.some((other) => sharesDisk(pod, other))) return DISK_CONFLICT;
    return useCount > 0 ? CLAIM_IN_USE : undefined;
  },
  // Upstream does not look at the namespace of the pod that comes or goes.
  adjust(_pod, state, changed, _node, delta) {
    const uses = namedClaims(changed).filter((name) => state.exclusiveClaims.has(name)).length;
    return uses === 0 ? state : { ...state, useCount: state.useCount + delta * uses };
  },
};

/** A pod that leaves makes room if it holds one of the disks or claims. */
function sharesVolume(pod: Pod, old: Pod): boolean {
  if (old.metadata.namespace !== pod.metadata.namespace) return false;
  const claims = namedClaims(pod);
  return sharesDisk(pod, old) || namedClaims(old).some((name) => claims.includes(name));
}

type Source = { readonly [field: string]: unknown };

/** The same disk, by kind of source; whether sharing it read-only is allowed. */
const DISKS: readonly {
  readonly source: string;
  readonly isSame: (a: Source, b: Source) => boolean;
  readonly isReadOnlyFine: boolean;
}[] = [
  { source: 'gcePersistentDisk', isSame: (a, b) => a.pdName === b.pdName, isReadOnlyFine: true },
  { source: 'awsElasticBlockStore', isSame: (a, b) => a.volumeID === b.volumeID, isReadOnlyFine: false },
  { source: 'iscsi', isSame: (a, b) => a.iqn === b.iqn, isReadOnlyFine: true },
  { source: 'rbd', isSame: isSameImage, isReadOnlyFine: true },
];

function isSameImage(a: Source, b: Source): boolean {
  const monitors = (b.monitors ?? []) as readonly string[];
  const isShared = ((a.monitors ?? []) as readonly string[]).some((monitor) => monitors.includes(monitor));
  return isShared && a.pool === b.pool && a.image === b.image;
}

function isDisk(volume: Volume): boolean {
  return DISKS.some(({ source }) => volume[source] !== undefined);
}

function sharesDisk(pod: Pod, other: Pod): boolean {
  const others = other.spec.volumes ?? [];
  if (others.length === 0) return false;
  return (pod.spec.volumes ?? []).some((volume) => others.some((another) => areInConflict(volume, another)));
}

function areInConflict(volume: Volume, other: Volume): boolean {
  return DISKS.some(({ source, isSame, isReadOnlyFine }) => {
    const a = volume[source] as Source | undefined;
    const b = other[source] as Source | undefined;
    if (a === undefined || b === undefined || !isSame(a, b)) return false;
    return !(isReadOnlyFine && a.readOnly === true && b.readOnly === true);
  });
}
