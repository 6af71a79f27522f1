// NodeResourcesBalancedAllocation: a node whose CPU and memory would be used more evenly with the pod than without is
// liked better. Pods that request neither are not scored.
// Mirrors pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go (v1.36).

import type { RequestNumbers } from '../../model/pod-requests.ts';
import { requestNumbers } from '../../model/pod-requests.ts';
import type { Plugin, PreScored } from '../framework.ts';
import { MAX_NODE_SCORE } from '../framework.ts';

export const nodeResourcesBalancedAllocation: Plugin<unknown, RequestNumbers> = {
  name: 'NodeResourcesBalancedAllocation',
  preScore(pod): PreScored<RequestNumbers> {
    const request = requestNumbers(pod);
    if (request.cpuMillis === 0 && request.memoryBytes === 0) return { kind: 'skip' };
    return { kind: 'run', state: request };
  },
  score(_pod, request, { allocatable, requested }) {
    return balancedAllocation(
      allocatable.cpuMillis,
      requested.cpuMillis,
      request.cpuMillis,
      allocatable.memoryBytes,
      requested.memoryBytes,
      request.memoryBytes,
    );
  },
};

/** 50 to 100; 75 where the pod leaves the balance as it is. */
export function balancedAllocation(
  cpu: number,
  cpuUsed: number,
  cpuWanted: number,
  memory: number,
  memoryUsed: number,
  memoryWanted: number,
): number {
  const withPod = balance(cpu, cpuUsed + cpuWanted, memory, memoryUsed + memoryWanted);
  const withoutPod = balance(cpu, cpuUsed, memory, memoryUsed);
  return MAX_NODE_SCORE / 2 + Math.trunc((MAX_NODE_SCORE / 2 + withPod - withoutPod) / 2);
}

// The deviation of two fractions from their mean is half their difference; one alone deviates from nothing.
function balance(cpu: number, cpuUsed: number, memory: number, memoryUsed: number): number {
  if (cpu === 0 || memory === 0) return MAX_NODE_SCORE;
  const cpuFraction = Math.min(1, cpuUsed / cpu);
  const memoryFraction = Math.min(1, memoryUsed / memory);
  return Math.trunc((1 - Math.abs((cpuFraction - memoryFraction) / 2)) * MAX_NODE_SCORE);
}
