// What an API write costs from the request to the last of four reconciles that it wakes: the API server over the
// change log, whose informers are cursors, against a plain twin that sends each of four informers a copy of the
// object.

import { createRandom } from '../../src/base/random.ts';
import type { Micros } from '../../src/base/time.ts';
import type { Actor, Client, Controller } from '../../src/cluster/actor.ts';
import { createCluster } from '../../src/cluster/cluster.ts';
import { hosted } from '../../src/cluster/controller-host.ts';
import { DEFAULT_LATENCY } from '../../src/cluster/latency.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { Log } from '../../src/log/log.ts';
import type { NewObject, Pod } from '../../src/model/objects.ts';
import type { Bench, Figure } from './bench.ts';
import { nanosPer } from './bench.ts';

const PODS = 2_000;
const WRITES = 40_000;
const INFORMERS = 4;
const GAP_MICROS = 200;

/** Writes the status of one of 2,000 pods every 200 us; each write wakes four reconciles, which read the pod. */
export const apiWrite: Bench = {
  name: 'API write with 4 cursors and their 4 reconciles',
  run: () => [plainTwin(), changeLog()],
};

const podNamed = (i: number): NewObject =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `pod-${i}`, namespace: 'default', labels: { app: 'web' } },
    spec: { containers: [{ name: 'app', image: 'app:1', resources: { requests: { cpu: '100m', memory: '64Mi' } } }] },
  }) as unknown as NewObject;

function changeLog(): Figure {
  const kernel = new Kernel();
  const log = new Log('bench');
  const latency = DEFAULT_LATENCY;
  const cluster = createCluster({
    kernel,
    log,
    random: createRandom(1),
    latency,
    startsAtEpochMicros: 0,
    checksNamespaces: false,
  });
  let reads = 0;
  for (let i = 0; i < INFORMERS; i += 1) {
    const controller: Controller<undefined> = {
      name: `controller-${i}`,
      watches: { Pod: (change) => [change.key] },
      memory: () => undefined,
      reconcile(key, view) {
        if (view.get('Pod', key)?.status.phase === 'Running') reads += 1;
        return { batches: [] };
      },
    };
    cluster.add(`component-${i}`, [hosted(controller, { syncMicros: 1_000, workers: 20 })]).start();
  }
  const writer = cluster.add('writer', [{ name: 'writer', create: writerOf }]);
  writer.start();
  kernel.runUntil(1_000_000 as Micros);
  const ns = nanosPer(WRITES, () => kernel.runUntil((1_000_000 + WRITES * GAP_MICROS + 1_000_000) as Micros));
  if (reads < WRITES * INFORMERS * 0.9) throw new Error(`only ${reads} reads`);
  return { label: 'change log and cursors', ns };
}

function writerOf(client: Client): Actor {
  return {
    start(cause) {
      for (let i = 0; i < PODS; i += 1) client.request('', { verb: 'create', kind: 'Pod', object: podNamed(i) }, cause);
      client.setTimer(1_000_000 as Micros, 'write', 'tick', 0);
    },
    onTimer(_key, _name, n) {
      const patch = { status: { phase: 'Running', startTime: client.now } };
      const key = `default/pod-${n % PODS}`;
      const request = {
        verb: 'patch',
        kind: 'Pod',
        key,
        patchType: 'strategic',
        subresource: 'status',
        patch,
      } as const;
      client.request('', request, { seq: 0 });
      if (n + 1 < WRITES) client.setTimer((client.now + GAP_MICROS) as Micros, 'write', 'tick', n + 1);
    },
  };
}

/** The same work as a good programmer writes it at first: maps of objects, and a copy for each informer. */
function plainTwin(): Figure {
  const etcd = new Map<string, Pod>();
  for (let i = 0; i < PODS; i += 1) etcd.set(`default/pod-${i}`, { ...podNamed(i), status: {} } as unknown as Pod);
  const caches = Array.from({ length: INFORMERS }, () => new Map<string, Pod>());
  const queue: { readonly at: number; readonly run: () => void }[] = [];
  const history: Pod[] = [];
  let reads = 0;
  const writes = WRITES / 10;
  const ns = nanosPer(writes, () => {
    for (let n = 0; n < writes; n += 1) {
      const key = `default/pod-${n % PODS}`;
      const object = structuredClone(etcd.get(key)) as Pod;
      const next = { ...object, status: { phase: 'Running', startTime: n as Micros } } as Pod;
      etcd.set(key, next);
      history.push(structuredClone(next));
      for (const cache of caches) {
        queue.push({
          at: n + 2_000,
          run: () => {
            cache.set(key, structuredClone(next));
            if (cache.get(key)?.status.phase === 'Running') reads += 1;
          },
        });
      }
      queue.sort((a, b) => a.at - b.at);
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) next.run();
    }
  });
  if (reads !== writes * INFORMERS) throw new Error(`only ${reads} reads`);
  return { label: 'copies for each informer', ns };
}
