// Which changes may make a pod schedulable that PodTopologySpread rejected.
// Mirrors pkg/scheduler/framework/plugins/podtopologyspread/plugin.go (v1.36).

import { deepEqual } from '../../base/deep-equal.ts';
import type { Node, Pod } from '../../model/objects.ts';
import { matchesSelector } from '../../model/selector.ts';
import type { WakeUp } from '../cluster-event.ts';
import { isPlaced } from '../cluster-event.ts';
import type { Lister } from '../framework.ts';
import type { DefaultSpreads, Spread } from './spread-constraints.ts';
import { hasAllKeys, spreadsOf } from './spread-constraints.ts';

/** The events that the plugin listens to, with these constraints for pods that have none. */
export function spreadWakeUps(defaults: DefaultSpreads): readonly WakeUp[] {
  const spreads = (pod: Pod, objects: Lister): readonly Spread[] =>
    spreadsOf(pod, 'DoNotSchedule', objects, defaults).constraints;
  return [
    {
      resource: 'Pod',
      actions: ['Add', 'UpdatePodLabel', 'UpdatePodToleration', 'Delete'],
      hint: (pod, old, changed, objects) => isPodChangeUseful(pod, old, changed, spreads(pod, objects)),
    },
    {
      resource: 'Node',
      actions: ['Add', 'Delete', 'UpdateNodeLabel', 'UpdateNodeTaint'],
      hint: (pod, old, changed, objects) => isNodeChangeUseful(old, changed, spreads(pod, objects)),
    },
  ];
}

function isPodChangeUseful(
  pod: Pod,
  old: Pod | undefined,
  changed: Pod | undefined,
  constraints: readonly Spread[],
): boolean {
  if (old !== undefined && !isInvolved(old, pod)) return false;
  if (changed !== undefined && !isInvolved(changed, pod)) return false;
  if (old !== undefined && changed !== undefined) {
    const isOwnToleration =
      changed.metadata.uid === pod.metadata.uid &&
      !deepEqual(old.spec.tolerations ?? [], changed.spec.tolerations ?? []);
    if (isOwnToleration && constraints.some(({ honorsTaints }) => honorsTaints)) return true;
    return constraints.some(
      ({ selector }) =>
        matchesSelector(selector, old.metadata.labels) !== matchesSelector(selector, changed.metadata.labels),
    );
  }
  const labels = (changed ?? old)?.metadata.labels;
  return constraints.some(({ selector }) => matchesSelector(selector, labels));
}

function isInvolved(other: Pod, pod: Pod): boolean {
  if (other.metadata.uid === pod.metadata.uid) return true;
  return isPlaced(other) && other.metadata.namespace === pod.metadata.namespace;
}

function isNodeChangeUseful(old: Node | undefined, changed: Node | undefined, constraints: readonly Spread[]): boolean {
  const didMatch = old !== undefined && hasAllKeys(old, constraints);
  const doesMatch = changed !== undefined && hasAllKeys(changed, constraints);
  if (old === undefined || changed === undefined) return didMatch || doesMatch;
  if (didMatch !== doesMatch) return true;
  if (!doesMatch) return false;
  const hasValueChanged = constraints.some(
    ({ topologyKey }) => old.metadata.labels?.[topologyKey] !== changed.metadata.labels?.[topologyKey],
  );
  return hasValueChanged || !deepEqual(old.spec.taints ?? [], changed.spec.taints ?? []);
}
