// What is said of claims and volumes, row by row.

import { describe, expect, test } from 'vitest';
import { plainSentenceOf } from '../../src/report/sentences.ts';
import { tellRow } from '../../src/report/telling.ts';
import { claimOf, volumeOf } from '../scheduler/storage-objects.ts';
import { LogBuilder } from './log-builder.ts';

const CONTROLLER = 'persistentvolume-binder-controller';
const PROVISIONER = 'volume.kubernetes.io/storage-provisioner';
const NODE = 'volume.kubernetes.io/selected-node';

/** The sentence of the last of these writes. */
function told(...writes: readonly Parameters<LogBuilder['write']>[]): string {
  const builder = new LogBuilder();
  const seqs = writes.map((write) => builder.write(...write));
  return plainSentenceOf(tellRow({ log: builder.log }, seqs.at(-1) ?? -1));
}

describe('a claim', () => {
  const created: Parameters<LogBuilder['write']> = ['create', 'kubectl', claimOf('c')];
  const annotated = (annotations: { readonly [name: string]: string }) => claimOf('c', { metadata: { annotations } });
  const placed: Parameters<LogBuilder['write']> = ['update', 'default-scheduler', annotated({ [NODE]: 'n1' })];

  test.each([
    ['is created', [created], 'Claim c was created: 1Gi of class late.'],
    [
      'is created without a class',
      [['create', 'kubectl', claimOf('c', { storageClassName: '' })]],
      'Claim c was created: 1Gi of no class.',
    ],
    ['gets a place', [created, placed], 'A volume for claim c has to be where n1 is.'],
    [
      'loses its place',
      [created, placed, ['update', 'csi-provisioner', claimOf('c')]],
      'No volume for claim c could be made for n1.',
    ],
    [
      'is up to a provisioner',
      [created, ['update', CONTROLLER, annotated({ [PROVISIONER]: 'disk' })]],
      'Provisioner disk is to make a volume for claim c.',
    ],
    ['gets a volume', [created, ['update', CONTROLLER, claimOf('c', { volume: 'v' })]], 'Claim c gets volume v.'],
    ['is bound', [created, ['status', CONTROLLER, claimOf('c', { volume: 'v' })]], 'Claim c was bound to volume v.'],
    [
      'is lost',
      [created, ['status', CONTROLLER, claimOf('c', { volume: 'v', phase: 'Lost' })]],
      'Claim c has lost its volume.',
    ],
    [
      'is told as any object otherwise',
      [created, ['update', 'kubectl', annotated({ note: 'x' })]],
      'PersistentVolumeClaim c was changed.',
    ],
    [
      'is deleted',
      [created, ['mark', 'kubectl', claimOf('c')]],
      'Claim c is being deleted: it goes when no pod uses it.',
    ],
  ] as const)('%s', (_name, writes, expected) => {
    expect(told(...(writes as unknown as readonly Parameters<LogBuilder['write']>[]))).toBe(expected);
  });
});

describe('a volume', () => {
  const claimRef = { namespace: 'default', name: 'c', uid: 'uid-c' };
  const made = volumeOf('v', { claimRef, metadata: { annotations: { 'pv.kubernetes.io/provisioned-by': 'disk' } } });

  test('is made, released, or told as any object', () => {
    expect(told(['create', 'csi-provisioner', made])).toBe('Volume v was made for claim c: 1Gi.');
    expect(told(['create', 'kubectl', volumeOf('v')])).toBe('PersistentVolume v was created.');
    const released = volumeOf('v', { claimRef, phase: 'Released' });
    expect(told(['create', 'csi-provisioner', made], ['status', CONTROLLER, released])).toBe(
      'Volume v was released: its claim c is gone.',
    );
  });
});
