// On which nodes preemption would help: a dry run on each node that removing pods can change at all, from a random one
// on, until enough candidates are found.
// Mirrors pkg/scheduler/framework/preemption/preemption.go, findCandidates and DryRunPreemption (v1.36).

import type { PodDisruptionBudget } from '../../model/objects.ts';
import type { FilterFailure } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PluginArgs } from '../plugin-args.ts';
import type { DryRun } from './dry-run.ts';
import { dryRun } from './dry-run.ts';

/** How many candidates are enough among so many nodes. */
export function candidatesWanted(nodeCount: number, limits: PluginArgs['DefaultPreemption']): number {
  const share = Math.floor((nodeCount * limits.minCandidateNodesPercentage) / 100);
  return Math.min(nodeCount, Math.max(share, limits.minCandidateNodesAbsolute));
}

/** The nodes that reject the pod in a way that removing pods may change, in the order of the snapshot. */
export function potentialNodes({ snapshot, verdicts, elsewhere }: FilterFailure): readonly NodeInfo[] {
  return snapshot.nodes.filter(({ name }) => (verdicts.get(name) ?? elsewhere).code === 'Unschedulable');
}

/**
 * Dry runs by node, from the node with this index on. They end when there are as many candidates as wanted and one of
 * them violates no budget.
 */
export function dryRuns(
  { pod, snapshot, tryOn }: FilterFailure,
  nodes: readonly NodeInfo[],
  offset: number,
  wanted: number,
): ReadonlyMap<string, DryRun> {
  const budgets: readonly PodDisruptionBudget[] = snapshot.objects.list('PodDisruptionBudget');
  const runs = new Map<string, DryRun>();
  let candidates = 0;
  let harmless = 0;
  for (const node of [...nodes.slice(offset), ...nodes.slice(0, offset)]) {
    const run = dryRun(pod, tryOn(node), budgets);
    runs.set(node.name, run);
    if (run.kind !== 'candidate') continue;
    candidates += 1;
    if (run.pdbViolations === 0) harmless += 1;
    if (harmless > 0 && candidates >= wanted) break;
  }
  return runs;
}
