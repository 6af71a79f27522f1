// Since when the world has been as a slice tells it: the annotation endpoints.kubernetes.io/last-change-trigger-time,
// by which the latency of the network's programming is measured.
// Mirrors staging/src/k8s.io/endpointslice/util/trigger_time_tracker.go (v1.36).

import type { Micros } from '../../base/time.ts';
import { findCondition } from '../../model/condition.ts';
import type { Pod, Service } from '../../model/objects.ts';

/** The times of one Service that have been told. */
export class TriggerTimes {
  #serviceAt: Micros | undefined;
  /** Pods' last readiness transitions, by key. */
  readonly #podsAt = new Map<string, Micros>();

  /**
   * The earliest of the times that are new since the last call; undefined if none is. `changed` are the pods that have
   * changed, or (undefined) are not the Service's any more.
   */
  lastChange(service: Service, changed: Iterable<readonly [string, Pod | undefined]>): Micros | undefined {
    const before = this.#serviceAt;
    const { creationTimestamp } = service.metadata;
    let earliest: Micros | undefined;
    for (const [key, pod] of changed) {
      const at = this.#newTime(key, pod);
      if (at !== undefined && (earliest === undefined || at < earliest)) earliest = at;
    }
    this.#serviceAt = creationTimestamp;
    if (before === undefined) return creationTimestamp;
    const isNewer = creationTimestamp > before && (earliest === undefined || creationTimestamp < earliest);
    return isNewer ? creationTimestamp : earliest;
  }

  #newTime(key: string, pod: Pod | undefined): Micros | undefined {
    const at = findCondition(pod?.status.conditions, 'Ready')?.lastTransitionTime;
    const before = this.#podsAt.get(key);
    if (at === undefined) this.#podsAt.delete(key);
    else this.#podsAt.set(key, at);
    return at !== undefined && (before === undefined || at > before) ? at : undefined;
  }

  /** The pods that it knows. */
  known(): Iterable<string> {
    return this.#podsAt.keys();
  }
}
