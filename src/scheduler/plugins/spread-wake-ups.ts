// Which changes may make a pod schedulable that PodTopologySpread rejected.
// Mirrors pkg/scheduler/framework/plugins/podtopologyspread/plugin.go (v1.36).

import { deepEqual } from '../../base/deep-equal.ts';
import type { Node, Pod } from '../../model/objects.ts';
import { matchesSelector } from '../../model/selector.ts';
import type { WakeUp } from '../cluster-event.ts';
import type { Lister } from '../framework.ts';
import { hasAllKeys, spreadsOf } from './spread-constraints.ts';

export const spreadWakeUps: readonly WakeUp[] = [
  {
    resource: 'Pod',
    actions: ['Add', 'UpdatePodLabel', 'UpdatePodToleration', 'Delete'],
    hint: isPodChangeUseful,
  },
  {
    resource: 'Node',
    actions: ['Add', 'Delete', 'UpdateNodeLabel', 'UpdateNodeTaint'],
    hint: isNodeChangeUseful,
  },
];

function isPodChangeUseful(pod: Pod, old: Pod | undefined, changed: Pod | undefined, objects: Lister): boolean {
  if (old !== undefined && !isInvolved(old, pod)) return false;
  if (changed !== undefined && !isInvolved(changed, pod)) return false;
  const { constraints } = spreadsOf(pod, 'DoNotSchedule', objects);
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
  const isPlaced = (other.spec.nodeName ?? '') !== '' || (other.status.nominatedNodeName ?? '') !== '';
  return isPlaced && other.metadata.namespace === pod.metadata.namespace;
}

function isNodeChangeUseful(pod: Pod, old: Node | undefined, changed: Node | undefined, objects: Lister): boolean {
  const { constraints } = spreadsOf(pod, 'DoNotSchedule', objects);
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
