// Which containers of a pod run again, by restart policies. Mirrors pkg/api/v1/pod/util.go (ContainerShouldRestart) and
// pkg/kubelet/container/helpers.go (ShouldContainerBeRestarted) (v1.36).

import type { Container, Pod, PodSpec } from '../model/objects.ts';
import type { RuntimeContainer, RuntimePod } from './runtime.ts';

/** True if a container that ended with this code is started again: its own policy, else the pod's. */
export function restartsAfter(container: Container, spec: PodSpec, exitCode: number): boolean {
  switch (container.restartPolicy ?? spec.restartPolicy ?? 'Always') {
    case 'Always':
      return true;
    case 'OnFailure':
      return exitCode !== 0;
    case 'Never':
      return false;
  }
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
