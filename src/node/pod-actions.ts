// What a sync has to do to bring a pod's containers to the desired state: a pure comparison of the pod with what was
// observed of it. Mirrors pkg/kubelet/kuberuntime/kuberuntime_manager.go, computePodActions (v1.36).

import type { Container, Pod } from '../model/objects.ts';
import { newestOf, shouldStart } from './restart-rules.ts';
import type { RuntimePod } from './runtime.ts';

export interface ContainerToKill {
  readonly id: string;
  readonly name: string;
  /** Text of the event Killing. */
  readonly message: string;
}

export interface PodActions {
  /** Everything is stopped, sandbox included, before anything is started. */
  readonly killsPod: boolean;
  readonly createsSandbox: boolean;
  readonly containersToKill: readonly ContainerToKill[];
  readonly containersToStart: readonly Container[];
}

/** True if the pod needs a (new) sandbox. Mirrors kuberuntime/util/util.go, PodSandboxChanged (v1.36). */
export function needsSandbox(observed: RuntimePod | undefined): boolean {
  return observed?.sandbox?.isReady !== true;
}

export function podActions(pod: Pod, observed: RuntimePod | undefined): PodActions {
  return needsSandbox(observed) ? actionsWithSandbox(pod, observed) : actionsInSandbox(pod, observed);
}

function actionsWithSandbox(pod: Pod, observed: RuntimePod | undefined): PodActions {
  const none = { killsPod: true, createsSandbox: false, containersToKill: [], containersToStart: [] };
  const isRestart = observed?.sandbox !== undefined;
  const hasRun = observed !== undefined && observed.containers.length > 0;
  if (pod.spec.restartPolicy === 'Never' && isRestart && hasRun) return none;
  const containersToStart = pod.spec.containers.filter((container) => {
    const isRunOnce = (container.restartPolicy ?? pod.spec.restartPolicy) === 'OnFailure';
    const newest = newestOf(observed, container.name);
    return !(isRunOnce && newest?.state === 'exited' && newest.exitCode === 0);
  });
  if (containersToStart.length === 0 && hasRun) return none;
  return { killsPod: true, createsSandbox: true, containersToKill: [], containersToStart };
}

function actionsInSandbox(pod: Pod, observed: RuntimePod | undefined): PodActions {
  const containersToKill: ContainerToKill[] = [];
  const containersToStart: Container[] = [];
  let kept = 0;
  for (const container of pod.spec.containers) {
    const newest = newestOf(observed, container.name);
    if (newest?.state !== 'running') {
      if (shouldStart(container, pod, observed)) containersToStart.push(container);
    } else if (newest.image !== container.image) {
      // Of what makes a definition changed, only the image may be changed in a running pod.
      const message = `Container ${container.name} definition changed, will be restarted`;
      containersToKill.push({ id: newest.id, name: container.name, message });
      containersToStart.push(container);
    } else {
      kept += 1;
    }
  }
  const killsPod = kept === 0 && containersToStart.length === 0;
  return { killsPod, createsSandbox: false, containersToKill, containersToStart };
}
