// A cluster of one node for tests of the kubelet: the API server, the node's machine and its kubelet, and nobody else.
// The test plays the scheduler and the users.

import { createRandom } from '../../src/base/random.ts';
import { type Micros, seconds } from '../../src/base/time.ts';
import { type Cluster, createCluster } from '../../src/cluster/cluster.ts';
import type { Component } from '../../src/cluster/component.ts';
import { DEFAULT_LATENCY } from '../../src/cluster/latency.ts';
import type { ApiRequest, Verdict } from '../../src/cluster/request.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { Log } from '../../src/log/log.ts';
import type { Seq } from '../../src/log/row.ts';
import type { KubeEvent, NewObject, Node, Pod, PodSpec } from '../../src/model/objects.ts';
import { createRegistry, type PullLimits, type Registry } from '../../src/node/image-store.ts';
import { createKubelet } from '../../src/node/kubelet.ts';
import { DEFAULT_KUBELET_LATENCY, type KubeletLatency } from '../../src/node/kubelet-parts.ts';
import { createMachine, type Machine } from '../../src/node/machine.ts';
import { healthyConditions } from '../../src/node/node-status.ts';
import { createPodIps } from '../../src/node/pod-ips.ts';
import { DEFAULT_RUNTIME_LATENCY, type Runtime, type RuntimeLatency } from '../../src/node/runtime.ts';
import { defaultScript, type PodScript } from '../../src/node/script.ts';

export const NODE = 'node-1';

export interface OneNodeOptions {
  readonly seed?: string;
  readonly runtime?: Partial<RuntimeLatency>;
  readonly kubelet?: Partial<KubeletLatency>;
  readonly restartMaxMicros?: number;
  readonly pulls?: PullLimits;
  readonly isEager?: boolean;
  readonly node?: { readonly [field: string]: unknown };
  readonly capacity?: { readonly [resource: string]: string };
  readonly labels?: { readonly [name: string]: string };
  readonly script?: (pod: Pod) => PodScript;
  /** Puts something between the kubelet and its runtime. */
  readonly wrap?: (runtime: Runtime, now: () => Micros, rows: () => number) => Runtime;
}

export interface OneNode {
  readonly cluster: Cluster;
  readonly log: Log;
  readonly machine: Machine;
  readonly kubelet: Component;
  readonly registry: Registry;
  readonly now: () => Micros;
  runUntil(atSeconds: number): void;
  ask(request: ApiRequest): Verdict;
  /** Creates a pod and binds it to the node, unless it says otherwise. */
  create(name: string | NewObject['metadata'], spec: Partial<PodSpec>, isBound?: boolean, namespace?: string): Pod;
  bind(name: string): void;
  delete(name: string, gracePeriodSeconds?: number): void;
  pod(name: string): Pod | undefined;
  node(): Node;
  events(): readonly KubeEvent[];
  /** Facts as `seconds fact detail`. */
  facts(): readonly string[];
  /** Row numbers of a pod's versions. */
  versions(name: string): readonly Seq[];
}

export function createOneNode(options: OneNodeOptions = {}): OneNode {
  const kernel = new Kernel();
  const log = new Log('test');
  const random = createRandom(options.seed ?? 'one node');
  const cluster = createCluster({
    kernel,
    log,
    random,
    latency: DEFAULT_LATENCY,
    startsAtEpochMicros: 0,
    checksNamespaces: false,
  });
  const registry = createRegistry();
  const machine = createMachine({
    nodeName: NODE,
    latency: { ...DEFAULT_RUNTIME_LATENCY, ...options.runtime },
    registry,
    podIps: createPodIps('10.244.1'),
    script: options.script ?? defaultScript,
    ...(options.pulls && { pulls: options.pulls }),
  });
  const now = (): Micros => kernel.now;
  const runtime = options.wrap?.(machine.runtime, now, () => log.length) ?? machine.runtime;
  const latency = { ...DEFAULT_KUBELET_LATENCY, ...options.kubelet };
  const { restartMaxMicros, isEager = false } = options;
  const kubeletOptions = { nodeName: NODE, runtime, latency, isEager, ...(restartMaxMicros && { restartMaxMicros }) };
  cluster.api.bootstrap(kernel.now, 'test', undefined, nodeObject(options));
  cluster.add('machine', [machine.actor]).start();
  const kubelet = cluster.add('kubelet', [createKubelet(kubeletOptions)]);
  kubelet.start();
  const ask = (request: ApiRequest): Verdict => cluster.api.commit(kernel.now, 'test', undefined, request);
  const pod = (name: string): Pod | undefined => cluster.store.current('Pod', `default/${name}`) as Pod | undefined;
  const bind = (name: string): void => {
    const uid = pod(name)?.metadata.uid ?? '';
    ask({ verb: 'bind', kind: 'Pod', key: `default/${name}`, uid, node: NODE });
  };
  return {
    cluster,
    log,
    machine,
    kubelet,
    registry,
    now,
    ask,
    bind,
    pod,
    runUntil: (at) => kernel.runUntil(seconds(at)),
    create(given, spec, isBound = true, namespace = 'default') {
      const { name = '', ...more } = typeof given === 'string' ? { name: given } : given;
      const metadata = { ...more, name, namespace };
      const object = { apiVersion: 'v1', kind: 'Pod', metadata, spec } as NewObject<Pod>;
      const verdict = ask({ verb: 'create', kind: 'Pod', object });
      if (!verdict.ok) throw new Error(verdict.message);
      if (isBound) bind(name);
      return verdict.object as Pod;
    },
    delete(name, gracePeriodSeconds) {
      const grace = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
      ask({ verb: 'delete', kind: 'Pod', key: `default/${name}`, ...grace });
    },
    node: () => cluster.store.current('Node', NODE) as Node,
    events: () => eventsOf(log),
    facts: () => factsOf(log),
    versions: (name) => rowsOf(log).filter((seq) => log.key(seq) === `default/${name}`),
  };
}

function nodeObject({ capacity, labels = {}, node = {} }: OneNodeOptions): NewObject {
  const allocatable = { cpu: '4', memory: '16Gi', 'ephemeral-storage': '100Gi', pods: '110', ...capacity };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: NODE, labels },
    spec: {},
    status: {
      capacity: allocatable,
      allocatable,
      conditions: healthyConditions(0 as Micros),
      addresses: [{ type: 'InternalIP', address: '10.0.0.1' }],
    },
    ...node,
  } as NewObject;
}

function eventsOf(log: Log): KubeEvent[] {
  const newest = new Map<string, KubeEvent>();
  for (const seq of rowsOf(log)) {
    const object = log.object(seq);
    if (object?.kind === 'Event') newest.set(log.key(seq), object as KubeEvent);
  }
  return [...newest.values()];
}

function rowsOf(log: Log): Seq[] {
  return Array.from({ length: log.length }, (_, seq) => seq);
}

function factsOf(log: Log): string[] {
  return rowsOf(log).flatMap((seq) => {
    const what = log.plain(seq);
    if (what?.type !== 'fact') return [];
    const { fact, container, exitCode, detail } = what;
    const words = [(log.at(seq) / 1e6).toFixed(3), fact, container, exitCode, detail];
    return [words.filter((word) => word !== undefined).join(' ')];
  });
}
