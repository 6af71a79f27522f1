// Writes of Pods in words. A deletion is told by who asked for it; a status by what changed in it: Ready, restarts, the
// word that kubectl shows.

import { podStatusWord } from '../kubectl/printers/pod-status-word.ts';
import type { Log } from '../log/log.ts';
import type { Seq } from '../log/row.ts';
import { findCondition } from '../model/condition.ts';
import type { Pod } from '../model/objects.ts';
import { controllerOf } from '../model/owners.ts';
import { isPodActive, isPodReady } from '../model/pod-status.ts';
import { controllerId } from './owner.ts';
import type { SentenceKey } from './sentences.ts';
import type { Telling, TellingContext } from './telling.ts';

/** Who deletes a pod, and what that says. */
const DELETIONS: ReadonlyMap<string, SentenceKey> = new Map([
  ['replicaset-controller', 'pod.scaledDown'],
  ['garbage-collector-controller', 'pod.ownerGone'],
  ['pod-garbage-collector-controller', 'pod.orphaned'],
  ['chaos', 'pod.killed'],
]);

/** The sentence of a write of a Pod. */
export function tellPod(context: TellingContext, seq: Seq, pod: Pod): Telling {
  const { log } = context;
  const values = { pod: pod.metadata.name, owner: ownerText(pod) };
  switch (log.verb(seq)) {
    case 'create':
      return tellCreation(context, seq, pod);
    case 'bind':
      return { sentence: 'pod.assigned', values: { ...values, node: pod.spec.nodeName ?? '' } };
    case 'mark':
      return tellDeletion(context, seq, pod);
    case 'delete':
      return isMarkedBefore(log, seq) ? { sentence: 'pod.gone', values } : tellDeletion(context, seq, pod);
  }
  const before = log.before(seq);
  if (before === undefined) return { sentence: 'pod.updated', values };
  return tellChange(log, seq, pod, log.object(before) as Pod) ?? { sentence: restOf(log, seq), values };
}

function restOf(log: Log, seq: Seq): SentenceKey {
  return log.verb(seq) === 'status' ? 'pod.status' : 'pod.updated';
}

function tellCreation({ log, moments }: TellingContext, seq: Seq, pod: Pod): Telling {
  const owner = controllerId(pod);
  const values = { pod: pod.metadata.name, owner: ownerText(pod) };
  const gates = (pod.spec.schedulingGates ?? []).map(({ name }) => name);
  if (gates.length > 0) return { sentence: 'pod.createdGated', values: { ...values, gates: gates.join(', ') } };
  if (owner === undefined) return { sentence: 'pod.createdAlone', values };
  const causeSeq = log.cause(seq)?.seq;
  const cause = causeSeq === undefined ? undefined : log.object(causeSeq);
  if (moments === undefined || cause?.kind !== 'Pod' || !owner.startsWith('ReplicaSet/')) {
    return { sentence: 'pod.created', values };
  }
  const moment = moments.after(seq);
  const wanted = moment.get('ReplicaSet', owner.slice('ReplicaSet/'.length))?.spec.replicas ?? 0;
  const left = moment.list('Pod').filter((other) => isPodActive(other) && controllerId(other) === owner).length;
  return { sentence: 'pod.replaced', values: { ...values, have: `${left}`, want: `${wanted}` } };
}

function tellDeletion({ log, moments }: TellingContext, seq: Seq, pod: Pod): Telling {
  const values = { pod: pod.metadata.name, owner: ownerText(pod) };
  const actor = log.actor(seq);
  const preemptor = preemptorOf(log, seq);
  if (preemptor !== undefined) {
    const high = moments?.after(seq).get('Pod', preemptor)?.spec.priority;
    const told = { preemptor: preemptor.slice(preemptor.indexOf('/') + 1), low: `${pod.spec.priority ?? 0}` };
    return { sentence: 'pod.preempted', values: { ...values, ...told, high: high === undefined ? '?' : `${high}` } };
  }
  if (actor === 'taint-eviction-controller') {
    const seconds = tolerationSecondsOf(pod);
    const isTimed = log.cause(seq)?.via?.timer === 'tolerationSeconds' && seconds !== undefined;
    if (!isTimed) return { sentence: 'pod.evictedAtOnce', values };
    return { sentence: 'pod.evicted', values: { ...values, seconds: `${seconds}` } };
  }
  if (log.cause(seq)?.via?.timer === 'pod-gc-quarantine') {
    return { sentence: 'pod.nodeGone', values: { ...values, node: pod.spec.nodeName ?? '' } };
  }
  return { sentence: DELETIONS.get(actor) ?? 'pod.deleted', values };
}

/** The key of the pod for which the scheduler evicts another. */
function preemptorOf(log: Log, seq: Seq): string | undefined {
  const cause = log.cause(seq);
  const plain = cause === undefined ? undefined : log.plain(cause.seq);
  return plain?.type === 'decision' && plain.preemption !== undefined ? plain.pod : undefined;
}

/** The shortest time for which the pod tolerates a taint that throws it out. */
export function tolerationSecondsOf(pod: Pod): number | undefined {
  const times = (pod.spec.tolerations ?? [])
    .filter(({ effect = '' }) => effect === 'NoExecute' || effect === '')
    .flatMap(({ tolerationSeconds: seconds }) => (seconds === undefined ? [] : [seconds]));
  return times.length === 0 ? undefined : Math.min(...times);
}

function isMarkedBefore(log: Log, seq: Seq): boolean {
  const before = log.before(seq);
  return before !== undefined && log.object(before)?.metadata.deletionTimestamp !== undefined;
}

function tellChange(log: Log, seq: Seq, pod: Pod, before: Pod): Telling | undefined {
  const values = { pod: pod.metadata.name, owner: ownerText(pod) };
  const isReady = isPodReady(pod);
  const old = podStatusWord(before);
  const { word, restarts } = podStatusWord(pod);
  if (isReady && !isPodReady(before)) {
    return { sentence: isByProbe(log, seq) ? 'pod.ready' : 'pod.readyUnprobed', values };
  }
  if (restarts > old.restarts) return { sentence: 'pod.restarted', values: { ...values, restarts: `${restarts}` } };
  if (isUngated(pod, before)) return { sentence: 'pod.ungated', values };
  const failure = bindingFailure(log, seq, pod, before);
  if (failure !== undefined) return { sentence: 'pod.scheduleError', values: { ...values, message: failure } };
  if (word !== old.word) return { sentence: 'pod.word', values: { ...values, word } };
  if (!isReady && isPodReady(before)) {
    const isLost = log.actor(seq) === 'node-lifecycle-controller';
    return { sentence: isLost ? 'pod.nodeLost' : 'pod.notReady', values };
  }
  return undefined;
}

/** What the scheduler says of a pod that has a node and could not be bound to it. */
function bindingFailure(log: Log, seq: Seq, pod: Pod, before: Pod): string | undefined {
  const cause = log.cause(seq);
  const plain = cause === undefined ? undefined : log.plain(cause.seq);
  if (plain?.type !== 'decision' || plain.result !== 'scheduled') return undefined;
  const condition = findCondition(pod.status.conditions, 'PodScheduled');
  const old = findCondition(before.status.conditions, 'PodScheduled');
  return condition?.reason === 'SchedulerError' && condition.message !== old?.message ? condition.message : undefined;
}

function isUngated(pod: Pod, before: Pod): boolean {
  return (pod.spec.schedulingGates ?? []).length === 0 && (before.spec.schedulingGates ?? []).length > 0;
}

/** True if the kubelet writes what a probe has found. */
function isByProbe(log: Log, seq: Seq): boolean {
  const cause = log.cause(seq);
  if (cause === undefined) return false;
  const plain = log.plain(cause.seq);
  return cause.via?.timer === 'readinessProbe' || (plain?.type === 'fact' && plain.fact === 'probe-changed');
}

/** `ReplicaSet web-5d`; empty for a pod without an owner. */
function ownerText(pod: Pod): string {
  const owner = controllerOf(pod);
  return owner === undefined ? '' : `${owner.kind} ${owner.name}`;
}
