// What a sync has to do about a pod's init containers and sidecars. Init containers run one after another, each to
// its end; a sidecar counts as done when it has started, and is started again whenever it ends. The last one that
// has left a trace tells how far the pod has come: earlier ones may have been removed. Mirrors
// pkg/kubelet/kuberuntime/kuberuntime_container.go, computeInitContainerActions (v1.36).

import type { Container } from '../model/objects.ts';
import { isSidecar } from '../model/pod-containers.ts';
import type { ActionInputs, ContainerToKill } from './pod-actions.ts';
import { newestOf, shouldStart } from './restart-rules.ts';
import type { RuntimeContainer } from './runtime.ts';

export interface InitActions {
  /** The main containers may be looked at. */
  readonly hasInitialized: boolean;
  /** An init container has failed for good. */
  readonly killsPod: boolean;
  readonly containersToKill: readonly ContainerToKill[];
  /** In the order of the spec. */
  readonly containersToStart: readonly Container[];
}

/** What one init container asks for. */
interface Step {
  readonly starts?: readonly Container[];
  readonly kills?: ContainerToKill;
  /** The pod has failed. */
  readonly hasFailed?: boolean;
  /** It is the last one and done. */
  readonly isLastDone?: boolean;
}

export function initActions(inputs: ActionInputs): InitActions {
  const { pod, observed } = inputs;
  const list = pod.spec.initContainers ?? [];
  if (list.length === 0) {
    return { hasInitialized: true, killsPod: false, containersToKill: [], containersToStart: [] };
  }
  const isMainThere = pod.spec.containers.some(({ name }) => {
    const state = newestOf(observed, name)?.state;
    return state === 'created' || state === 'running';
  });
  const containersToKill: ContainerToKill[] = [];
  const starts: Container[] = [];
  let hasInitialized = isMainThere;
  let isLaterDone = isMainThere;
  for (const [index, container] of [...list.entries()].toReversed()) {
    const newest = newestOf(observed, container.name);
    if (newest === undefined) {
      if (isLaterDone && isSidecar(container)) starts.push(container);
      continue;
    }
    if (isLaterDone && !isSidecar(container)) continue;
    const step = stepOf(container, newest, list[index + 1], isLaterDone, inputs);
    if (step.hasFailed === true) {
      return { hasInitialized: false, killsPod: true, containersToKill, containersToStart: [] };
    }
    if (step.kills !== undefined) containersToKill.push(step.kills);
    starts.push(...(step.starts ?? []));
    if (step.isLastDone === true) hasInitialized = true;
    isLaterDone = true;
  }
  const [first] = list;
  if (!isLaterDone && first !== undefined) starts.push(first);
  return { hasInitialized, killsPod: false, containersToKill, containersToStart: starts.toReversed() };
}

function stepOf(
  container: Container,
  newest: RuntimeContainer,
  next: Container | undefined,
  isLaterDone: boolean,
  inputs: ActionInputs,
): Step {
  if (newest.state === 'created') return { starts: [container] };
  if (newest.state === 'running') {
    return isSidecar(container) ? sidecarStep(container, newest, next, isLaterDone, inputs) : {};
  }
  if (isSidecar(container)) return { starts: [container] };
  if (newest.exitCode !== 0) {
    return shouldStart(container, inputs.pod, inputs.observed) ? { starts: [container] } : { hasFailed: true };
  }
  return next === undefined ? { isLastDone: true } : { starts: [next] };
}

/** A sidecar that runs. Once it has started the next one may start, whatever its liveness probe says. */
function sidecarStep(
  container: Container,
  { id, image }: RuntimeContainer,
  next: Container | undefined,
  isLaterDone: boolean,
  { probed }: ActionInputs,
): Step {
  const { name } = container;
  const kill = (why: string, probe?: 'liveness' | 'startup'): ContainerToKill => ({
    id,
    name,
    message: `Init container ${name} ${why}`,
    ...(probe === undefined ? {} : { probe }),
  });
  if (container.startupProbe !== undefined) {
    const startup = probed(id, 'startup');
    if (startup === 'failure') return { kills: kill('failed startup probe', 'startup'), starts: [container] };
    if (startup !== 'success') return {};
  }
  const progress: Step = next === undefined ? { isLastDone: true } : { starts: isLaterDone ? [] : [next] };
  const restart = (kills: ContainerToKill): Step => ({
    ...progress,
    kills,
    starts: [...(progress.starts ?? []), container],
  });
  if (image !== container.image) return restart(kill('definition changed'));
  if (container.livenessProbe !== undefined && probed(id, 'liveness') === 'failure') {
    return restart(kill('failed liveness probe', 'liveness'));
  }
  return progress;
}
