// What the head of a node shows: the requested share of its CPU, of its memory or of its places for pods, or of what is
// fullest of the three.

import type { NodeTrack, UsageStep } from '../../src/report/timeline-model.ts';

const RESOURCES = ['cpu', 'memory', 'pods'] as const;
type Resource = (typeof RESOURCES)[number];

export type NodeUse = Resource | 'worst';
export const NODE_USES: readonly NodeUse[] = [...RESOURCES, 'worst'];

type Allocatable = NodeTrack['allocatable'];
type Requested = Pick<UsageStep, 'pods' | 'cpuMillis' | 'memoryBytes'>;

const FIELDS = { cpu: 'cpuMillis', memory: 'memoryBytes', pods: 'pods' } as const;

/** What is shown of a node at a moment; of equally full ones the first. */
export function shownResource(use: NodeUse, requested: Requested, allocatable: Allocatable): Resource {
  if (use !== 'worst') return use;
  return RESOURCES.reduce((worst, each) =>
    shareOf(each, requested, allocatable) > shareOf(worst, requested, allocatable) ? each : worst,
  );
}

/** The requested share of what is allocatable, from 0 to 1. */
export function usedShare(use: NodeUse, requested: Requested, allocatable: Allocatable): number {
  return Math.min(shareOf(shownResource(use, requested, allocatable), requested, allocatable), 1);
}

function shareOf(resource: Resource, requested: Requested, allocatable: Allocatable): number {
  const field = FIELDS[resource];
  return requested[field] / Math.max(allocatable[field], 1);
}

/** `3.1/4 CPU` or `6/16Gi`; of pods `undefined`, as their word is the language's. */
export function useText(resource: Resource, requested: Requested, allocatable: Allocatable): string | undefined {
  if (resource === 'pods') return undefined;
  const field = FIELDS[resource];
  const [unit, size] =
    resource === 'cpu' ? [' CPU', 1_000] : allocatable.memoryBytes < 2 ** 30 ? ['Mi', 2 ** 20] : ['Gi', 2 ** 30];
  return `${oneDigit(requested[field] / size)}/${oneDigit(allocatable[field] / size)}${unit}`;
}

/** With one digit, or none where it would be 0: `3.1`, `4`. */
function oneDigit(value: number): string {
  const tenths = Math.round(value * 10);
  return tenths % 10 === 0 ? String(tenths / 10) : (tenths / 10).toFixed(1);
}
