// Which changes are worth another attempt for a pod that a volume plugin rejected.

import { describe, expect, it } from 'vitest';
import type { KubeObject, Pod } from '../../../src/model/objects.ts';
import type { ClusterEvent, WakeUp } from '../../../src/scheduler/cluster-event.ts';
import { isWorthRequeuing } from '../../../src/scheduler/cluster-event.ts';
import { nodeVolumeLimits } from '../../../src/scheduler/plugins/node-volume-limits.ts';
import { volumeBinding } from '../../../src/scheduler/plugins/volume-binding.ts';
import { volumeRestrictions } from '../../../src/scheduler/plugins/volume-restrictions.ts';
import { volumeZone } from '../../../src/scheduler/plugins/volume-zone.ts';
import { listerOf, nodeOf } from '../objects.ts';
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

const pod = podWith('p', 'c');
const placed = (other: Pod): Pod => ({ ...other, spec: { ...other.spec, nodeName: 'n1' } });
const elsewhere = <T extends KubeObject>(object: T): T => ({
  ...object,
  metadata: { ...object.metadata, namespace: 'other' },
});
const add = (object: KubeObject): ClusterEvent => event('Add', undefined, object);
const update = (old: KubeObject, changed: KubeObject): ClusterEvent => event('Update', old, changed);
const gone = (object: KubeObject): ClusterEvent => event('Delete', object, undefined);
const drivers = (count: number | undefined): KubeObject => csiNodeOf('n1', { d: count });
const inZone = (zone: string): KubeObject =>
  volumeOf('v', { metadata: { labels: { 'topology.kubernetes.io/zone': zone } } });
const allowing = (zone: string): KubeObject =>
  classOf('late', { allowedTopologies: [{ matchLabelExpressions: [{ key: 'zone', values: [zone] }] }] });

function event(
  action: 'Add' | 'Update' | 'Delete',
  old: KubeObject | undefined,
  changed: KubeObject | undefined,
): ClusterEvent {
  const resource = (changed ?? old)?.kind;
  return { resource, action, ...(old && { old }), ...(changed && { new: changed }) } as ClusterEvent;
}

function wakes(
  { wakesOn = [] }: { readonly wakesOn?: readonly WakeUp[] },
  what: ClusterEvent,
  waiting: Pod = pod,
): boolean {
  return isWorthRequeuing(wakesOn, what, waiting, listerOf([]));
}

describe('VolumeRestrictions', () => {
  it.each([
    ['its claim comes', add(claimOf('c')), true],
    ['another claim comes', add(claimOf('d')), false],
    ['its claim changes', update(claimOf('c'), claimOf('c')), false],
    ['a pod with the claim goes', gone(placed(podWith('q', 'c'))), true],
    ['a pod with another claim goes', gone(placed(podWith('q', 'd'))), false],
    ['that of another namespace', gone(elsewhere(placed(podWith('q', 'c')))), false],
    ['a node comes', add(nodeOf('n')), true],
  ])('%s', (_name, what, expected) => {
    expect(wakes(volumeRestrictions, what)).toBe(expected);
  });
});

describe('NodeVolumeLimits', () => {
  it.each([
    ['a CSINode comes', add(drivers(0)), true],
    ['a limit rises', update(drivers(1), drivers(2)), true],
    ['a limit falls', update(drivers(2), drivers(1)), false],
    ['a limit comes', update(drivers(undefined), drivers(1)), true],
    ['a pod with a claim goes', gone(placed(podWith('q', 'd'))), true],
    ['a pod with a claim that had no node', gone(podWith('q', 'd')), false],
    ['a pod without claims goes', gone(placed(withVolumes('q', [{ name: 'e', emptyDir: {} }]))), false],
    ['its claim comes', add(claimOf('c')), true],
    ['a volume is detached', gone(attachmentOf('v', 'n1')), true],
    ['a node comes', add(nodeOf('n')), false],
  ])('%s', (_name, what, expected) => {
    expect(wakes(nodeVolumeLimits, what)).toBe(expected);
  });
});

describe('VolumeBinding', () => {
  it.each([
    ['a class comes', add(classOf('any')), true],
    ['a class allows other zones', update(allowing('a'), allowing('b')), true],
    ['a class changes otherwise', update(allowing('a'), allowing('a')), false],
    ['its claim comes', add(claimOf('c')), true],
    ['its claim changes', update(claimOf('c'), claimOf('c')), true],
    ['a claim of another namespace', add(elsewhere(claimOf('c'))), false],
    ['a volume comes', add(volumeOf('v')), true],
    ['a volume changes', update(volumeOf('v'), volumeOf('v')), true],
    ['a CSINode comes', add(drivers(1)), true],
    ['a CSINode changes', update(drivers(1), drivers(2)), false],
    ['a driver stops to tell of room', update(csiDriverOf('d', true), csiDriverOf('d', false)), false],
    ['room is told of', add(capacityOf('r', { capacity: '1Gi' })), true],
    ['more room', update(capacityOf('r', { capacity: '1Gi' }), capacityOf('r', { capacity: '2Gi' })), true],
    ['less room', update(capacityOf('r', { capacity: '2Gi' }), capacityOf('r', { capacity: '1Gi' })), false],
    ['a node comes', add(nodeOf('n')), true],
  ])('%s', (_name, what, expected) => {
    expect(wakes(volumeBinding, what)).toBe(expected);
  });

  it('hears of a driver of an inline volume, and of the claim of an ephemeral one', () => {
    const inline = withVolumes('p', [{ name: 'i', csi: { driver: 'd' } }]);
    expect(wakes(volumeBinding, update(csiDriverOf('d', true), csiDriverOf('d', false)), inline)).toBe(true);
    expect(wakes(volumeBinding, add(claimOf('p-e')), withVolumes('p', [{ name: 'e', ephemeral: {} }]))).toBe(true);
  });
});

describe('VolumeZone', () => {
  it.each([
    ['a class that waits for pods', add(classOf('any')), true],
    ['a class that does not', add(classOf('any', { volumeBindingMode: 'Immediate' })), false],
    ['its claim changes', update(claimOf('c'), claimOf('c')), true],
    ['another claim changes', update(claimOf('d'), claimOf('d')), false],
    ['a volume comes', add(volumeOf('v')), true],
    ['a volume moves', update(inZone('a'), inZone('b')), true],
    ['a volume changes otherwise', update(inZone('a'), inZone('a')), false],
    ['a node comes', add(nodeOf('n')), true],
  ])('%s', (_name, what, expected) => {
    expect(wakes(volumeZone, what)).toBe(expected);
  });
});
