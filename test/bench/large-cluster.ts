// One Deployment of 5,000 pods on 1,000 nodes, through the whole control plane: Deployment, ReplicaSet, scheduler,
// and a scripted kubelet that makes a pod Ready two seconds after its binding, as in the recordings of a real control
// plane.

import { createRandom } from '../../src/base/random.ts';
import { type Micros, plus, seconds } from '../../src/base/time.ts';
import type { Actor, ActorSpec, Client } from '../../src/cluster/actor.ts';
import { createCluster } from '../../src/cluster/cluster.ts';
import { hosted } from '../../src/cluster/controller-host.ts';
import { DEFAULT_LATENCY } from '../../src/cluster/latency.ts';
import { deploymentController } from '../../src/controllers/deployment/deployment.ts';
import { replicaSetController } from '../../src/controllers/replicaset/replicaset.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { Log } from '../../src/log/log.ts';
import type { NewObject, Pod } from '../../src/model/objects.ts';
import { createScheduler } from '../../src/scheduler/scheduler.ts';

const READY_AFTER_MICROS = 2_000_000;

export interface LargeCluster {
  readonly nodes: number;
  readonly pods: number;
  /** Deployments that share the pods evenly; 1 if not given. */
  readonly deployments?: number;
  readonly untilSeconds: number;
}

/** Runs it to the end and returns its log. */
export function runLargeCluster({ nodes, pods, deployments = 1, untilSeconds }: LargeCluster): Log {
  const kernel = new Kernel();
  const log = new Log('large');
  const latency = DEFAULT_LATENCY;
  const random = createRandom(7);
  const cluster = createCluster({ kernel, log, random, latency, startsAtEpochMicros: 0, checksNamespaces: false });
  for (let i = 1; i <= nodes; i += 1) cluster.api.bootstrap(kernel.now, 'start', undefined, nodeNamed(i));
  const limits = { qps: 20, burst: 30 };
  const syncMicros = latency.controllerSyncMicros;
  cluster
    .add('kube-controller-manager', [
      hosted(deploymentController, { limits, syncMicros }),
      hosted(replicaSetController, { limits, syncMicros }),
    ])
    .start();
  cluster.add('kube-scheduler', [createScheduler()]).start();
  cluster.add('kubelets', [scriptedKubelets()]).start();
  const applied = Array.from({ length: deployments }, (_x, i) => deploymentOf(`web-${i}`, pods / deployments));
  cluster.add('kubectl', [{ name: 'kubectl', create: (client) => applying(client, applied) }]).start();
  kernel.runUntil(seconds(untilSeconds));
  return log;
}

/** Times of the creations, bindings and becoming Ready of all pods, in order. */
export function podTimes(log: Log): { readonly created: Micros[]; readonly bound: Micros[]; readonly ready: Micros[] } {
  const times = { created: [] as Micros[], bound: [] as Micros[], ready: [] as Micros[] };
  for (let seq = 0; seq < log.length; seq += 1) {
    if (log.object(seq)?.kind !== 'Pod') continue;
    const verb = log.verb(seq);
    if (verb === 'create') times.created.push(log.at(seq));
    if (verb === 'bind') times.bound.push(log.at(seq));
    if (verb === 'status') times.ready.push(log.at(seq));
  }
  return times;
}

function nodeNamed(i: number): NewObject {
  const capacity = { cpu: '8', memory: '32Gi', pods: '110' };
  const name = `worker-${i}`;
  const zone = `zone-${'abc'.charAt((i - 1) % 3)}`;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': zone } },
    spec: {},
    status: { capacity, allocatable: capacity, conditions: [{ type: 'Ready', status: 'True' }] },
  } as unknown as NewObject;
}

function deploymentOf(name: string, replicas: number): NewObject {
  const labels = { app: name };
  const resources = { requests: { cpu: '100m', memory: '64Mi' } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'web:1', resources }] } },
    },
  } as unknown as NewObject;
}

function applying(client: Client, objects: readonly NewObject[]): Actor {
  return {
    start: (cause) => {
      for (const object of objects) client.request('apply', { verb: 'create', kind: object.kind, object }, cause);
    },
  };
}

function scriptedKubelets(): ActorSpec {
  return { name: 'kwok', create: (client) => scriptedKubelet(client) };
}

function scriptedKubelet(client: Client): Actor {
  const boundBy = new Map<string, number>();
  return {
    start: () => client.watch('Pod'),
    onChange({ key, object, old, seq }) {
      const nodeName = (object as Pod).spec.nodeName;
      if (nodeName === undefined || (old as Pod | undefined)?.spec.nodeName !== undefined) return;
      boundBy.set(key, seq);
      client.setTimer(plus(client.now, READY_AFTER_MICROS), key, 'ready');
    },
    onTimer(key) {
      const lastTransitionTime = client.apiTime(client.now);
      const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime }];
      const patch = { status: { phase: 'Running', conditions } };
      const request = {
        verb: 'patch',
        kind: 'Pod',
        key,
        patchType: 'strategic',
        subresource: 'status',
        patch,
      } as const;
      client.request('', request, { seq: boundBy.get(key) ?? 0 });
    },
  };
}
