// What the volume plugins say of a pod and a node, rule by rule.

import { describe, expect, it } from 'vitest';
import type { KubeObject, Pod, Volume } from '../../../src/model/objects.ts';
import { ClusterCache } from '../../../src/scheduler/cluster-cache.ts';
import type { Plugin } from '../../../src/scheduler/framework.ts';
import { nodeVolumeLimits } from '../../../src/scheduler/plugins/node-volume-limits.ts';
import { volumeBinding } from '../../../src/scheduler/plugins/volume-binding.ts';
import { volumeRestrictions } from '../../../src/scheduler/plugins/volume-restrictions.ts';
import { volumeZone } from '../../../src/scheduler/plugins/volume-zone.ts';
import { listerOf, nodeOf, podOf, ZONE } from '../objects.ts';
import {
  attachmentOf,
  capacityOf,
  claimOf,
  classOf,
  csiDriverOf,
  csiNodeOf,
  podWith,
  volumeOf,
  withVolumes,
} from '../storage-objects.ts';

const LATE = classOf('late');

/** `skip`, `fits`, or the reasons of a plugin against a pod on a node in zone a with these pods and objects. */
function verdict<F, S>(
  plugin: Plugin<F, S>,
  pod: Pod,
  objects: readonly KubeObject[],
  given: { readonly placed?: readonly Pod[]; readonly labels?: { readonly [key: string]: string } } = {},
): string {
  const cache = new ClusterCache(listerOf(objects));
  cache.addNode(nodeOf('n1', { labels: given.labels ?? { [ZONE]: 'a' } }));
  for (const other of given.placed ?? []) cache.setPod({ ...other, spec: { nodeName: 'n1', ...other.spec } });
  const snapshot = cache.snapshot();
  const before = plugin.preFilter?.(pod, snapshot);
  if (before?.kind === 'rejected') return before.status.reasons.join('; ');
  const [node] = snapshot.nodes;
  if (before === undefined || before.kind === 'skip' || node === undefined) return 'skip';
  return plugin.filter?.(pod, before.state, node)?.reasons.join('; ') ?? 'fits';
}

describe('VolumeRestrictions', () => {
  const disk = (source: string, fields: object): Pod => withVolumes('p', [{ name: 'd', [source]: fields } as Volume]);
  const TAKEN = 'node(s) had no available disk';

  it.each([
    ['gcePersistentDisk', { pdName: 'a' }, { pdName: 'a' }, TAKEN],
    ['gcePersistentDisk', { pdName: 'a', readOnly: true }, { pdName: 'a', readOnly: true }, 'fits'],
    ['gcePersistentDisk', { pdName: 'a', readOnly: true }, { pdName: 'a' }, TAKEN],
    ['gcePersistentDisk', { pdName: 'a' }, { pdName: 'b' }, 'fits'],
    ['awsElasticBlockStore', { volumeID: 'a', readOnly: true }, { volumeID: 'a', readOnly: true }, TAKEN],
    ['iscsi', { iqn: 'a' }, { iqn: 'a', readOnly: true }, TAKEN],
    ['iscsi', { iqn: 'a', lun: 1 }, { iqn: 'b', lun: 1 }, 'fits'],
    ['rbd', { monitors: ['x', 'y'], pool: 'p', image: 'i' }, { monitors: ['y'], pool: 'p', image: 'i' }, TAKEN],
    ['rbd', { monitors: ['x'], pool: 'p', image: 'i' }, { monitors: ['y'], pool: 'p', image: 'i' }, 'fits'],
    ['rbd', { monitors: ['x'], pool: 'p', image: 'i' }, { monitors: ['x'], pool: 'q', image: 'i' }, 'fits'],
  ])('%s %j beside %j', (source, mine, theirs, expected) => {
    expect(verdict(volumeRestrictions, disk(source, mine), [], { placed: [disk(source, theirs)] })).toBe(expected);
  });

  it.each([
    ['no volumes', podOf('p'), [], [], 'skip'],
    ['a claim that is not there', podWith('p', 'c'), [], [], 'persistentvolumeclaim "c" not found'],
    ['a shared claim', podWith('p', 'c'), [claimOf('c')], [podWith('q', 'c')], 'skip'],
    ['an exclusive claim', podWith('p', 'c'), [exclusive()], [], 'skip'],
    ['an exclusive claim in use', podWith('p', 'c'), [exclusive()], [podWith('q', 'c')], inUse()],
    ['another claim in use', podWith('p', 'c'), [exclusive()], [podWith('q', 'd')], 'skip'],
    ['in use in another namespace', podWith('p', 'c'), [exclusive()], [elsewhere(podWith('q', 'c'))], 'skip'],
  ])('%s', (_name, pod, objects, placed, expected) => {
    expect(verdict(volumeRestrictions, pod, objects, { placed })).toBe(expected);
  });

  it('lets a pod in when the one that holds its claim goes', () => {
    const state = { exclusiveClaims: new Set(['c']), useCount: 1 };
    const cache = new ClusterCache(listerOf([]));
    cache.addNode(nodeOf('n1'));
    const [node] = cache.snapshot().nodes;
    if (node === undefined) throw new Error('no node');
    const without = volumeRestrictions.adjust?.(podWith('p', 'c'), state, podWith('q', 'c'), node, -1);
    expect(without?.useCount).toBe(0);
  });
});

function exclusive(): KubeObject {
  return claimOf('c', { accessModes: ['ReadWriteOncePod'] });
}

function inUse(): string {
  const claim = 'PersistentVolumeClaim with ReadWriteOncePod access mode';
  return `node(s) unavailable due to ${claim} already in-use by another pod`;
}

function elsewhere(pod: Pod): Pod {
  return { ...pod, metadata: { ...pod.metadata, namespace: 'other' } };
}

describe('VolumeZone', () => {
  const bound = [claimOf('c', { volume: 'v' })];
  const labelled = (labels: { readonly [key: string]: string }): KubeObject => volumeOf('v', { metadata: { labels } });
  const CONFLICT = 'node(s) had no available volume zone';
  const BETA = 'failure-domain.beta.kubernetes.io/zone';

  it.each([
    ['no volumes', podOf('p'), [], 'skip'],
    ['no labels', podWith('p', 'c'), [...bound, volumeOf('v')], 'skip'],
    ['the zone', podWith('p', 'c'), [...bound, labelled({ [ZONE]: 'a' })], 'fits'],
    ['one of its zones', podWith('p', 'c'), [...bound, labelled({ [ZONE]: 'b__a' })], 'fits'],
    ['an empty zone among them', podWith('p', 'c'), [...bound, labelled({ [ZONE]: 'b__' })], 'skip'],
    ['another zone', podWith('p', 'c'), [...bound, labelled({ [ZONE]: 'b' })], CONFLICT],
    ['the old label', podWith('p', 'c'), [...bound, labelled({ [BETA]: 'a' })], 'fits'],
    ['the old label of another', podWith('p', 'c'), [...bound, labelled({ [BETA]: 'b' })], CONFLICT],
    ['a region', podWith('p', 'c'), [...bound, labelled({ 'topology.kubernetes.io/region': 'r' })], CONFLICT],
    ['a missing claim', podWith('p', 'c'), [], 'persistentvolumeclaim "c" not found'],
    ['a missing volume', podWith('p', 'c'), bound, 'persistentvolume "v" not found'],
    ['a claim that waits', podWith('p', 'c'), [claimOf('c'), LATE], 'skip'],
    ['a missing class', podWith('p', 'c'), [claimOf('c')], 'storageclass.storage.k8s.io "late" not found'],
    [
      'no class',
      podWith('p', 'c'),
      [claimOf('c', { storageClassName: '' })],
      'PersistentVolumeClaim had no pv name and storageClass name',
    ],
    [
      'not bound yet',
      podWith('p', 'c'),
      [claimOf('c'), classOf('late', { volumeBindingMode: 'Immediate' })],
      'PersistentVolume had no name',
    ],
  ])('%s', (_name, pod, objects, expected) => {
    expect(verdict(volumeZone, pod, objects)).toBe(expected);
  });

  it('does not ask a node without zone and region', () => {
    const objects = [...bound, labelled({ [ZONE]: 'b' })];
    expect(verdict(volumeZone, podWith('p', 'c'), objects, { labels: {} })).toBe('fits');
  });
});

describe('NodeVolumeLimits', () => {
  const TOO_MANY = 'node(s) exceed max volume count';
  const two = [claimOf('c', { volume: 'v' }), claimOf('d', { volume: 'w' }), volumeOf('v'), volumeOf('w')];
  const limit = (count: number | undefined): KubeObject => csiNodeOf('n1', { 'csi.example.com': count });

  it.each([
    ['no volumes', podOf('p'), [], [], 'skip'],
    ['only what cannot be attached', withVolumes('p', [{ name: 'e', emptyDir: {} }]), [], [], 'skip'],
    ['an in-tree disk is looked at, and not counted', disk(), [limit(0)], [], 'fits'],
    ['no CSINode', podWith('p', 'c'), two, [], 'fits'],
    ['no count: no limit', podWith('p', 'c', 'd'), [...two, limit(undefined)], [], 'fits'],
    ['a count of 0', podWith('p', 'c'), [...two, limit(0)], [], TOO_MANY],
    ['the last place', podWith('p', 'c'), [...two, limit(2)], [podWith('q', 'd')], 'fits'],
    ['no place left', podWith('p', 'c'), [...two, limit(1)], [podWith('q', 'd')], TOO_MANY],
    ['a volume that is there already', podWith('p', 'c'), [...two, limit(1)], [podWith('q', 'c')], 'fits'],
    ['attached for another pod', podWith('p', 'c'), [...two, limit(1), attachmentOf('w', 'n1')], [], TOO_MANY],
    ['attached elsewhere', podWith('p', 'c'), [...two, limit(1), attachmentOf('w', 'n2')], [], 'fits'],
    [
      'attached and used counts once',
      podWith('p', 'c'),
      [...two, limit(2), attachmentOf('w', 'n1')],
      [podWith('q', 'd')],
      'fits',
    ],
    ['the class of an unbound claim', podWith('p', 'e'), [claimOf('e'), LATE, limit(0)], [], TOO_MANY],
    ['a volume that is not CSI', podWith('p', 'l'), [...local(), limit(0)], [], 'fits'],
    ['another driver', podWith('p', 'c'), [...two, csiNodeOf('n1', { other: 0 })], [], 'fits'],
    [
      'a missing claim',
      podWith('p', 'x'),
      [limit(1)],
      [],
      'looking up PVC default/x: persistentvolumeclaim "x" not found',
    ],
    ['a missing claim of a pod there', podWith('p', 'c'), [...two, limit(1)], [podWith('q', 'x')], 'fits'],
  ])('%s', (_name, pod, objects, placed, expected) => {
    expect(verdict(nodeVolumeLimits, pod, objects, { placed })).toBe(expected);
  });
});

function disk(): Pod {
  return withVolumes('p', [{ name: 'd', awsElasticBlockStore: { volumeID: 'a' } }]);
}

function local(): readonly KubeObject[] {
  const { csi: _csi, ...spec } = volumeOf('lv').spec;
  return [claimOf('l', { volume: 'lv' }), { ...volumeOf('lv'), spec } as KubeObject];
}

describe('VolumeBinding', () => {
  const MISMATCH = "node(s) didn't match PersistentVolume's node affinity";
  const NONE = "node(s) didn't find available persistent volumes to bind";
  const FULL = 'node(s) did not have enough free storage';
  const STATIC = classOf('late', { provisioner: 'kubernetes.io/no-provisioner' });
  const only = (zone: string): KubeObject =>
    classOf('late', { allowedTopologies: [{ matchLabelExpressions: [{ key: ZONE, values: [zone] }] }] });
  const tracked = csiDriverOf('csi.example.com', true);
  const room = (given: Parameters<typeof capacityOf>[1]): KubeObject =>
    capacityOf('room', { nodeTopology: { matchLabels: { [ZONE]: 'a' } }, ...given });
  const wants = podWith('p', 'c');

  it.each([
    ['no claims', withVolumes('p', [{ name: 'e', emptyDir: {} }]), [], 'skip'],
    ['a missing claim', wants, [], 'persistentvolumeclaim "c" not found'],
    ['an ephemeral claim that is not made yet', ephemeral(), [], waitingFor('p-e')],
    ['an ephemeral claim of somebody else', ephemeral(), [claimOf('p-e')], notOwner()],
    ['a lost claim', wants, [claimOf('c', { volume: 'v', phase: 'Lost' })], lost()],
    ['a claim that goes', wants, [going(claimOf('c'))], 'persistentvolumeclaim "c" is being deleted'],
    ['a bound volume', wants, [claimOf('c', { volume: 'v' }), volumeOf('v', { zones: ['a'] })], 'fits'],
    ['bound elsewhere', wants, [claimOf('c', { volume: 'v' }), volumeOf('v', { zones: ['b'] })], MISMATCH],
    ['a volume that is gone', wants, [claimOf('c', { volume: 'v' })], goneVolume()],
    ['an immediate claim that is not bound', wants, [claimOf('c'), immediate()], unbound()],
    ['a class that is not there', wants, [claimOf('c')], unbound()],
    ['a volume that the user chose, not bound yet', wants, [claimOf('c', { volumeName: 'v' }), LATE], unbound()],
    ['a volume to be made', wants, [claimOf('c'), LATE], 'fits'],
    ['to be made in this zone', wants, [claimOf('c'), only('a')], 'fits'],
    ['to be made in another zone', wants, [claimOf('c'), only('b')], NONE],
    ['nobody makes volumes', wants, [claimOf('c'), STATIC], NONE],
    ['a volume at hand', wants, [claimOf('c'), STATIC, volumeOf('v')], 'fits'],
    ['a volume in another zone', wants, [claimOf('c'), STATIC, volumeOf('v', { zones: ['b'] })], NONE],
    ['one volume, two claims', podWith('p', 'c', 'd'), [claimOf('c'), claimOf('d'), STATIC, volumeOf('v')], NONE],
    ['a chosen node', wants, [selected('n1'), LATE], 'fits'],
    ['another chosen node', wants, [selected('n2'), LATE], NONE],
    ['no room is told', wants, [claimOf('c'), LATE, tracked], FULL],
    ['room', wants, [claimOf('c'), LATE, tracked, room({ capacity: '1Gi' })], 'fits'],
    ['too little room', wants, [claimOf('c'), LATE, tracked, room({ capacity: '900Mi' })], FULL],
    ['room in pieces', wants, [claimOf('c'), LATE, tracked, room({ capacity: '9Gi', maximumVolumeSize: '1Mi' })], FULL],
    [
      'room of another class',
      wants,
      [claimOf('c'), LATE, tracked, room({ capacity: '9Gi', storageClassName: 'x' })],
      FULL,
    ],
    ['a driver that tells nothing', wants, [claimOf('c'), LATE, csiDriverOf('csi.example.com', false)], 'fits'],
  ])('%s', (_name, pod, objects, expected) => {
    expect(verdict(volumeBinding, pod, objects)).toBe(expected);
  });
});

function ephemeral(): Pod {
  return withVolumes('p', [{ name: 'e', ephemeral: {} }]);
}

function waitingFor(claim: string): string {
  return `waiting for ephemeral volume controller to create the persistentvolumeclaim "${claim}"`;
}

function notOwner(): string {
  return 'PVC default/p-e was not created for pod default/p (pod is not owner)';
}

function lost(): string {
  return 'persistentvolumeclaim "c" bound to non-existent persistentvolume "v"';
}

function goneVolume(): string {
  return 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';
}

function unbound(): string {
  return 'pod has unbound immediate PersistentVolumeClaims';
}

function immediate(): KubeObject {
  return classOf('late', { volumeBindingMode: 'Immediate' });
}

function selected(node: string): KubeObject {
  return claimOf('c', { metadata: { annotations: { 'volume.kubernetes.io/selected-node': node } } });
}

function going(object: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, deletionTimestamp: object.metadata.creationTimestamp } };
}
