// A kubectl command under way: a program outside the cluster that asks, prints, waits and asks again. It is written as
// it would be told, as a generator: whoever runs it (an actor in a simulation, the command line over a finished run, a
// test) answers what it yields. It never sees who that is.

import type { Micros } from '../base/time.ts';
import type { ApiRequest, Verdict } from '../cluster/request.ts';
import type { KubeObject, ObjectOf } from '../model/objects.ts';

/** A change that a watch delivers, or the end of patience. */
export type WatchAnswer =
  | { readonly type: 'changed' | 'deleted'; readonly object: KubeObject }
  | { readonly type: 'timeout' };

/** What a program may ask of whoever runs it. */
export type Step =
  | { readonly type: 'request'; readonly request: ApiRequest }
  | { readonly type: 'sleep'; readonly micros: number }
  /** The next version of an object (of any of the kind without `key`) that is newer than `after`. */
  | WatchStep;

export interface WatchStep {
  readonly type: 'watch';
  readonly kind: string;
  readonly key?: string;
  /** A resourceVersion; 0 asks for what exists first. */
  readonly after: number;
  readonly until?: Micros;
}

type Answer = Verdict | WatchAnswer | undefined;

/** Yields steps, returns its result. */
export type Program<T> = Generator<Step, T, Answer>;

/** Where a program prints, and what it knows besides what it asks. */
export interface Session {
  out(text: string): void;
  err(text: string): void;
  readonly now: Micros;
  readonly startsAtEpochMicros: number;
  /** When a node renewed its lease, which is no object of the log. */
  leaseRenewedAt?(node: string): Micros | undefined;
  /** What nodes and pods use, where somebody measures. */
  readonly usage?: UsageReader;
}

/** Measured use, by key. Cores in thousandths, memory in bytes. */
export interface UsageReader {
  ofNode(name: string): Usage | undefined;
  /** By container. */
  ofPod(key: string): readonly (Usage & { readonly container: string })[] | undefined;
}

export interface Usage {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

/** The status with which a command exits. */
export type ExitCode = number;

/** Asks the API server. */
export function* ask(request: ApiRequest): Program<Verdict> {
  return (yield { type: 'request', request }) as Verdict;
}

/** All objects of a kind, in one namespace or in all; in the order of their keys, as the API server lists them. */
export function* list<K extends string>(kind: K, namespace: string | undefined): Program<readonly ObjectOf<K>[]> {
  const verdict = yield* ask({ verb: 'list', kind, ...(namespace === undefined ? {} : { namespace }) });
  return verdict.ok ? ((verdict.items ?? []) as readonly ObjectOf<K>[]) : [];
}

/** Waits. */
export function* sleep(micros: number): Program<void> {
  yield { type: 'sleep', micros };
}

/** Waits for the next change. */
export function* watch(step: Omit<WatchStep, 'type'>): Program<WatchAnswer> {
  return (yield { ...step, type: 'watch' }) as WatchAnswer;
}
