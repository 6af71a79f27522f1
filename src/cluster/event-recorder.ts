// The recorder of an actor's KubeEvents: merges equal ones into a count, combines similar ones, and drops what comes
// too thick, before anything is written. Two kinds: core events (controllers, kubelets), and events.k8s.io (the
// scheduler), which counts repetitions as a series and is not limited.
// Mirrors client-go tools/record/events_cache.go and tools/events/event_broadcaster.go (v1.36).

import { MICROS_PER_MINUTE, MICROS_PER_SECOND, type Micros } from '../base/time.ts';
import { TokenBucket } from '../kernel/token-bucket.ts';
import type { Cause } from '../log/row.ts';
import { type KubeEvent, keyOf, type NewObject, type ObjectReference } from '../model/objects.ts';
import { Lru } from './lru.ts';
import type { ApiRequest, EventRequest, Verdict } from './request.ts';

const SPAM_BURST = 25;
const SPAM_REFILL_MICROS: number = 5 * MICROS_PER_MINUTE;
const SIMILAR_MAX = 10;
const SIMILAR_INTERVAL_MICROS: number = 10 * MICROS_PER_MINUTE;
const SERIES_END_MICROS: number = 6 * MICROS_PER_MINUTE;
const CACHE_ENTRIES = 4_096;

const TAG = '\u0000event/';

/** Sends a request of the recorder; the tag comes back with the answer. */
export type SendEvent = (tag: string, request: ApiRequest, cause: Cause) => void;

export interface RecorderOptions {
  readonly component: string;
  readonly host: string | undefined;
  readonly api: 'core' | 'events.k8s.io';
  readonly startsAtEpochMicros: number;
}

interface Known {
  /** Key of the stored object; undefined until the creation is answered. */
  key: string | undefined;
  isCreating: boolean;
  count: number;
  /** The count that the API server has been told. */
  writtenCount: number;
  lastAt: Micros;
  /** What to write when the creation is answered and the count has grown meanwhile. */
  update: { readonly cause: Cause; readonly message: string | undefined } | undefined;
}

interface Similar {
  readonly messages: Set<string>;
  lastAt: Micros;
}

/** One actor's recorder; its memory dies with the actor. */
export class EventRecorder {
  readonly #options: RecorderOptions;
  readonly #send: SendEvent;
  readonly #now: () => Micros;
  readonly #spam = new Lru<string, TokenBucket>(CACHE_ENTRIES);
  readonly #similar = new Lru<string, Similar>(CACHE_ENTRIES);
  /** Series end by themselves; core events are bounded in number. */
  readonly #known: Lru<string, Known>;
  readonly #creating = new Map<string, Known>();
  #names = 0;

  constructor(options: RecorderOptions, send: SendEvent, now: () => Micros) {
    this.#options = options;
    this.#known = new Lru(options.api === 'core' ? CACHE_ENTRIES : Number.POSITIVE_INFINITY);
    this.#send = send;
    this.#now = now;
  }

  /** Records a KubeEvent: creates it, counts it up, or drops it. */
  record(event: EventRequest, cause: Cause): void {
    if (this.#options.api === 'core') this.#recordCore(event, cause);
    else this.#recordSeries(event, cause);
  }

  /** True if the answer was for the recorder. */
  onAnswer(tag: string, verdict: Verdict): boolean {
    if (!tag.startsWith(TAG)) return false;
    const known = this.#creating.get(tag);
    this.#creating.delete(tag);
    if (known === undefined) return true;
    known.isCreating = false;
    if (verdict.ok) known.key = keyOf(verdict.object);
    if (known.update !== undefined && known.count > known.writtenCount) {
      this.#writeCount(known, known.update.message, known.update.cause);
    }
    return true;
  }

  #recordCore(event: EventRequest, cause: Cause): void {
    const now = this.#now();
    const about = aboutOf(event.regarding);
    const isCombined = this.#isCombined(event, about, now);
    const message = isCombined ? `(combined from similar events): ${event.message}` : event.message;
    const group = `${about}|${event.type}|${event.reason}`;
    const identity = isCombined ? group : `${group}|${event.regarding.fieldPath ?? ''}|${message}`;
    const known = this.#known.get(identity) ?? this.#remember(identity);
    known.count += 1;
    known.lastAt = now;
    // A dropped event still counts: the next one of its kind that gets through includes it.
    if (!this.#spamBucket(about).tryTake(now)) return;
    if (known.key !== undefined || known.isCreating) {
      this.#writeCount(known, isCombined ? message : undefined, cause);
      return;
    }
    const at = wholeSeconds(now);
    this.#create(known, { ...event, message }, { count: known.count, firstTimestamp: at, lastTimestamp: at }, cause);
  }

  #writeCount(known: Known, message: string | undefined, cause: Cause): void {
    if (known.key === undefined) {
      known.update = { cause, message };
      return;
    }
    known.update = undefined;
    known.writtenCount = known.count;
    const patch =
      this.#options.api === 'core'
        ? {
            count: known.count,
            lastTimestamp: wholeSeconds(known.lastAt),
            ...(message === undefined ? {} : { message }),
          }
        : { series: { count: known.count, lastObservedTime: known.lastAt } };
    this.#send(TAG, { verb: 'patch', kind: 'Event', key: known.key, patchType: 'merge', patch }, cause);
  }

  #remember(identity: string): Known {
    const known: Known = {
      key: undefined,
      isCreating: false,
      count: 0,
      writtenCount: 0,
      lastAt: this.#now(),
      update: undefined,
    };
    this.#known.set(identity, known);
    return known;
  }

  #spamBucket(about: string): TokenBucket {
    let bucket = this.#spam.get(about);
    if (bucket === undefined) {
      bucket = new TokenBucket({ tokens: 1, perMicros: SPAM_REFILL_MICROS, burst: SPAM_BURST });
      this.#spam.set(about, bucket);
    }
    return bucket;
  }

  #isCombined(event: EventRequest, about: string, now: Micros): boolean {
    const group = `${about}|${event.type}|${event.reason}`;
    let similar = this.#similar.get(group);
    if (similar === undefined || now - similar.lastAt > SIMILAR_INTERVAL_MICROS) {
      similar = { messages: new Set(), lastAt: now };
      this.#similar.set(group, similar);
    }
    similar.lastAt = now;
    similar.messages.add(event.message);
    if (similar.messages.size < SIMILAR_MAX) return false;
    similar.messages.delete(similar.messages.values().next().value ?? '');
    return true;
  }

  #recordSeries(event: EventRequest, cause: Cause): void {
    const now = this.#now();
    const identity = `${aboutOf(event.regarding)}|${event.type}|${event.reason}|${event.action ?? ''}|${event.message}`;
    this.#known.forgetWhile(({ lastAt }) => now - lastAt > SERIES_END_MICROS);
    let known = this.#known.get(identity);
    if (known === undefined) {
      known = this.#remember(identity);
      known.count = 1;
      this.#create(known, event, { eventTime: now }, cause);
      return;
    }
    known.count += 1;
    known.lastAt = now;
    // Only the second one of a series is written at once; later ones are counted in memory.
    if (known.count === 2) this.#writeCount(known, undefined, cause);
  }

  #create(known: Known, event: EventRequest, fields: Partial<KubeEvent>, cause: Cause): void {
    this.#names += 1;
    const { host, api } = this.#options;
    const { regarding, type, reason, message, action, reporter: component = this.#options.component } = event;
    const source = api === 'core' ? { component, ...(host === undefined ? {} : { host }) } : {};
    const object = {
      apiVersion: 'v1',
      kind: 'Event' as const,
      metadata: { name: `${regarding.name}.${this.#suffix()}`, namespace: regarding.namespace ?? 'default' },
      involvedObject: regarding,
      type,
      reason,
      message,
      ...fields,
      source,
      reportingComponent: component,
      reportingInstance: host ?? (api === 'core' ? '' : component),
      ...(action === undefined ? {} : { action }),
    };
    const tag = `${TAG}${this.#names}`;
    known.isCreating = true;
    known.writtenCount = known.count;
    this.#creating.set(tag, known);
    this.#send(tag, { verb: 'create', kind: 'Event', object: object as unknown as NewObject }, cause);
  }

  /** Upstream takes the wall clock in nanoseconds, in hexadecimal; a counter makes up for our microseconds. */
  #suffix(): string {
    const micros = BigInt(this.#options.startsAtEpochMicros) + BigInt(this.#now());
    return (micros * 1000n + BigInt(this.#names % 1000)).toString(16);
  }
}

function aboutOf({ kind, namespace = '', name, uid = '' }: ObjectReference): string {
  return `${kind}/${namespace}/${name}/${uid}`;
}

function wholeSeconds(at: Micros): Micros {
  return (Math.floor(at / MICROS_PER_SECOND) * MICROS_PER_SECOND) as Micros;
}
