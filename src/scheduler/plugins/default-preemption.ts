// DefaultPreemption, as far as it says that preempting would not help. It never evicts: a pod for which evicting would
// help stays pending like the others, without the tail in its message.
// Mirrors pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go and
// pkg/scheduler/framework/preemption/preemption.go (v1.36).

import type { Pod } from '../../model/objects.ts';
import { fitMessage } from '../fit-message.ts';
import type { FilterFailure, Plugin, PostFiltered } from '../framework.ts';

export const defaultPreemption: Plugin = {
  name: 'DefaultPreemption',
  postFilter(failure): PostFiltered {
    if (failure.pod.spec.preemptionPolicy === 'Never') {
      return { kind: 'rejected', message: 'preemption: not eligible due to preemptionPolicy=Never.' };
    }
    const reasons = new Map<string, readonly string[]>();
    for (const [name, { code }] of failure.verdicts) {
      if (code !== 'Unschedulable') continue;
      const tried = reasonsAgainst(failure, name);
      if (tried === undefined) return { kind: 'nominated', node: name, victims: [] };
      reasons.set(name, tried);
    }
    const total = failure.snapshot.nodes.length;
    const message = fitMessage(total, reasons.values(), ['Preemption is not helpful for scheduling']);
    return { kind: 'rejected', message: `preemption: ${message}` };
  },
};

/** Why evicting every pod of lower priority from this node would not help, or undefined where it would. */
function reasonsAgainst({ pod, snapshot, tryOn }: FilterFailure, name: string): readonly string[] | undefined {
  const node = snapshot.node(name);
  const victims = node?.pods.filter((other) => priorityOf(other) < priorityOf(pod)) ?? [];
  if (node === undefined || victims.length === 0) return ['No preemption victims found for incoming pod'];
  return victims.reduce((trial, victim) => trial.with(victim, -1), tryOn(node)).verdict()?.reasons;
}

function priorityOf(pod: Pod): number {
  return pod.spec.priority ?? 0;
}
