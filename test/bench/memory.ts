// What a run keeps in memory: a row of the log beside the records that it refers to, and a live pod. Measured on the
// heap after a collection, against a plain twin that keeps rows as objects and each pod with a spec of its own.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createRandom } from '../../src/base/random.ts';
import type { Micros } from '../../src/base/time.ts';
import { createCluster } from '../../src/cluster/cluster.ts';
import { DEFAULT_LATENCY } from '../../src/cluster/latency.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { Log } from '../../src/log/log.ts';
import type { Row } from '../../src/log/row.ts';
import type { KubeObject, NewObject, Pod } from '../../src/model/objects.ts';
import type { Bench, Figure } from './bench.ts';

const ROWS = 400_000;
const KEYS = 4_000;
const PODS = 20_000;
const NODES = 400;

/** Bytes of one row of the log beside its record: columns and references. */
export const logRow: Bench = {
  name: 'memory of a log row beside its record (goal: 100 bytes)',
  run: () => [rowsAsObjects(), rowsAsColumns()],
};

/** Bytes of one live pod: created from a template, bound, running. All versions but the newest are dropped. */
export const livePod: Bench = {
  name: 'memory of a live pod record (goal: 1,024 bytes)',
  run: () => [podsWithOwnSpecs(), podsOfOneTemplate()],
};

setFlagsFromString('--expose-gc');
/** What others have left is not to be counted. */
const collectGarbage: () => void = runInNewContext('gc') as () => void;

/** Bytes that what `make` returns keeps, per unit. */
export function bytesPer(units: number, make: () => unknown): number {
  const used = (): number => {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  const kept = make();
  const bytes = used() - before;
  if (kept === undefined) throw new Error('nothing is kept');
  return bytes / units;
}

const RECORD = Object.freeze({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } }) as unknown as KubeObject;
const NAMES = Array.from({ length: KEYS }, (_, i) => `default/pod-${i}`);

function rowsAsColumns(): Figure {
  const bytes = bytesPer(ROWS, () => {
    const log = new Log('bench');
    for (let i = 0; i < ROWS; i += 1) {
      const key = NAMES[i % KEYS] ?? '';
      const cause =
        i < KEYS ? undefined : { seq: i - KEYS, ...(i % 10 === 0 ? { via: { timer: 'grace', setBy: i - KEYS } } : {}) };
      const before = i < KEYS ? undefined : i - KEYS;
      log.appendWrite((i * 100) as Micros, `actor-${i % 7}`, cause, {
        verb: 'status',
        object: RECORD,
        key,
        revision: i,
        before,
      });
    }
    return log;
  });
  return { label: 'columns', bytes };
}

function rowsAsObjects(): Figure {
  const bytes = bytesPer(ROWS, () => {
    const rows: Row[] = [];
    for (let i = 0; i < ROWS; i += 1) {
      const key = NAMES[i % KEYS] ?? '';
      const cause =
        i < KEYS ? undefined : { seq: i - KEYS, ...(i % 10 === 0 ? { via: { timer: 'grace', setBy: i - KEYS } } : {}) };
      const what = {
        type: 'write',
        verb: 'status',
        kind: 'Pod',
        key,
        revision: i,
        object: RECORD,
        before: i - KEYS,
      } as const;
      rows.push({ seq: i, at: (i * 100) as Micros, cluster: 'bench', actor: `actor-${i % 7}`, cause, what });
    }
    return rows;
  });
  return { label: 'rows as objects', bytes };
}

const TEMPLATE = {
  containers: [{ name: 'web', image: 'shop/web:1', resources: { requests: { cpu: '100m', memory: '64Mi' } } }],
};

const podOf = (spec: unknown): NewObject =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { generateName: 'web-7d4b9c6f5d-', namespace: 'default', labels: LABELS, ownerReferences: OWNERS },
    spec,
  }) as unknown as NewObject;

const LABELS = Object.freeze({ app: 'web', 'pod-template-hash': '7d4b9c6f5d' });
const OWNERS = Object.freeze([
  {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    name: 'web-7d4b9c6f5d',
    uid: 'u',
    controller: true,
    blockOwnerDeletion: true,
  },
]);

/** Creates, binds and runs the pods through the API server, and keeps their newest versions. */
function livePods(specOf: () => unknown): readonly KubeObject[] {
  const log = new Log('bench');
  const options = { kernel: new Kernel(), log, random: createRandom(1), latency: DEFAULT_LATENCY };
  const { api, store } = createCluster({ ...options, startsAtEpochMicros: 0, checksNamespaces: false });
  const at = 0 as Micros;
  for (let i = 0; i < PODS; i += 1) {
    const created = api.commit(at, 'bench', undefined, { verb: 'create', kind: 'Pod', object: podOf(specOf()) });
    if (!created.ok) throw new Error(created.message);
    const { name, uid } = created.object.metadata;
    const key = `default/${name}`;
    api.commit(at, 'bench', undefined, { verb: 'bind', kind: 'Pod', key, uid, node: `worker-${i % NODES}` });
    const status = {
      phase: 'Running',
      startTime: at,
      podIP: `10.0.${i % 256}.${i >> 8}`,
      conditions: conditionsAt(at),
    };
    const patch = { status: { ...status, containerStatuses: containerStatusesOf(uid, at) } };
    api.commit(at, 'bench', undefined, {
      verb: 'patch',
      kind: 'Pod',
      key,
      patchType: 'strategic',
      subresource: 'status',
      patch,
    });
  }
  return [...store.entries('Pod')].map(({ object }) => object);
}

const conditionsAt = (lastTransitionTime: Micros) =>
  ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady'].map((type) => ({
    type,
    status: 'True',
    lastTransitionTime,
  }));

const containerStatusesOf = (uid: string, startedAt: Micros) => [
  {
    name: 'web',
    state: { running: { startedAt } },
    ready: true,
    restartCount: 0,
    image: 'shop/web:1',
    containerID: `containerd://${uid}`,
    started: true,
  },
];

function podsOfOneTemplate(): Figure {
  return { label: 'pods of one template', bytes: bytesPer(PODS, () => livePods(() => TEMPLATE)) };
}

function podsWithOwnSpecs(): Figure {
  const copies = (): readonly Pod[] => livePods(() => TEMPLATE).map((pod) => JSON.parse(JSON.stringify(pod)));
  return { label: 'each pod whole', bytes: bytesPer(PODS, copies) };
}
