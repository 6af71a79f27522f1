// Pod garbage collection: removes pods that nobody else will, in passes of 20 s: finished ones beyond a threshold,
// those being deleted on nodes that are out of service, those of nodes that are gone, and those being deleted that
// were never scheduled.
// A pass that would find nothing is left out. The live read of a missing node is left out as well: its quarantine of
// 40 s outlasts any lag of the view.
// Mirrors pkg/controller/podgc/gc_controller.go (v1.36).

import { byCodeUnit, byNumber, chain } from '../base/compare.ts';
import type { Micros } from '../base/time.ts';
import { MICROS_PER_SECOND, plus } from '../base/time.ts';
import type { Change, Controller, Reconciled, View } from '../cluster/actor.ts';
import { apiTime } from '../cluster/api-server.ts';
import type { Request } from '../cluster/request.ts';
import { isConditionTrue, withCondition } from '../model/condition.ts';
import type { Condition, Node, Pod } from '../model/objects.ts';
import { keyOf } from '../model/objects.ts';
import { isTerminalPhase } from '../model/pod-status.ts';
import type { ControllerManagerSettings } from './settings.ts';

const PASS = 'pass';
const PERIOD_MICROS: number = 20 * MICROS_PER_SECOND;
const QUARANTINE_MICROS: number = 40 * MICROS_PER_SECOND;
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';

/** What the passes remember: plain data. */
export interface PodGcMemory {
  startedAt: Micros | undefined;
  nextPass: Micros | undefined;
  /** When nodes that are missing count as gone. */
  readonly goneAt: Map<string, Micros>;
}

/** The controller, as a value. */
export function createPodGc({ terminatedPodGcThreshold }: ControllerManagerSettings): Controller<PodGcMemory> {
  return {
    name: 'pod-garbage-collector-controller',
    workers: 1,
    initialKeys: [PASS],
    watches: {
      Node: ({ type, object, old }: Change<Node>) =>
        type === 'deleted' || isOutOfService(object) !== (old !== undefined && isOutOfService(old)) ? [PASS] : [],
      Pod: (change: Change<Pod>, view) => (mayNeedPass(change, view) ? [PASS] : []),
    },
    memory: () => ({ startedAt: undefined, nextPass: undefined, goneAt: new Map() }),
    reconcile(_key, view, memory, now) {
      memory.nextPass ??= memory.startedAt === undefined ? now : nextPassAfter(memory.startedAt, now);
      memory.startedAt ??= now;
      const isPass = now >= memory.nextPass;
      const batches = isPass ? collect(view, memory, terminatedPodGcThreshold, now) : [];
      const hasWork = !isPass || batches.some((batch) => batch.length > 0) || memory.goneAt.size > 0;
      if (isPass) memory.nextPass = hasWork ? nextPassAfter(memory.startedAt, now) : undefined;
      return memory.nextPass === undefined ? { batches } : { batches, requeue: requeue(memory.nextPass, now) };
    },
  };
}

function requeue(at: Micros, now: Micros): NonNullable<Reconciled['requeue']> {
  return { afterMicros: at - now, timer: 'pod-gc-period' };
}

function nextPassAfter(startedAt: Micros, now: Micros): Micros {
  return plus(startedAt, (Math.floor((now - startedAt) / PERIOD_MICROS) + 1) * PERIOD_MICROS);
}

function mayNeedPass({ type, object, old }: Change<Pod>, view: View): boolean {
  if (type === 'deleted') return false;
  const { nodeName } = object.spec;
  const node = nodeName === undefined ? undefined : view.get('Node', nodeName);
  const isNewlyBound = nodeName !== undefined && old?.spec.nodeName !== nodeName;
  if (isNewlyBound && node === undefined) return true;
  const isNewlyFinished =
    isTerminalPhase(object.status.phase) && !(old !== undefined && isTerminalPhase(old.status.phase));
  const isNewlyGoing = object.metadata.deletionTimestamp !== undefined && old?.metadata.deletionTimestamp === undefined;
  return isNewlyFinished || (isNewlyGoing && (node === undefined || isOutOfService(node)));
}

function isOutOfService(node: Node): boolean {
  const isReady = isConditionTrue(node.status.conditions, 'Ready');
  return !isReady && (node.spec.taints?.some(({ key }) => key === OUT_OF_SERVICE) ?? false);
}

/** One pass. Each pod is first marked as failed, then deleted without grace. */
function collect(view: View, memory: PodGcMemory, threshold: number, now: Micros): readonly (readonly Request[])[] {
  const pods = view.list('Pod');
  const nodes = new Map(view.list('Node').map((node) => [node.metadata.name, node]));
  const gone = goneNodes(pods, nodes, memory, now);
  const doomed = new Map<string, Request | undefined>();
  const doom = (pod: Pod, condition?: Condition): void => {
    if (!doomed.has(keyOf(pod))) doomed.set(keyOf(pod), failure(pod, condition, now));
  };
  for (const pod of finishedBeyond(pods, threshold)) doom(pod);
  for (const pod of pods) {
    const node = nodes.get(pod.spec.nodeName ?? '');
    const isGoing = pod.metadata.deletionTimestamp !== undefined;
    if (isGoing && node !== undefined && isOutOfService(node)) doom(pod);
    if (gone.has(pod.spec.nodeName ?? '')) doom(pod, orphanedCondition(pod));
    if (isGoing && (pod.spec.nodeName ?? '') === '') doom(pod);
  }
  const deletions = [...doomed.keys()].map(
    (key): Request => ({ verb: 'delete', kind: 'Pod', key, gracePeriodSeconds: 0 }),
  );
  return [[...doomed.values()].flatMap((patch) => patch ?? []), deletions];
}

/** Nodes whose pods are orphans: missing at a pass, and still missing when their quarantine is over. */
function goneNodes(
  pods: readonly Pod[],
  nodes: ReadonlyMap<string, Node>,
  { goneAt }: PodGcMemory,
  now: Micros,
): ReadonlySet<string> {
  const missing = new Set<string>();
  for (const { spec } of pods) {
    if (spec.nodeName !== undefined && spec.nodeName !== '' && !nodes.has(spec.nodeName)) missing.add(spec.nodeName);
  }
  const gone = new Set<string>();
  for (const [name, at] of goneAt) {
    if (!missing.has(name)) goneAt.delete(name);
    else if (now >= at) gone.add(name);
  }
  for (const name of missing) if (!goneAt.has(name)) goneAt.set(name, plus(now, QUARANTINE_MICROS));
  return gone;
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
