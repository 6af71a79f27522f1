// A cluster: the API server with its store and log, and the components around it. Whoever wires actors together (a
// scenario, a test, a replay of recordings) adds components and starts them.

import type { Random } from '../base/random.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Log } from '../log/log.ts';
import type { Moments } from '../log/moment.ts';
import type { ActorSpec } from './actor.ts';
import { createAdmission } from './admission.ts';
import { ApiServer } from './api-server.ts';
import { createBinder } from './binding.ts';
import { API_SERVER } from './client.ts';
import { Component } from './component.ts';
import { createCustomResources } from './custom-resources.ts';
import { createIds } from './ids.ts';
import type { Latency } from './latency.ts';
import { createPriorities } from './priorities.ts';
import { rankOf } from './ranks.ts';
import { createServiceAddresses } from './service-addresses.ts';
import { Store } from './store.ts';
import { Watches } from './watches.ts';
import type { InFlight, Wire } from './wire.ts';

const SLOWEST_WATCH_PERCENT = 125;

export interface ClusterOptions {
  readonly kernel: Kernel;
  readonly log: Log;
  readonly random: Random;
  readonly latency: Latency;
  /** Wall clock at the run's start: whole seconds, in microseconds. */
  readonly startsAtEpochMicros: number;
  /** Default true; false where namespaces are not modelled. */
  readonly checksNamespaces?: boolean;
  /** Default false; true where objects have to be valid. */
  readonly isStrict?: boolean;
  /** Moments of the log, where what is read is more than what is stored. */
  readonly moments?: Moments;
}

export interface Cluster {
  readonly api: ApiServer;
  readonly store: Store;
  readonly log: Log;
  readonly kernel: Kernel;
  /** Adds a component, stopped. */
  add(name: string, actors: readonly ActorSpec[]): Component;
  component(name: string): Component | undefined;
  components(): readonly Component[];
}

export function createCluster(options: ClusterOptions): Cluster {
  const { kernel, log, random, latency, startsAtEpochMicros, checksNamespaces = true, isStrict = false } = options;
  const store = new Store(log, Math.ceil((latency.watchMicros * SLOWEST_WATCH_PERCENT) / 100));
  const watches = new Watches(kernel, log, store);
  const priorities = createPriorities(store);
  const api = new ApiServer({
    store,
    log,
    watches,
    admission: createAdmission(priorities, store),
    priorities: isStrict ? priorities : undefined,
    bind: createBinder(),
    ids: createIds(random),
    services: createServiceAddresses(store, random),
    custom: createCustomResources(store),
    checksNamespaces,
    isStrict,
    moments: options.moments,
  });
  const parts = { kernel, log, random, store, watches, api, latency, startsAtEpochMicros, rankOf };
  const components = new Map<string, Component>();
  const wires = new Map<string, Wire>();
  kernel.register(API_SERVER, rankOf(API_SERVER), {
    onTimer: (timerActor) => wires.get(timerActor)?.deliver(commit),
  });
  return {
    api,
    store,
    log,
    kernel,
    add(name, actors) {
      const component = new Component(name, actors, parts);
      components.set(name, component);
      for (const [timerActor, wire] of component.wires()) wires.set(timerActor, wire);
      return component;
    },
    component: (name) => components.get(name),
    components: () => [...components.values()],
  };
}

function commit(flight: InFlight): void {
  flight.from.commit(flight);
}
