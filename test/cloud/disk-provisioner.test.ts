// When the provisioner makes a volume, for which zone, and when it takes one away again.

import { describe, expect, it } from 'vitest';
import { micros, seconds } from '../../src/base/time.ts';
import { type DiskMemory, diskProvisioner } from '../../src/cloud/disk-provisioner.ts';
import type { KubeObject } from '../../src/model/objects.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../src/model/storage.ts';
import { fakeView } from '../controllers/fake-view.ts';
import { nodeOf, ZONE } from '../scheduler/objects.ts';
import { claimOf, classOf, volumeOf } from '../scheduler/storage-objects.ts';

const MARKED = { 'volume.kubernetes.io/storage-provisioner': 'csi.example.com' };
const NODES = [nodeOf('n1', { labels: { [ZONE]: 'a' } }), nodeOf('n2', { labels: { [ZONE]: 'b' } })];

/** Asks twice, three seconds apart; what it writes the second time. */
function requestsFor(key: string, objects: readonly KubeObject[]): readonly unknown[] {
  const memory: DiskMemory = { work: undefined };
  const view = fakeView([...NODES, ...objects]);
  const first = diskProvisioner.reconcile(key, view, memory, micros(0));
  if (first.requeue === undefined) return first.batches.flat();
  expect(diskProvisioner.reconcile(key, view, memory, seconds(2)).batches).toEqual([]);
  return diskProvisioner.reconcile(key, view, memory, seconds(3)).batches.flat();
}

function claim(node?: string, given: Parameters<typeof claimOf>[1] = {}): PersistentVolumeClaim {
  const annotations = node === undefined ? MARKED : { ...MARKED, 'volume.kubernetes.io/selected-node': node };
  return claimOf('c', { metadata: { annotations }, ...given });
}

/** The zones that a new volume may be used from. */
function zonesOf(requests: readonly unknown[]): unknown {
  const [create] = requests as readonly { readonly object: PersistentVolume }[];
  const [term] = create?.object.spec.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  return term?.matchExpressions?.[0]?.values;
}

describe('a claim', () => {
  it('gets a volume of its size and class, in the zone of the chosen node', () => {
    const requests = requestsFor('claim default/c', [claim('n2'), classOf('late', { reclaimPolicy: 'Delete' })]);
    expect(requests).toMatchObject([
      {
        verb: 'create',
        object: {
          metadata: { name: 'pvc-uid-c' },
          spec: {
            capacity: { storage: '1Gi' },
            claimRef: { name: 'c', uid: 'uid-c' },
            csi: { driver: 'csi.example.com' },
            persistentVolumeReclaimPolicy: 'Delete',
            storageClassName: 'late',
          },
        },
      },
      { verb: 'event', reason: 'ProvisioningSucceeded' },
    ]);
    expect(zonesOf(requests)).toEqual(['b']);
  });

  it('gets a volume of its class of attributes, so that the two can be bound', () => {
    const wanted = claim('n1', { volumeAttributesClassName: 'gold' });
    const [create] = requestsFor('claim default/c', [wanted, classOf('late')]);
    expect(create).toMatchObject({ object: { spec: { volumeAttributesClassName: 'gold' } } });
  });

  it.each<[string, PersistentVolumeClaim, readonly KubeObject[], unknown]>([
    ['without a node: an allowed zone', claim(), [immediate('b')], ['b']],
    ['that many can use: everywhere', claim('n1', { accessModes: ['ReadWriteMany'] }), [classOf('late')], undefined],
  ])('%s', (_name, wanted, objects, zones) => {
    const requests = requestsFor('claim default/c', [wanted, ...objects]);
    expect(requests).toHaveLength(2);
    expect(zonesOf(requests)).toEqual(zones);
  });

  it.each<[string, PersistentVolumeClaim, readonly KubeObject[]]>([
    ['that nobody marked', claimOf('c'), [classOf('late')]],
    ['that waits for its first pod', claim(), [classOf('late')]],
    ['that has a volume', claim('n1', { volume: 'v' }), [classOf('late')]],
    ['whose volume is made', claim('n1'), [classOf('late'), volumeOf('pvc-uid-c')]],
    ['without a class', claim('n1'), []],
  ])('%s: nothing', (_name, wanted, objects) => {
    expect(requestsFor('claim default/c', [wanted, ...objects])).toEqual([]);
  });

  it('whose node is gone is given back to the scheduler', () => {
    const patch = { metadata: { annotations: { 'volume.kubernetes.io/selected-node': null } } };
    expect(requestsFor('claim default/c', [claim('gone'), classOf('late')])).toMatchObject([{ verb: 'patch', patch }]);
  });
});

describe('a volume that its claim has left', () => {
  const made = { metadata: { annotations: { 'pv.kubernetes.io/provisioned-by': 'csi.example.com' } } };

  it.each([
    ['goes', { ...made, persistentVolumeReclaimPolicy: 'Delete' }, ['delete']],
    ['stays if it is to be retained', { ...made, persistentVolumeReclaimPolicy: 'Retain' }, []],
    ['stays if a user made it', { persistentVolumeReclaimPolicy: 'Delete' }, []],
  ])('%s', (_name, given, verbs) => {
    const requests = requestsFor('volume v', [volumeOf('v', { ...given, phase: 'Released' })]);
    expect(requests.map((request) => (request as { readonly verb: string }).verb)).toEqual(verbs);
  });
});

function immediate(zone: string): KubeObject {
  const allowedTopologies = [{ matchLabelExpressions: [{ key: ZONE, values: [zone] }] }];
  return classOf('late', { volumeBindingMode: 'Immediate', allowedTopologies });
}
