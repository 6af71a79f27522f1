// The eviction subresource: a pod is marked as disrupted before it is deleted, so that whoever looks at its end knows
// why. Mirrors pkg/registry/core/pod/storage/eviction.go, addConditionAndDeletePod (v1.36).

import type { Micros } from '../base/time.ts';
import { withCondition } from '../model/condition.ts';
import type { Pod } from '../model/objects.ts';

/** The pod with the condition that says who disrupts it. */
export function markedAsEvicted(pod: Pod, now: Micros): Pod {
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  } as const;
  return { ...pod, status: { ...pod.status, conditions: withCondition(pod.status.conditions, condition, now) } };
}
