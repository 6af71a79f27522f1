// SchedulingGates: a pod with gates is not queued until the last of them is gone.
// Mirrors pkg/scheduler/framework/plugins/schedulinggates/scheduling_gates.go (v1.36).

import type { Plugin } from '../framework.ts';
import { unresolvable } from '../framework.ts';

export const schedulingGates: Plugin = {
  name: 'SchedulingGates',
  wakesOn: [
    {
      resource: 'Pod',
      actions: ['UpdatePodSchedulingGatesEliminated'],
      hint: (pod, _old, changed) => changed?.metadata.uid === pod.metadata.uid,
    },
  ],
  preEnqueue(pod) {
    const gates = pod.spec.schedulingGates ?? [];
    if (gates.length === 0) return undefined;
    return unresolvable(`waiting for scheduling gates: [${gates.map((gate) => gate.name).join(' ')}]`);
  },
};
