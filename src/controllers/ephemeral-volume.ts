// Makes the claims of pods' ephemeral volumes: each belongs to its pod and goes with it.
// Mirrors pkg/controller/volume/ephemeral/controller.go (v1.36).

import type { Change, Controller } from '../cluster/actor.ts';
import type { Request } from '../cluster/request.ts';
import type { NewObject, Pod, Volume } from '../model/objects.ts';
import { claimNameOf, ownershipError } from '../model/pod-claims.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimTemplate } from '../model/storage.ts';
import { controllerReference, referenceTo } from './ownership.ts';

/** The controller, as a value. */
export const ephemeralVolumeController: Controller<undefined> = {
  name: 'ephemeral-volume-controller',
  eventSource: 'ephemeral_volume',
  watches: {
    Pod: ({ type, key, object }: Change<Pod>) =>
      type === 'added' && (object.spec.volumes ?? []).some(({ ephemeral }) => ephemeral !== undefined) ? [key] : [],
    PersistentVolumeClaim: () => [],
  },
  memory: () => undefined,
  reconcile(key, view) {
    const pod = view.get('Pod', key);
    if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return { batches: [] };
    const batches: Request[][] = [];
    for (const volume of pod.spec.volumes ?? []) {
      const name = volume.ephemeral === undefined ? undefined : claimNameOf(pod, volume);
      if (name === undefined) continue;
      const claim = view.get('PersistentVolumeClaim', `${pod.metadata.namespace ?? ''}/${name}`);
      const error = claim === undefined ? undefined : ownershipError(pod, claim);
      if (error !== undefined) return { batches: [...batches, [failure(pod, volume, error)]], hasFailed: true };
      const template = volume.ephemeral?.volumeClaimTemplate;
      if (claim === undefined && template !== undefined) batches.push([creation(pod, name, template)]);
    }
    return { batches };
  },
};

function creation(pod: Pod, name: string, { metadata, spec }: PersistentVolumeClaimTemplate): Request {
  const { namespace = '' } = pod.metadata;
  const object: NewObject<PersistentVolumeClaim> = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { ...metadata, name, namespace, ownerReferences: [controllerReference(pod)] },
    spec,
  };
  return { verb: 'create', kind: object.kind, object };
}

/** There is a claim of that name which is not the pod's. */
function failure(pod: Pod, { name }: Volume, error: string): Request {
  const message = `ephemeral volume ${name}: ${error}`;
  return { verb: 'event', regarding: referenceTo(pod), type: 'Warning', reason: 'FailedBinding', message };
}
