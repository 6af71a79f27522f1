// The KubeEvents that the scheduler records about pods, word for word.
// Mirrors pkg/scheduler/schedule_one.go (v1.36).

import type { EventRequest } from '../cluster/request.ts';
import type { Pod } from '../model/objects.ts';
import { keyOf } from '../model/objects.ts';
import { DEFAULT_SCHEDULER } from './framework.ts';

/** Longest note of an event; upstream counts bytes. */
const NOTE_MAX = 1024;

/** A pod was bound. */
export function scheduledEvent(pod: Pod, node: string): EventRequest {
  const message = `Successfully assigned ${keyOf(pod)} to ${node}`;
  return { ...about(pod), type: 'Normal', reason: 'Scheduled', action: 'Binding', message };
}

/** An attempt failed. */
export function failureEvent(pod: Pod, message: string): EventRequest {
  return { ...about(pod), type: 'Warning', reason: 'FailedScheduling', action: 'Scheduling', message: cut(message) };
}

/** A pod is not scheduled because it is being deleted. */
export function skippedEvent(pod: Pod): EventRequest {
  return failureEvent(pod, `skip schedule deleting pod: ${keyOf(pod)}`);
}

/** A pod has to make room for another. The note names the other by its uid. One that was not bound yet is kept. */
export function preemptedEvent(victim: Pod, preemptor: Pod, node: string, isKept: boolean): EventRequest {
  const place = isKept ? `${node} (in kube-scheduler memory).` : node;
  const message = `Preempted by pod ${preemptor.metadata.uid} on node ${place}`;
  return { ...about(victim, preemptor), type: 'Normal', reason: 'Preempted', action: 'Preempting', message };
}

/** Each profile of a scheduler reports under its own name: that which the pod asks for. */
function about(pod: Pod, by: Pod = pod): Pick<EventRequest, 'verb' | 'regarding' | 'reporter'> {
  const { name, namespace, uid } = pod.metadata;
  const regarding = { apiVersion: 'v1', kind: 'Pod', name, uid, ...(namespace === undefined ? {} : { namespace }) };
  return { verb: 'event', regarding, reporter: by.spec.schedulerName ?? DEFAULT_SCHEDULER };
}

function cut(message: string): string {
  return message.length <= NOTE_MAX ? message : `${message.slice(0, NOTE_MAX - 4)} ...`;
}
