// The text that says why a pod fits nowhere: reasons counted over nodes, sorted as text.
// Mirrors pkg/scheduler/framework/types.go, FitError.Error (v1.36).

import { byCodeUnit } from '../base/compare.ts';

/**
 * `0/5 nodes are available: 2 Insufficient cpu, 3 ...`. Nodes beyond those listed have the reasons of `others`.
 * The counts are part of the texts that are sorted, so that 10 comes before 2.
 */
export function fitMessage(nodeCount: number, listed: Iterable<readonly string[]>, others: readonly string[]): string {
  const counts = new Map<string, number>();
  let listedCount = 0;
  const count = (reason: string, by: number): void => {
    counts.set(reason, (counts.get(reason) ?? 0) + by);
  };
  for (const reasons of listed) {
    listedCount += 1;
    for (const reason of reasons) count(reason, 1);
  }
  if (listedCount < nodeCount) for (const reason of others) count(reason, nodeCount - listedCount);
  const texts = [...counts].map(([reason, times]) => `${times} ${reason}`).sort(byCodeUnit);
  const summary = `0/${nodeCount} nodes are available:`;
  return texts.length === 0 ? summary : `${summary} ${texts.join(', ')}.`;
}
