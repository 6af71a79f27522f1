// What a sync has to do to bring a pod's containers to the desired state: a pure comparison of the pod with what was
// observed of it and with what its probes have found. Mirrors pkg/kubelet/kuberuntime/kuberuntime_manager.go,
// computePodActions (v1.36).

import type { Container, Pod } from '../model/objects.ts';
import { initActions } from './init-actions.ts';
import type { ProbeResult } from './probe-state.ts';
import { hasMainContainer, isEndOfAll, newestOf, restartsAfterKill, shouldStart } from './restart-rules.ts';
import type { RuntimePod } from './runtime.ts';
import type { ProbeSort } from './script.ts';

export interface ContainerToKill {
  readonly id: string;
  readonly name: string;
  /** Text of the event Killing. */
  readonly message: string;
  /** The probe that failed: it may have a grace period of its own. */
  readonly probe?: ProbeSort;
}

/** A container that is to be started; an init container that cannot be started ends the sync. */
interface ContainerToStart {
  readonly container: Container;
  readonly isInit: boolean;
}

export interface PodActions {
  /** Everything is stopped, sandbox included, before anything is started. */
  readonly killsPod: boolean;
  readonly createsSandbox: boolean;
  readonly containersToKill: readonly ContainerToKill[];
  readonly containersToStart: readonly ContainerToStart[];
  /** All containers of the pod start anew: these are removed, one after another. */
  readonly containersToReset: readonly { readonly id: string; readonly name: string; readonly isRunning: boolean }[];
}

/** What a comparison looks at. */
export interface ActionInputs {
  readonly pod: Pod;
  readonly observed: RuntimePod | undefined;
  /** The pod is marked for a restart of all its containers. */
  readonly isRestartingAll: boolean;
  /** What a probe has found of a container; undefined: nothing yet. */
  probed(containerId: string, sort: ProbeSort): ProbeResult | undefined;
}

const NOTHING: PodActions = {
  killsPod: false,
  createsSandbox: false,
  containersToKill: [],
  containersToStart: [],
  containersToReset: [],
};

/** True if the pod needs a (new) sandbox. Mirrors kuberuntime/util/util.go, PodSandboxChanged (v1.36). */
export function needsSandbox(observed: RuntimePod | undefined): boolean {
  return observed?.sandbox?.isReady !== true;
}

export function podActions(inputs: ActionInputs): PodActions {
  const { pod, observed, isRestartingAll } = inputs;
  if (isRestartingAll) {
    const killsPod = needsSandbox(observed);
    return { ...NOTHING, killsPod, createsSandbox: killsPod, containersToReset: containersToReset(pod, observed) };
  }
  return needsSandbox(observed) ? actionsWithSandbox(pod, observed) : actionsInSandbox(inputs);
}

/** Main containers before init containers, and the instances whose end restarts all of them last. */
function containersToReset({ spec }: Pod, observed: RuntimePod | undefined): PodActions['containersToReset'] {
  const instances = [...spec.containers, ...(spec.initContainers ?? [])].flatMap((container) =>
    (observed?.containers ?? [])
      .filter(({ name }) => name === container.name)
      .map(({ id, name, state, exitCode }) => {
        const isSource = state === 'exited' && isEndOfAll(container, exitCode);
        return { id, name, isRunning: state === 'running', isSource };
      }),
  );
  return [...instances.filter(({ isSource }) => !isSource), ...instances.filter(({ isSource }) => isSource)];
}

function actionsWithSandbox(pod: Pod, observed: RuntimePod | undefined): PodActions {
  const none = { ...NOTHING, killsPod: true };
  const isRestart = observed?.sandbox !== undefined;
  const hasRun = observed !== undefined && observed.containers.length > 0;
  if (pod.spec.restartPolicy === 'Never' && isRestart && hasRun) return none;
  const main = pod.spec.containers.filter((container) => {
    const isRunOnce = (container.restartPolicy ?? pod.spec.restartPolicy) === 'OnFailure';
    const newest = newestOf(observed, container.name);
    return !(isRunOnce && newest?.state === 'exited' && newest.exitCode === 0);
  });
  if (main.length === 0 && hasMainContainer(pod.spec, observed)) return none;
  const [firstInit] = pod.spec.initContainers ?? [];
  const containersToStart =
    firstInit === undefined
      ? main.map((container) => ({ container, isInit: false }))
      : [{ container: firstInit, isInit: true }];
  return { ...NOTHING, killsPod: true, createsSandbox: true, containersToStart };
}

function actionsInSandbox(inputs: ActionInputs): PodActions {
  const { pod, observed } = inputs;
  const { ephemeralContainers = [] } = pod.spec;
  const toStart: ContainerToStart[] = ephemeralContainers
    .filter(({ name }) => newestOf(observed, name) === undefined)
    .map((container) => ({ container, isInit: false }));
  const init = initActions(inputs);
  const killed = [...init.containersToKill];
  const initToStart = init.containersToStart.map((container) => ({ container, isInit: true }));
  if (init.killsPod || !init.hasInitialized) {
    const containersToStart = [...toStart, ...initToStart];
    return { ...NOTHING, killsPod: init.killsPod, containersToKill: killed, containersToStart };
  }
  const started: ContainerToStart[] = [];
  let kept = 0;
  for (const container of pod.spec.containers) {
    const newest = newestOf(observed, container.name);
    if (newest?.state !== 'running') {
      if (shouldStart(container, pod, observed)) started.push({ container, isInit: false });
      continue;
    }
    const why = whyKilled(container, newest.image, newest.id, inputs);
    if (why === undefined) {
      kept += 1;
      continue;
    }
    // Of what makes a definition changed, only the image may be changed in a running pod.
    const isRestarted = why.probe === undefined || restartsAfterKill(container, pod.spec);
    const message = `Container ${container.name} ${why.text}${isRestarted ? ', will be restarted' : ''}`;
    const { probe } = why;
    killed.push({ id: newest.id, name: container.name, message, ...(probe === undefined ? {} : { probe }) });
    if (isRestarted) started.push({ container, isInit: false });
  }
  const killsPod = kept === 0 && started.length === 0;
  const containersToStart = [...toStart, ...(killsPod ? [] : initToStart), ...started];
  return { ...NOTHING, killsPod, containersToKill: killed, containersToStart };
}

interface KillReason {
  readonly text: string;
  readonly probe?: ProbeSort;
}

function whyKilled(container: Container, image: string, id: string, { probed }: ActionInputs): KillReason | undefined {
  if (image !== container.image) return { text: 'definition changed' };
  if (probed(id, 'liveness') === 'failure') return { text: 'failed liveness probe', probe: 'liveness' };
  if (probed(id, 'startup') === 'failure') return { text: 'failed startup probe', probe: 'startup' };
  return undefined;
}
