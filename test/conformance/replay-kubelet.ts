// Replays kubelet/cases: the simulated kubelet on a node whose runtime takes no time, against the real one. What
// upstream draws at random (jitter of requeues, phase of the relist) decides what exactly is seen; the simulation
// draws too, so a case agrees when one of a few seeds gives the recorded story.

import { parseDurationMicros } from '../../src/base/duration.ts';
import type { ApiRequest } from '../../src/cluster/request.ts';
import type { Pod } from '../../src/model/objects.ts';
import { createOneNode, NODE, type OneNode } from '../node/one-node.ts';
import { compareStories } from './kubelet-compare.ts';
import { type RecordedAction, type Recording, recordingOf, scriptOf } from './kubelet-recording.ts';
import { recordedStory, simulatedStory, type TracedCall, tracedRuntime } from './kubelet-story.ts';
import type { Difference, Replayer } from './replayer.ts';

const SEEDS = 4;
const ALLOWED_OPS: readonly string[] = ['bind', 'delete', 'patch', 'taint'];

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
function whyLeftOut({ name, pods, actions, params }: Recording): string | undefined {
  const specs = pods.map(({ pod }) => pod.spec);
  const containers = specs.flatMap((spec) => spec.containers);
  if (pods.length === 0 || pods.some((pod) => pod.static === true)) return 'the node itself, static pods';
  if (specs.some(({ initContainers = [] }) => initContainers.length > 0)) return 'init containers, sidecars';
  if (containers.some(({ lifecycle }) => lifecycle !== undefined)) return 'hooks';
  if (containers.some(({ livenessProbe, startupProbe }) => livenessProbe ?? startupProbe)) return 'liveness, startup';
  if (specs.some(({ volumes = [] }) => volumes.length > 0)) return 'volumes';
  if (containers.some(({ env = [] }) => env.some(({ valueFrom }) => valueFrom))) return 'ConfigMaps';
  if (containers.some(({ restartPolicyRules = [] }) => restartPolicyRules.length > 0)) return 'restart rules';
  if (specs.some(({ activeDeadlineSeconds }) => activeDeadlineSeconds)) return 'activeDeadlineSeconds';
  if (params.serializeImagePulls === false || name === 'pulls-qps') return 'parallel pulls, limit of pulls';
  if (/^(critical|evict|resize|ephemeral)/.test(name)) return 'eviction, resize, ephemeral containers';
  return actions.some((action) => !ALLOWED_OPS.includes(action.do?.op ?? '')) ? 'what breaks in the node' : undefined;
}

function replayOnce(recording: Recording, seed: string): Difference | undefined {
  const { node, pods, params, end_ms: endMs } = recording;
  const calls: TracedCall[] = [];
  const limits = params.crashLoopBackOff as { readonly maxContainerRestartPeriod?: string };
  const simulated = createOneNode({
    seed,
    runtime: { sandboxMicros: 0, createMicros: 0, startMicros: 0, pullMicros: 0, pullBytesPerSecond: 1e15 },
    restartMaxMicros: parseDurationMicros(limits.maxContainerRestartPeriod ?? '5m') ?? 0,
    // The kubelet keeps back what would make it evict.
    capacity: { cpu: `${node.cpu}`, memory: `${node.memory_mib - 100}Mi`, pods: `${params.maxPods}` },
    labels: (node.labels ?? {}) as { readonly [name: string]: string },
    script: (pod) => scriptFor(recording, pod),
    wrap: (runtime, now) => tracedRuntime(runtime, now, calls),
  });
  const steps = [
    ...pods.map(({ t_ms, pod }) => ({
      t_ms,
      act: () => simulated.create(pod.metadata.name ?? '', pod.spec, false, recording.name),
    })),
    ...recording.actions.map((action) => ({ t_ms: action.t_ms, act: () => act(simulated, action, recording.name) })),
  ].sort((a, b) => a.t_ms - b.t_ms);
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
    spec.containers.map(({ image = '' }) => image),
  );
}

function act(simulated: OneNode, action: RecordedAction, namespace: string): void {
  const { op = '', pod = '', gracePeriodSeconds, patch = {}, subresource, taint = '' } = action.do ?? {};
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
    taint: () => {
      const [taintKey = '', effect = ''] = taint.split(':');
      const taints = [{ key: taintKey, effect }];
      return { verb: 'patch', kind: 'Node', key: NODE, patchType: 'merge', patch: { spec: { taints } } };
    },
  };
  const request = requests[op]?.();
  if (request !== undefined) simulated.ask(request);
}
