// NodeUnschedulable: a cordoned node takes only pods that tolerate being there.
// Mirrors pkg/scheduler/framework/plugins/nodeunschedulable/node_unschedulable.go (v1.36).

import type { Pod, Taint } from '../../model/objects.ts';
import { isTolerated } from '../../model/toleration.ts';
import type { Plugin, Status } from '../framework.ts';
import { unresolvable } from '../framework.ts';

const TAINT: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
const REJECTED: Status = unresolvable('node(s) were unschedulable');

export const nodeUnschedulable: Plugin = {
  name: 'NodeUnschedulable',
  wakesOn: [
    {
      resource: 'Node',
      actions: ['Add', 'UpdateNodeTaint'],
      hint: (_pod, old, changed) =>
        changed?.spec.unschedulable !== true && (old === undefined || old.spec.unschedulable === true),
    },
    {
      resource: 'Pod',
      actions: ['UpdatePodToleration'],
      hint: (pod, _old, changed) => changed?.metadata.uid === pod.metadata.uid && toleratesCordon(changed),
    },
  ],
  filter(pod, _state, { node }) {
    return node.spec.unschedulable === true && !toleratesCordon(pod) ? REJECTED : undefined;
  },
};

function toleratesCordon(pod: Pod): boolean {
  return isTolerated(TAINT, pod.spec.tolerations);
}
