// NodePorts: the host ports that a pod asks for must be free on the node.
// Mirrors pkg/scheduler/framework/plugins/nodeports/node_ports.go (v1.36).

import type { Pod } from '../../model/objects.ts';
import { isPlaced } from '../cluster-event.ts';
import type { Plugin, PreFiltered, Status } from '../framework.ts';
import { unschedulable } from '../framework.ts';
import type { HostPort } from '../host-ports.ts';
import { hasPortConflict, hostPortsOf, portKey } from '../host-ports.ts';

const REJECTED: Status = unschedulable("node(s) didn't have free ports for the requested pod ports");

export const nodePorts: Plugin<readonly HostPort[]> = {
  name: 'NodePorts',
  wakesOn: [
    { resource: 'Pod', actions: ['Delete'], hint: (pod, old) => old !== undefined && isInTheWay(old, pod) },
    { resource: 'Node', actions: ['Add'] },
  ],
  preFilter(pod): PreFiltered<readonly HostPort[]> {
    const ports = hostPortsOf(pod);
    return ports.length === 0 ? { kind: 'skip' } : { kind: 'run', state: ports };
  },
  filter(_pod, wanted, { usedPorts }) {
    return hasPortConflict(wanted, usedPorts) ? REJECTED : undefined;
  },
};

/** A pod with a node takes a port that the waiting pod wants. */
function isInTheWay(other: Pod, pod: Pod): boolean {
  return isPlaced(other) && hasPortConflict(hostPortsOf(pod), new Set(hostPortsOf(other).map(portKey)));
}
