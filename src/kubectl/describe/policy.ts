// `kubectl describe` of disruption budgets. Mirrors staging/src/k8s.io/kubectl/pkg/describe/describe.go,
// describePodDisruptionBudgetV1 (v1.36).

import type { KubeObject, LabelSelector } from '../../model/objects.ts';
import { selectorText } from '../printers/cells.ts';
import { describeEvents } from './events.ts';
import type { DescribeSource } from './shared-parts.ts';
import { TabbedText } from './tabbed-text.ts';

interface Budget extends KubeObject {
  readonly spec?: {
    readonly minAvailable?: number | string;
    readonly maxUnavailable?: number | string;
    readonly selector?: LabelSelector;
  };
  readonly status?: { readonly [count: string]: number };
}

/** kubectl's description of a PodDisruptionBudget at a moment. */
export function describePodDisruptionBudget(budget: Budget, source: DescribeSource): string {
  const { metadata, spec = {}, status = {} } = budget;
  const text = new TabbedText();
  text.line(0, `Name:\t${metadata.name}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  if (spec.minAvailable !== undefined) text.line(0, `Min available:\t${spec.minAvailable}`);
  else if (spec.maxUnavailable !== undefined) text.line(0, `Max unavailable:\t${spec.maxUnavailable}`);
  text.line(0, `Selector:\t${spec.selector === undefined ? '<unset>' : selectorText(spec.selector)}`);
  text.line(0, 'Status:');
  text.line(2, `Allowed disruptions:\t${status.disruptionsAllowed ?? 0}`);
  text.line(2, `Current:\t${status.currentHealthy ?? 0}`);
  text.line(2, `Desired:\t${status.desiredHealthy ?? 0}`);
  text.line(2, `Total:\t${status.expectedPods ?? 0}`);
  describeEvents(text, source, budget);
  return text.toText();
}
