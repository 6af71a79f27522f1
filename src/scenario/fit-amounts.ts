// What a pod asks of a node and what the node has left, resource by resource in the numbers of the scheduler, and such
// numbers as quantities.

import type { Pod } from '../model/objects.ts';
import { requestNumbers } from '../model/pod-requests.ts';
import type { Amounts, NodeInfo } from '../scheduler/node-info.ts';

const MEBI = 1_048_576;

/** A resource with what the pod wants and what the node has left. */
export interface Want {
  readonly resource: string;
  readonly wanted: number;
  readonly free: number;
}

export function wants(pod: Pod, { allocatable, requested }: NodeInfo): readonly Want[] {
  const resources = ['cpu', 'memory', 'ephemeral-storage', ...requestNumbers(pod).scalars.map(([name]) => name)];
  return resources.map((resource) => {
    const free = amountOf(allocatable, resource) - amountOf(requested, resource);
    return { resource, wanted: amountAsked(pod, resource), free };
  });
}

/** How much of a resource a pod asks for. */
export function amountAsked(pod: Pod, resource: string): number {
  const numbers = requestNumbers(pod);
  return amountOf({ ...numbers, scalars: new Map(numbers.scalars) }, resource);
}

function amountOf({ cpuMillis, memoryBytes, ephemeralStorageBytes, scalars }: Amounts, resource: string): number {
  if (resource === 'cpu') return cpuMillis;
  if (resource === 'memory') return memoryBytes;
  return resource === 'ephemeral-storage' ? ephemeralStorageBytes : (scalars.get(resource) ?? 0);
}

function isBytes(resource: string): boolean {
  return resource === 'memory' || resource === 'ephemeral-storage' || resource.startsWith('hugepages-');
}

/** The largest amount not above this one that is short to write. */
export function roundedDown(resource: string, amount: number): number {
  return isBytes(resource) ? Math.floor(amount / MEBI) * MEBI : Math.floor(amount);
}

/** `1600m`, `4Gi`, `512Mi`, `2`. */
export function quantityOf(resource: string, amount: number): string {
  if (resource === 'cpu') return amount % 1_000 === 0 ? `${amount / 1_000}` : `${amount}m`;
  if (!isBytes(resource) || amount % MEBI !== 0) return `${amount}`;
  const mebi = amount / MEBI;
  return mebi % 1_024 === 0 ? `${mebi / 1_024}Gi` : `${mebi}Mi`;
}
