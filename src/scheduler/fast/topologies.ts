// The values that a label has over a fixed list of nodes, as numbers: zones, hosts or whatever pods are spread over or
// drawn together in. Made once for each label and kept until a node's labels change.

import type { NodeInfo } from '../node-info.ts';

/** The values of one label over the nodes. */
export interface Topology {
  /** Number of a node's value, by row. Nodes without the label have the number of the empty value: 0. */
  readonly valueIds: Int32Array;
  /** The same, but nodes without the label have a number of their own, the last: nothing is counted there. */
  readonly labelledIds: Int32Array;
  /** Nodes by number of their value. */
  readonly nodesOf: Int32Array;
  /** 1 for rows without the label. */
  readonly lacksLabel: Uint8Array;
  /** How many these are. */
  readonly missing: number;
}

/** Labels of a fixed list of nodes; a node's row is its index in the list. */
export class Topologies {
  readonly nodes: readonly NodeInfo[];
  readonly #byKey = new Map<string, Topology>();

  constructor(nodes: readonly NodeInfo[]) {
    this.nodes = nodes;
  }

  /** The values of a label. */
  of(key: string): Topology {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const made = topologyOf(this.nodes, key);
    this.#byKey.set(key, made);
    return made;
  }
}

function topologyOf(nodes: readonly NodeInfo[], key: string): Topology {
  const ids = new Map<string, number>([['', 0]]);
  const valueIds = new Int32Array(nodes.length);
  const lacksLabel = new Uint8Array(nodes.length);
  nodes.forEach(({ node }, row) => {
    const value = node.metadata.labels?.[key];
    if (value === undefined) lacksLabel[row] = 1;
    const id = ids.get(value ?? '') ?? ids.size;
    ids.set(value ?? '', id);
    valueIds[row] = id;
  });
  const nodesOf = new Int32Array(ids.size);
  for (const id of valueIds) nodesOf[id] = (nodesOf[id] ?? 0) + 1;
  const missing = lacksLabel.reduce((sum, lacks) => sum + lacks, 0);
  const labelledIds = missing === 0 ? valueIds : valueIds.map((id, row) => (lacksLabel[row] === 1 ? ids.size : id));
  return { valueIds, labelledIds, nodesOf, lacksLabel, missing };
}
