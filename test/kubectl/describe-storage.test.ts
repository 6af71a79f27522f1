// kubectl describe of storage: what of an object is shown, and how.

import { expect, test } from 'vitest';
import { seconds } from '../../src/base/time.ts';
import { describeObject } from '../../src/kubectl/describe/describe.ts';
import type { KubeObject } from '../../src/model/objects.ts';
import { claimOf, classOf, podWith, volumeOf } from '../scheduler/storage-objects.ts';

function described(object: KubeObject, ...others: readonly KubeObject[]): readonly string[] {
  const list = (kind: string): never => others.filter((other) => other.kind === kind) as never;
  const source = { now: seconds(90), startsAtEpochMicros: 0, get: () => undefined, list };
  return describeObject(object, source).trimEnd().split('\n');
}

test('a volume: its claim, where it can be used, and what it is', () => {
  const claimRef = { namespace: 'shop', name: 'data', uid: 'u' };
  const volume = volumeOf('v', { claimRef, zones: ['a', 'b'], phase: 'Bound', volumeMode: 'Filesystem' });
  expect(described(volume)).toEqual([
    'Name:              v',
    'Labels:            <none>',
    'Annotations:       <none>',
    'Finalizers:        []',
    'StorageClass:      late',
    'Status:            Bound',
    'Claim:             shop/data',
    'Reclaim Policy:    ',
    'Access Modes:      RWO',
    'VolumeMode:        Filesystem',
    'Capacity:          1Gi',
    'Node Affinity:     ',
    '  Required Terms:  ',
    '    Term 0:        topology.kubernetes.io/zone in [a, b]',
    'Message:           ',
    'Source:',
    '    Type:              CSI (a Container Storage Interface (CSI) volume source)',
    '    Driver:            csi.example.com',
    '    FSType:            ',
    '    VolumeHandle:      v',
    '    ReadOnly:          false',
    '    VolumeAttributes:  <none>',
    'Events:                <none>',
  ]);
});

test('a volume that goes, free and usable everywhere', () => {
  const volume = volumeOf('v');
  const going = { ...volume, metadata: { ...volume.metadata, deletionTimestamp: seconds(60) } };
  const lines = described(going);
  expect(lines).toContain('Status:          Terminating (lasts 30s)');
  expect(lines).toContain('Node Affinity:   <none>');
  expect(lines).toContain('Claim:           ');
});

test('a class', () => {
  const terms = [{ matchLabelExpressions: [{ key: 'zone', values: ['a', 'b'] }] }];
  const storageClass = {
    ...classOf('fast', { allowedTopologies: terms, reclaimPolicy: 'Retain' }),
    parameters: { b: '2', a: '1' },
  };
  expect(described(storageClass)).toEqual([
    'Name:                  fast',
    'IsDefaultClass:        No',
    'Annotations:           <none>',
    'Provisioner:           csi.example.com',
    'Parameters:            a=1,b=2',
    'AllowVolumeExpansion:  <unset>',
    'MountOptions:          <none>',
    'ReclaimPolicy:         Retain',
    'VolumeBindingMode:     WaitForFirstConsumer',
    'AllowedTopologies:     ',
    '  Term 0:              zone in [a, b]',
    'Events:                <none>',
  ]);
});

test('a claim names the pods that use it', () => {
  expect(described(claimOf('c'), podWith('p', 'c'), podWith('q', 'd'))).toContain('Used By:       p');
});
