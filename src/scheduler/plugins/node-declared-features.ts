// NodeDeclaredFeatures: a pod that needs a feature of the kubelet goes only to nodes that declare it.
// Mirrors pkg/scheduler/framework/plugins/nodedeclaredfeatures/nodedeclaredfeatures.go and
// staging/src/k8s.io/component-helpers/nodedeclaredfeatures/features (v1.36), of which two matter to scheduling.

import { deepEqual } from '../../base/deep-equal.ts';
import type { Pod } from '../../model/objects.ts';
import type { Plugin, PreFiltered, Status } from '../framework.ts';
import { unresolvable } from '../framework.ts';

const REJECTED: Status = unresolvable("node(s) didn't match Pod's required features");

export const nodeDeclaredFeatures: Plugin<readonly string[]> = {
  name: 'NodeDeclaredFeatures',
  wakesOn: [
    {
      resource: 'Node',
      actions: ['Add', 'UpdateNodeDeclaredFeature'],
      hint: (_pod, old, changed) =>
        old === undefined || !deepEqual(old.status.declaredFeatures ?? [], changed?.status.declaredFeatures ?? []),
    },
    {
      resource: 'Pod',
      actions: [
        'Update',
        'UpdatePodLabel',
        'UpdatePodScaleDown',
        'UpdatePodToleration',
        'UpdatePodSchedulingGatesEliminated',
      ],
      hint: (pod, old, changed) =>
        old !== undefined &&
        changed?.metadata.uid === pod.metadata.uid &&
        !deepEqual(neededFeatures(old), neededFeatures(changed)),
    },
  ],
  preFilter(pod): PreFiltered<readonly string[]> {
    const needed = neededFeatures(pod);
    return needed.length === 0 ? { kind: 'skip' } : { kind: 'run', state: needed };
  },
  filter(_pod, needed, { node }) {
    const declared = node.status.declaredFeatures ?? [];
    return needed.every((feature) => declared.includes(feature)) ? undefined : REJECTED;
  },
};

function neededFeatures({ spec }: Pod): readonly string[] {
  const needed: string[] = [];
  const restartsAll = [...spec.containers, ...(spec.initContainers ?? [])].some(({ restartPolicyRules = [] }) =>
    restartPolicyRules.some(({ action }) => action === 'RestartAllContainers'),
  );
  if (restartsAll) needed.push('RestartAllContainersOnContainerExits');
  if (spec.hostNetwork === true && spec.hostUsers === false) needed.push('UserNamespacesHostNetworkSupport');
  return needed;
}
