// NodeResourcesFit: what the pod requests must be free on the node; the more of its CPU and memory stays free, the
// better (LeastAllocated, both with weight 1).
// Mirrors pkg/scheduler/framework/plugins/noderesources/fit.go and least_allocated.go (v1.36).

import type { Node, Pod } from '../../model/objects.ts';
import type { RequestNumbers } from '../../model/pod-requests.ts';
import { incomingScoreRequests, numbersOf, requestNumbers } from '../../model/pod-requests.ts';
import type { Plugin, PreFiltered, PreScored, Status } from '../framework.ts';
import { MAX_NODE_SCORE } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import { CachedNode } from '../node-info.ts';

const BASIC_RESOURCES = [
  ['Insufficient cpu', 'cpuMillis'],
  ['Insufficient memory', 'memoryBytes'],
  ['Insufficient ephemeral-storage', 'ephemeralStorageBytes'],
] as const;

interface ScoredRequests {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

export const nodeResourcesFit: Plugin<RequestNumbers, ScoredRequests> = {
  name: 'NodeResourcesFit',
  wakesOn: [
    { resource: 'Node', actions: ['Add', 'UpdateNodeAllocatable'], hint: isNodeChangeUseful },
    { resource: 'Pod', actions: ['Delete', 'UpdatePodScaleDown'], hint: isPodChangeUseful },
  ],
  preFilter(pod): PreFiltered<RequestNumbers> {
    return { kind: 'run', state: requestNumbers(pod) };
  },
  filter(_pod, request, node) {
    return fits(request, node);
  },
  preScore(pod): PreScored<ScoredRequests> {
    return { kind: 'run', state: incomingScoreRequests(pod) };
  },
  score(_pod, request, node) {
    const cpu = leastAllocated(node.nonZeroCpuMillis + request.cpuMillis, node.allocatable.cpuMillis);
    const memory = leastAllocated(node.nonZeroMemoryBytes + request.memoryBytes, node.allocatable.memoryBytes);
    const weight = (node.allocatable.cpuMillis === 0 ? 0 : 1) + (node.allocatable.memoryBytes === 0 ? 0 : 1);
    return weight === 0 ? 0 : Math.floor((cpu + memory) / weight);
  },
};

/** The free share of a resource, 0 to 100, rounded down. */
export function leastAllocated(requested: number, allocatable: number): number {
  if (allocatable === 0 || requested > allocatable) return 0;
  return Math.floor(((allocatable - requested) * MAX_NODE_SCORE) / allocatable);
}

/** Every resource that is short. Not to be resolved by removing pods where the node is too small at all. */
function fits(request: RequestNumbers, node: NodeInfo): Status | undefined {
  const shortages = shortagesOn(request, node);
  if (shortages.length === 0) return undefined;
  const isTooSmall = shortages.some(({ wanted, allocatable }) => wanted > allocatable);
  const reasons = shortages.map(({ reason }) => reason);
  return { code: isTooSmall ? 'UnschedulableAndUnresolvable' : 'Unschedulable', reasons };
}

interface Shortage {
  readonly reason: string;
  readonly wanted: number;
  readonly allocatable: number;
}

/** Resources that are not requested are never short. A pod more than allowed counts as short of nothing. */
function shortagesOn(request: RequestNumbers, node: NodeInfo): readonly Shortage[] {
  const { allocatable, requested } = node;
  const shortages: Shortage[] = [];
  if (node.pods.length + 1 > node.allowedPods) shortages.push({ reason: 'Too many pods', wanted: 0, allocatable: 0 });
  for (const [reason, field] of BASIC_RESOURCES) {
    const wanted = request[field];
    if (wanted <= 0 || wanted <= allocatable[field] - requested[field]) continue;
    shortages.push({ reason, wanted, allocatable: allocatable[field] });
  }
  for (const [name, wanted] of request.scalars) {
    const capacity = allocatable.scalars.get(name) ?? 0;
    if (wanted <= 0 || wanted <= capacity - (requested.scalars.get(name) ?? 0)) continue;
    shortages.push({ reason: `Insufficient ${name}`, wanted, allocatable: capacity });
  }
  return shortages;
}

/** A node that came, or grew in something that the pod requests, and that could hold it when empty. */
function isNodeChangeUseful(pod: Pod, old: Node | undefined, changed: Node | undefined): boolean {
  if (changed === undefined) return false;
  const request = requestNumbers(pod);
  if (fits(request, new CachedNode(changed)) !== undefined) return false;
  if (old === undefined) return true;
  const before = numbersOf(old.status.allocatable ?? {});
  const after = numbersOf(changed.status.allocatable ?? {});
  const scalarsBefore = new Map(before.scalars);
  const scalarsAfter = new Map(after.scalars);
  const hasGrown = (name: string): boolean => (scalarsAfter.get(name) ?? 0) > (scalarsBefore.get(name) ?? 0);
  return (
    hasGrown('pods') ||
    (request.cpuMillis > 0 && after.cpuMillis > before.cpuMillis) ||
    (request.memoryBytes > 0 && after.memoryBytes > before.memoryBytes) ||
    (request.ephemeralStorageBytes > 0 && after.ephemeralStorageBytes > before.ephemeralStorageBytes) ||
    request.scalars.some(([name, wanted]) => wanted > 0 && hasGrown(name))
  );
}

/** A pod left its node, or came to request less of something that the waiting pod requests. */
function isPodChangeUseful(pod: Pod, old: Pod | undefined, changed: Pod | undefined): boolean {
  if (changed === undefined) {
    return (old?.spec.nodeName ?? '') !== '' || (old?.status.nominatedNodeName ?? '') !== '';
  }
  if (changed.metadata.uid === pod.metadata.uid) return true;
  if ((changed.spec.nodeName ?? '') === '' || old === undefined) return false;
  const request = requestNumbers(pod);
  const before = requestNumbers(old);
  const after = requestNumbers(changed);
  const scalarsBefore = new Map(before.scalars);
  const scalarsAfter = new Map(after.scalars);
  return (
    (request.cpuMillis > 0 && before.cpuMillis > after.cpuMillis) ||
    (request.memoryBytes > 0 && before.memoryBytes > after.memoryBytes) ||
    (request.ephemeralStorageBytes > 0 && before.ephemeralStorageBytes > after.ephemeralStorageBytes) ||
    request.scalars.some(
      ([name, wanted]) => wanted > 0 && (scalarsBefore.get(name) ?? 0) > (scalarsAfter.get(name) ?? 0),
    )
  );
}
