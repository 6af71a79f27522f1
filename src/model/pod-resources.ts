// What a pod requests and may use in total, as the scheduler, quotas and the kubelet add it up; and its QoS class.
//
// Init containers run one after another before the main containers, sidecars (restartPolicy Always) run on: the sum is
// the larger of "all main containers with all sidecars" and the largest init step. Pod-level values override the sum,
// the overhead comes on top. Mirrors staging/src/k8s.io/component-helpers/resource/helpers.go and
// pkg/apis/core/v1/helper/qos/qos.go (v1.36).

import type { Container, Pod, PodSpec, ResourceList } from './objects.ts';
import type { Quantity } from './quantity.ts';
import { addQuantities, compareQuantities, formatQuantity, signOf } from './quantity.ts';
import { quantityOf } from './resource-amount.ts';

/** How to add up. All are off unless given. */
export type PodResourcesOptions = {
  /** Takes what containers were given (status) into account, for pods that are being resized. */
  readonly useStatusResources?: boolean;
  readonly excludeOverhead?: boolean;
  readonly skipPodLevelResources?: boolean;
  /** Stands in for a request that a container does not make (not for one of zero). */
  readonly nonMissingContainerRequests?: ResourceList;
};

/** The parts of a pod that count. */
export type PodLike = {
  readonly spec: PodSpec;
  readonly status?: Pod['status'];
};

type Amounts = Map<string, Quantity>;
type Field = 'requests' | 'limits';
type ResizeState = {
  readonly resources?: { readonly requests?: ResourceList; readonly limits?: ResourceList };
  readonly allocatedResources?: ResourceList;
};

/** What the pod requests, by resource. */
export function podRequests(pod: PodLike, options: PodResourcesOptions = {}): ResourceList {
  const total = sumContainers(pod, 'requests', options);
  const podLevel = pod.spec.resources?.requests;
  if (options.skipPodLevelResources !== true && podLevel !== undefined) {
    for (const [name, text] of Object.entries(podLevel)) {
      if (isPodLevelResource(name)) total.set(name, quantityOf(text));
    }
  }
  if (options.excludeOverhead !== true) addAll(total, amountsOf(pod.spec.overhead));
  return textsOf(total);
}

/** What the pod may use at most, by resource; overhead is added only to limits that are not zero. */
export function podLimits(pod: PodLike, options: PodResourcesOptions = {}): ResourceList {
  const total = sumContainers(pod, 'limits', options);
  if (options.skipPodLevelResources !== true) {
    for (const [name, text] of Object.entries(pod.spec.resources?.limits ?? {})) {
      if (isPodLevelResource(name)) total.set(name, quantityOf(text));
    }
  }
  if (options.excludeOverhead !== true) {
    for (const [name, text] of Object.entries(pod.spec.overhead ?? {})) {
      const limit = total.get(name);
      if (limit !== undefined && limit.unscaled !== 0n) total.set(name, addQuantities(limit, quantityOf(text)));
    }
  }
  return textsOf(total);
}

/** The QoS class that the API server writes into a new pod's status. */
export function qosClassOf(spec: PodSpec): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const holders = spec.resources !== undefined ? [spec.resources] : containersOf(spec).map((c) => c.resources ?? {});
  const requests: Amounts = new Map();
  const limits: Amounts = new Map();
  let isGuaranteed = true;
  for (const holder of holders) {
    addAll(requests, positiveComputeOf(holder.requests));
    const own = positiveComputeOf(holder.limits);
    addAll(limits, own);
    const isUnlimitedPod = spec.resources !== undefined && Object.keys(holder.limits ?? {}).length === 0;
    if (!isUnlimitedPod && (!own.has('cpu') || !own.has('memory'))) isGuaranteed = false;
  }
  if (requests.size === 0 && limits.size === 0) return 'BestEffort';
  for (const [name, request] of requests) {
    const limit = limits.get(name);
    if (limit === undefined || compareQuantities(limit, request) !== 0) isGuaranteed = false;
  }
  return isGuaranteed && requests.size === limits.size ? 'Guaranteed' : 'Burstable';
}

/** True if the resource may be set for a pod as a whole. */
export function isPodLevelResource(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');
}

/** True if the pod sets requests (or, asked so, limits) for itself as a whole. */
export function hasPodLevelResources(spec: PodSpec, field: Field = 'requests'): boolean {
  return Object.keys(spec.resources?.[field] ?? {}).some(isPodLevelResource);
}

/** True if the init container keeps running beside the main containers. */
function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

function sumContainers(pod: PodLike, field: Field, options: PodResourcesOptions): Amounts {
  const own = (container: Container, mayBeResized: boolean): Amounts => {
    const resized =
      options.useStatusResources === true && mayBeResized ? resizeStateOf(pod, container.name) : undefined;
    const effective = effectiveAmounts(pod, container.resources?.[field], resized, field);
    return field === 'requests' ? withDefaults(effective, options.nonMissingContainerRequests) : effective;
  };
  const total: Amounts = new Map();
  for (const container of pod.spec.containers) addAll(total, own(container, true));
  const sidecars: Amounts = new Map();
  const largestStep: Amounts = new Map();
  for (const container of pod.spec.initContainers ?? []) {
    const amounts = own(container, isSidecar(container));
    if (isSidecar(container)) {
      addAll(total, amounts);
      addAll(sidecars, amounts);
      raiseTo(largestStep, sidecars);
    } else {
      const step = new Map(amounts);
      addAll(step, sidecars);
      raiseTo(largestStep, step);
    }
  }
  raiseTo(total, largestStep);
  return total;
}

function effectiveAmounts(
  pod: PodLike,
  given: ResourceList | undefined,
  resized: ResizeState | undefined,
  field: Field,
): Amounts {
  const actual = resized?.resources;
  if (actual === undefined) return amountsOf(given);
  const isInfeasible = pod.status?.conditions?.find((c) => c.type === 'PodResizePending')?.reason === 'Infeasible';
  const amounts = isInfeasible ? new Map<string, Quantity>() : amountsOf(given);
  raiseTo(amounts, amountsOf(actual[field]));
  if (field === 'requests') raiseTo(amounts, amountsOf(resized?.allocatedResources));
  return amounts;
}

function resizeStateOf(pod: PodLike, container: string): ResizeState | undefined {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  return [...initContainerStatuses, ...containerStatuses].find((status) => status.name === container) as
    | ResizeState
    | undefined;
}

function withDefaults(amounts: Amounts, defaults: ResourceList | undefined): Amounts {
  for (const [name, text] of Object.entries(defaults ?? {})) {
    if (!amounts.has(name)) amounts.set(name, quantityOf(text));
  }
  return amounts;
}

function positiveComputeOf(list: ResourceList | undefined): Amounts {
  const amounts = amountsOf(list);
  for (const [name, quantity] of amounts) {
    if ((name !== 'cpu' && name !== 'memory') || signOf(quantity) !== 1) amounts.delete(name);
  }
  return amounts;
}

function containersOf(spec: PodSpec): readonly Container[] {
  return [...spec.containers, ...(spec.initContainers ?? [])];
}

function amountsOf(list: ResourceList | undefined): Amounts {
  return new Map(Object.entries(list ?? {}).map(([name, text]) => [name, quantityOf(text)]));
}

function addAll(total: Amounts, amounts: Amounts): void {
  for (const [name, quantity] of amounts) {
    const known = total.get(name);
    total.set(name, known === undefined ? quantity : addQuantities(known, quantity));
  }
}

function raiseTo(total: Amounts, amounts: Amounts): void {
  for (const [name, quantity] of amounts) {
    const known = total.get(name);
    if (known === undefined || compareQuantities(quantity, known) > 0) total.set(name, quantity);
  }
}

function textsOf(amounts: Amounts): ResourceList {
  return Object.fromEntries([...amounts].map(([name, quantity]) => [name, formatQuantity(quantity)]));
}
