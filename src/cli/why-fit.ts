// What `orrery why` says of a pod that fits nowhere: which changes would bring it onto each node, and what would help
// on any. All of them were tried by the scheduler's own filters.

import { keyOf } from '../model/objects.ts';
import type { FitEdit, NodePlan } from '../scenario/fit-edits.ts';
import { easiest, type FitChange } from '../scenario/fit-plans.ts';

/** Nodes that no change brings into reach are told with what stands in the way. */
export function fitText(plans: readonly NodePlan[], edits: readonly FitEdit[]): string {
  const working = easiest(plans);
  const roomy = plans.filter((plan) => plan.refusal !== undefined && plan.room !== undefined);
  const hopeless = plans.filter(({ refusal, room }) => refusal !== undefined && room === undefined);
  const width = Math.max(0, ...plans.map(({ node }) => node.length));
  const lines = [
    ...[...working, ...roomy].map((plan) => `${plan.node.padEnd(width)}  ${planText(plan)}`),
    ...hopeless.map(
      ({ node, refusal }) => `${node.padEnd(width)}  no change of that sort: ${refusal?.reasons.join(', ')}`,
    ),
    ...edits.filter(({ what }) => what === 'node' || what === 'selector').map(otherText),
  ];
  if (lines.length === 0) return '';
  return `\nWhat would make it fit, tried by the same filters:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** What changes on a node, or who leaves it. */
function planText({ changes, refusal, room }: NodePlan): string {
  const changed = refusal === undefined ? [changes.map(changeText).join(', and ')] : [];
  if (room === undefined) return changed.join();
  const pods = room.leavers.map(({ pod, amount }) => `${keyOf(pod)} (${amount})`);
  return [...changed, `free ${room.missing} there, for example without ${pods.join(', ')}`].join('; or ');
}

function changeText(change: FitChange): string {
  switch (change.what) {
    case 'request': {
      const { resource, amount, old } = change;
      return `request ${amount} ${resource} instead of ${old}`;
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

function otherText({ what, values, isEnough }: FitEdit): string {
  const { node = '', label = '', zone = '', labels = '', cpu = '' } = values;
  const like = [zone === '' ? '' : `zone ${zone}`, labels, `${cpu} CPU`].filter((part) => part !== '');
  if (what === 'node') return `add one node like ${node}: ${like.join(', ')}`;
  return `remove nodeSelector ${label}${isEnough ? '' : ': not enough alone'}`;
}
