// What `orrery why` says of a pod that fits nowhere: which changes would bring it onto each node, and what would help
// on any. All of them were tried by the scheduler's own filters.

import type { FitEdit } from '../scenario/fit-edits.ts';
import { easiest, type FitChange, type FitPlan } from '../scenario/fit-plans.ts';

/** Nodes that no change brings into reach are told with what stands in the way. */
export function fitText(plans: readonly FitPlan[], edits: readonly FitEdit[]): string {
  const working = easiest(plans);
  const hopeless = plans.filter(({ refusal }) => refusal !== undefined);
  const width = Math.max(0, ...plans.map(({ node }) => node.length));
  const lines = [
    ...working.map(({ node, changes }) => `${node.padEnd(width)}  ${changes.map(changeText).join(', and ')}`),
    ...hopeless.map(
      ({ node, refusal }) => `${node.padEnd(width)}  no change of that sort: ${refusal?.reasons.join(', ')}`,
    ),
    ...edits.filter(({ what }) => what === 'node' || what === 'selector').map(otherText),
  ];
  if (lines.length === 0) return '';
  return `\nWhat would make it fit, tried by the same filters:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function changeText(change: FitChange): string {
  switch (change.what) {
    case 'request': {
      const { resource, amount, old, missing } = change;
      return `request ${amount} ${resource} instead of ${old}, or free ${missing}`;
    }
    case 'toleration': {
      const { key, value, effect } = change.taint;
      return `tolerate ${key}${value === undefined ? '' : `=${value}`}:${effect}`;
    }
    case 'label':
      return `label the node ${change.key}=${change.value}`;
    case 'uncordon':
      return 'uncordon the node';
    case 'drop':
      return `do without ${change.field}${change.detail === '' ? '' : ` by ${change.detail}`}`;
    case 'evict':
      return `remove ${change.pod}, which holds the port`;
  }
}

function otherText({ what, values: { node = '', label = '' }, isEnough }: FitEdit): string {
  if (what === 'node') return `add one node like ${node}`;
  return `remove nodeSelector ${label}${isEnough ? '' : ': not enough alone'}`;
}
