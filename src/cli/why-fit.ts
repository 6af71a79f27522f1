// What `orrery why` says of a pod that fits nowhere: which changes would bring it onto each node, and what would help
// on any. All of them were tried by the scheduler's own filters.

import type { FitEdit } from '../scenario/fit-edits.ts';
import { easiest, type FitChange, type FitPlan } from '../scenario/fit-plans.ts';

/** Empty where nobody knows a change that helps. */
export function fitText(plans: readonly FitPlan[], edits: readonly FitEdit[]): string {
  const working = easiest(plans);
  const width = Math.max(0, ...working.map(({ node }) => node.length));
  const lines = working.map(
    ({ node, changes }) => `  ${node.padEnd(width)}  ${changes.map(changeText).join(', and ')}\n`,
  );
  const others = edits
    .filter(({ what }) => what === 'node' || what === 'selector')
    .map((edit) => `  ${otherText(edit)}\n`);
  if (lines.length + others.length === 0) return '';
  return `\nWhat would make it fit, tried by the same filters:\n${lines.join('')}${others.join('')}`;
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
  }
}

function otherText({ what, values: { node = '', label = '' }, isEnough }: FitEdit): string {
  if (what === 'node') return `add one node like ${node}`;
  return `remove nodeSelector ${label}${isEnough ? '' : ': not enough alone'}`;
}
