// The taint eviction controller: deletes pods from nodes with NoExecute taints that they do not tolerate, at once or
// when their tolerationSeconds are over. The time counts from when the controller saw the taint, whatever its
// timeAdded says; disruption budgets are not asked.
// Mirrors pkg/controller/tainteviction/taint_eviction.go and timed_workers.go (v1.36).

import { deepEqual } from '../base/deep-equal.ts';
import type { Micros } from '../base/time.ts';
import { MICROS_PER_SECOND, plus } from '../base/time.ts';
import type { Change, Controller, Reconciled, View } from '../cluster/actor.ts';
import { apiTime } from '../cluster/api-server.ts';
import type { EventRequest, Request } from '../cluster/request.ts';
import { findCondition, withCondition } from '../model/condition.ts';
import type { Condition, Node, Pod, Taint, Toleration } from '../model/objects.ts';
import { keyOf } from '../model/objects.ts';
import { matchingTolerations } from '../model/toleration.ts';

/** What is remembered of a pod; plain data. */
export interface TaintEvictionMemory {
  /** When the eviction that is scheduled takes place. */
  evictAt?: Micros | undefined;
}

const MAX_ATTEMPTS = 5;

/** The controller, as a value. Its keys are pods. */
export const taintEvictionController: Controller<TaintEvictionMemory> = {
  name: 'taint-eviction-controller',
  workers: 8,
  maxRetries: MAX_ATTEMPTS,
  watches: { Node: podsOfChangedNode, Pod: changedPod },
  memory: () => ({}),
  reconcile(key, view, memory, now) {
    const pod = view.get('Pod', key);
    if (pod === undefined) return { batches: [cancel(key, memory)] };
    const node = view.get('Node', pod.spec.nodeName ?? '');
    // A node that is gone takes back no eviction.
    return node === undefined ? keepGoing(key, pod, memory, now) : follow(key, pod, evicting(node), memory, now);
  },
  settle(_key, verdicts, _view, memory, now) {
    const isDone = verdicts.flat().every((verdict) => verdict?.ok !== false);
    if (isDone && memory.evictAt !== undefined && memory.evictAt <= now) memory.evictAt = undefined;
    return [];
  },
};

function evicting(node: Node): readonly Taint[] {
  return (node.spec.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
}

function podsOfChangedNode({ type, object, old }: Change<Node>, view: View): readonly string[] {
  if (type === 'deleted') return [];
  const before = old === undefined ? [] : evicting(old);
  return deepEqual(before, evicting(object)) ? [] : view.onNode(object.metadata.name).map(keyOf);
}

function changedPod({ type, key, object, old }: Change<Pod>, view: View): readonly string[] {
  if (type === 'deleted') return [key];
  const isSame =
    old !== undefined &&
    old.spec.nodeName === object.spec.nodeName &&
    deepEqual(old.spec.tolerations, object.spec.tolerations);
  const node = view.get('Node', object.spec.nodeName ?? '');
  return isSame || node === undefined || evicting(node).length === 0 ? [] : [key];
}

/** What a pod's tolerations say about these taints. */
function follow(key: string, pod: Pod, taints: readonly Taint[], memory: TaintEvictionMemory, now: Micros): Reconciled {
  if (taints.length === 0) return { batches: [cancel(key, memory)] };
  const used = matchingTolerations(taints, pod.spec.tolerations);
  if (used === undefined) {
    const cancelled = memory.evictAt !== undefined && memory.evictAt > now ? cancel(key, memory) : [];
    memory.evictAt ??= now;
    return { batches: [cancelled, ...evict(key, pod, now)] };
  }
  const tolerated = toleratedMicros(used);
  if (tolerated === undefined) return { batches: [cancel(key, memory)] };
  // What is scheduled already is not put off by a taint that replaces another, nor brought forward by one that joins
  // it.
  memory.evictAt ??= plus(now, tolerated);
  return keepGoing(key, pod, memory, now);
}

/** How long all used tolerations last; undefined if for ever. */
function toleratedMicros(used: readonly Toleration[]): number | undefined {
  let seconds: number | undefined;
  for (const { tolerationSeconds } of used) {
    if (tolerationSeconds === undefined) continue;
    seconds = Math.min(seconds ?? Number.POSITIVE_INFINITY, Math.max(0, tolerationSeconds));
  }
  return seconds === undefined ? undefined : seconds * MICROS_PER_SECOND;
}

function keepGoing(key: string, pod: Pod, { evictAt }: TaintEvictionMemory, now: Micros): Reconciled {
  if (evictAt === undefined) return { batches: [] };
  if (now >= evictAt) return { batches: evict(key, pod, now) };
  return { batches: [], requeue: { afterMicros: evictAt - now, timer: 'tolerationSeconds' } };
}

function evict(key: string, pod: Pod, now: Micros): readonly (readonly Request[])[] {
  const { generation, uid } = pod.metadata;
  const condition: Condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  };
  const conditions = withCondition(pod.status.conditions, condition, apiTime(now));
  const marked = findCondition(conditions, 'DisruptionTarget');
  const patch: Request = {
    verb: 'patch',
    kind: 'Pod',
    key,
    patchType: 'strategic',
    subresource: 'status',
    patch: { status: { conditions: [marked] } },
    uid,
  };
  const deletion: Request = { verb: 'delete', kind: 'Pod', key };
  const isMarked = conditions === pod.status.conditions;
  return [[evictionEvent(key, `Marking for deletion Pod ${key}`)], isMarked ? [] : [patch], [deletion]];
}

/** Gives up what is scheduled, and says so. */
function cancel(key: string, memory: TaintEvictionMemory): readonly Request[] {
  if (memory.evictAt === undefined) return [];
  memory.evictAt = undefined;
  return [evictionEvent(key, `Cancelling deletion of Pod ${key}`)];
}

function evictionEvent(key: string, message: string): EventRequest {
  const [namespace = '', name = ''] = key.split('/');
  const regarding = { apiVersion: 'v1', kind: 'Pod', namespace, name };
  return { verb: 'event', regarding, type: 'Normal', reason: 'TaintManagerEviction', message };
}
