// Pod garbage collection: removes pods that nobody else will, in passes of 20 s: finished ones beyond a threshold,
// those being deleted on nodes that are out of service, those of nodes that are gone, and those being deleted that
// were never scheduled.
// Each of these reasons is a key of its own, so that what is removed leads back to what asked for it; all keys wait for
// the same passes, and a pass for which no key waits is left out. The live read of a missing node is left out as well:
// its quarantine of 40 s outlasts any lag of the view.
// Mirrors pkg/controller/podgc/gc_controller.go (v1.36).

import { byCodeUnit, byNumber, chain } from '../base/compare.ts';
import type { Micros } from '../base/time.ts';
import { MICROS_PER_SECOND, plus } from '../base/time.ts';
import type { Change, Controller, Reconciled, ReconcileView, View } from '../cluster/actor.ts';
import { apiTime } from '../cluster/api-server.ts';
import type { Request } from '../cluster/request.ts';
import { isConditionTrue, withCondition } from '../model/condition.ts';
import type { Condition, Node, Pod } from '../model/objects.ts';
import { keyOf } from '../model/objects.ts';
import { isTerminalPhase } from '../model/pod-status.ts';
import type { ControllerManagerSettings } from './settings.ts';

const PERIOD_MICROS: number = 20 * MICROS_PER_SECOND;
const QUARANTINE_MICROS: number = 40 * MICROS_PER_SECOND;
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';

/** The one key for all finished pods; the others are a reason, a colon and the name of a node or the key of a pod. */
const FINISHED = 'finished';
type Reason = 'finished' | 'gone' | 'out-of-service' | 'unscheduled';

/** What a key remembers: plain data. */
export interface PodGcMemory {
  /** The pass that it waits for. */
  nextPass: Micros | undefined;
  /** True once its node was found missing: at the next pass it counts as gone. */
  isQuarantined: boolean;
}

/** The controller, as a value. */
export function createPodGc({ terminatedPodGcThreshold }: ControllerManagerSettings): Controller<PodGcMemory> {
  return {
    name: 'pod-garbage-collector-controller',
    workers: 1,
    watches: {
      Node: ({ type, key, object, old }: Change<Node>) => {
        if (type === 'deleted') return [`gone:${key}`];
        return isOutOfService(object) && !(old !== undefined && isOutOfService(old)) ? [`out-of-service:${key}`] : [];
      },
      Pod: keysOfPod,
    },
    memory: () => ({ nextPass: undefined, isQuarantined: false }),
    reconcile(key, view, memory, now) {
      memory.nextPass ??= passFrom(view.startedAt, now);
      const pass = memory.nextPass;
      if (now < pass) return { batches: [], requeue: { afterMicros: pass - now, timer: 'pod-gc-period' } };
      memory.nextPass = undefined;
      const [reason, name] = splitKey(key);
      if (reason === 'gone') return collectOrphans({ name, pass, now }, view, memory);
      if (reason === 'finished') return removal(finishedBeyond(view.list('Pod'), terminatedPodGcThreshold), now);
      return removal(reason === 'out-of-service' ? strandedPods(view, name) : neverScheduled(view, name), now);
    },
  };
}

function splitKey(key: string): readonly [Reason, string] {
  const [reason = '', name = ''] = key.split(':');
  return [reason as Reason, name];
}

/** The first pass at or after a moment. */
function passFrom(startedAt: Micros, at: Micros): Micros {
  return plus(startedAt, Math.ceil((at - startedAt) / PERIOD_MICROS) * PERIOD_MICROS);
}

function keysOfPod({ type, key, object, old }: Change<Pod>, view: View): readonly string[] {
  if (type === 'deleted') return [];
  const { nodeName = '' } = object.spec;
  const node = nodeName === '' ? undefined : view.get('Node', nodeName);
  const keys: string[] = [];
  if (nodeName !== '' && node === undefined && old?.spec.nodeName !== nodeName) keys.push(`gone:${nodeName}`);
  if (isTerminalPhase(object.status.phase) && !(old !== undefined && isTerminalPhase(old.status.phase))) {
    keys.push(FINISHED);
  }
  if (object.metadata.deletionTimestamp !== undefined && old?.metadata.deletionTimestamp === undefined) {
    if (nodeName === '') keys.push(`unscheduled:${key}`);
    if (node !== undefined && isOutOfService(node)) keys.push(`out-of-service:${nodeName}`);
  }
  return keys;
}

function isOutOfService(node: Node): boolean {
  const isReady = isConditionTrue(node.status.conditions, 'Ready');
  return !isReady && (node.spec.taints?.some(({ key }) => key === OUT_OF_SERVICE) ?? false);
}

/** Pods of a node that is missing at a pass, and still missing at the first one after its quarantine. */
function collectOrphans(
  { name, pass, now }: { readonly name: string; readonly pass: Micros; readonly now: Micros },
  view: ReconcileView,
  memory: PodGcMemory,
): Reconciled {
  const pods = view.get('Node', name) === undefined ? view.onNode(name) : [];
  const wasQuarantined = memory.isQuarantined;
  memory.isQuarantined = !wasQuarantined && pods.length > 0;
  if (!memory.isQuarantined) return removal(pods, now, orphanedCondition);
  memory.nextPass = passFrom(view.startedAt, plus(pass, QUARANTINE_MICROS));
  const setBy = { kind: 'Node', key: name };
  return { batches: [], requeue: { afterMicros: memory.nextPass - now, timer: 'pod-gc-quarantine', setBy } };
}

function strandedPods(view: View, name: string): readonly Pod[] {
  const node = view.get('Node', name);
  return node !== undefined && isOutOfService(node) ? view.onNode(name).filter(isGoing) : [];
}

function neverScheduled(view: View, key: string): readonly Pod[] {
  const pod = view.get('Pod', key);
  return pod !== undefined && isGoing(pod) && (pod.spec.nodeName ?? '') === '' ? [pod] : [];
}

function isGoing({ metadata }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined;
}

/** Each pod is first marked as failed, then deleted without grace. */
function removal(pods: readonly Pod[], now: Micros, conditionOf?: (pod: Pod) => Condition): Reconciled {
  const failures = pods.flatMap((pod) => failure(pod, conditionOf?.(pod), now) ?? []);
  const deletions = pods.map(
    (pod): Request => ({ verb: 'delete', kind: 'Pod', key: keyOf(pod), gracePeriodSeconds: 0 }),
  );
  return { batches: [failures, deletions] };
}

/** Evicted ones first, then the oldest. */
const byExpendability = chain<Pod>(
  (a, b) => Number(b.status.reason === 'Evicted') - Number(a.status.reason === 'Evicted'),
  (a, b) => byNumber(a.metadata.creationTimestamp, b.metadata.creationTimestamp),
  (a, b) => byCodeUnit(a.metadata.name, b.metadata.name),
);

function finishedBeyond(pods: readonly Pod[], threshold: number): readonly Pod[] {
  if (threshold <= 0) return [];
  const finished = pods.filter(({ status }) => isTerminalPhase(status.phase));
  return finished.toSorted(byExpendability).slice(0, Math.max(0, finished.length - threshold));
}

function orphanedCondition({ metadata }: Pod): Condition {
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByPodGC',
    message: 'PodGC: node no longer exists',
  } as const;
  return metadata.generation === undefined ? condition : { ...condition, observedGeneration: metadata.generation };
}

/** The patch that makes a pod Failed; undefined if it has ended already. */
function failure(pod: Pod, condition: Condition | undefined, now: Micros): Request | undefined {
  if (isTerminalPhase(pod.status.phase)) return undefined;
  const marked = condition === undefined ? [] : withCondition([], condition, apiTime(now));
  const status = { phase: 'Failed', ...(marked.length > 0 ? { conditions: marked } : {}) };
  const { uid } = pod.metadata;
  return {
    verb: 'patch',
    kind: 'Pod',
    key: keyOf(pod),
    patchType: 'strategic',
    subresource: 'status',
    patch: { status },
    uid,
  };
}
