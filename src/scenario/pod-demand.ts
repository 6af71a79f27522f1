// What the containers of each pod ask for, by the scenario's behaviours, or by their requests where nothing is said. Worked
// out once for the pods of a template: those share their labels and list of containers, by identity.

import type { Container, Pod } from '../model/objects.ts';
import { bytesOf, cpuMillis } from '../model/resource-amount.ts';
import type { ContainerDemand, PodDemand } from '../traffic/demand.ts';
import { matchesContainer } from './behaviour-match.ts';
import type { Behaviour } from './scenario.ts';

const CPU_SHARE_OF_REQUEST = 0.5;
const CPU_WITHOUT_REQUEST_MILLIS = 50;
const MEMORY_SHARE_OF_REQUEST = 0.6;
const MEMORY_WITHOUT_REQUEST_BYTES: number = 64 * 1024 * 1024;

/** The demand of any pod of a run. */
export function createDemands(behaviours: readonly Behaviour[]): (pod: Pod) => PodDemand {
  const loads = behaviours.filter(({ cpu }) => cpu !== undefined);
  // Behaviours may name single pods.
  const names = new Set(loads.map(({ match }) => match.name));
  const known = new WeakMap<object, WeakMap<object, PodDemand>>();
  return (pod) => {
    const { containers } = pod.spec;
    const { labels, name } = pod.metadata;
    if (names.has(name)) return demandOf(pod, loads);
    const key = labels ?? containers;
    const byContainers = known.get(key) ?? new WeakMap<object, PodDemand>();
    known.set(key, byContainers);
    let demand = byContainers.get(containers);
    if (demand === undefined) {
      demand = demandOf(pod, loads);
      byContainers.set(containers, demand);
    }
    return demand;
  };
}

function demandOf(pod: Pod, loads: readonly Behaviour[]): PodDemand {
  const { containers, initContainers = [] } = pod.spec;
  const sidecars = initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...containers, ...sidecars].map((container): ContainerDemand => {
    const { name, resources } = container;
    return {
      name,
      load: loads.findLast(({ match }) => matchesContainer(match, pod, container))?.cpu,
      cpuMillis: usualCpu(container),
      cpuLimitMillis: resources?.limits?.cpu === undefined ? Number.POSITIVE_INFINITY : cpuMillis(resources.limits.cpu),
      memoryBytes: usualMemory(container),
    };
  });
}

function usualCpu({ resources }: Container): number {
  const request = resources?.requests?.cpu;
  return request === undefined ? CPU_WITHOUT_REQUEST_MILLIS : cpuMillis(request) * CPU_SHARE_OF_REQUEST;
}

function usualMemory({ resources }: Container): number {
  const request = resources?.requests?.memory;
  if (request === undefined) return MEMORY_WITHOUT_REQUEST_BYTES;
  return Math.floor(bytesOf(request) * MEMORY_SHARE_OF_REQUEST);
}
