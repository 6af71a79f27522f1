// What the volume controller writes for one claim or one volume, rule by rule: the requests as short lines.

import { describe, expect, it } from 'vitest';
import type { Request } from '../../../src/cluster/request.ts';
import { syncClaim } from '../../../src/controllers/persistent-volume/sync-claim.ts';
import { syncVolume } from '../../../src/controllers/persistent-volume/sync-volume.ts';
import type { KubeObject } from '../../../src/model/objects.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../../src/model/storage.ts';
import { claimOf, classOf, podWith, volumeOf } from '../../scheduler/storage-objects.ts';
import { fakeView } from '../fake-view.ts';

const LATE = classOf('late');
const NOW = classOf('late', { volumeBindingMode: 'Immediate' });
const BY_DEFAULT = {
  ...classOf('standard'),
  metadata: {
    ...LATE.metadata,
    name: 'standard',
    annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
  },
};
const { storageClassName: _late, ...CLASSLESS } = claimOf('c').spec;
const classless: PersistentVolumeClaim = { ...claimOf('c'), spec: CLASSLESS };
const BOUND = ['volume v: bound to c', 'volume v: Bound', 'claim c: bound to v', 'claim c: Bound 1Gi'];

/** `claim c: ...`, `volume v: ...`, or an event's reason and message. */
function told(batches: readonly (readonly Request[])[]): readonly string[] {
  return batches.flat().map((request) => {
    if (request.verb === 'event') return `${request.reason}: ${request.message}`;
    if (request.verb !== 'patch') return request.verb;
    const { kind, key, patch } = request as Extract<Request, { readonly verb: 'patch' }>;
    const { status, spec, metadata } = patch as {
      readonly status?: { readonly phase: string; readonly capacity?: { readonly storage: string } };
      readonly spec?: PersistentVolume['spec'] & PersistentVolumeClaim['spec'];
      readonly metadata?: { readonly annotations: { readonly [name: string]: string } };
    };
    const what = `${kind === 'PersistentVolume' ? 'volume' : 'claim'} ${key.split('/').at(-1)}`;
    if (status !== undefined) return `${what}: ${[status.phase, status.capacity?.storage].filter(Boolean).join(' ')}`;
    if (spec?.storageClassName !== undefined) return `${what}: class ${spec.storageClassName}`;
    if (spec?.claimRef === null) return `${what}: free`;
    if (spec !== undefined) return `${what}: bound to ${spec.volumeName ?? spec.claimRef?.name ?? 'nobody'}`;
    return `${what}: ${Object.values(metadata?.annotations ?? {}).join(' ')}`;
  });
}

function claimed(claim: PersistentVolumeClaim, objects: readonly KubeObject[]): readonly string[] {
  return told(syncClaim(claim, fakeView([claim, ...objects])).batches);
}

describe('a claim', () => {
  const WAITS = 'WaitForFirstConsumer: waiting for first consumer to be created before binding';
  const selected = claimOf('c', { metadata: { annotations: { 'volume.kubernetes.io/selected-node': 'n1' } } });
  const WAITING =
    "ExternalProvisioning: Waiting for a volume to be created either by the external provisioner 'csi.example.com' " +
    'or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is ' +
    'running and correctly registered.';
  const chosen = claimOf('c', { volumeName: 'v' });

  it.each<[string, PersistentVolumeClaim, readonly KubeObject[], readonly string[]]>([
    ['takes a free volume', claimOf('c'), [NOW, volumeOf('v')], BOUND],
    ['takes the one with the fewest access modes', claimOf('c'), [NOW, shared(), volumeOf('v')], BOUND],
    ['waits for its first pod', claimOf('c'), [LATE, volumeOf('v')], [WAITS]],
    [
      'names the pods that it waits for',
      claimOf('c'),
      [LATE, podWith('p', 'c'), podWith('q', 'c')],
      [waitsFor('s p,q')],
    ],
    ['names the pod', claimOf('c'), [LATE, podWith('p', 'c')], [waitsFor(' p')]],
    ['is marked for the provisioner', claimOf('c'), [NOW], ['claim c: csi.example.com csi.example.com', WAITING]],
    ['the same when a node was chosen', selected, [LATE], ['claim c: csi.example.com csi.example.com', WAITING]],
    ['finds no class', claimOf('c'), [], ['ProvisioningFailed: storageclass.storage.k8s.io "late" not found']],
    ['finds a class without provisioner', claimOf('c'), [manual()], [noPlugin()]],
    ['gets the default class', classless, [BY_DEFAULT], ['claim c: class standard']],
    ['has no class and gets none', classless, [LATE], [nothing()]],
    ['wants none', claimOf('c', { storageClassName: '' }), [BY_DEFAULT], [nothing()]],
    ['names its volume', chosen, [NOW, volumeOf('v')], BOUND.toSpliced(2, 1, 'claim c: bound to v')],
    ['names a volume that is not there', chosen, [NOW], []],
    ['names one that is too small', chosen, [volumeOf('v', { size: '1Mi' })], [mismatch('requested PV is too small')]],
    ['names one of another', chosen, [volumeOf('v', ref('d'))], [taken()]],
    ['is bound', bound(), [done()], []],
    ['has lost its volume', bound(), [], ['claim c: Lost', lost('its PersistentVolume')]],
    ['has lost its reference', bound(''), [], ['claim c: Lost', lost('reference to PersistentVolume')]],
    ['is bound to what another has', bound(), [volumeOf('v', ref('d', 'uid-d'))], ['claim c: Lost', misbound()]],
  ])('%s', (_name, claim, objects, expected) => {
    expect(claimed(claim, objects)).toEqual(expected);
  });

  it('is looked at again while it is not bound', () => {
    expect(syncClaim(claimOf('c'), fakeView([LATE])).isWaiting).toBe(true);
    expect(syncClaim(bound(), fakeView([done()])).isWaiting).toBe(false);
  });
});

describe('a volume', () => {
  const made = { metadata: { annotations: { 'pv.kubernetes.io/provisioned-by': 'csi.example.com' } } };
  const ours = { metadata: { annotations: { 'pv.kubernetes.io/bound-by-controller': 'yes' } } };

  it.each<[string, PersistentVolume, readonly KubeObject[], readonly string[]]>([
    ['is free', fresh(volumeOf('v')), [], ['volume v: Available']],
    ['was known to be free', volumeOf('v'), [], []],
    ['is set aside', fresh(volumeOf('v', ref('c'))), [], ['volume v: Available']],
    ['is bound', volumeOf('v', ref('c', 'uid-c')), [bound()], ['volume v: Bound']],
    ['waits for its claim to be bound', volumeOf('v', ref('c', 'uid-c')), [claimOf('c')], []],
    ['is left', volumeOf('v', ref('c', 'uid-c')), [], ['volume v: Released']],
    ['is left: a new claim of that name', volumeOf('v', ref('c', 'old')), [claimOf('c')], ['volume v: Released']],
    [
      'was made in vain',
      volumeOf('v', { ...ref('c', 'uid-c'), ...made, ...deleted() }),
      [bound('w')],
      ['volume v: Released'],
    ],
    ['was bound in vain', volumeOf('v', { ...ref('c', 'uid-c'), ...ours }), [bound('w')], ['volume v: free']],
  ])('%s', (_name, volume, objects, expected) => {
    expect(told(syncVolume(volume, fakeView(objects)))).toEqual(expected);
  });
});

function ref(name: string, uid?: string): Parameters<typeof volumeOf>[1] {
  return { claimRef: { namespace: 'default', name, ...(uid === undefined ? {} : { uid }) } };
}

function deleted(): Parameters<typeof volumeOf>[1] {
  return { persistentVolumeReclaimPolicy: 'Delete' };
}

function fresh({ status: _none, ...volume }: PersistentVolume): PersistentVolume {
  return volume;
}

function bound(volume = 'v'): PersistentVolumeClaim {
  const claim = claimOf('c', { volume });
  return { ...claim, status: { phase: 'Bound', accessModes: ['ReadWriteOnce'] } };
}

function done(): PersistentVolume {
  return { ...volumeOf('v', { ...ref('c', 'uid-c'), phase: 'Bound' }) };
}

function shared(): PersistentVolume {
  return volumeOf('a', { accessModes: ['ReadWriteOnce', 'ReadWriteMany'] });
}

function manual(): KubeObject {
  return classOf('late', { volumeBindingMode: 'Immediate', provisioner: 'kubernetes.io/no-provisioner' });
}

function waitsFor(pods: string): string {
  return `WaitForPodScheduled: waiting for pod${pods} to be scheduled`;
}

function noPlugin(): string {
  return 'ProvisioningFailed: no volume plugin matched name: kubernetes.io/no-provisioner';
}

function nothing(): string {
  return 'FailedBinding: no persistent volumes available for this claim and no storage class is set';
}

function mismatch(why: string): string {
  return `VolumeMismatch: Cannot bind to requested volume "v": ${why}`;
}

function taken(): string {
  return 'FailedBinding: volume "v" already bound to a different claim.';
}

function lost(what: string): string {
  return `ClaimLost: Bound claim has lost ${what}. Data on the volume is lost!`;
}

function misbound(): string {
  return 'ClaimMisbound: Two claims are bound to the same volume, this one is bound incorrectly';
}
