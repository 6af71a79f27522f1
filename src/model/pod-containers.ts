// The containers of a pod: which sorts there are, and where each stands in the spec. Mirrors pkg/api/v1/pod/util.go
// (v1.36).

import type { Container, PodSpec } from './objects.ts';

/** The lists of a pod's spec that hold containers. */
export type ContainerList = 'containers' | 'initContainers' | 'ephemeralContainers';

const LISTS: readonly ContainerList[] = ['containers', 'initContainers', 'ephemeralContainers'];

/** True for an init container that is always restarted: it runs beside the main containers. */
export function isSidecar({ restartPolicy }: Container): boolean {
  return restartPolicy === 'Always';
}

/** The list of the spec in which a container stands; undefined: there is none of that name. */
export function listOf(spec: PodSpec, name: string): ContainerList | undefined {
  return LISTS.find((list) => spec[list]?.some((container) => container.name === name) === true);
}

/** A container of any sort. */
export function findContainer(spec: PodSpec, name: string): Container | undefined {
  for (const list of LISTS) {
    const found = spec[list]?.find((container) => container.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}
