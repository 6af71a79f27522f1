// The KubeEvents that a kubelet records about pods and their containers.

import type { EventRequest } from '../cluster/request.ts';
import type { ObjectReference, Pod } from '../model/objects.ts';

/** An event about a pod, or about one of its containers. */
export function podEvent(
  pod: Pod,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
  container?: string,
): EventRequest {
  return { verb: 'event', regarding: referenceTo(pod, container), type, reason, message };
}

function referenceTo(pod: Pod, container: string | undefined): ObjectReference {
  const { name, namespace, uid } = pod.metadata;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    name,
    uid,
    ...(namespace === undefined ? {} : { namespace }),
    ...(container === undefined ? {} : { fieldPath: `spec.containers{${container}}` }),
  };
}

/** A pod's name in messages: `name_namespace(uid)`. */
export function podText(pod: Pod): string {
  return `${pod.metadata.name}_${pod.metadata.namespace ?? ''}(${pod.metadata.uid})`;
}
