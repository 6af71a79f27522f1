// A pod's requests as plain numbers, for the scheduler's columns and the kubelet's admission.
//
// Computed once for the pods of a template; for a pod whose status says what its containers were given (a resize), once
// a version. Mirrors pkg/scheduler/framework/types.go, calculateResource and getNonMissingContainerRequests (v1.36).

import type { ContainerStatus, PodSpec, ResourceList } from './objects.ts';
import type { PodLike } from './pod-resources.ts';
import { hasPodLevelResources, podRequests } from './pod-resources.ts';
import { bytesOf, cpuMillis } from './resource-amount.ts';

/** A resource list as numbers. `scalars` are the other resources (GPUs, hugepages), in whole units. */
export type RequestAmounts = {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly ephemeralStorageBytes: number;
  readonly scalars: readonly (readonly [resource: string, amount: number])[];
};

/** What a pod requests. */
export type RequestNumbers = RequestAmounts & {
  /** CPU and memory with the defaults for containers that request none: what Fit scores count for running pods. */
  readonly nonZeroCpuMillis: number;
  readonly nonZeroMemoryBytes: number;
  /** All that is requested, even nothing of it. */
  readonly resources: readonly string[];
};

/** What scoring assumes for a container that requests none. */
const NON_ZERO: { readonly cpu: string; readonly memory: string } = { cpu: '100m', memory: '200Mi' };

type Remembered = { readonly spec: PodSpec; readonly numbers: RequestNumbers };

// Bound pods have specs of their own, but share the list of containers with their template.
const byContainers = new WeakMap<object, Remembered>();
const byPod = new WeakMap<object, RequestNumbers>();

/** The pod's requests as numbers. */
export function requestNumbers(pod: PodLike): RequestNumbers {
  const { spec } = pod;
  if (hasStatusResources(pod)) {
    const numbers = byPod.get(pod) ?? computeNumbers(pod);
    byPod.set(pod, numbers);
    return numbers;
  }
  const known = byContainers.get(spec.containers);
  if (known !== undefined && isSameForRequests(known.spec, spec)) return known.numbers;
  const numbers = computeNumbers(pod);
  byContainers.set(spec.containers, { spec, numbers });
  return numbers;
}

function isSameForRequests(a: PodSpec, b: PodSpec): boolean {
  return a.initContainers === b.initContainers && a.overhead === b.overhead && a.resources === b.resources;
}

/** What a pod's containers alone request, CPU and memory by default: what Fit scores count for a new pod. */
export function incomingScoreRequests(pod: PodLike): RequestAmounts {
  const list = podRequests(pod, {
    useStatusResources: true,
    skipPodLevelResources: true,
    nonMissingContainerRequests: NON_ZERO,
  });
  return numbersOf(list);
}

function computeNumbers(pod: PodLike): RequestNumbers {
  const list = podRequests(pod, { useStatusResources: true });
  const missing = hasPodLevelResources(pod.spec)
    ? Object.fromEntries(Object.entries(NON_ZERO).filter(([name]) => list[name] === undefined))
    : NON_ZERO;
  const nonZero =
    Object.keys(missing).length === 0
      ? list
      : podRequests(pod, { useStatusResources: true, nonMissingContainerRequests: missing });
  return {
    ...numbersOf(list),
    nonZeroCpuMillis: cpuMillis(nonZero.cpu ?? '0'),
    nonZeroMemoryBytes: bytesOf(nonZero.memory ?? '0'),
    resources: Object.keys(list),
  };
}

/** A resource list (a node's allocatable, say) as numbers; `pods` is among the scalars. */
export function numbersOf(list: ResourceList): RequestAmounts {
  const scalars: (readonly [string, number])[] = [];
  for (const [name, text] of Object.entries(list)) {
    if (name !== 'cpu' && name !== 'memory' && name !== 'ephemeral-storage') scalars.push([name, bytesOf(text)]);
  }
  return {
    cpuMillis: cpuMillis(list.cpu ?? '0'),
    memoryBytes: bytesOf(list.memory ?? '0'),
    ephemeralStorageBytes: bytesOf(list['ephemeral-storage'] ?? '0'),
    scalars,
  };
}

function hasStatusResources(pod: PodLike): boolean {
  const has = (status: ContainerStatus): boolean => 'resources' in status;
  return (pod.status?.containerStatuses?.some(has) ?? false) || (pod.status?.initContainerStatuses?.some(has) ?? false);
}
