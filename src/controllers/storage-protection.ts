// Lets claims and volumes go that nobody uses: a claim that is being deleted waits until the last pod with it is gone,
// a volume until it is not bound any more.
// Mirrors pkg/controller/volume/{pvcprotection,pvprotection} (v1.36), without the live list of pods that upstream makes
// for fear of an old view.

import type { Change, Controller } from '../cluster/actor.ts';
import type { Request } from '../cluster/request.ts';
import type { KubeObject, Pod } from '../model/objects.ts';
import { keyOf } from '../model/objects.ts';
import { claimNameOf, usesClaim } from '../model/pod-claims.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../model/storage.ts';
import { PROTECTED_BY } from '../model/volume-matching.ts';

/** Lets claims go. */
export const claimProtection: Controller<undefined> = {
  name: 'persistentvolumeclaim-protection-controller',
  watches: {
    PersistentVolumeClaim: ({ key, object }: Change<PersistentVolumeClaim>) => (isHeld(object) ? [key] : []),
    Pod: ({ type, object }: Change<Pod>) => (type === 'deleted' ? claimsOf(object) : []),
  },
  memory: () => undefined,
  reconcile(key, view) {
    const claim = view.get('PersistentVolumeClaim', key);
    if (claim === undefined || !isHeld(claim)) return { batches: [] };
    const pods = view.inNamespace('Pod', claim.metadata.namespace ?? '');
    const isUsed = pods.some((pod) => (pod.spec.nodeName ?? '') !== '' && usesClaim(pod, claim));
    return { batches: isUsed ? [] : [[released(claim)]] };
  },
};

/** Lets volumes go. */
export const volumeProtection: Controller<undefined> = {
  name: 'persistentvolume-protection-controller',
  watches: { PersistentVolume: ({ key, object }: Change<PersistentVolume>) => (isHeld(object) ? [key] : []) },
  memory: () => undefined,
  reconcile(key, view) {
    const volume = view.get('PersistentVolume', key);
    if (volume === undefined || !isHeld(volume) || volume.status?.phase === 'Bound') return { batches: [] };
    return { batches: [[released(volume)]] };
  },
};

/** True if the object is being deleted and only waits not to be in use. */
function isHeld({ kind, metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(PROTECTED_BY[kind] ?? '') === true;
}

function claimsOf(pod: Pod): readonly string[] {
  return (pod.spec.volumes ?? []).flatMap((volume) => {
    const name = claimNameOf(pod, volume);
    return name === undefined ? [] : [`${pod.metadata.namespace ?? ''}/${name}`];
  });
}

function released(object: KubeObject): Request {
  const finalizers = object.metadata.finalizers?.filter((name) => name !== PROTECTED_BY[object.kind]);
  const { resourceVersion } = object.metadata;
  const patch = { metadata: { finalizers } };
  return { verb: 'patch', kind: object.kind, key: keyOf(object), resourceVersion, patchType: 'merge', patch };
}
