// Whether the node takes a pod that was bound to it: resources, node selector and affinity, taints NoExecute. The
// first problem rejects the pod. Mirrors pkg/kubelet/lifecycle/predicate.go and pkg/scheduler AdmissionCheck (v1.36).

import { allowsNode } from '../model/node-affinity.ts';
import type { Node, Pod } from '../model/objects.ts';
import { numbersOf, type RequestNumbers, requestNumbers } from '../model/pod-requests.ts';
import { firstUntolerated } from '../model/toleration.ts';

export interface Rejection {
  readonly reason: string;
  readonly message: string;
}

/** `others`: the pods that the node has taken and that are not finished. Undefined: the pod is admitted. */
export function rejectionOf(pod: Pod, node: Node, others: readonly Pod[]): Rejection | undefined {
  const resources = insufficientResource(pod, node, others);
  if (resources !== undefined) return resources;
  if (!allowsNode(pod.spec, node)) {
    return predicate('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
  }
  if (hasPortConflict(pod, others)) {
    return predicate('NodePorts', "node(s) didn't have free ports for the requested pod ports");
  }
  if (firstUntolerated(node.spec.taints, pod.spec.tolerations, ['NoExecute']) !== undefined) {
    return predicate('TaintToleration', "node(s) had taints that the pod didn't tolerate");
  }
  return undefined;
}

/** Two pods want the same port of the host. An address of 0.0.0.0, or none, means all. */
function hasPortConflict(pod: Pod, others: readonly Pod[]): boolean {
  const wanted = hostPorts(pod);
  if (wanted.length === 0) return false;
  const taken = others.flatMap(hostPorts);
  return wanted.some((a) =>
    taken.some((b) => {
      const isSameAddress = a.ip === b.ip || a.ip === ANY_ADDRESS || b.ip === ANY_ADDRESS;
      return a.port === b.port && a.protocol === b.protocol && isSameAddress;
    }),
  );
}

const ANY_ADDRESS = '0.0.0.0';

function hostPorts({
  spec,
}: Pod): readonly { readonly port: number; readonly protocol: string; readonly ip: string }[] {
  return spec.containers.flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort = 0, protocol = 'TCP', hostIP: ip = ANY_ADDRESS }) =>
      hostPort > 0 ? [{ port: hostPort, protocol, ip }] : [],
    ),
  );
}

function predicate(reason: string, description: string): Rejection {
  return { reason, message: `Predicate ${reason} failed: ${description}` };
}

function insufficientResource(pod: Pod, node: Node, others: readonly Pod[]): Rejection | undefined {
  const capacity = numbersOf(node.status.allocatable ?? {});
  const podsMax = capacity.scalars.find(([name]) => name === 'pods')?.[1];
  if (podsMax !== undefined && others.length + 1 > podsMax) return outOf('pods', 1, others.length, podsMax);
  const wanted = requestNumbers(pod);
  const used = others.map(requestNumbers);
  const checks: readonly (readonly [string, (numbers: Amounts) => number])[] = [
    ['cpu', ({ cpuMillis }) => cpuMillis],
    ['memory', ({ memoryBytes }) => memoryBytes],
    ['ephemeral-storage', ({ ephemeralStorageBytes }) => ephemeralStorageBytes],
  ];
  for (const [resource, amountOf] of checks) {
    const requested = amountOf(wanted);
    const taken = used.reduce((sum, numbers) => sum + amountOf(numbers), 0);
    if (requested > 0 && requested + taken > amountOf(capacity)) {
      return outOf(resource, requested, taken, amountOf(capacity));
    }
  }
  return undefined;
}

type Amounts = Pick<RequestNumbers, 'cpuMillis' | 'memoryBytes' | 'ephemeralStorageBytes'>;

function outOf(resource: string, requested: number, used: number, capacity: number): Rejection {
  const numbers = `requested: ${requested}, used: ${used}, capacity: ${capacity}`;
  return { reason: `OutOf${resource}`, message: `Node didn't have enough resource: ${resource}, ${numbers}` };
}
