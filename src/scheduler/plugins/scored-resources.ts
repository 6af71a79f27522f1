// Resources as scores look at them: how much of each of them the pods of a node request with the new one among them,
// and how much there is. One that the node does not have, or that nobody needs to look at, has an allocatable of 0.
// Mirrors pkg/scheduler/framework/plugins/noderesources/resource_allocation.go (v1.36).

import type { RequestAmounts } from '../../model/pod-requests.ts';
import type { NodeInfo } from '../node-info.ts';
import type { ResourceSpec } from '../plugin-args.ts';

/** One resource of one node. */
export interface ScoredResource {
  readonly weight: number;
  /** By the node's pods and the new one. */
  readonly requested: number;
  /** By the node's pods alone. */
  readonly allocated: number;
  readonly allocatable: number;
}

const BASIC: readonly string[] = ['cpu', 'memory', 'ephemeral-storage'];

/**
 * The resources that count on a node. Others than CPU, memory and ephemeral storage count only for pods that request
 * them. `isNonZero`: containers that request no CPU or memory count as if they did.
 */
export function scoredResources(
  resources: readonly ResourceSpec[],
  request: RequestAmounts,
  node: NodeInfo,
  isNonZero: boolean,
): readonly ScoredResource[] {
  const scored: ScoredResource[] = [];
  for (const { name, weight } of resources) {
    const wanted = requestedOf(name, request);
    if (wanted === 0 && !BASIC.includes(name)) continue;
    const { allocatable, allocated } = amountsOf(name, node, isNonZero);
    if (allocatable !== 0) scored.push({ weight, requested: allocated + wanted, allocated, allocatable });
  }
  return scored;
}

/** How much of a resource is requested. */
export function requestedOf(name: string, request: RequestAmounts): number {
  switch (name) {
    case 'cpu':
      return request.cpuMillis;
    case 'memory':
      return request.memoryBytes;
    case 'ephemeral-storage':
      return request.ephemeralStorageBytes;
    default:
      return request.scalars.find(([scalar]) => scalar === name)?.[1] ?? 0;
  }
}

function amountsOf(
  name: string,
  node: NodeInfo,
  isNonZero: boolean,
): { readonly allocatable: number; readonly allocated: number } {
  const { allocatable, requested, nonZeroCpuMillis, nonZeroMemoryBytes } = node;
  switch (name) {
    case 'cpu':
      return { allocatable: allocatable.cpuMillis, allocated: isNonZero ? nonZeroCpuMillis : requested.cpuMillis };
    case 'memory':
      return {
        allocatable: allocatable.memoryBytes,
        allocated: isNonZero ? nonZeroMemoryBytes : requested.memoryBytes,
      };
    case 'ephemeral-storage':
      return { allocatable: allocatable.ephemeralStorageBytes, allocated: requested.ephemeralStorageBytes };
    default:
      return { allocatable: allocatable.scalars.get(name) ?? 0, allocated: requested.scalars.get(name) ?? 0 };
  }
}
