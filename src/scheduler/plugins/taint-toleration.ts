// TaintToleration: a node's NoSchedule and NoExecute taints keep pods away that do not tolerate them; of the others,
// the node with the fewest untolerated PreferNoSchedule taints is liked best.
// Mirrors pkg/scheduler/framework/plugins/tainttoleration/taint_toleration.go (v1.36).

import type { Node, Pod, Taint } from '../../model/objects.ts';
import { firstUntolerated, isTolerated } from '../../model/toleration.ts';
import type { Plugin, Status } from '../framework.ts';
import { unresolvable } from '../framework.ts';
import { normalizeToMax } from './normalize-to-max.ts';

const HARD_EFFECTS: readonly Taint['effect'][] = ['NoSchedule', 'NoExecute'];
const REJECTED: Status = unresolvable('node(s) had untolerated taint(s)');

export const taintToleration: Plugin = {
  name: 'TaintToleration',
  wakesOn: [
    {
      resource: 'Node',
      actions: ['Add', 'UpdateNodeTaint'],
      hint: (pod, old, changed) =>
        changed !== undefined &&
        !hasUntoleratedTaint(pod, changed) &&
        (old === undefined || hasUntoleratedTaint(pod, old)),
    },
    {
      resource: 'Pod',
      actions: ['UpdatePodToleration'],
      hint: (pod, _old, changed) => changed?.metadata.uid === pod.metadata.uid,
    },
  ],
  filter(pod, _state, { node }) {
    return hasUntoleratedTaint(pod, node) ? REJECTED : undefined;
  },
  preScore() {
    return { kind: 'run', state: undefined };
  },
  score(pod, _state, { node }) {
    return untoleratedPreferences(pod, node);
  },
  normalizeScore(_state, scores) {
    return normalizeToMax(scores, true);
  },
};

/** True if a NoSchedule or NoExecute taint of the node is not tolerated. */
export function hasUntoleratedTaint(pod: Pod, node: Node): boolean {
  return firstUntolerated(node.spec.taints, pod.spec.tolerations, HARD_EFFECTS) !== undefined;
}

/** How many PreferNoSchedule taints of the node the pod does not tolerate. */
function untoleratedPreferences(pod: Pod, node: Node): number {
  let count = 0;
  for (const taint of node.spec.taints ?? []) {
    if (taint.effect === 'PreferNoSchedule' && !isTolerated(taint, pod.spec.tolerations)) count += 1;
  }
  return count;
}
