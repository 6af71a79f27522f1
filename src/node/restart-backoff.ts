// Exponential back-off whose entries expire: for restarts of containers and for image pulls.
// Mirrors client-go util/flowcontrol/backoff.go (v1.36).

import { MICROS_PER_SECOND, type Micros } from '../base/time.ts';

const BASE_MICROS: number = 10 * MICROS_PER_SECOND;
const EXPIRES_AFTER_MICROS: number = 600 * MICROS_PER_SECOND;

/** The default maximum: five minutes. */
export const BACKOFF_MAX_MICROS: number = 300 * MICROS_PER_SECOND;

interface Entry {
  readonly backoffMicros: number;
  readonly updatedAt: Micros;
}

export class RestartBackoff {
  readonly #maxMicros: number;
  readonly #entries = new Map<string, Entry>();

  constructor(maxMicros: number = BACKOFF_MAX_MICROS) {
    this.#maxMicros = maxMicros;
  }

  /** When the wait of a key that counts from `eventAt` (an exit) is over; undefined if it need not wait at `now`. */
  endsAt(key: string, eventAt: Micros, now: Micros): Micros | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || isExpired(entry, eventAt)) return undefined;
    return now - eventAt < entry.backoffMicros ? ((eventAt + entry.backoffMicros) as Micros) : undefined;
  }

  /** True if the key's last `next` was less than its back-off ago. */
  isWaiting(key: string, now: Micros): boolean {
    const entry = this.#entries.get(key);
    return entry !== undefined && !isExpired(entry, now) && now - entry.updatedAt < entry.backoffMicros;
  }

  /** The key's present back-off in microseconds; 0 if there is none. */
  currentMicros(key: string): number {
    return this.#entries.get(key)?.backoffMicros ?? 0;
  }

  /** Goes one step on: 10 s first, or when the entry is older than ten minutes at `eventAt`; then twice as long. */
  next(key: string, eventAt: Micros, now: Micros): void {
    const entry = this.#entries.get(key);
    const isFirst = entry === undefined || isExpired(entry, eventAt);
    const wanted = isFirst ? BASE_MICROS : entry.backoffMicros * 2;
    this.#entries.set(key, { backoffMicros: Math.min(wanted, this.#maxMicros), updatedAt: now });
  }

  /** Drops the key's entry if it had expired at `at`, when the kubelet last swept. */
  sweep(key: string, at: Micros): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined && isExpired(entry, at)) this.#entries.delete(key);
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }
}

function isExpired(entry: Entry, at: Micros): boolean {
  return at - entry.updatedAt > EXPIRES_AFTER_MICROS;
}
