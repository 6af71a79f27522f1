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

const NOT_READY = { status: 'False', reason: 'KubeletNotReady' } as const;

/** The conditions of a healthy node since `now`. */
export function healthyConditions(now: Micros): readonly Condition[] {
  return HEALTHY.map((condition) => ({ ...condition, lastHeartbeatTime: now, lastTransitionTime: now }));
}

/**
 * A strategic merge patch that makes a node healthy, or not ready for a problem; undefined if it is known as such.
 */
export function nodeReadyPatch(
  node: Node,
  now: Micros,
  problem?: string,
): { readonly [field: string]: unknown } | undefined {
  const conditions: Condition[] = [];
  for (const healthy of HEALTHY) {
    const isProblem = healthy.type === 'Ready' && problem !== undefined;
    const wanted = isProblem ? ({ ...healthy, ...NOT_READY, message: problem } as const) : healthy;
    const old = node.status.conditions?.find(({ type }) => type === wanted.type);
    if (old?.status === wanted.status && old.reason === wanted.reason && old.message === wanted.message) continue;
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
  const conditions = ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID'].map((reason) =>
    statusEvent(node, reason),
  );
  const isReady = node.status.conditions?.some(
    (condition) => condition.type === 'Ready' && condition.status === 'True',
  );
  const ready = isReady === true ? [] : [readyEvent(node, true)];
  return [eventOf(node, 'Starting', 'Starting kubelet.'), ...conditions, ...conditions, ...ready];
}

/** What a kubelet records when its node becomes ready, or is so no more. */
export function readyEvent(node: Node, isReady: boolean): EventRequest {
  return statusEvent(node, isReady ? 'NodeReady' : 'NodeNotReady');
}

function statusEvent(node: Node, reason: string): EventRequest {
  return eventOf(node, reason, `Node ${node.metadata.name} status is now: ${reason}`);
}

function eventOf({ metadata: { name } }: Node, reason: string, message: string): EventRequest {
  return { verb: 'event', regarding: { kind: 'Node', name, uid: name }, type: 'Normal', reason, message };
}
