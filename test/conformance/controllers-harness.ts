// A cluster without delays for replaying recordings of controllers: one microsecond a hop, no client limits, one
// worker. What happens within one millisecond is one instant of the recording.

import { createRandom } from '../../src/base/random.ts';
import { type Micros, micros } from '../../src/base/time.ts';
import type { Actor, ActorSpec, Client, Controller } from '../../src/cluster/actor.ts';
import { type Cluster, createCluster } from '../../src/cluster/cluster.ts';
import { hosted } from '../../src/cluster/controller-host.ts';
import type { ApiRequest, EventRequest, Verdict } from '../../src/cluster/request.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { Log } from '../../src/log/log.ts';
import { withKindDefaults } from '../../src/model/defaults.ts';
import type { KubeObject, NewObject } from '../../src/model/objects.ts';
import { jsonMergePatch } from '../../src/model/strategic-merge.ts';

/** A KubeEvent as a controller sent it. */
interface SentEvent {
  readonly at: Micros;
  readonly event: EventRequest;
}

export interface Harness {
  readonly cluster: Cluster;
  readonly events: readonly SentEvent[];
  /** A request by the script, at once. */
  ask(request: ApiRequest): Verdict;
  /** A JSON merge patch by the script; the API server sets defaults again. */
  patch(kind: string, key: string, patch: unknown): void;
}

export interface HarnessOptions {
  readonly startsAtEpochMicros: number;
  /** Controllers, each `undelayed`, and other actors (the fake kubelet). Each is a component of its own. */
  readonly actors: readonly ActorSpec[];
  /** Objects that exist before anything starts. */
  readonly objects: readonly NewObject[];
}

const SCRIPT = 'script';

/** Builds and starts a cluster; nothing has run yet. */
export function createHarness(options: HarnessOptions): Harness {
  const { startsAtEpochMicros, actors, objects } = options;
  const kernel = new Kernel();
  const latency = { apiWriteMicros: 2, apiReadMicros: 2, watchMicros: 1, controllerSyncMicros: 1 };
  const cluster = createCluster({
    kernel,
    log: new Log('replay'),
    random: createRandom(1),
    latency,
    startsAtEpochMicros,
    checksNamespaces: false,
  });
  const events: SentEvent[] = [];
  for (const object of objects) cluster.api.bootstrap(micros(0), SCRIPT, undefined, object);
  for (const spec of actors) cluster.add(spec.name, [tapped(spec, events)]).start();
  const ask = (request: ApiRequest): Verdict => cluster.api.commit(kernel.now, SCRIPT, undefined, request);
  return {
    cluster,
    events,
    ask,
    patch(kind, key, patch) {
      const current = cluster.store.current(kind, key);
      if (current === undefined) throw new Error(`no ${kind} ${key}`);
      const object = withKindDefaults(jsonMergePatch(current, patch) as NewObject) as KubeObject;
      ask({ verb: 'update', kind, object });
    },
  };
}

/** A controller that reads at once and has no limit. */
export function undelayed<Memory>(controller: Controller<Memory>, workers = 1): ActorSpec {
  return hosted(controller, { syncMicros: 1, workers });
}

/** Takes the events where the controller sends them, before they are merged or dropped. */
function tapped(spec: ActorSpec, events: SentEvent[]): ActorSpec {
  const tap = (client: Client): Client =>
    new Proxy(client, {
      get(target, field) {
        if (field === 'record') return (event: EventRequest) => events.push({ at: target.now, event });
        const value: unknown = Reflect.get(target, field, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  return { ...spec, create: (client): Actor => spec.create(tap(client)) };
}

/** The millisecond of an instant. */
export function milliOf(at: Micros): number {
  return Math.floor(at / 1000);
}

/** A recorded entry; `t` is its instant. */
export interface LogEntry {
  readonly t: number;
  readonly kind: string;
  readonly [field: string]: unknown;
}

/**
 * Entries of one millisecond as a canonical list: entries that say the same thing are one thing, in any order. For a
 * comparison of two logs, instant by instant.
 */
export function byInstant(entries: readonly LogEntry[]): readonly unknown[] {
  const instants = new Map<number, string[]>();
  for (const { t, ...rest } of entries) instants.set(t, [...(instants.get(t) ?? []), canonical(withSortedSets(rest))]);
  return [...instants]
    .sort(([a], [b]) => a - b)
    .map(([t, texts]) => ({ t, entries: texts.sort(compareTexts).map((text) => JSON.parse(text)) }));
}

/** Lists that are sets by nature. */
const SETS = ['conditions', 'taints'] as const;

function withSortedSets(entry: { readonly [field: string]: unknown }): unknown {
  const sorted: { [field: string]: unknown } = { ...entry };
  for (const field of SETS) {
    const list = entry[field];
    if (Array.isArray(list)) sorted[field] = list.map(canonical).sort(compareTexts);
  }
  return sorted;
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => compareTexts(a, b)));
  });
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
