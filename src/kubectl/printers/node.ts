// `kubectl get nodes`. Mirrors pkg/printers/internalversion/printers.go, printNode (v1.36).
// STATUS is one condition and one field of the spec; taints do not show.

import { byCodeUnit } from '../../base/compare.ts';
import { findCondition } from '../../model/condition.ts';
import type { Node } from '../../model/objects.ts';
import { ageAt } from './human-duration.ts';
import { columns, type Printer } from './printer.ts';

const ROLE_PREFIX = 'node-role.kubernetes.io/';
const ROLE_LABEL = 'kubernetes.io/role';

export const nodePrinter: Printer<Node> = {
  columns: columns(
    ['NAME', 'STATUS', 'ROLES', 'AGE', 'VERSION'],
    ['INTERNAL-IP', 'EXTERNAL-IP', 'OS-IMAGE', 'KERNEL-VERSION', 'CONTAINER-RUNTIME'],
  ),
  row(node, now) {
    const {
      osImage = '',
      kernelVersion = '',
      architecture = '',
      containerRuntimeVersion = '',
      kubeletVersion = '',
    } = node.status.nodeInfo ?? {};
    const kernel = kernelVersion === '' || architecture === '' ? kernelVersion : `${kernelVersion} (${architecture})`;
    return [
      node.metadata.name,
      nodeStatusWord(node),
      nodeRoles(node).join(',') || '<none>',
      ageAt(node.metadata.creationTimestamp, now),
      kubeletVersion,
      addressOf(node, 'InternalIP'),
      addressOf(node, 'ExternalIP'),
      osImage || '<unknown>',
      kernel || '<unknown>',
      containerRuntimeVersion || '<unknown>',
    ];
  },
};

/** `Ready`, `NotReady`, `Unknown`, each perhaps with `,SchedulingDisabled`. */
function nodeStatusWord(node: Node): string {
  const ready = findCondition(node.status.conditions, 'Ready');
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return node.spec.unschedulable === true ? `${word},SchedulingDisabled` : word;
}

/** Roles by the labels that say them, sorted. */
export function nodeRoles(node: Node): readonly string[] {
  const roles = Object.entries(node.metadata.labels ?? {}).flatMap(([label, value]) => {
    if (label.startsWith(ROLE_PREFIX) && label !== ROLE_PREFIX) return [label.slice(ROLE_PREFIX.length)];
    return label === ROLE_LABEL && value !== '' ? [value] : [];
  });
  return [...new Set(roles)].sort(byCodeUnit);
}

function addressOf(node: Node, type: string): string {
  return node.status.addresses?.find((address) => address.type === type)?.address ?? '<none>';
}
