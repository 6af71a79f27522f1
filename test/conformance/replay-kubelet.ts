// Replays kubelet/cases: the simulated kubelet on a node whose runtime takes no time, against the real one. What
// upstream draws at random (jitter of requeues, phase of the relist) decides what exactly is seen; the simulation
// draws too, so a case agrees when one of a few seeds gives the recorded story.

import { parseDurationMicros } from '../../src/base/duration.ts';
import { createRandom } from '../../src/base/random.ts';
import type { ApiRequest } from '../../src/cluster/request.ts';
import type { NewObject, Pod } from '../../src/model/objects.ts';
import { createOneNode, NODE, type OneNode } from '../node/one-node.ts';
import { compareStories } from './kubelet-compare.ts';
import { type RecordedAction, type Recording, recordingOf, scriptOf } from './kubelet-recording.ts';
import { recordedStory, simulatedStory, type TracedCall, tracedRuntime } from './kubelet-story.ts';
import type { Difference, Replayer } from './replayer.ts';

const SEEDS = 4;
const ALLOWED_OPS: readonly string[] = [
  'bind',
  'delete',
  'patch',
  'taint',
  'create',
  'sandboxDies',
  'apiDown',
  'apiUp',
  'finalizerRemove',
  'networkReady',
  'runtimeDown',
  'runtimeUp',
];

export const kubeletReplayer: Replayer = {
  folder: 'kubelet',
  set: 'cases',
  scope: (vector) => whyLeftOut(recordingOf(vector)),
  replay(vector) {
    const recording = recordingOf(vector);
    let best: Difference | undefined;
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const difference = replayOnce(recording, `${recording.name} ${seed}`);
      if (difference === undefined) return undefined;
      best ??= difference;
    }
    return best;
  },
};

/** What the model does not do yet, as it shows in a case. */
function whyLeftOut({ name, pods, actions }: Recording): string | undefined {
  if (pods.length === 0 || pods.some((pod) => pod.static === true)) return 'the node itself, static pods';
  if (/^(critical|evict|resize)/.test(name)) return 'eviction, resize';
  const ops = actions.map((action) => action.do?.op ?? '').filter((op) => !ALLOWED_OPS.includes(op));
  return ops[0] === undefined ? undefined : (LEFT_OUT[ops[0]] ?? ops[0]);
}

const LEFT_OUT: { readonly [op: string]: string } = {
  kubeletKill: 'a restart of the kubelet',
  shutdownSignal: 'a shutdown of the node',
};

/** What was there before the recording, as the case's description says. */
const BEFORE: { readonly [name: string]: RecordedAction } = {
  'configmap-key-missing': { t_ms: 0, do: { op: 'create', kind: 'ConfigMap', name: 'settings', keys: ['other'] } },
};

function replayOnce(recording: Recording, seed: string): Difference | undefined {
  const { node, pods, params, end_ms: endMs } = recording;
  const calls: TracedCall[] = [];
  const limits = params.crashLoopBackOff as { readonly maxContainerRestartPeriod?: string };
  const simulated = createOneNode({
    seed,
    runtime: { sandboxMicros: 0, createMicros: 0, startMicros: 0, pullMicros: 0, pullBytesPerSecond: 1e15 },
    pulls: {
      maxParallel:
        params.serializeImagePulls === false ? ((params.maxParallelImagePulls as number | undefined) ?? 1e9) : 1,
      registryQps: params.registryPullQPS as number,
      registryBurst: params.registryBurst as number,
    },
    restartMaxMicros: parseDurationMicros(limits.maxContainerRestartPeriod ?? '5m') ?? 0,
    // The kubelet keeps back what would make it evict.
    capacity: { cpu: `${node.cpu}`, memory: `${node.memory_mib - 100}Mi`, pods: `${params.maxPods}` },
    labels: (node.labels ?? {}) as { readonly [name: string]: string },
    script: (pod) => scriptFor(recording, pod),
    wrap: (runtime, now, rows) => tracedRuntime(runtime, now, rows, calls),
  });
  const steps = [
    ...pods.map(({ t_ms, pod }) => ({
      t_ms,
      act: () => simulated.create(pod.metadata, pod.spec, false, recording.name),
    })),
    ...recording.actions.map((action) => ({
      t_ms: action.t_ms,
      act: () => act(simulated, action, recording.name, seed),
    })),
  ].sort((a, b) => a.t_ms - b.t_ms);
  const before = BEFORE[recording.name];
  if (before !== undefined) act(simulated, before, recording.name, seed);
  for (const { t_ms, act: perform } of steps) {
    simulated.runUntil(t_ms / 1000);
    perform();
  }
  simulated.runUntil(endMs / 1000);
  const names = pods.map(({ pod }) => pod.metadata.name ?? '');
  const story = simulatedStory(simulated, calls, names);
  return compareStories(recordedStory(recording), story, { noiseMs: recording.recordings.noise_ms, endMs });
}

function scriptFor({ pods }: Recording, { metadata, spec }: Pod): ReturnType<typeof scriptOf> {
  const script = pods.find(({ pod }) => pod.metadata.name === metadata.name)?.script ?? {};
  return scriptOf(
    script,
    [...spec.containers, ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])].map(
      ({ image = '' }) => image,
    ),
  );
}

function act(simulated: OneNode, action: RecordedAction, namespace: string, seed: string): void {
  const { op = '', pod = '', gracePeriodSeconds, patch = {}, subresource, taint = '', ready } = action.do ?? {};
  const key = `${namespace}/${pod}`;
  const target = { kind: 'Pod', key } as const;
  const grace = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
  const requests: { readonly [op: string]: () => ApiRequest } = {
    bind: () => {
      const uid = simulated.cluster.store.current('Pod', key)?.metadata.uid ?? '';
      return { verb: 'bind', ...target, uid, node: NODE };
    },
    delete: () => ({ verb: 'delete', ...target, ...grace }),
    patch: () => ({ verb: 'patch', ...target, patchType: 'strategic', patch, ...(subresource && { subresource }) }),
    create: () => {
      const data = Object.fromEntries((action.do?.keys ?? []).map((name) => [name, '']));
      const { kind = '', name = '' } = action.do ?? {};
      const key = `${namespace}/${name}`;
      const object = { apiVersion: 'v1', kind, metadata: { name, namespace }, data } as NewObject;
      const isThere = simulated.cluster.store.current(kind, key) !== undefined;
      return isThere
        ? { verb: 'patch', kind, key, patchType: 'merge', patch: { data } }
        : { verb: 'create', kind, object };
    },
    finalizerRemove: () => ({
      verb: 'patch',
      kind: 'Pod',
      key: `${namespace}/web`,
      patchType: 'merge',
      patch: { metadata: { finalizers: null } },
    }),
    taint: () => {
      const [taintKey = '', effect = ''] = taint.split(':');
      const taints = [{ key: taintKey, effect }];
      return { verb: 'patch', kind: 'Node', key: NODE, patchType: 'merge', patch: { spec: { taints } } };
    },
  };
  if (op === 'apiDown') simulated.kubelet.cut('outage');
  if (op === 'apiUp') simulated.kubelet.heal('outage');
  const { service } = simulated.machine.runtime;
  const network = 'pod-network-down';
  const draw = (k: number): number => Math.floor(createRandom(seed).at('reconnect', k));
  if (op === 'runtimeDown') service.break('runtime-down', simulated.now(), { seq: 0 });
  if (op === 'runtimeUp') service.mend('runtime-down', simulated.now(), draw, { seq: 0 });
  if (op === 'networkReady' && ready === false) service.break(network, simulated.now(), { seq: 0 });
  if (op === 'networkReady' && ready === true) service.mend(network, simulated.now(), draw, { seq: 0 });
  if (op === 'sandboxDies') simulated.machine.killSandbox(key, { seq: 0 });
  const request = requests[op]?.();
  if (request !== undefined) simulated.ask(request);
}
