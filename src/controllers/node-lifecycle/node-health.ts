// Is a node alive? The controller notes when it last saw a sign of life, by its own clock: a renewed lease, or a status
// that was posted again. A node silent for longer than its grace has its conditions set to Unknown.
// Mirrors pkg/controller/nodelifecycle/node_lifecycle_controller.go, tryUpdateNodeHealth (v1.36).

import type { Micros } from '../../base/time.ts';
import { apiTime } from '../../cluster/api-server.ts';
import { findCondition } from '../../model/condition.ts';
import type { Condition, Node } from '../../model/objects.ts';
import type { ControllerManagerSettings } from '../settings.ts';
import type { PassClock } from './pass-clock.ts';
import { passFrom, timeOfPass } from './pass-clock.ts';

/** What the controller remembers of a node. Plain data. */
export interface NodeHealth {
  /** The pass (its time) that saw the newest sign of life. */
  readonly seenAt: Micros;
  /** The newest renewal of the lease that it saw. */
  readonly lease: Micros | undefined;
  /** The condition Ready as it last saw it. */
  readonly ready: Condition | undefined;
}

const POSTED_CONDITIONS = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'] as const;

/**
 * A node's health after the pass at `now`. `renewal` is the newest renewal of its lease. Passes in between may have
 * been left out: what they would have seen of the lease follows from its times.
 */
export function observe(
  before: NodeHealth | undefined,
  node: Node,
  renewal: Micros | undefined,
  clock: PassClock,
  now: Micros,
): NodeHealth {
  const ready = findCondition(node.status.conditions, 'Ready');
  const posted = isNewlyPosted(before, ready);
  let seenAt = before?.seenAt ?? (ready === undefined ? node.metadata.creationTimestamp : now);
  if (posted) seenAt = now;
  if (renewal === undefined) return { seenAt, lease: undefined, ready };
  if (before?.lease === undefined) return { seenAt: now, lease: renewal, ready };
  if (before.lease < renewal) {
    const firstSeen = timeOfPass(clock, passFrom(clock, renewal));
    return { seenAt: posted || firstSeen > now ? now : firstSeen, lease: renewal, ready };
  }
  // A posted status makes the controller forget the lease; the next pass takes the old renewal for a new one.
  if (posted) return { seenAt: timeOfPass(clock, passFrom(clock, now + 1)), lease: before.lease, ready };
  return { seenAt, lease: before.lease, ready };
}

function isNewlyPosted(before: NodeHealth | undefined, ready: Condition | undefined): boolean {
  if (before === undefined) return false;
  if (ready === undefined) return false;
  return before.ready === undefined || before.ready.lastHeartbeatTime !== ready.lastHeartbeatTime;
}

/** How long a node may be silent. */
function graceMicros(node: Node, settings: ControllerManagerSettings): number {
  const hasPosted = findCondition(node.status.conditions, 'Ready') !== undefined;
  return hasPosted ? settings.nodeMonitorGracePeriodMicros : settings.nodeStartupGracePeriodMicros;
}

/** The instant after which a silent node is declared; undefined if it has been. */
export function silentUntil(node: Node, health: NodeHealth, settings: ControllerManagerSettings): number | undefined {
  if (findCondition(node.status.conditions, 'Ready')?.status === 'Unknown') return undefined;
  return health.seenAt + graceMicros(node, settings);
}

/** The conditions of a node that is declared silent at `now`. */
export function silentConditions(node: Node, now: Micros): readonly Condition[] {
  const at = apiTime(now);
  const conditions = (node.status.conditions ?? []).map((condition): Condition => {
    const isPosted = POSTED_CONDITIONS.some((type) => type === condition.type);
    if (!isPosted || condition.status === 'Unknown') return condition;
    return {
      ...condition,
      status: 'Unknown',
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
      lastTransitionTime: at,
    };
  });
  for (const type of POSTED_CONDITIONS) {
    if (findCondition(conditions, type) !== undefined) continue;
    conditions.push({
      type,
      status: 'Unknown',
      reason: 'NodeStatusNeverUpdated',
      message: 'Kubelet never posted node status.',
      lastHeartbeatTime: node.metadata.creationTimestamp,
      lastTransitionTime: at,
    });
  }
  return conditions;
}
