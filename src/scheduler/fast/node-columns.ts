// The cache's numbers as columns: one typed array per number, one row per node, in the order in which nodes are
// searched. A pass over a window of rows costs tens of nanoseconds a node, where objects cost a microsecond.

import type { CachedNode } from '../node-info.ts';

/** What is left of a resource that only some pods ask for, and what the node has of it. */
export interface ScalarColumns {
  readonly free: Float64Array;
  readonly allocatable: Float64Array;
}

const CHANGES_KEPT = 1_024;

/** Numbers of the nodes, by row. Made anew when the list of nodes is; updated row by row in between. */
export class NodeColumns {
  readonly nodes: readonly CachedNode[];
  readonly cpuAllocatable: Float64Array;
  readonly memoryAllocatable: Float64Array;
  readonly ephemeralAllocatable: Float64Array;
  readonly cpuFree: Float64Array;
  readonly memoryFree: Float64Array;
  readonly ephemeralFree: Float64Array;
  readonly podsFree: Float64Array;
  readonly cpuNonZero: Float64Array;
  readonly memoryNonZero: Float64Array;
  /** Grows with every change of a row; never 0. */
  readonly versions: Uint32Array;
  /** Some node has told which images it has. */
  hasImages = false;
  /** How often a row has changed. */
  changes = 0;
  /** The rows that changed last, in a ring. */
  readonly #changed = new Int32Array(CHANGES_KEPT);
  readonly #scalars = new Map<string, ScalarColumns>();

  /** Tells each node its row. */
  constructor(nodes: readonly CachedNode[]) {
    const column = (): Float64Array => new Float64Array(nodes.length);
    this.nodes = nodes;
    this.cpuAllocatable = column();
    this.memoryAllocatable = column();
    this.ephemeralAllocatable = column();
    this.cpuFree = column();
    this.memoryFree = column();
    this.ephemeralFree = column();
    this.podsFree = column();
    this.cpuNonZero = column();
    this.memoryNonZero = column();
    this.versions = new Uint32Array(nodes.length);
    nodes.forEach((node, row) => {
      node.row = row;
      this.update(node);
    });
  }

  /** Copies a node's numbers into its row. */
  update(node: CachedNode): void {
    const { row, allocatable, requested } = node;
    this.cpuAllocatable[row] = allocatable.cpuMillis;
    this.memoryAllocatable[row] = allocatable.memoryBytes;
    this.ephemeralAllocatable[row] = allocatable.ephemeralStorageBytes;
    this.cpuFree[row] = allocatable.cpuMillis - requested.cpuMillis;
    this.memoryFree[row] = allocatable.memoryBytes - requested.memoryBytes;
    this.ephemeralFree[row] = allocatable.ephemeralStorageBytes - requested.ephemeralStorageBytes;
    this.podsFree[row] = node.allowedPods - node.pods.length;
    this.cpuNonZero[row] = node.nonZeroCpuMillis;
    this.memoryNonZero[row] = node.nonZeroMemoryBytes;
    this.versions[row] = (this.versions[row] ?? 0) + 1;
    this.#changed[this.changes % CHANGES_KEPT] = row;
    this.changes += 1;
    if (node.node.status.images !== undefined) this.hasImages = true;
    for (const [name, columns] of this.#scalars) updateScalar(columns, name, node);
  }

  /** The rows that changed after so many changes; undefined if that is too long ago. */
  changedSince(changes: number): readonly number[] | undefined {
    if (this.changes - changes > CHANGES_KEPT) return undefined;
    const rows: number[] = [];
    for (let at = changes; at < this.changes; at++) rows.push(this.#changed[at % CHANGES_KEPT] ?? 0);
    return rows;
  }

  /** Columns of a resource like GPUs, made when a pod first asks for it. */
  scalar(name: string): ScalarColumns {
    const known = this.#scalars.get(name);
    if (known !== undefined) return known;
    const { length } = this.nodes;
    const columns = { free: new Float64Array(length), allocatable: new Float64Array(length) };
    for (const node of this.nodes) updateScalar(columns, name, node);
    this.#scalars.set(name, columns);
    return columns;
  }
}

function updateScalar(columns: ScalarColumns, name: string, { row, allocatable, requested }: CachedNode): void {
  const capacity = allocatable.scalars.get(name) ?? 0;
  columns.allocatable[row] = capacity;
  columns.free[row] = capacity - (requested.scalars.get(name) ?? 0);
}
