// A log of a zone outage in a large cluster, written by hand: a thousand nodes in three zones, one of which loses its
// power; crash loops here and there. It gives the page as many rows as are asked for without the minutes that the
// engine would need, for benchmarks and pictures.

import { deepFreeze } from '../../src/base/deep-freeze.ts';
import { createRandom } from '../../src/base/random.ts';
import { type Micros, micros } from '../../src/base/time.ts';
import { Log } from '../../src/log/log.ts';
import type { Seq, WriteVerb } from '../../src/log/row.ts';
import type { KubeObject } from '../../src/model/objects.ts';

export interface LargeRun {
  readonly nodes: number;
  readonly podsPerNode: number;
  /** KubeEvents that nobody needs, so that the log has this many rows. */
  readonly rows: number;
}

export const LARGE_UNTIL: Micros = micros(3_600_000_000);
const OUTAGE = micros(600_000_000);
const NOTICED = micros(648_000_000);
const EVICTION_STEP = 10_000_000;
const TOLERATION = 300_000_000;
const POWER_BACK = micros(2_700_000_000);

type Loose = KubeObject & Record<string, unknown>;

/** A row that is still to be sorted in. */
interface Draft {
  readonly at: number;
  readonly actor: string;
  readonly verb: WriteVerb;
  readonly key: string;
  readonly object: Loose;
}

/** The log, in order of time. */
export function largeRun(wanted: LargeRun): Log {
  const draws = createRandom(7).fork('large-run');
  const random = (): number => draws.below(1_000_000) / 1_000_000;
  const log = new Log('large');
  const drafts: Draft[] = [];
  for (let i = 1; i <= wanted.nodes; i += 1) draftNode(drafts, i, wanted, random);
  for (let i = 0; drafts.length < wanted.rows - 2; i += 1) {
    const at = Math.floor((i * 7_919_000) % LARGE_UNTIL);
    drafts.push(draftEvent(at, i, i % 1_999 === 0));
  }
  drafts.sort((a, b) => a.at - b.at);
  let [isOut, isBack] = [false, false];
  const happened = (at: Micros, fact: 'node-crashed' | 'node-booted'): void => {
    for (let i = 2; i <= wanted.nodes; i += 3) {
      log.append(at, 'machine', undefined, { type: 'fact', fact, node: `worker-${i}` });
    }
  };
  const before = new Map<string, Seq>();
  for (const { at, actor, verb, key, object } of drafts) {
    if (!isOut && at >= OUTAGE) {
      isOut = true;
      const source = { file: 'zone-outage.yaml', line: 12 };
      const fault = {
        type: 'fault',
        phase: 'begin',
        text: 'power off zone b',
        how: 'crash',
        source,
        targets: [],
      } as const;
      log.append(OUTAGE, 'chaos', undefined, fault);
      happened(OUTAGE, 'node-crashed');
    }
    if (!isBack && at >= POWER_BACK) {
      isBack = true;
      happened(POWER_BACK, 'node-booted');
    }
    const id = `${object.kind}/${key}`;
    const write = { verb, object: deepFreeze(object), key, revision: log.length + 1, before: before.get(id) };
    before.set(id, log.appendWrite(micros(at), actor, undefined, write));
  }
  return log;
}

function draftNode(drafts: Draft[], i: number, { nodes, podsPerNode }: LargeRun, random: () => number): void {
  const name = `worker-${i}`;
  const zone = 'abc'.charAt((i - 1) % 3);
  const isLost = zone === 'b';
  const write = (at: number, verb: WriteVerb, ready: string, effect?: string): void => {
    const object = nodeObject(name, zone, ready, effect);
    drafts.push({ at, actor: 'node-lifecycle-controller', verb, key: name, object });
  };
  write(0, 'create', 'True');
  const place = Math.floor((i - 1) / 3);
  const evictedAt = 948_000_000 + place * EVICTION_STEP;
  if (isLost) {
    write(NOTICED, 'status', 'Unknown', 'NoSchedule');
    if (evictedAt < POWER_BACK) write(evictedAt - TOLERATION, 'update', 'Unknown', 'NoExecute');
    write(POWER_BACK, 'status', 'True');
  }
  for (let p = 0; p < podsPerNode; p += 1) {
    const loops = !isLost && random() < 8 / (nodes * podsPerNode);
    draftPod(drafts, `${name}-${p}`, name, isLost ? evictedAt : undefined, loops ? random() : undefined);
  }
}

function draftPod(
  drafts: Draft[],
  suffix: string,
  node: string,
  evictedAt: number | undefined,
  loops: number | undefined,
): void {
  const name = `web-86c57db9f4-${suffix}`;
  const key = `shop/${name}`;
  const write = (at: number, verb: WriteVerb, look: PodLook): void => {
    drafts.push({ at, actor: `kubelet/${node}`, verb, key, object: podObject(name, node, look) });
  };
  write(100_000, 'create', { phase: 'Pending', ready: false });
  write(200_000, 'bind', { phase: 'Pending', ready: false, node, waiting: 'ContainerCreating' });
  write(40_000_000, 'status', { phase: 'Running', ready: false, node });
  write(43_000_000, 'status', { phase: 'Running', ready: true, node });
  if (loops !== undefined) {
    const at = 300_000_000 + Math.floor(loops * 2_800_000_000);
    write(at, 'status', { phase: 'Running', ready: false, node, waiting: 'CrashLoopBackOff' });
    write(at + 160_000_000, 'status', { phase: 'Running', ready: true, node });
  }
  if (evictedAt === undefined || evictedAt >= POWER_BACK) return;
  write(evictedAt, 'mark', { phase: 'Running', ready: false, node, deleted: evictedAt });
  write(POWER_BACK + 2_000_000, 'delete', { phase: 'Running', ready: false, node, deleted: evictedAt });
}

interface PodLook {
  readonly phase: string;
  readonly ready: boolean;
  readonly node?: string;
  readonly waiting?: string;
  readonly deleted?: number;
}

function podObject(name: string, node: string, look: PodLook): Loose {
  const ready = look.ready ? 'True' : 'False';
  const state = look.waiting === undefined ? { running: {} } : { waiting: { reason: look.waiting } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop',
      uid: name,
      resourceVersion: 1,
      creationTimestamp: micros(0),
      labels: { app: 'web' },
      ...(look.deleted !== undefined && { deletionTimestamp: micros(look.deleted) }),
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-86c57db9f4', uid: 'rs', controller: true },
      ],
    },
    spec: {
      ...(look.node !== undefined && { nodeName: node }),
      containers: [{ name: 'web', image: 'shop/web:2', resources: { requests: { cpu: '250m', memory: '256Mi' } } }],
    },
    status: {
      phase: look.phase,
      conditions: [
        { type: 'Ready', status: ready },
        ...(look.deleted === undefined
          ? []
          : [{ type: 'DisruptionTarget', status: 'True', reason: 'DeletionByTaintManager' }]),
      ],
      containerStatuses: [{ name: 'web', ready: look.ready, restartCount: 0, image: 'shop/web:2', state }],
    },
  };
}

function nodeObject(name: string, zone: string, ready: string, effect: string | undefined): Loose {
  const capacity = { cpu: '8', memory: '32Gi', pods: '110' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      uid: name,
      resourceVersion: 1,
      creationTimestamp: micros(0),
      labels: { 'topology.kubernetes.io/zone': zone, 'orrery/pool': 'worker' },
    },
    spec: effect === undefined ? {} : { taints: [{ key: 'node.kubernetes.io/unreachable', effect }] },
    status: { capacity, allocatable: capacity, conditions: [{ type: 'Ready', status: ready }] },
  };
}

function draftEvent(at: number, i: number, isWarning: boolean): Draft {
  const name = `web.${i.toString(16)}`;
  const involvedObject = { kind: 'Pod', namespace: 'shop', name: `web-86c57db9f4-worker-${(i % 1000) + 1}-0` };
  const object: Loose = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace: 'shop', uid: name, resourceVersion: 1, creationTimestamp: micros(at) },
    involvedObject,
    type: isWarning ? 'Warning' : 'Normal',
    reason: isWarning ? 'BackOff' : 'Pulled',
    message: isWarning ? 'Back-off restarting failed container web' : 'Container image already present on machine',
    count: 1,
  };
  return { at, actor: 'kubelet', verb: 'create', key: `shop/${name}`, object };
}
