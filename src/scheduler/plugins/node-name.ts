// NodeName: a pod that names its node fits there alone. A scheduler is never asked about such a pod (it counts as
// assigned); the rule is there for whoever filters nodes for a given pod.
// Mirrors pkg/scheduler/framework/plugins/nodename/node_name.go (v1.36).

import type { Plugin, Status } from '../framework.ts';
import { unresolvable } from '../framework.ts';

const REJECTED: Status = unresolvable("node(s) didn't match the requested node name");

export const nodeName: Plugin = {
  name: 'NodeName',
  wakesOn: [{ resource: 'Node', actions: ['Add'] }],
  filter(pod, _state, node) {
    const wanted = pod.spec.nodeName ?? '';
    return wanted !== '' && wanted !== node.name ? REJECTED : undefined;
  },
};
