// A cluster with a real API server and a scheduler, and a user that asks for things: for tests of the scheduler as an
// actor.

import { createRandom } from '../../src/base/random.ts';
import { millis } from '../../src/base/time.ts';
import type { Actor, Client } from '../../src/cluster/actor.ts';
import { type Cluster, createCluster } from '../../src/cluster/cluster.ts';
import { DEFAULT_LATENCY } from '../../src/cluster/latency.ts';
import type { ApiRequest } from '../../src/cluster/request.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { Log } from '../../src/log/log.ts';
import type { DecisionRow, Row } from '../../src/log/row.ts';
import type { NewObject, Node, Pod } from '../../src/model/objects.ts';
import type { Profile } from '../../src/scheduler/framework.ts';
import { createScheduler } from '../../src/scheduler/scheduler.ts';

export interface World {
  readonly cluster: Cluster;
  ask(request: ApiRequest): void;
  /** A node that is ready from the start, without the taint of a new one. */
  join(node: Node): void;
  run(untilMillis: number): void;
  rows(): readonly Row[];
  decisions(): readonly (Row & { readonly what: DecisionRow })[];
  pod(name: string): Pod | undefined;
}

/** A cluster without nodes, at its start. */
export function newWorld(profiles?: readonly Profile[]): World {
  const kernel = new Kernel();
  const log = new Log('test');
  const cluster = createCluster({
    kernel,
    log,
    random: createRandom(1),
    latency: DEFAULT_LATENCY,
    startsAtEpochMicros: 0,
    checksNamespaces: false,
  });
  const parts: { client?: Client } = {};
  cluster.add('kube-scheduler', [createScheduler(profiles === undefined ? {} : { profiles })]).start();
  const createUser = (client: Client): Actor => {
    parts.client = client;
    return { start() {} };
  };
  cluster.add('user', [{ name: 'user', create: createUser }]).start();
  const rows = (): readonly Row[] => Array.from({ length: log.length }, (_x, seq) => log.row(seq));
  return {
    cluster,
    ask: (request) => parts.client?.request('ask', request, { seq: 0 }),
    join: ({ metadata: { name, labels }, ...rest }) => {
      const object = { ...rest, metadata: { name, labels: labels ?? {} } } as NewObject;
      cluster.api.bootstrap(kernel.now, 'kubelet', { seq: 0 }, object);
    },
    run: (until) => {
      kernel.runUntil(millis(until));
    },
    rows,
    decisions: () => rows().filter((row): row is Row & { what: DecisionRow } => row.what.type === 'decision'),
    pod: (name) => cluster.store.current('Pod', `default/${name}`) as Pod | undefined,
  };
}
