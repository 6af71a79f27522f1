// The KubeEvents that a kubelet records about pods and their containers. What an event is about is one frozen object
// for all events of a container: there are many of them, and the log keeps them all.

import type { EventRequest } from '../cluster/request.ts';
import type { ObjectReference, Pod } from '../model/objects.ts';
import { listOf } from '../model/pod-containers.ts';
import type { PodWorker } from './pod-worker.ts';

/** An event about a worker's pod, or about one of its containers. */
export function podEvent(
  worker: PodWorker,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
  container = '',
): EventRequest {
  let regarding = worker.references.get(container);
  if (regarding === undefined) {
    regarding = referenceTo(worker.pod, container);
    worker.references.set(container, regarding);
  }
  return { verb: 'event', regarding, type, reason, message };
}

function referenceTo(pod: Pod, container: string): ObjectReference {
  const { name, namespace, uid } = pod.metadata;
  return Object.freeze({
    apiVersion: 'v1',
    kind: 'Pod',
    name,
    uid,
    ...(namespace === undefined ? {} : { namespace }),
    ...(container === '' ? {} : { fieldPath: `spec.${listOf(pod.spec, container) ?? 'containers'}{${container}}` }),
  });
}

/** A pod's name in messages: `name_namespace(uid)`. */
export function podText(pod: Pod): string {
  return `${pod.metadata.name}_${pod.metadata.namespace ?? ''}(${pod.metadata.uid})`;
}
