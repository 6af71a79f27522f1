// Replays kubelet/cases: the simulated kubelet on a node whose runtime takes no time, against the real one. What upstream draws
// at random (jitter of requeues, phase of the relist) decides what exactly is seen; the simulation draws too, so a case agrees
// when one of a few seeds gives the recorded story.

import { parseDurationMicros } from '../../src/base/duration.ts';
import type { ApiRequest } from '../../src/cluster/request.ts';
import type { Pod } from '../../src/model/objects.ts';
import { createOneNode, NODE, type OneNode } from '../node/one-node.ts';
import { compareStories } from './kubelet-compare.ts';
import { type RecordedAction, type Recording, recordingOf, scriptOf } from './kubelet-recording.ts';
import { recordedStory, simulatedStory, type TracedCall, tracedRuntime } from './kubelet-story.ts';
import type { Difference, Replayer } from './replayer.ts';

const SEEDS = 4;
const IN_SCOPE = /^(happy|restart|crash|grace|delete|force-delete|image|pull)/;
const ALLOWED_OPS: readonly string[] = ['bind', 'delete', 'patch'];

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

function whyLeftOut({ name, pods, actions, params }: Recording): string | undefined {
  if (!IN_SCOPE.test(name)) return 'another kind of case';
  const containers = pods.flatMap(({ pod }) => pod.spec.containers);
  if (pods.some(({ pod }) => (pod.spec.initContainers ?? []).length > 0)) return 'init containers';
  if (containers.some(({ lifecycle }) => lifecycle !== undefined)) return 'hooks';
  if (containers.some(({ livenessProbe, startupProbe }) => livenessProbe ?? startupProbe)) return 'liveness';
  if (pods.some(({ pod }) => (pod.spec.volumes ?? []).length > 0)) return 'volumes';
  if (params.serializeImagePulls === false) return 'parallel pulls';
  if (name === 'pulls-qps') return 'limit of registry requests';
  return actions.some((action) => !ALLOWED_OPS.includes(action.do?.op ?? '')) ? 'actions of the node' : undefined;
}

function replayOnce(recording: Recording, seed: string): Difference | undefined {
  const { node, pods, params, end_ms: endMs } = recording;
  const calls: TracedCall[] = [];
  const limits = params.crashLoopBackOff as { readonly maxContainerRestartPeriod?: string };
  const simulated = createOneNode({
    seed,
    runtime: { sandboxMicros: 0, createMicros: 0, startMicros: 0, pullMicros: 0, pullBytesPerSecond: 1e15 },
    restartMaxMicros: parseDurationMicros(limits.maxContainerRestartPeriod ?? '5m') ?? 0,
    capacity: { cpu: `${node.cpu}`, memory: `${node.memory_mib}Mi` },
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
  const { op = '', pod = '', gracePeriodSeconds, patch = {} } = action.do ?? {};
  const key = `${namespace}/${pod}`;
  const target = { kind: 'Pod', key } as const;
  const grace = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
  const requests: { readonly [op: string]: () => ApiRequest } = {
    bind: () => {
      const uid = simulated.cluster.store.current('Pod', key)?.metadata.uid ?? '';
      return { verb: 'bind', ...target, uid, node: NODE };
    },
    delete: () => ({ verb: 'delete', ...target, ...grace }),
    patch: () => ({ verb: 'patch', ...target, patchType: 'strategic', patch }),
  };
  const request = requests[op]?.();
  if (request !== undefined) simulated.ask(request);
}
