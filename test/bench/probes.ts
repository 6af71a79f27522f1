// Steady pods whose containers are probed over HTTP for readiness and liveness, for a day: kubelets that compute
// the next probe that can be seen, against kubelets that run every single one (measured over a minute of that day).

import { createRandom } from '../../src/base/random.ts';
import { plus, seconds } from '../../src/base/time.ts';
import { createCluster } from '../../src/cluster/cluster.ts';
import { DEFAULT_LATENCY } from '../../src/cluster/latency.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { Log } from '../../src/log/log.ts';
import type { NewObject } from '../../src/model/objects.ts';
import { createRegistry } from '../../src/node/image-store.ts';
import { createKubelet } from '../../src/node/kubelet.ts';
import { DEFAULT_KUBELET_LATENCY } from '../../src/node/kubelet-parts.ts';
import { createMachine } from '../../src/node/machine.ts';
import { createPodIps, podNetworkOf } from '../../src/node/pod-ips.ts';
import { DEFAULT_RUNTIME_LATENCY } from '../../src/node/runtime.ts';
import { defaultScript } from '../../src/node/script.ts';
import { type Bench, type Figure, nanosPer } from './bench.ts';

const NODES = 100;
const PODS = 5_000;
const DAY_SECONDS = 86_400;
const EAGER_SECONDS = 60;
/** All pods are ready by then. */
const SETTLED_SECONDS = 1_800;

/** Time per pod and day. */
export const steadyProbes: Bench = {
  name: 'steady probed pods, per pod and day (goal: 20,000 ns, which is 5,000 pods in 0.1 s)',
  run: () => [measured('every probe', true, EAGER_SECONDS), measured('probes that can be seen', false, DAY_SECONDS)],
};

function measured(label: string, isEager: boolean, spanSeconds: number): Figure {
  const kernel = readyPods(isEager);
  const ns = nanosPer(PODS, () => kernel.runUntil(plus(kernel.now, seconds(spanSeconds))));
  return { label, ns: ns * (DAY_SECONDS / spanSeconds) };
}

/** A cluster whose pods have been bound to their nodes and have become ready. */
function readyPods(isEager: boolean): Kernel {
  const kernel = new Kernel();
  const log = new Log('bench');
  const options = { kernel, log, random: createRandom(1), latency: DEFAULT_LATENCY };
  const cluster = createCluster({ ...options, startsAtEpochMicros: 0, checksNamespaces: false });
  const registry = createRegistry();
  for (let i = 0; i < NODES; i += 1) {
    const nodeName = `node-${i}`;
    cluster.api.bootstrap(kernel.now, 'bench', undefined, nodeNamed(nodeName));
    const podIps = createPodIps(podNetworkOf(i));
    const latency = DEFAULT_RUNTIME_LATENCY;
    const { actor, runtime } = createMachine({ nodeName, latency, registry, podIps, script: defaultScript });
    cluster.add(`machine/${nodeName}`, [actor]).start();
    const kubelet = createKubelet({ nodeName, runtime, latency: DEFAULT_KUBELET_LATENCY, isEager });
    cluster.add(`kubelet/${nodeName}`, [kubelet]).start();
  }
  for (let i = 0; i < PODS; i += 1) {
    const object = podNamed(`web-${i}`, `node-${i % NODES}`);
    cluster.api.commit(kernel.now, 'bench', undefined, { verb: 'create', kind: 'Pod', object });
  }
  kernel.runUntil(seconds(isEager ? EAGER_SECONDS : SETTLED_SECONDS));
  return kernel;
}

function nodeNamed(name: string): NewObject {
  const allocatable = { cpu: '64', memory: '256Gi', pods: '110' };
  const status = { capacity: allocatable, allocatable, conditions: [{ type: 'Ready', status: 'True' }] };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name }, spec: {}, status } as unknown as NewObject;
}

const httpGet = { path: '/healthz', port: 8080 };
const CONTAINERS = [{ name: 'web', image: 'shop/web:1', readinessProbe: { httpGet }, livenessProbe: { httpGet } }];

function podNamed(name: string, nodeName: string): NewObject {
  const metadata = { name, namespace: 'default' };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: { nodeName, containers: CONTAINERS },
  } as unknown as NewObject;
}
