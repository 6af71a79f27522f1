// Writes of Nodes in words: Ready or not, taints, cordons. What matters most is told where one write changes several
// things.

import type { Seq } from '../log/row.ts';
import { findCondition } from '../model/condition.ts';
import type { Node, Taint } from '../model/objects.ts';
import { flagValue } from './setting-text.ts';
import { isNodeReady } from './state-class.ts';
import type { Telling, TellingContext } from './telling.ts';

/** The sentence of a write of a Node. */
export function tellNode({ log, settings }: TellingContext, seq: Seq, node: Node): Telling {
  const verb = log.verb(seq);
  const values = { node: node.metadata.name };
  if (verb === 'create') return { sentence: 'node.created', values };
  if (verb === 'delete') return { sentence: 'node.deleted', values };
  const beforeSeq = log.before(seq);
  const before = beforeSeq === undefined ? undefined : (log.object(beforeSeq) as Node);
  if (before === undefined) return { sentence: 'node.updated', values };
  if (isNodeReady(node) !== isNodeReady(before)) {
    if (isNodeReady(node)) return { sentence: 'node.ready', values };
    const isUnheard = findCondition(node.status.conditions, 'Ready')?.status === 'Unknown';
    const grace = flagValue('node-monitor-grace-period', settings);
    if (isUnheard) return { sentence: 'node.notReady', values: { ...values, grace } };
    return { sentence: 'node.reportsNotReady', values };
  }
  const isCordoned = node.spec.unschedulable === true;
  if (isCordoned !== (before.spec.unschedulable === true)) {
    return { sentence: isCordoned ? 'node.cordoned' : 'node.uncordoned', values };
  }
  const added = taintsOnlyIn(node, before);
  if (added !== '') return { sentence: 'node.tainted', values: { ...values, taint: added } };
  const removed = taintsOnlyIn(before, node);
  if (removed !== '') return { sentence: 'node.untainted', values: { ...values, taint: removed } };
  return { sentence: 'node.updated', values };
}

/** `unreachable:NoExecute, disk:NoSchedule`: the taints that the other has not. */
function taintsOnlyIn(node: Node, other: Node): string {
  const known = new Set(other.spec.taints?.map(taintText) ?? []);
  return (node.spec.taints ?? [])
    .map(taintText)
    .filter((text) => !known.has(text))
    .join(', ');
}

function taintText({ key, effect }: Taint): string {
  return `${key.replace(/^node\.kubernetes\.io\//, '')}:${effect}`;
}
