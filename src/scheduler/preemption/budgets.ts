// Which of the pods that would have to go are protected by a PodDisruptionBudget that has no disruption left.
// Preemption spares those first, but evicts them where nothing else helps.
// Mirrors pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go, filterPodsWithPDBViolation (v1.36).

import type { Pod, PodDisruptionBudget } from '../../model/objects.ts';
import { compiledSelector, isEverything, matchesSelector } from '../../model/selector.ts';

/**
 * The pods, parted in their order: each takes one disruption from every budget that selects it, and violates where none
 * is left. A budget with an empty selector, or without one, protects nobody; a pod that it lists as disrupted has been
 * counted already.
 */
export function partByBudgets(
  pods: readonly Pod[],
  budgets: readonly PodDisruptionBudget[],
): { readonly violating: readonly Pod[]; readonly others: readonly Pod[] } {
  const left = budgets.map(({ status }) => status?.disruptionsAllowed ?? 0);
  const violating: Pod[] = [];
  const others: Pod[] = [];
  for (const pod of pods) {
    let isViolating = false;
    for (const [index, budget] of budgets.entries()) {
      if (!protects(budget, pod)) continue;
      const remaining = (left[index] ?? 0) - 1;
      left[index] = remaining;
      if (remaining < 0) isViolating = true;
    }
    (isViolating ? violating : others).push(pod);
  }
  return { violating, others };
}

function protects({ metadata, spec, status }: PodDisruptionBudget, pod: Pod): boolean {
  const { name, namespace, labels = {} } = pod.metadata;
  if (metadata.namespace !== namespace || spec.selector === undefined || Object.keys(labels).length === 0) return false;
  const selector = compiledSelector(spec.selector);
  if (isEverything(selector) || !matchesSelector(selector, labels)) return false;
  return status?.disruptedPods?.[name] === undefined;
}
