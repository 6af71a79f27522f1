// Which ports of a node its pods have taken: the hostPort fields of containers that run as long as the pod does.
// Mirrors pkg/scheduler/util/utils.go, GetHostPorts, and staging/src/k8s.io/kube-scheduler/framework/types.go,
// HostPortInfo (v1.36).

import type { Pod } from '../model/objects.ts';

const ALL_ADDRESSES = '0.0.0.0';

/** A port of a node; of all its addresses where the address is 0.0.0.0. */
export interface HostPort {
  readonly address: string;
  readonly protocol: string;
  readonly port: number;
}

const NONE: readonly HostPort[] = [];

/** The host ports that a pod asks for. Most ask for none, which costs next to nothing. */
export function hostPortsOf({ spec: { containers, initContainers = [] } }: Pod): readonly HostPort[] {
  let found: HostPort[] | undefined;
  for (const list of [initContainers, containers]) {
    for (const { ports, restartPolicy } of list) {
      if (ports === undefined || (list === initContainers && restartPolicy !== 'Always')) continue;
      for (const { hostPort = 0, hostIP = '', protocol = '' } of ports) {
        if (hostPort <= 0) continue;
        found ??= [];
        found.push({ address: hostIP || ALL_ADDRESSES, protocol: protocol || 'TCP', port: hostPort });
      }
    }
  }
  return found ?? NONE;
}

/** The text that stands for a port in a set of used ones. */
export function portKey({ address, protocol, port }: HostPort): string {
  return `${protocol} ${port} ${address}`;
}

/** True if one of the wanted ports is taken: on that address, on all of them, or on any where all are wanted. */
export function hasPortConflict(wanted: readonly HostPort[], used: ReadonlySet<string>): boolean {
  if (used.size === 0) return false;
  return wanted.some((port) => {
    if (port.address === ALL_ADDRESSES) {
      const start = portKey({ ...port, address: '' });
      return [...used].some((key) => key.startsWith(start));
    }
    return used.has(portKey(port)) || used.has(portKey({ ...port, address: ALL_ADDRESSES }));
  });
}
