// VolumeZone: a volume that is labelled with zones or a region is used only there. Nodes without any such label are
// taken to be in a cluster of one zone.
// Mirrors pkg/scheduler/framework/plugins/volumezone/volume_zone.go (v1.36).

import { deepEqual } from '../../base/deep-equal.ts';
import { namedClaims, namesClaim } from '../../model/pod-claims.ts';
import type { PersistentVolume } from '../../model/storage.ts';
import { storageClassOf } from '../../model/volume-matching.ts';
import type { Lister, Plugin, PreFiltered, Status } from '../framework.ts';
import { unresolvable } from '../framework.ts';

const ZONE = 'topology.kubernetes.io/zone';
const REGION = 'topology.kubernetes.io/region';
/** Labels of volumes and nodes, each with the one that took its place. */
const TOPOLOGY_LABELS: readonly (readonly [string, string])[] = [
  ['failure-domain.beta.kubernetes.io/zone', ZONE],
  ['failure-domain.beta.kubernetes.io/region', REGION],
  [ZONE, ZONE],
  [REGION, REGION],
];
/** Between the zones of one label. */
const DELIMITER = '__';

const CONFLICT = unresolvable('node(s) had no available volume zone');

/** Where a volume can be used: one of its labels. */
interface Topology {
  readonly key: string;
  readonly currentKey: string;
  readonly values: readonly string[];
}

export const volumeZone: Plugin<readonly Topology[]> = {
  name: 'VolumeZone',
  wakesOn: [
    {
      resource: 'StorageClass',
      actions: ['Add'],
      hint: (_pod, _old, added) => added?.volumeBindingMode === 'WaitForFirstConsumer',
    },
    { resource: 'Node', actions: ['Add', 'UpdateNodeLabel'] },
    {
      resource: 'PersistentVolumeClaim',
      actions: ['Add', 'Update'],
      hint: (pod, _old, claim) => namesClaim(pod, claim),
    },
    {
      resource: 'PersistentVolume',
      actions: ['Add', 'Update'],
      hint: (_pod, old, changed) =>
        old === undefined || changed === undefined || !deepEqual(topologiesOf(old), topologiesOf(changed)),
    },
  ],
  preFilter(pod, { objects }): PreFiltered<readonly Topology[]> {
    if (pod.spec.volumes === undefined) return { kind: 'skip' };
    const topologies: Topology[] = [];
    for (const name of namedClaims(pod)) {
      const found = topologiesOfClaim(`${pod.metadata.namespace ?? ''}/${name}`, name, objects);
      if ('code' in found) return { kind: 'rejected', status: found };
      topologies.push(...found);
    }
    return topologies.length === 0 ? { kind: 'skip' } : { kind: 'run', state: topologies };
  },
  filter(_pod, topologies, { node }) {
    const { labels = {} } = node.metadata;
    if (!TOPOLOGY_LABELS.some(([key]) => labels[key] !== undefined)) return undefined;
    const isEverywhereAllowed = topologies.every(({ key, currentKey, values }) =>
      values.includes(labels[key] ?? labels[currentKey] ?? ''),
    );
    return isEverywhereAllowed ? undefined : CONFLICT;
  },
};

/** A claim that waits for its first pod has none yet. */
function topologiesOfClaim(key: string, name: string, objects: Lister): readonly Topology[] | Status {
  const claim = objects.get('PersistentVolumeClaim', key);
  if (claim === undefined) return unresolvable(`persistentvolumeclaim "${name}" not found`);
  const { volumeName = '' } = claim.spec;
  if (volumeName !== '') {
    const volume = objects.get('PersistentVolume', volumeName);
    return volume === undefined ? unresolvable(`persistentvolume "${volumeName}" not found`) : topologiesOf(volume);
  }
  const className = storageClassOf(claim);
  if (className === '') return unresolvable('PersistentVolumeClaim had no pv name and storageClass name');
  const storageClass = objects.get('StorageClass', className);
  if (storageClass === undefined) return unresolvable(`storageclass.storage.k8s.io "${className}" not found`);
  return storageClass.volumeBindingMode === 'WaitForFirstConsumer' ? [] : unresolvable('PersistentVolume had no name');
}

/** A label with an empty zone among its zones does not count. */
function topologiesOf({ metadata }: PersistentVolume): readonly Topology[] {
  return TOPOLOGY_LABELS.flatMap(([key, currentKey]) => {
    const values = metadata.labels?.[key]?.split(DELIMITER).map((value) => value.trim());
    return values === undefined || values.includes('') ? [] : [{ key, currentKey, values }];
  });
}
