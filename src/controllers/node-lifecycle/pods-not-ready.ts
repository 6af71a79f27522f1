// The pods of a node that has fallen silent are marked as not ready, because nobody else can say so; their phase and
// their containers' status stay as they were last seen.
// Mirrors pkg/controller/util/node/controller_utils.go, MarkPodsNotReady (v1.36).

import type { Micros } from '../../base/time.ts';
import { apiTime } from '../../cluster/api-server.ts';
import type { Request, Verdict } from '../../cluster/request.ts';
import { findCondition } from '../../model/condition.ts';
import type { KubeObject, Pod } from '../../model/objects.ts';
import { keyOf } from '../../model/objects.ts';
import { referenceTo } from '../ownership.ts';

/** The patches that mark these pods; those that are marked already need none. */
export function markNotReady(pods: readonly Pod[], now: Micros): readonly Request[] {
  return pods.flatMap((pod): Request[] => {
    const ready = findCondition(pod.status.conditions, 'Ready');
    if (ready === undefined || ready.status === 'False') return [];
    const condition = { ...ready, status: 'False', lastTransitionTime: apiTime(now) };
    return [
      {
        verb: 'patch',
        kind: 'Pod',
        key: keyOf(pod),
        patchType: 'strategic',
        subresource: 'status',
        patch: { status: { conditions: [condition] } },
        uid: pod.metadata.uid,
      },
    ];
  });
}

/** A KubeEvent for each pod that was marked. */
export function notReadyEvents(verdicts: readonly (Verdict | undefined)[]): readonly Request[] {
  return verdicts.flatMap((verdict) => (verdict?.ok === true ? [notReadyEvent(verdict.object)] : []));
}

function notReadyEvent(pod: KubeObject): Request {
  const message = 'Node is not ready';
  return { verb: 'event', regarding: referenceTo(pod), type: 'Warning', reason: 'NodeNotReady', message };
}
