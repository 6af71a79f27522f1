// What the tests of the cluster share: a cluster without controllers, a component that only watches and asks, and pods.

import { createRandom } from '../../src/base/random.ts';
import type { Micros } from '../../src/base/time.ts';
import type { Actor, ActorSpec, Change, RootClient } from '../../src/cluster/actor.ts';
import { type Cluster, createCluster } from '../../src/cluster/cluster.ts';
import { DEFAULT_LATENCY } from '../../src/cluster/latency.ts';
import type { ApiRequest, Verdict } from '../../src/cluster/request.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { Log } from '../../src/log/log.ts';
import type { NewObject, Pod } from '../../src/model/objects.ts';

/** A cluster with the default latencies and nothing in it. */
export function newCluster(seed = 7): Cluster {
  return createCluster({
    kernel: new Kernel(),
    log: new Log('test'),
    random: createRandom(seed),
    latency: DEFAULT_LATENCY,
    startsAtEpochMicros: 0,
    checksNamespaces: false,
  });
}

/** A component of one actor, and all that came to it. */
export interface Probe {
  /** The client of the present life. */
  readonly client: RootClient;
  readonly changes: Change[];
  readonly seenAt: Micros[];
  /** The last verdict by tag. */
  readonly verdicts: Map<string, Verdict>;
}

/** Starts a component that only watches and asks. */
export function probe(
  cluster: Cluster,
  name: string,
  kinds: readonly string[],
  options: { readonly nodeName?: string; readonly limits?: NonNullable<ActorSpec['limits']> } = {},
): Probe {
  const { nodeName, limits } = options;
  const clients: RootClient[] = [];
  const changes: Change[] = [];
  const seenAt: Micros[] = [];
  const verdicts = new Map<string, Verdict>();
  const create = (client: RootClient): Actor => {
    clients.push(client);
    return {
      start: () => kinds.forEach((kind) => client.watch(kind, nodeName === undefined ? undefined : { nodeName })),
      onChange: (change) => {
        changes.push(change);
        seenAt.push(client.now);
      },
      onAnswer: (tag, verdict) => verdicts.set(tag, verdict),
    };
  };
  cluster
    .add(name, [
      { name: `${name}-actor`, ...(limits === undefined ? {} : { limits }), create: create as ActorSpec['create'] },
    ])
    .start();
  return {
    get client() {
      const client = clients.at(-1);
      if (client === undefined) throw new Error(`${name} has not started`);
      return client;
    },
    changes,
    seenAt,
    verdicts,
  };
}

/** Runs for so many microseconds. */
export function runFor(cluster: Cluster, micros: number): void {
  cluster.kernel.runUntil((cluster.kernel.now + micros) as Micros);
}

/** Asks and waits for the answer. */
export function ask(cluster: Cluster, { client, verdicts }: Probe, request: ApiRequest): Verdict {
  verdicts.delete('ask');
  client.request('ask', request, { seq: 0 });
  runFor(cluster, 10_000);
  const verdict = verdicts.get('ask');
  if (verdict === undefined) throw new Error('no answer');
  return verdict;
}

/** A pod of one container in the default namespace. */
export function podNamed(name: string, more: Partial<Pod['spec']> = {}): NewObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: { containers: [{ name: 'app', image: 'app:1' }], ...more },
  } as unknown as NewObject;
}
