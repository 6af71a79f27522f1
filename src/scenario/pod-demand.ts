// What the containers of each pod ask for, by the scenario's behaviours, or by their requests where nothing is said.
// Worked out once for the pods of a template.

import type { Container, Pod } from '../model/objects.ts';
import { bytesOf, cpuMillis } from '../model/resource-amount.ts';
import type { ContainerDemand, PodDemand } from '../traffic/demand.ts';
import { matchesContainer, onceByTemplate } from './behaviour-match.ts';
import type { Behaviour } from './scenario.ts';

const CPU_SHARE_OF_REQUEST = 0.5;
const CPU_WITHOUT_REQUEST_MILLIS = 50;
const MEMORY_SHARE_OF_REQUEST = 0.6;
const MEMORY_WITHOUT_REQUEST_BYTES: number = 64 * 1024 * 1024;

/** The demand of any pod of a run. */
export function createDemands(behaviours: readonly Behaviour[]): (pod: Pod) => PodDemand {
  const loads = behaviours.filter(({ cpu }) => cpu !== undefined);
  return onceByTemplate(loads, (pod) => demandOf(pod, loads));
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
