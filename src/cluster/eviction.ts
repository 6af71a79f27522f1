// The eviction subresource: a pod whose budget has a disruption left is marked as disrupted before it is deleted, so
// that whoever looks at its end knows why; the others stay.
// Mirrors pkg/registry/core/pod/storage/eviction.go (v1.36).

import type { Micros } from '../base/time.ts';
import { isConditionTrue, withCondition } from '../model/condition.ts';
import { covers, syncFailure, withAllowedCondition } from '../model/disruption-budget.ts';
import type { Pod, PodDisruptionBudget } from '../model/objects.ts';
import { isTerminalPhase } from '../model/pod-status.ts';
import type { Refused } from './request.ts';
import type { Store } from './store.ts';

const DISRUPTED_PODS_MAX = 2000;

/** What an eviction does: the pod goes, and its budget (if it has one to ask) becomes `charged` before. */
export type Eviction =
  | { readonly ok: true; readonly budget?: undefined }
  | { readonly ok: true; readonly budget: PodDisruptionBudget; readonly charged: PodDisruptionBudget }
  | { readonly ok: false; readonly refusal: Refused };

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

/** Asks the budgets of the pod's namespace. A pod that disrupts nothing by its end needs no budget. */
export function evictionOf(pod: Pod, store: Pick<Store, 'current' | 'inNamespace'>, now: Micros): Eviction {
  const { phase } = pod.status;
  if (phase === 'Pending' || isTerminalPhase(phase) || pod.metadata.deletionTimestamp !== undefined)
    return { ok: true };
  const [budget, ...others] = budgetsOf(pod, store);
  if (budget === undefined) return { ok: true };
  if (others.length > 0) {
    const message = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
    return { ok: false, refusal: { ok: false, code: 500, reason: 'InternalError', message } };
  }
  return isConditionTrue(pod.status.conditions, 'Ready') || !mayGoUnhealthy(budget)
    ? charge(budget, pod, now)
    : { ok: true };
}

function budgetsOf(pod: Pod, store: Pick<Store, 'current' | 'inNamespace'>): readonly PodDisruptionBudget[] {
  return [...store.inNamespace('PodDisruptionBudget', pod.metadata.namespace ?? '')].flatMap(({ key }) => {
    const budget = store.current('PodDisruptionBudget', key) as PodDisruptionBudget | undefined;
    return budget !== undefined && covers(budget, pod) ? [budget] : [];
  });
}

/** A pod that is not ready does not count; it may go unless its application is disrupted already. */
function mayGoUnhealthy({ spec, status = {} }: PodDisruptionBudget): boolean {
  const { currentHealthy = 0, desiredHealthy = 0 } = status;
  return spec.unhealthyPodEvictionPolicy === 'AlwaysAllow' || (currentHealthy >= desiredHealthy && desiredHealthy > 0);
}

function charge(budget: PodDisruptionBudget, pod: Pod, now: Micros): Eviction {
  const { metadata, status = {} } = budget;
  const { disruptionsAllowed = 0, currentHealthy = 0, desiredHealthy = 0, disruptedPods = {} } = status;
  const { name, generation = 0 } = metadata;
  if ((status.observedGeneration ?? 0) < generation) return tooMany(`${name} is still being processed by the server.`);
  if (Object.keys(disruptedPods).length > DISRUPTED_PODS_MAX) {
    const detail = 'DisruptedPods map too big - too many evictions not confirmed by PDB controller';
    const message = `poddisruptionbudget.policy "${name}" is forbidden: ${detail}`;
    return { ok: false, refusal: { ok: false, code: 403, reason: 'Forbidden', message } };
  }
  if (disruptionsAllowed === 0) {
    const failure = syncFailure(status);
    if (failure !== undefined) {
      return tooMany(`${name} does not allow evicting pods currently because it failed sync: ${failure}`);
    }
    if (currentHealthy > desiredHealthy) return tooMany(`${name} does not allow evicting pods currently`);
    return tooMany(`${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`);
  }
  const next = {
    ...status,
    disruptionsAllowed: disruptionsAllowed - 1,
    disruptedPods: { ...disruptedPods, [pod.metadata.name]: now },
  };
  const charged = { ...budget, status: disruptionsAllowed === 1 ? withAllowedCondition(next, now) : next };
  return { ok: true, budget, charged };
}

function tooMany(cause: string): Eviction {
  const message = "Cannot evict pod as it would violate the pod's disruption budget.";
  const causes = [`The disruption budget ${cause}`];
  return { ok: false, refusal: { ok: false, code: 429, reason: 'TooManyRequests', message, causes } };
}
