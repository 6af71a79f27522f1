// Counters of the pods that a selector matches, per node and per topology value, kept up to date as pods come and go.
// Upstream counts every pod anew for PodTopologySpread in each attempt, and every Deployment's pod has its defaults.

import type { Pod, StringMap } from '../model/objects.ts';
import type { Selector } from '../model/selector.ts';
import { formatSelector, isEverything, matchesSelector } from '../model/selector.ts';
import type { NodeInfo } from './node-info.ts';

const GROUPS_MAX = 1_000;

/** The values of one label over the nodes. */
export interface Topology {
  /** Number of a node's value, by row. Nodes without the label have the number of the empty value: 0. */
  readonly valueIds: Int32Array;
  /** Nodes by number of their value. */
  readonly nodesOf: Int32Array;
  /** 1 for rows without the label. */
  readonly lacksLabel: Uint8Array;
  /** How many these are. */
  readonly missing: number;
}

/** Matching pods of one namespace. */
export interface Group {
  readonly byRow: Int32Array;
  /** By number of the topology value, per label. */
  readonly byValue: Map<string, Int32Array>;
}

interface SelectedGroup extends Group {
  readonly namespace: string | undefined;
  readonly selector: Selector;
}

/** Counters over a fixed list of nodes; a node's row is its index in the list. */
export class SpreadCounts {
  readonly #nodes: readonly NodeInfo[];
  readonly #topologies = new Map<string, Topology>();
  readonly #groups = new Map<string, SelectedGroup>();
  #groupsOf = new WeakMap<StringMap, Map<string | undefined, readonly SelectedGroup[]>>();

  constructor(nodes: readonly NodeInfo[]) {
    this.#nodes = nodes;
  }

  /** The values of a label. */
  topology(key: string): Topology {
    const known = this.#topologies.get(key);
    if (known !== undefined) return known;
    const ids = new Map<string, number>([['', 0]]);
    const valueIds = new Int32Array(this.#nodes.length);
    const lacksLabel = new Uint8Array(this.#nodes.length);
    this.#nodes.forEach(({ node }, row) => {
      const value = node.metadata.labels?.[key];
      if (value === undefined) lacksLabel[row] = 1;
      const id = ids.get(value ?? '') ?? ids.size;
      ids.set(value ?? '', id);
      valueIds[row] = id;
    });
    const nodesOf = new Int32Array(ids.size);
    for (const id of valueIds) increase(nodesOf, id, 1);
    const missing = lacksLabel.reduce((sum, lacks) => sum + lacks, 0);
    const topology = { valueIds, nodesOf, lacksLabel, missing };
    this.#topologies.set(key, topology);
    return topology;
  }

  /** The counters of a selector in a namespace, counted once and kept. */
  group(namespace: string | undefined, selector: Selector): Group {
    const key = `${namespace ?? ''} ${formatSelector(selector)}`;
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    if (this.#groups.size >= GROUPS_MAX) this.#groups.clear();
    const group = { namespace, selector, byRow: new Int32Array(this.#nodes.length), byValue: new Map() };
    this.#nodes.forEach((node, row) => {
      for (const pod of node.pods) if (isCounted(group, pod)) increase(group.byRow, row, 1);
    });
    this.#groups.set(key, group);
    this.#groupsOf = new WeakMap();
    return group;
  }

  /** The counters of a group by values of a label. */
  byValue(group: Group, key: string): Int32Array {
    const known = group.byValue.get(key);
    if (known !== undefined) return known;
    const { valueIds, nodesOf } = this.topology(key);
    const counts = new Int32Array(nodesOf.length);
    group.byRow.forEach((count, row) => {
      increase(counts, valueIds[row] ?? 0, count);
    });
    group.byValue.set(key, counts);
    return counts;
  }

  /** A pod came to the node of this row (1) or left it (-1). */
  count(row: number, pod: Pod, delta: 1 | -1): void {
    if (pod.metadata.deletionTimestamp !== undefined) return;
    for (const group of this.#groupsWith(pod)) {
      increase(group.byRow, row, delta);
      for (const [key, counts] of group.byValue) increase(counts, this.topology(key).valueIds[row] ?? 0, delta);
    }
  }

  #groupsWith(pod: Pod): readonly SelectedGroup[] {
    const { labels = NO_LABELS, namespace } = pod.metadata;
    let byNamespace = this.#groupsOf.get(labels);
    if (byNamespace === undefined) {
      byNamespace = new Map();
      this.#groupsOf.set(labels, byNamespace);
    }
    let groups = byNamespace.get(namespace);
    if (groups === undefined) {
      groups = [...this.#groups.values()].filter((group) => isCounted(group, pod));
      byNamespace.set(namespace, groups);
    }
    return groups;
  }
}

const NO_LABELS: StringMap = {};

/** As PodTopologySpread counts: terminating pods never, and by a selector that restricts nothing, none at all. */
function isCounted({ namespace, selector }: SelectedGroup, { metadata }: Pod): boolean {
  if (metadata.deletionTimestamp !== undefined || metadata.namespace !== namespace) return false;
  return !isEverything(selector) && matchesSelector(selector, metadata.labels);
}

function increase(counts: Int32Array, index: number, by: number): void {
  counts[index] = (counts[index] ?? 0) + by;
}
