// NodeResourcesBalancedAllocation: a node whose resources would be used more evenly with the pod than without is liked
// better. Pods that request none of the resources that count are not scored.
// Mirrors pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go (v1.36).

import type { RequestNumbers } from '../../model/pod-requests.ts';
import { requestNumbers } from '../../model/pod-requests.ts';
import type { Plugin, PreScored } from '../framework.ts';
import { MAX_NODE_SCORE } from '../framework.ts';
import type { PluginArgs } from '../plugin-args.ts';
import { requestedOf, scoredResources } from './scored-resources.ts';

/** The plugin with these settings. */
export function createBalancedAllocation({
  resources,
}: PluginArgs['NodeResourcesBalancedAllocation']): Plugin<unknown, RequestNumbers> {
  return {
    name: 'NodeResourcesBalancedAllocation',
    preScore(pod): PreScored<RequestNumbers> {
      const request = requestNumbers(pod);
      if (resources.every(({ name }) => requestedOf(name, request) === 0)) return { kind: 'skip' };
      return { kind: 'run', state: request };
    },
    score(_pod, request, node) {
      const scored = scoredResources(resources, request, node, false);
      const withPod = balance(scored.map(({ requested, allocatable }) => requested / allocatable));
      return improvement(withPod, balance(scored.map(({ allocated, allocatable }) => allocated / allocatable)));
    },
  };
}

/** The score of a node by its CPU and memory, without lists: what columns need. */
export function balancedAllocation(
  cpu: number,
  cpuUsed: number,
  cpuWanted: number,
  memory: number,
  memoryUsed: number,
  memoryWanted: number,
): number {
  if (cpu === 0 || memory === 0) return improvement(MAX_NODE_SCORE, MAX_NODE_SCORE);
  const withPod = balanceOfTwo((cpuUsed + cpuWanted) / cpu, (memoryUsed + memoryWanted) / memory);
  return improvement(withPod, balanceOfTwo(cpuUsed / cpu, memoryUsed / memory));
}

/** 50 to 100; 75 where the pod leaves the balance as it is. */
function improvement(withPod: number, withoutPod: number): number {
  return MAX_NODE_SCORE / 2 + Math.trunc((MAX_NODE_SCORE / 2 + withPod - withoutPod) / 2);
}

/** 100 less the standard deviation of the used fractions, in percent; one alone deviates from nothing. */
function balance(fractions: readonly number[]): number {
  const [first, second, ...others] = fractions;
  if (first === undefined || second === undefined) return MAX_NODE_SCORE;
  if (others.length === 0) return balanceOfTwo(first, second);
  const capped = fractions.map((fraction) => Math.min(1, fraction));
  const mean = capped.reduce((sum, fraction) => sum + fraction, 0) / capped.length;
  const squares = capped.reduce((sum, fraction) => sum + (fraction - mean) * (fraction - mean), 0);
  return Math.trunc((1 - Math.sqrt(squares / capped.length)) * MAX_NODE_SCORE);
}

// The deviation of two fractions from their mean is half their difference.
function balanceOfTwo(a: number, b: number): number {
  return Math.trunc((1 - Math.abs((Math.min(1, a) - Math.min(1, b)) / 2)) * MAX_NODE_SCORE);
}
