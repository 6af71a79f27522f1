// What the kubelet says about its node: the conditions of a healthy one, when it starts. Pressure is not modelled yet.
// Mirrors pkg/kubelet/nodestatus/setters.go (v1.36).

import type { Micros } from '../base/time.ts';
import type { EventRequest } from '../cluster/request.ts';
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

/**
 * What a kubelet records about its node when it starts: the conditions twice, as it registers and as it first reports,
 * and that the node is ready where it was not. Events of nodes carry the name as uid.
 */
export function startEvents(node: Node): readonly EventRequest[] {
  const { name } = node.metadata;
  const regarding = Object.freeze({ kind: 'Node', name, uid: name });
  const event = (reason: string, message: string): EventRequest => ({
    verb: 'event',
    regarding,
    type: 'Normal',
    reason,
    message,
  });
  const status = (reason: string): EventRequest => event(reason, `Node ${name} status is now: ${reason}`);
  const conditions = ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID'].map(status);
  const isReady = node.status.conditions?.some(
    (condition) => condition.type === 'Ready' && condition.status === 'True',
  );
  const ready = isReady === true ? [] : [status('NodeReady')];
  return [event('Starting', 'Starting kubelet.'), ...conditions, ...conditions, ...ready];
}
