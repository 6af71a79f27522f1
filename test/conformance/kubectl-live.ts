// Where recorded words of kubectl are typed into a cluster that lives: all controllers, the scheduler, and three nodes
// with fake kubelets. A command begins when the one before it has ended, and takes at least the recorded time.

import { createRandom } from '../../src/base/random.ts';
import { micros, plus } from '../../src/base/time.ts';
import { parseRfc3339 } from '../../src/base/wall-clock.ts';
import { type Cluster, createCluster } from '../../src/cluster/cluster.ts';
import { DEFAULT_LATENCY } from '../../src/cluster/latency.ts';
import { createLeaderElections } from '../../src/cluster/leader-election.ts';
import { defaultServiceAccount, rootCaConfigMap } from '../../src/controllers/namespace-defaults.ts';
import { controllerManagerActors } from '../../src/controllers/registry.ts';
import { controllerManagerSettings } from '../../src/controllers/settings.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { failureText } from '../../src/kubectl/failure.ts';
import { parseWords } from '../../src/kubectl/parse-command.ts';
import { createUser } from '../../src/kubectl/user.ts';
import { Log } from '../../src/log/log.ts';
import type { NewObject } from '../../src/model/objects.ts';
import { createHeartbeats } from '../../src/node/heartbeats.ts';
import { momentsOf } from '../../src/scenario/readings.ts';
import { createScheduler } from '../../src/scheduler/scheduler.ts';
import { kwokSpec } from './cluster-kwok.ts';
import { createRecordedMetrics } from './cluster-metrics.ts';
import type { Printed } from './kubectl-place.ts';
import { type KubectlLine, namespaceOf, withManifests } from './kubectl-recording.ts';

const EPOCH_MICROS: number = parseRfc3339('2026-11-22T08:30:00Z') ?? 0;
const STEP_MICROS = 50_000;
const PATIENCE_MICROS = 40_000_000;
const ZONES = ['a', 'b', 'c'];

/** The lines of one group share a cluster while they come in order. */
export class LivePlace {
  readonly group: string;
  typed = 0;
  readonly #cluster: Cluster;
  readonly #log = new Log('main');

  constructor(line: KubectlLine) {
    this.group = line.group;
    const random = createRandom(line.group);
    const kernel = new Kernel();
    const latency = DEFAULT_LATENCY;
    const settings = controllerManagerSettings();
    const { usage } = createRecordedMetrics();
    const moments = momentsOf(this.#log, usage, settings.autoscaler);
    const startsAtEpochMicros = EPOCH_MICROS;
    const options = { kernel, log: this.#log, random, latency, startsAtEpochMicros, moments, isStrict: true };
    this.#cluster = createCluster(options);
    const heartbeats = createHeartbeats(random.at);
    createLeaderElections(kernel, random);
    for (const object of firstObjects(namespaceOf(line))) {
      this.#cluster.api.bootstrap(micros(0), 'start', undefined, object);
      if (object.kind === 'Node') heartbeats.start(object.metadata.name ?? '', micros(0));
    }
    const syncMicros = latency.controllerSyncMicros;
    const storedKinds = (): readonly string[] => this.#cluster.store.kinds();
    const ports = { heartbeats, syncMicros, startsAtEpochMicros, storedKinds, usage };
    this.#cluster.add('kwok', [kwokSpec(() => undefined)]).start();
    this.#cluster.add('kube-scheduler', [createScheduler()]).start();
    this.#cluster.add('kube-controller-manager', controllerManagerActors(settings, ports)).start();
    kernel.runUntil(micros(1_000_000));
  }

  /** Types one line and waits for its end. */
  type(line: KubectlLine): Printed {
    this.typed += 1;
    const { kernel, log } = this.#cluster;
    const words = line.argv.slice(1).map((text) => ({ text, offset: 0 }));
    const parsed = parseWords(words, 0, namespaceOf(line));
    if (!parsed.ok) return { exit: 1, stdout: '', stderr: `${failureText(parsed.problems[0]?.message ?? '')}\n` };
    const work = withManifests(parsed.command, line, EPOCH_MICROS);
    if (typeof work === 'string') return { exit: 1, stdout: '', stderr: `${failureText(work)}\n` };
    const startedAt = kernel.now;
    const from = log.length;
    const errands = [{ at: startedAt, text: line.argv.join(' '), source: { file: line.id, line: 1 }, work }];
    const user = createUser({ errands, startsAtEpochMicros: EPOCH_MICROS });
    this.#cluster.add(`kubectl-${this.typed}`, [user]).start();
    kernel.runUntil(plus(startedAt, Math.round(line.seconds * 1e6)));
    // A command that prints nothing leaves no row: then only that it has not complained can be seen.
    const isExpectedSilent = line.stdout === '' && line.stderr === '' && line.exit === 0;
    for (;;) {
      const printed = this.#output(from);
      if (printed !== undefined) return printed;
      if (isExpectedSilent) return { exit: 0, stdout: '', stderr: '' };
      if (kernel.now > startedAt + PATIENCE_MICROS) return { exit: -1, stdout: '', stderr: 'never came to an end' };
      kernel.runUntil(plus(kernel.now, STEP_MICROS));
    }
  }

  #output(from: number): Printed | undefined {
    for (let seq = from; seq < this.#log.length; seq += 1) {
      const { what } = this.#log.row(seq);
      if (what.type === 'output') return { exit: what.status, stdout: what.out, stderr: what.err };
    }
    return undefined;
  }
}

function firstObjects(namespace: string): readonly NewObject[] {
  const spaces = ['default', namespace].map(
    (name): NewObject =>
      ({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Active' },
      }) as NewObject,
  );
  const defaults = ['default', namespace].flatMap((name) => [defaultServiceAccount(name), rootCaConfigMap(name)]);
  return [...spaces, ...defaults, ...ZONES.map(nodeOf)];
}

const CONDITIONS = [
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['NetworkUnavailable', 'False', 'RouteCreated', 'RouteController created a route'],
] as const;

const NODE_INFO = {
  architecture: 'amd64',
  containerRuntimeVersion: 'containerd://2.1.0',
  kernelVersion: '6.12.0',
  kubeletVersion: 'v1.36.3',
  operatingSystem: 'linux',
  osImage: 'Linux',
};

/** A node as the recording's fake kubelet had reported it. */
function nodeOf(zone: string, index: number): NewObject {
  const name = `node-${index}`;
  const amounts = { cpu: '4', 'ephemeral-storage': '100Gi', memory: '8Gi', pods: '110' };
  const labels = {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'topology.kubernetes.io/region': 'region-1',
    'topology.kubernetes.io/zone': `zone-${zone}`,
  };
  const at = micros(0);
  const conditions = CONDITIONS.map(([type, status, reason, message]) => {
    return { type, status, reason, message, lastHeartbeatTime: at, lastTransitionTime: at };
  });
  const addresses = [
    { type: 'InternalIP', address: '10.0.0.1' },
    { type: 'Hostname', address: name },
  ];
  const status = { capacity: amounts, allocatable: amounts, conditions, addresses, nodeInfo: NODE_INFO };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec: {}, status } as unknown as NewObject;
}
