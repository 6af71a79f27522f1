// A scenario wired into a simulation: the one place that knows every actor. Which process hosts whom, in which order
// things come up at the start, and who may break what is decided here and nowhere else.

import { createRandom, type Random } from '../base/random.ts';
import { type Micros, micros } from '../base/time.ts';
import { diskProvisioner } from '../cloud/disk-provisioner.ts';
import type { ActorSpec } from '../cluster/actor.ts';
import { type Cluster, createCluster } from '../cluster/cluster.ts';
import { hosted } from '../cluster/controller-host.ts';
import { DEFAULT_LATENCY, type Latency } from '../cluster/latency.ts';
import { SCRAPE_PERIOD_MICROS, type UsagePort } from '../cluster/usage.ts';
import { defaultServiceAccount, rootCaConfigMap } from '../controllers/namespace-defaults.ts';
import { controllerManagerActors } from '../controllers/registry.ts';
import { controllerManagerSettings } from '../controllers/settings.ts';
import { createChaos } from '../faults/chaos.ts';
import { Kernel } from '../kernel/kernel.ts';
import { createUser, type Errand } from '../kubectl/user.ts';
import { Log } from '../log/log.ts';
import type { Moments } from '../log/moment.ts';
import type { NewObject } from '../model/objects.ts';
import { createHeartbeats, type LeaseHeartbeats } from '../node/heartbeats.ts';
import { createRegistry } from '../node/image-store.ts';
import { createKubelet } from '../node/kubelet.ts';
import { DEFAULT_KUBELET_LATENCY } from '../node/kubelet-parts.ts';
import { createMachine, type Machine } from '../node/machine.ts';
import { createPodIps, podNetworkOf } from '../node/pod-ips.ts';
import { DEFAULT_RUNTIME_LATENCY } from '../node/runtime.ts';
import { configuredScheduler } from '../scheduler/configuration/configured-scheduler.ts';
import { createScheduler } from '../scheduler/scheduler.ts';
import { createUsage } from '../traffic/usage.ts';
import { behavioursByPod, onceByTemplate } from './behaviour-match.ts';
import { scriptOf } from './behaviour-script.ts';
import {
  apiServerObjects,
  FIRST_NAMESPACES,
  namespaceObject,
  nodeObject,
  type PlannedNode,
  planNodes,
  standardStorageClass,
  systemPriorityClasses,
} from './first-objects.ts';
import { createDemands } from './pod-demand.ts';
import { policiesOf } from './policy-file.ts';
import { momentsOf } from './readings.ts';
import type { Scenario } from './scenario.ts';
import { createWorld, kubeletComponent } from './world.ts';

const API_SERVER = 'kube-apiserver';
const CONTROLLER_MANAGER = 'kube-controller-manager';
const START: Micros = micros(0);

/** All that is known of a run, or of a part of it: what can be asked of one that is over, or was saved. */
export interface RunRecord {
  readonly scenario: Scenario;
  readonly log: Log;
  readonly heartbeats: LeaseHeartbeats;
  /** What metrics-server would tell of the pods. */
  readonly usage: UsagePort;
  /** The stored state at any moment, with statuses as they are read. */
  readonly moments: Moments;
}

/** A run that can be advanced, with all that is known of it. */
export interface Simulation extends RunRecord {
  readonly kernel: Kernel;
  readonly cluster: Cluster;
  /** Runs up to a moment, the scenario's end, or until so many rows or timers more. False if a limit stopped it. */
  runUntil(t: Micros, most?: { readonly rows: number; readonly timers: number }): boolean;
}

/** Actors to exchange, for tests and replays; the usual ones where absent. */
interface ActorChoices {
  readonly scheduler?: ActorSpec;
  readonly controllers?: readonly ActorSpec[];
  readonly kubelet?: (node: string) => ActorSpec;
}

export interface BuildOptions {
  readonly actors?: ActorChoices;
  readonly latency?: Latency;
  /** The run stops when its log is this long. */
  readonly maxRows?: number;
}

/** Builds a run at its start: nothing has happened yet but what was there before. */
export function buildSimulation(scenario: Scenario, options: BuildOptions = {}): Simulation {
  const { actors = {}, latency = DEFAULT_LATENCY, maxRows = Number.POSITIVE_INFINITY } = options;
  const { startsAtEpochMicros, seed } = scenario;
  const random = createRandom(seed);
  const log = new Log('main');
  const limit = { rows: maxRows, fired: Number.POSITIVE_INFINITY };
  const kernel: Kernel = new Kernel({ shouldStop: () => log.length >= limit.rows || kernel.fired >= limit.fired });
  const usage = usageOf(scenario, log, random);
  const settings = controllerManagerSettings(scenario.cluster.settings[CONTROLLER_MANAGER]);
  const moments = momentsOf(log, usage, settings.autoscaler, latency);
  const cluster = createCluster({ kernel, log, random, latency, startsAtEpochMicros, moments, isStrict: true });
  const heartbeats = createHeartbeats(random.at);
  const registry = createRegistry();
  const machines = new Map<string, Machine>();
  const seq = log.append(START, API_SERVER, undefined, { type: 'component', component: API_SERVER, state: 'up' });
  const namespaces = FIRST_NAMESPACES.flatMap((name) => [
    namespaceObject(name),
    defaultServiceAccount(name),
    rootCaConfigMap(name),
  ]);
  for (const object of [
    ...namespaces,
    ...apiServerObjects(),
    ...systemPriorityClasses(),
    ...storageClasses(scenario),
  ]) {
    cluster.api.commit(START, API_SERVER, { seq }, { verb: 'create', kind: object.kind, object });
  }
  const behaviours = behavioursByPod(scenario.behaviours);
  const script = onceByTemplate(scenario.behaviours, (pod) => scriptOf(pod, behaviours(pod)));
  const nodes = planNodes(scenario.cluster.pools);
  for (const node of nodes) {
    const machine = createMachine({
      nodeName: node.name,
      latency: DEFAULT_RUNTIME_LATENCY,
      registry,
      podIps: createPodIps(podNetworkOf(node.index)),
      script,
    });
    machines.set(node.name, machine);
    addNode(cluster, node, machine, heartbeats, actors);
  }
  addSchedulers(cluster, scenario, actors);
  const managed =
    actors.controllers ??
    controllerManagerActors(settings, {
      heartbeats,
      usage,
      syncMicros: latency.controllerSyncMicros,
      startsAtEpochMicros,
      storedKinds: () => cluster.store.kinds(),
    });
  cluster.add(CONTROLLER_MANAGER, managed).start();
  cluster.add('csi-provisioner', [hosted(diskProvisioner, { syncMicros: latency.controllerSyncMicros })]).start();
  const faults = scenario.timeline.filter((entry) => entry.type === 'fail');
  if (faults.length > 0) {
    const world = createWorld({ cluster, machines, heartbeats, registry, random });
    cluster.add('chaos', [createChaos(faults, world)]).start();
  }
  const errands = errandsOf(scenario);
  if (errands.length > 0) cluster.add('kubectl', [createUser({ errands, startsAtEpochMicros })]).start();
  return {
    scenario,
    kernel,
    log,
    cluster,
    heartbeats,
    usage,
    moments,
    runUntil(t, { rows, timers } = { rows: maxRows, timers: Number.POSITIVE_INFINITY }) {
      limit.rows = Math.min(log.length + rows, maxRows);
      limit.fired = kernel.fired + timers;
      return kernel.runUntil(t > scenario.until ? scenario.until : t);
    },
  };
}

/** The standard class, unless the manifests have one of that name. */
function storageClasses({ manifests }: Scenario): readonly NewObject[] {
  const standard = standardStorageClass();
  const objects = manifests.flatMap((manifest) => manifest.objects.map(({ object }) => object));
  const isGiven = objects.some(
    ({ kind, metadata }) => kind === standard.kind && metadata.name === standard.metadata.name,
  );
  return isGiven ? [] : [standard];
}

/** The usual scheduler, or those that the scenario describes, each a component of its own. */
function addSchedulers(cluster: Cluster, scenario: Scenario, actors: ActorChoices): void {
  const {
    cluster: { schedulers },
    startsAtEpochMicros,
  } = scenario;
  if (schedulers.length === 0 || actors.scheduler !== undefined) {
    cluster.add('kube-scheduler', [actors.scheduler ?? createScheduler({ startsAtEpochMicros })]).start();
    return;
  }
  for (const { name, configuration, plugins } of schedulers) {
    cluster.add(name, [configuredScheduler(configuration, policiesOf(plugins), startsAtEpochMicros)]).start();
  }
}

/** What the containers of a run use. */
export function usageOf({ behaviours }: Scenario, log: Log, random: Random): UsagePort {
  const firstScrape = micros(random.at('metrics-server', 0) % SCRAPE_PERIOD_MICROS);
  return createUsage({ log, demandOf: createDemands(behaviours), firstScrape });
}

/** A machine with its kubelet, which registered the node long ago. */
function addNode(
  cluster: Cluster,
  node: PlannedNode,
  machine: Machine,
  heartbeats: LeaseHeartbeats,
  actors: ActorChoices,
): void {
  const { name } = node;
  cluster.add(`machine/${name}`, [machine.actor]).start();
  const seq = cluster.log.length - 1;
  const actor = `kubelet/${name}`;
  cluster.api.bootstrap(START, actor, { seq }, nodeObject(node, START));
  const { runtime } = machine;
  const spec =
    actors.kubelet?.(name) ?? createKubelet({ nodeName: name, runtime, latency: DEFAULT_KUBELET_LATENCY, heartbeats });
  cluster.add(kubeletComponent(name), [spec]).start({ seq });
}

/** The user's commands, and the objects that are created first. */
function errandsOf(scenario: Scenario): readonly Errand[] {
  const creations = scenario.manifests.map(
    ({ file, objects }): Errand => ({
      at: START,
      text: `create ${file}`,
      source: objects[0]?.source ?? { file, line: 1 },
      work: { verb: 'creation', objects: objects.map(({ object }) => object) },
    }),
  );
  const commands = scenario.timeline.flatMap((entry): readonly Errand[] => {
    if (entry.type !== 'do') return [];
    const { at, text, source, command } = entry;
    return [{ at, text, source, work: command }];
  });
  return [...creations, ...commands];
}
