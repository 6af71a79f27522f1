// Which containers of a pod run again: rules by exit code, the container's own policy, the pod's. Mirrors
// pkg/api/v1/pod/util.go (ContainerShouldRestart, FindMatchingContainerRestartRule, AllContainersCouldRestart) and
// pkg/kubelet/container/helpers.go (ShouldContainerBeRestarted, ShouldAllContainersRestart) (v1.36).

import type { Container, ContainerRestartRule, ContainerStatus, Pod, PodSpec, PodStatus } from '../model/objects.ts';
import type { RuntimeContainer, RuntimePod } from './runtime.ts';

/** The condition of a pod whose containers are all being removed in order to start anew. */
export const RESTARTING = 'AllContainersRestarting';

/** True if a container that ended with this code is started again. */
export function restartsAfter(container: Container, spec: PodSpec, exitCode: number): boolean {
  if (container.restartPolicy !== undefined && matchingRule(container, exitCode) !== undefined) return true;
  switch (container.restartPolicy ?? spec.restartPolicy ?? 'Always') {
    case 'Always':
      return true;
    case 'OnFailure':
      return exitCode !== 0;
    case 'Never':
      return false;
  }
}

/** True if the pod's policy, or the container's own, lets it start again after a failed probe. */
export function restartsAfterKill(container: Container, spec: PodSpec): boolean {
  return (container.restartPolicy ?? spec.restartPolicy ?? 'Always') !== 'Never';
}

/** The first rule of a container that is about this exit code. */
function matchingRule({ restartPolicyRules = [] }: Container, exitCode: number): ContainerRestartRule | undefined {
  return restartPolicyRules.find(({ exitCodes }) => {
    const isListed = exitCodes?.values?.includes(exitCode) ?? false;
    return exitCodes?.operator === 'In' ? isListed : exitCodes?.operator === 'NotIn' && !isListed;
  });
}

/** True if a container that ended with this code restarts all containers of its pod. */
export function isEndOfAll(container: Container, exitCode: number | undefined): boolean {
  return exitCode !== undefined && matchingRule(container, exitCode)?.action === 'RestartAllContainers';
}

/** True if some rule of the pod can restart all its containers. */
export function couldRestartAll({ containers, initContainers = [] }: PodSpec): boolean {
  return [...initContainers, ...containers].some((container) =>
    container.restartPolicyRules?.some(({ action }) => action === 'RestartAllContainers'),
  );
}

/** True once a container has ended in a way that restarts all, and until they have been removed. */
export function restartsAll({ spec }: Pod, observed: RuntimePod | undefined, previous: PodStatus): boolean {
  if (!couldRestartAll(spec)) return false;
  if (previous.conditions?.some(({ type, status }) => type === RESTARTING && status === 'True') === true) return true;
  const statuses = [...(previous.initContainerStatuses ?? []), ...(previous.containerStatuses ?? [])];
  return [...(spec.initContainers ?? []), ...spec.containers].some((container) => {
    const newest = newestOf(observed, container.name);
    const known = statuses.find(({ name }) => name === container.name);
    const codes = [newest?.state === 'exited' ? newest.exitCode : undefined, known?.state?.terminated?.exitCode];
    // Where the runtime knows the container and it has not ended, the last status is not asked.
    const asked = newest === undefined || newest.state === 'exited' ? codes : [];
    return asked.some((code) => isEndOfAll(container, code));
  });
}

/** True if nothing is left of a pod's containers. */
export function areAllRemoved({ spec }: Pod, observed: RuntimePod | undefined): boolean {
  return [...(spec.initContainers ?? []), ...spec.containers].every(
    ({ name }) => newestOf(observed, name) === undefined,
  );
}

/** The newest instance of a container. */
export function newestOf(observed: RuntimePod | undefined, container: string): RuntimeContainer | undefined {
  return observed?.containers.find((other) => other.name === container);
}

/** True if the container should be started (again) as things were observed. Not once the pod is being deleted. */
export function shouldStart(container: Container, pod: Pod, observed: RuntimePod | undefined): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  const newest = newestOf(observed, container.name);
  if (newest === undefined || newest.state === 'created') return true;
  return newest.state === 'exited' && restartsAfter(container, pod.spec, newest.exitCode ?? 0);
}

/** True if a main container of the pod was ever created. Mirrors kuberuntime, HasAnyRegularContainerCreated. */
export function hasMainContainer({ containers }: PodSpec, observed: RuntimePod | undefined): boolean {
  return containers.some(({ name }) => newestOf(observed, name) !== undefined);
}

/** True if a main container was created in the present sandbox. Mirrors HasAnyActiveRegularContainerStarted. */
export function isMainActive({ containers }: PodSpec, observed: RuntimePod | undefined): boolean {
  const { sandbox, containers: seen = [] } = observed ?? {};
  if (sandbox?.isReady !== true) return false;
  return containers.some(({ name }) =>
    seen.some((other) => other.name === name && other.sandboxAttempt === sandbox.attempt),
  );
}

/** True if a main container runs or has run, as far as statuses tell. Mirrors HasAnyRegularContainerStarted. */
export function hasMainStarted({ containers }: PodSpec, statuses: readonly ContainerStatus[]): boolean {
  return containers.some(({ name }) => {
    const { running, terminated } = statuses.find((other) => other.name === name)?.state ?? {};
    return running !== undefined || terminated !== undefined;
  });
}
