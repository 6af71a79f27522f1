// The disruption controller: keeps the status of each PodDisruptionBudget, by which evictions and preemption go.
// It looks again when a pod of the budget changes, not when a workload is scaled: the pods follow soon enough.
// Left out: a pod that was marked as disrupted and not deleted keeps its condition.
// Mirrors pkg/controller/disruption/disruption.go (v1.36).

import { deepEqual } from '../../base/deep-equal.ts';
import { MICROS_PER_SECOND, type Micros } from '../../base/time.ts';
import type { Change, Controller, Reconciled, ReconcileView, View } from '../../cluster/actor.ts';
import { apiTime } from '../../cluster/api-server.ts';
import type { EventRequest, Request } from '../../cluster/request.ts';
import { isConditionTrue, withCondition } from '../../model/condition.ts';
import { covers, withAllowedCondition } from '../../model/disruption-budget.ts';
import type { Pod, PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../model/objects.ts';
import { keyOf } from '../../model/objects.ts';
import { referenceTo } from '../ownership.ts';
import { selectorText } from '../selector-text.ts';
import { expectedPods } from './expected-pods.ts';

/** How long an eviction may take to delete its pod. */
const DELETION_TIMEOUT_MICROS: number = 120 * MICROS_PER_SECOND;

/** The controller, as a value. */
export const disruptionController: Controller<undefined> = {
  name: 'disruption-controller',
  eventSource: 'controllermanager',
  workers: 1,
  watches: {
    PodDisruptionBudget: ({ type, key }: Change<PodDisruptionBudget>) => (type === 'deleted' ? [] : [key]),
    Pod: ({ object }: Change<Pod>, view) => budgetOf(object, view),
    Deployment: () => [],
    ReplicaSet: () => [],
    ReplicationController: () => [],
    StatefulSet: () => [],
  },
  memory: () => undefined,
  reconcile,
};

/** The pod's budget; of several one counts. */
function budgetOf(pod: Pod, view: View): readonly string[] {
  const budgets = view.inNamespace('PodDisruptionBudget', pod.metadata.namespace ?? '');
  const found = budgets.find((budget) => covers(budget, pod));
  return found === undefined ? [] : [keyOf(found)];
}

function reconcile(key: string, view: ReconcileView, _memory: undefined, now: Micros): Reconciled {
  const budget = view.get('PodDisruptionBudget', key);
  if (budget === undefined) return { batches: [] };
  const pods = view.inNamespace('Pod', budget.metadata.namespace ?? '').filter((pod) => covers(budget, pod));
  const events = pods.length === 0 ? [eventOf(budget, 'Normal', 'NoPods', 'No matching pods found')] : [];
  const expected = expectedPods(budget, pods, view);
  if (!expected.ok) {
    const why = `Failed to calculate the number of expected pods: ${expected.error}`;
    const failure = eventOf(budget, 'Warning', 'CalculateExpectedPodCountFailed', why);
    return { batches: [[...events, failure, ...statusWrite(budget, failedStatus(budget, expected.error, now))]] };
  }
  const { unmanaged, ...counts } = expected.value;
  if (unmanaged.length > 0) events.push(eventOf(budget, 'Warning', 'UnmanagedPods', unmanagedText(budget)));
  const disruptedPods = stillDisrupted(budget, pods, now);
  const status = statusOf(budget, pods, counts, disruptedPods, now);
  const batches = [[...events, ...statusWrite(budget, status)]];
  const first = Math.min(...Object.values(disruptedPods));
  if (first === Number.POSITIVE_INFINITY) return { batches };
  return { batches, requeue: { afterMicros: first + DELETION_TIMEOUT_MICROS - now, timer: 'disrupted-pod-timeout' } };
}

/** Pods whose eviction was granted, and that are not being deleted yet. */
function stillDisrupted(
  { status }: PodDisruptionBudget,
  pods: readonly Pod[],
  now: Micros,
): { readonly [pod: string]: Micros } {
  const waiting = pods.flatMap(({ metadata }): readonly (readonly [string, Micros])[] => {
    const since = status?.disruptedPods?.[metadata.name];
    if (since === undefined || metadata.deletionTimestamp !== undefined) return [];
    return since + DELETION_TIMEOUT_MICROS < now ? [] : [[metadata.name, since]];
  });
  return Object.fromEntries(waiting);
}

function statusOf(
  { metadata, status }: PodDisruptionBudget,
  pods: readonly Pod[],
  { expected, desiredHealthy }: { readonly expected: number; readonly desiredHealthy: number },
  disruptedPods: { readonly [pod: string]: Micros },
  now: Micros,
): PodDisruptionBudgetStatus {
  const currentHealthy = pods.filter(
    (pod) =>
      pod.metadata.deletionTimestamp === undefined &&
      disruptedPods[pod.metadata.name] === undefined &&
      isConditionTrue(pod.status.conditions, 'Ready'),
  ).length;
  const counted: PodDisruptionBudgetStatus = {
    // No pods, no disruptions: the first ones may have come without anybody having counted them.
    disruptionsAllowed: expected <= 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy),
    currentHealthy,
    desiredHealthy,
    expectedPods: expected,
    observedGeneration: metadata.generation ?? 0,
    ...(Object.keys(disruptedPods).length === 0 ? {} : { disruptedPods }),
    ...(status?.conditions === undefined ? {} : { conditions: status.conditions }),
  };
  return withAllowedCondition(counted, apiTime(now));
}

/** Nothing may go while nobody can count. */
function failedStatus({ status = {} }: PodDisruptionBudget, message: string, now: Micros): PodDisruptionBudgetStatus {
  const condition = {
    type: 'DisruptionAllowed',
    status: 'False',
    reason: 'SyncFailed',
    message,
    observedGeneration: status.observedGeneration ?? 0,
  } as const;
  return { ...status, disruptionsAllowed: 0, conditions: withCondition(status.conditions, condition, apiTime(now)) };
}

function statusWrite(budget: PodDisruptionBudget, status: PodDisruptionBudgetStatus): readonly Request[] {
  if (deepEqual(budget.status, status)) return [];
  const object: PodDisruptionBudget = { ...budget, status };
  return [{ verb: 'update', kind: 'PodDisruptionBudget', subresource: 'status', object }];
}

function eventOf(
  budget: PodDisruptionBudget,
  type: EventRequest['type'],
  reason: string,
  message: string,
): EventRequest {
  return { verb: 'event', regarding: referenceTo(budget), type, reason, message };
}

function unmanagedText({ spec }: PodDisruptionBudget): string {
  return (
    `Pods selected by this PodDisruptionBudget (selector: ${selectorText(spec.selector)}) were found to be ` +
    'unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined ' +
    'behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.'
  );
}
