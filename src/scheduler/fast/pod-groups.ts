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
  readonly key: string;
  /** True if the pod is one of the group: it looks at labels, namespace and (spreading) at deletion alone. */
  readonly has: (pod: Pod) => boolean;
  /** `key=value` of a label that all pods of the group have; empty if there is none. */
  readonly indexedBy: string;
  /** For affinity, pods on nodes without the label count nowhere; for spreading, they are one more domain. */
  readonly needsLabel: boolean;
  /** Pods on a node. */
  readonly byRow: Uint16Array;
  /** By number of the topology value, per label. */
  readonly byValue: Map<string, Int32Array>;
  /** Pods on all nodes. */
  total: number;
}

/** Groups over a fixed list of nodes. */
export class PodGroups {
  readonly #topologies: Topologies;
  readonly #objects: Lister;
  /** Oldest first. */
  readonly #groups = new Map<string, PodGroup>();
  readonly #indexed = new Map<string, Set<PodGroup>>();
  readonly #groupsMax: number;
  /** How many groups were forgotten: their counts stay as they were. */
  dropped = 0;
  readonly #classes: PodClasses<PodGroup>;
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
    return this.#make(key, false, isNone ? undefined : firstLabel(selector), ({ metadata }) => {
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
    return this.#make(key, true, label, (pod) => terms.every((term) => incomingTermMatches(term, pod, this.#objects)));
  }

  /** The counters of a group by values of a label. */
  byValue(group: PodGroup, key: string): Int32Array {
    const known = group.byValue.get(key);
    if (known !== undefined) return known;
    const { nodesOf } = this.#topologies.of(key);
    const counts = new Int32Array(nodesOf.length + 1);
    group.byRow.forEach((count, row) => {
      this.#increase(group, key, counts, row, count);
    });
    group.byValue.set(key, counts);
    return counts;
  }

  /** A pod came to the node of this row (1) or left it (-1). */
  count(row: number, pod: Pod, delta: 1 | -1): void {
    for (const group of this.#classes.count(row, pod, delta).members) {
      group.byRow[row] = (group.byRow[row] ?? 0) + delta;
      group.total += delta;
      for (const [key, counts] of group.byValue) this.#increase(group, key, counts, row, delta);
    }
  }

  #textOf(term: AffinityTerm): string {
    const known = this.#termTexts.get(term);
    if (known !== undefined) return known;
    const text = textOfTerm(term);
    this.#termTexts.set(term, text);
    return text;
  }

  #make(key: string, needsLabel: boolean, indexedBy: string | undefined, has: (pod: Pod) => boolean): PodGroup {
    if (this.#groups.size >= this.#groupsMax) this.#dropOldest();
    const byRow = new Uint16Array(this.#topologies.nodes.length);
    const group: PodGroup = {
      key,
      needsLabel,
      has,
      indexedBy: indexedBy ?? '',
      byRow,
      byValue: new Map(),
      total: 0,
    };
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

  #increase({ needsLabel }: PodGroup, key: string, counts: Int32Array, row: number, by: number): void {
    const { valueIds, lacksLabel } = this.#topologies.of(key);
    if (needsLabel && lacksLabel[row] === 1) return;
    const id = valueIds[row] ?? 0;
    counts[id] = (counts[id] ?? 0) + by;
  }

  /** The one made first goes. If it is needed again, it is counted again. */
  #dropOldest(): void {
    const [oldest] = this.#groups.values();
    if (oldest === undefined) return;
    this.dropped += 1;
    this.#groups.delete(oldest.key);
    this.#indexed.get(oldest.indexedBy)?.delete(oldest);
    for (const known of this.#classes.all) known.members = known.members.filter((group) => group !== oldest);
  }

  #groupsWith(pod: Pod): PodGroup[] {
    const found: PodGroup[] = [];
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
