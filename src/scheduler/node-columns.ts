// The cache's numbers as columns: one typed array per number, one row per node, in the order in which nodes are
// searched. A pass over a window of rows costs tens of nanoseconds a node, where objects cost a microsecond.

import type { CachedNode } from './node-info.ts';

/** Numbers of the nodes, by row. Made anew when the list of nodes is; updated row by row in between. */
export interface NodeColumns {
  readonly cpuAllocatable: Float64Array;
  readonly memoryAllocatable: Float64Array;
  readonly ephemeralAllocatable: Float64Array;
  readonly allowedPods: Float64Array;
  readonly cpuRequested: Float64Array;
  readonly memoryRequested: Float64Array;
  readonly ephemeralRequested: Float64Array;
  readonly cpuNonZero: Float64Array;
  readonly memoryNonZero: Float64Array;
  readonly podCount: Float64Array;
}

/** Columns of these nodes; tells each node its row. */
export function columnsOf(nodes: readonly CachedNode[]): NodeColumns {
  const column = (): Float64Array => new Float64Array(nodes.length);
  const columns: NodeColumns = {
    cpuAllocatable: column(),
    memoryAllocatable: column(),
    ephemeralAllocatable: column(),
    allowedPods: column(),
    cpuRequested: column(),
    memoryRequested: column(),
    ephemeralRequested: column(),
    cpuNonZero: column(),
    memoryNonZero: column(),
    podCount: column(),
  };
  nodes.forEach((node, row) => {
    node.row = row;
    updateRow(columns, node);
  });
  return columns;
}

/** Copies a node's numbers into its row. */
export function updateRow(columns: NodeColumns, node: CachedNode): void {
  const { row, allocatable, requested } = node;
  columns.cpuAllocatable[row] = allocatable.cpuMillis;
  columns.memoryAllocatable[row] = allocatable.memoryBytes;
  columns.ephemeralAllocatable[row] = allocatable.ephemeralStorageBytes;
  columns.allowedPods[row] = node.allowedPods;
  columns.cpuRequested[row] = requested.cpuMillis;
  columns.memoryRequested[row] = requested.memoryBytes;
  columns.ephemeralRequested[row] = requested.ephemeralStorageBytes;
  columns.cpuNonZero[row] = node.nonZeroCpuMillis;
  columns.memoryNonZero[row] = node.nonZeroMemoryBytes;
  columns.podCount[row] = node.pods.length;
}
