// Since when the world has been as a slice tells it: the annotation endpoints.kubernetes.io/last-change-trigger-time,
// by which the latency of the network's programming is measured.
// Mirrors staging/src/k8s.io/endpointslice/util/trigger_time_tracker.go (v1.36).

import type { Micros } from '../../base/time.ts';
import { findCondition } from '../../model/condition.ts';
import type { Pod, Service } from '../../model/objects.ts';

/** What has been seen of one Service: plain data. */
export interface TriggerMemory {
  /** When the Service was made, once it has been seen. */
  serviceAt: Micros | undefined;
  /** Pods' last readiness transitions, by name. */
  podsAt: ReadonlyMap<string, Micros>;
}

/** The earliest of the times that have changed since the last call; undefined if none has. Updates the memory. */
export function lastChangeAt(service: Service, pods: readonly Pod[], memory: TriggerMemory): Micros | undefined {
  const { serviceAt, podsAt } = memory;
  const { creationTimestamp } = service.metadata;
  const seen = new Map<string, Micros>();
  let earliest: Micros | undefined;
  for (const { metadata, status } of pods) {
    const at = findCondition(status.conditions, 'Ready')?.lastTransitionTime;
    if (at === undefined) continue;
    seen.set(metadata.name, at);
    const before = podsAt.get(metadata.name);
    if ((before === undefined || at > before) && (earliest === undefined || at < earliest)) earliest = at;
  }
  const isNewer = serviceAt !== undefined && creationTimestamp > serviceAt;
  if (isNewer && (earliest === undefined || creationTimestamp < earliest)) earliest = creationTimestamp;
  memory.podsAt = seen;
  memory.serviceAt = creationTimestamp;
  return serviceAt === undefined ? creationTimestamp : earliest;
}
