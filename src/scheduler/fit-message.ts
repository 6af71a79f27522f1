// The text that says why a pod fits nowhere: reasons counted over nodes, sorted as text.
// Mirrors pkg/scheduler/framework/types.go, FitError.Error (v1.36).

import { byCodeUnit } from '../base/compare.ts';

/** The text for nodes listed one by one; see `countedFitMessage`. */
export function fitMessage(nodeCount: number, listed: Iterable<readonly string[]>, others: readonly string[]): string {
  return countedFitMessage(
    nodeCount,
    [...listed].map((reasons) => [reasons, 1] as const),
    others,
  );
}

/**
 * `0/5 nodes are available: 2 Insufficient cpu, 3 ...`. Reasons are listed with the number of nodes that have them all;
 * nodes beyond those have the reasons of `others`. The counts are part of the texts that are sorted, so that 10 comes
 * before 2.
 */
export function countedFitMessage(
  nodeCount: number,
  listed: Iterable<readonly [reasons: readonly string[], nodes: number]>,
  others: readonly string[],
): string {
  const counts = new Map<string, number>();
  let listedCount = 0;
  const count = (reason: string, by: number): void => {
    counts.set(reason, (counts.get(reason) ?? 0) + by);
  };
  for (const [reasons, nodes] of listed) {
    listedCount += nodes;
    for (const reason of reasons) count(reason, nodes);
  }
  if (listedCount < nodeCount) for (const reason of others) count(reason, nodeCount - listedCount);
  const texts = [...counts].map(([reason, times]) => `${times} ${reason}`).sort(byCodeUnit);
  const summary = `0/${nodeCount} nodes are available:`;
  return texts.length === 0 ? summary : `${summary} ${texts.join(', ')}.`;
}
