// Whether the node takes a pod that was bound to it: resources, node selector and affinity, taints NoExecute. The first problem
// rejects the pod. Mirrors pkg/kubelet/lifecycle/predicate.go and pkg/scheduler AdmissionCheck (v1.36).

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
  if (firstUntolerated(node.spec.taints, pod.spec.tolerations, ['NoExecute']) !== undefined) {
    return predicate('TaintToleration', "node(s) had taints that the pod didn't tolerate");
  }
  return undefined;
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
