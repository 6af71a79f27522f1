// What happened while pods were being scheduled or bound. A pod that fails must still react to it, since its attempt
// may have looked at the cluster before. Events are kept while a pod is in flight that was popped before them.
// Mirrors pkg/scheduler/backend/queue/active_queue.go, inFlightEvents (v1.36).

import type { Cause } from '../log/row.ts';
import type { ClusterEvent } from './cluster-event.ts';

/** An event with the row that it came from. */
export interface RecordedEvent {
  readonly event: ClusterEvent;
  readonly cause: Cause;
}

/** Events since the oldest pod in flight was popped. */
export class InFlight {
  /** Number of the first event after the pod was popped, by uid, in the order of popping. */
  readonly #startOf = new Map<string, number>();
  #events: RecordedEvent[] = [];
  /** Number of the first event that is kept. */
  #first = 0;

  start(uid: string): void {
    this.#startOf.set(uid, this.#first + this.#events.length);
  }

  record(event: ClusterEvent, cause: Cause): void {
    if (this.#startOf.size > 0) this.#events.push({ event, cause });
  }

  /** Events since the pod was popped. */
  since(uid: string): readonly RecordedEvent[] {
    const start = this.#startOf.get(uid);
    return start === undefined ? [] : this.#events.slice(start - this.#first);
  }

  end(uid: string): void {
    this.#startOf.delete(uid);
    const [oldest] = this.#startOf.values();
    if (oldest === undefined) {
      this.#first += this.#events.length;
      this.#events = [];
    } else if (oldest - this.#first > 1_000 && oldest - this.#first > this.#events.length / 2) {
      this.#events = this.#events.slice(oldest - this.#first);
      this.#first = oldest;
    }
  }
}
