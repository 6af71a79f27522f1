// Claims are made for the ephemeral volumes of pods, once, and never taken from others.

import { describe, expect, it } from 'vitest';
import { micros } from '../../src/base/time.ts';
import { ephemeralVolumeController } from '../../src/controllers/ephemeral-volume.ts';
import type { KubeObject } from '../../src/model/objects.ts';
import { claimOf, withVolumes } from '../scheduler/storage-objects.ts';
import { fakeView } from './fake-view.ts';

const template = { metadata: { labels: { app: 'web' } }, spec: { accessModes: ['ReadWriteOnce'] } };
const pod = withVolumes('p', [
  { name: 'scratch', ephemeral: { volumeClaimTemplate: template } },
  { name: 'other', emptyDir: {} },
]);
const owner = { apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'uid-p', controller: true };
const claim = claimOf('p-scratch');

function requestsWith(...objects: readonly KubeObject[]): readonly unknown[] {
  return ephemeralVolumeController.reconcile('default/p', fakeView(objects), undefined, micros(0)).batches.flat();
}

describe('the ephemeral volume controller', () => {
  it('makes the claim of the template, owned by the pod', () => {
    expect(requestsWith(pod)).toMatchObject([
      {
        verb: 'create',
        object: {
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'p-scratch', namespace: 'default', labels: { app: 'web' }, ownerReferences: [owner] },
          spec: { accessModes: ['ReadWriteOnce'] },
        },
      },
    ]);
  });

  it('leaves a claim that is there, and says when it is not the pod’s', () => {
    const ours = { ...claim, metadata: { ...claim.metadata, ownerReferences: [owner] } };
    expect(requestsWith(pod, ours)).toEqual([]);
    const message =
      'ephemeral volume scratch: PVC default/p-scratch was not created for pod default/p (pod is not owner)';
    expect(requestsWith(pod, claim)).toMatchObject([{ verb: 'event', reason: 'FailedBinding', message }]);
  });

  it('does nothing for a pod that goes', () => {
    expect(requestsWith({ ...pod, metadata: { ...pod.metadata, deletionTimestamp: micros(0) } } as KubeObject)).toEqual(
      [],
    );
  });
});
