// What a pod requests, in the form in which the fast cycle compares it with a row: amounts beside columns. Resources
// that it does not ask for are less than anything, so that no row is short of them.

import type { RequestNumbers } from '../../model/pod-requests.ts';
import type { NodeColumns, ScalarColumns } from './node-columns.ts';

interface WantedScalar extends ScalarColumns {
  readonly wanted: number;
}

/** Amounts of which more than is free is too much. */
export interface Wanted {
  readonly pods: number;
  readonly cpu: number;
  readonly memory: number;
  readonly ephemeral: number;
  readonly scalars: readonly WantedScalar[];
}

const NOTHING: number = Number.NEGATIVE_INFINITY;

/** Of a profile that does not filter by resources. */
export const NOTHING_WANTED: Wanted = { pods: NOTHING, cpu: NOTHING, memory: NOTHING, ephemeral: NOTHING, scalars: [] };

/** What NodeResourcesFit asks for. */
export function wantedOf(request: RequestNumbers, columns: NodeColumns): Wanted {
  const amount = (wanted: number): number => (wanted > 0 ? wanted : NOTHING);
  return {
    pods: 1,
    cpu: amount(request.cpuMillis),
    memory: amount(request.memoryBytes),
    ephemeral: amount(request.ephemeralStorageBytes),
    scalars: request.scalars.flatMap(([name, wanted]) => (wanted <= 0 ? [] : [{ wanted, ...columns.scalar(name) }])),
  };
}

/** What a row is short of, as bits: of each resource, whether what is free is too little, and whether all of it is. */
export function shortagesOn(
  columns: NodeColumns,
  { pods, cpu, memory, ephemeral, scalars }: Wanted,
  row: number,
): number {
  let bits = pods > (columns.podsFree[row] ?? 0) ? 1 : 0;
  if (cpu > (columns.cpuFree[row] ?? 0)) bits += cpu > (columns.cpuAllocatable[row] ?? 0) ? 6 : 2;
  if (memory > (columns.memoryFree[row] ?? 0)) bits += memory > (columns.memoryAllocatable[row] ?? 0) ? 24 : 8;
  if (ephemeral > (columns.ephemeralFree[row] ?? 0)) {
    bits += ephemeral > (columns.ephemeralAllocatable[row] ?? 0) ? 96 : 32;
  }
  let unit = 128;
  for (const { wanted, free, allocatable } of scalars) {
    if (wanted > (free[row] ?? 0)) bits += wanted > (allocatable[row] ?? 0) ? 3 * unit : unit;
    unit *= 4;
  }
  return bits;
}
