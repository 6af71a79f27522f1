// What the kubelet says about its node: the conditions of a healthy one, when it starts. Pressure is not modelled yet.
// Mirrors pkg/kubelet/nodestatus/setters.go (v1.36).

import type { Micros } from '../base/time.ts';
import type { Condition, Node } from '../model/objects.ts';

const HEALTHY: readonly Pick<Condition, 'type' | 'status' | 'reason' | 'message'>[] = [
  {
    type: 'MemoryPressure',
    status: 'False',
    reason: 'KubeletHasSufficientMemory',
    message: 'kubelet has sufficient memory available',
  },
  {
    type: 'DiskPressure',
    status: 'False',
    reason: 'KubeletHasNoDiskPressure',
    message: 'kubelet has no disk pressure',
  },
  {
    type: 'PIDPressure',
    status: 'False',
    reason: 'KubeletHasSufficientPID',
    message: 'kubelet has sufficient PID available',
  },
  { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' },
];

/** The conditions of a healthy node since `now`. */
export function healthyConditions(now: Micros): readonly Condition[] {
  return HEALTHY.map((condition) => ({ ...condition, lastHeartbeatTime: now, lastTransitionTime: now }));
}

/** A strategic merge patch that makes a node healthy; undefined if it is known as such. */
export function nodeReadyPatch(node: Node, now: Micros): { readonly [field: string]: unknown } | undefined {
  const conditions: Condition[] = [];
  for (const wanted of HEALTHY) {
    const old = node.status.conditions?.find(({ type }) => type === wanted.type);
    if (old?.status === wanted.status && old.reason === wanted.reason) continue;
    const since = old?.status === wanted.status ? (old.lastTransitionTime ?? now) : now;
    conditions.push({ ...wanted, lastHeartbeatTime: now, lastTransitionTime: since });
  }
  return conditions.length === 0 ? undefined : { status: { conditions } };
}
