// Counters of the pods that a constraint or a term means, per node and per topology value, kept up to date as pods come
// and go. Upstream counts every pod anew in each attempt, and every Deployment's pod has the default spreading.

import type { Pod } from '../../model/objects.ts';
import type { Requirement, Selector } from '../../model/selector.ts';
import { formatSelector, isEverything, matchesSelector } from '../../model/selector.ts';
import type { Lister } from '../framework.ts';
import type { AffinityTerm } from '../plugins/affinity-terms.ts';
import { incomingTermMatches } from '../plugins/affinity-terms.ts';
import { PodClasses } from './pod-classes.ts';
import type { Topologies } from './topologies.ts';

const BYTES_MAX = 64 * 1024 * 1024;

/** Counts of the pods of a group. */
export interface PodGroup {
  /** Pods on a node. */
  readonly byRow: Uint16Array;
  /** By number of the topology value, per label. */
  readonly byValue: Map<string, Int32Array>;
  /** Pods on all nodes. */
  total: number;
}

interface SelectedGroup extends PodGroup {
  readonly key: string;
  /** True if the pod is one of the group: it looks at labels, namespace and (spreading) at deletion alone. */
  readonly has: (pod: Pod) => boolean;
  /** `key=value` of a label that all pods of the group have; empty if there is none. */
  readonly indexedBy: string;
}

/** Groups over a fixed list of nodes. */
export class PodGroups {
  readonly #topologies: Topologies;
  readonly #objects: Lister;
  /** Oldest first. */
  readonly #groups = new Map<string, SelectedGroup>();
  readonly #indexed = new Map<string, Set<SelectedGroup>>();
  readonly #groupsMax: number;
  readonly #classes: PodClasses<SelectedGroup>;
  readonly #spreadKeys = new WeakMap<Selector, Map<string | undefined, string>>();
  readonly #termTexts = new WeakMap<AffinityTerm, string>();

  constructor(topologies: Topologies, objects: Lister) {
    this.#topologies = topologies;
    this.#objects = objects;
    this.#classes = new PodClasses(topologies.nodes, (sample) => this.#groupsWith(sample));
    this.#groupsMax = Math.max(100, Math.floor(BYTES_MAX / (2 * topologies.nodes.length + 1_000)));
  }

  /**
   * The pods that PodTopologySpread counts for a selector in a namespace: terminating ones never, and by a selector
   * that restricts nothing, none at all.
   */
  spread(namespace: string | undefined, selector: Selector): PodGroup {
    let keys = this.#spreadKeys.get(selector);
    if (keys === undefined) {
      keys = new Map();
      this.#spreadKeys.set(selector, keys);
    }
    let key = keys.get(namespace);
    if (key === undefined) {
      key = `spread ${namespace ?? ''} ${textOf(selector)}`;
      keys.set(namespace, key);
    }
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const isNone = isEverything(selector) || selector.matchesNothing;
    return this.#make(key, isNone ? undefined : firstLabel(selector), ({ metadata }) => {
      if (isNone || metadata.deletionTimestamp !== undefined || metadata.namespace !== namespace) return false;
      return matchesSelector(selector, metadata.labels);
    });
  }

  /** The pods that all of these terms of an incoming pod mean. */
  meantByAll(terms: readonly AffinityTerm[]): PodGroup {
    const key = `affinity ${terms.map((term) => this.#textOf(term)).join(' ')}`;
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const label = terms.map(({ selector }) => firstLabel(selector)).find((found) => found !== undefined);
    return this.#make(key, label, (pod) => terms.every((term) => incomingTermMatches(term, pod, this.#objects)));
  }

  /** The counters of a group by values of a label. */
  byValue(group: PodGroup, key: string): Int32Array {
    const known = group.byValue.get(key);
    if (known !== undefined) return known;
    const { valueIds, nodesOf } = this.#topologies.of(key);
    const counts = new Int32Array(nodesOf.length);
    group.byRow.forEach((count, row) => {
      increase(counts, valueIds[row] ?? 0, count);
    });
    group.byValue.set(key, counts);
    return counts;
  }

  /** A pod came to the node of this row (1) or left it (-1). */
  count(row: number, pod: Pod, delta: 1 | -1): void {
    for (const group of this.#classes.count(row, pod, delta).members) {
      group.byRow[row] = (group.byRow[row] ?? 0) + delta;
      group.total += delta;
      for (const [key, counts] of group.byValue) increase(counts, this.#topologies.of(key).valueIds[row] ?? 0, delta);
    }
  }

  #textOf(term: AffinityTerm): string {
    const known = this.#termTexts.get(term);
    if (known !== undefined) return known;
    const text = textOfTerm(term);
    this.#termTexts.set(term, text);
    return text;
  }

  #make(key: string, indexedBy: string | undefined, has: (pod: Pod) => boolean): SelectedGroup {
    if (this.#groups.size >= this.#groupsMax) this.#dropOldest();
    const byRow = new Uint16Array(this.#topologies.nodes.length);
    const group: SelectedGroup = { key, has, indexedBy: indexedBy ?? '', byRow, byValue: new Map(), total: 0 };
    for (const { sample, byRow: rows, pods, members } of this.#classes.all) {
      if (!has(sample)) continue;
      members.push(group);
      group.total += pods;
      for (const [row, count] of rows) byRow[row] = (byRow[row] ?? 0) + count;
    }
    this.#groups.set(key, group);
    const sharing = this.#indexed.get(group.indexedBy) ?? new Set();
    sharing.add(group);
    this.#indexed.set(group.indexedBy, sharing);
    return group;
  }

  /** The one made first goes. If it is needed again, it is counted again. */
  #dropOldest(): void {
    const [oldest] = this.#groups.values();
    if (oldest === undefined) return;
    this.#groups.delete(oldest.key);
    this.#indexed.get(oldest.indexedBy)?.delete(oldest);
    for (const known of this.#classes.all) known.members = known.members.filter((group) => group !== oldest);
  }

  #groupsWith(pod: Pod): SelectedGroup[] {
    const found: SelectedGroup[] = [];
    const indexes = Object.entries(pod.metadata.labels ?? {}).map(([key, value]) => `${key}=${value}`);
    for (const index of ['', ...indexes]) {
      for (const group of this.#indexed.get(index) ?? []) if (group.has(pod)) found.push(group);
    }
    return found;
  }
}

/** A selector as text that no other selector has. */
function textOf(selector: Selector): string {
  return selector.matchesNothing ? '<none>' : `{${formatSelector(selector)}}`;
}

/** Which pods a term means, as text. */
export function textOfTerm({ namespaces, namespaceSelector, selector }: AffinityTerm): string {
  return `${namespaces.join()} ${textOf(namespaceSelector)} ${textOf(selector)}`;
}

function firstLabel({ requirements }: Selector): string | undefined {
  const isOne = ({ operator, values }: Requirement): boolean =>
    (operator === '=' || operator === '==' || operator === 'in') && values.length === 1;
  const found = requirements.find(isOne);
  return found === undefined ? undefined : `${found.key}=${found.values[0]}`;
}

function increase(counts: Int32Array, index: number, by: number): void {
  counts[index] = (counts[index] ?? 0) + by;
}
