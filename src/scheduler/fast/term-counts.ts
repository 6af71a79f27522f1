// Counters of the terms of affinity and anti-affinity that pods on nodes have, per topology value: what a new pod has
// to respect of theirs. Pods of a template share their terms, so that a cluster has few distinct ones.

import type { Pod, StringMap } from '../../model/objects.ts';
import type { Lister } from '../framework.ts';
import type { AffinityTerm, AffinityTerms } from '../plugins/affinity-terms.ts';
import { affinityTermsOf, matchesTerm, namespaceLabels } from '../plugins/affinity-terms.ts';
import { textOfTerm } from './pod-groups.ts';
import type { Topologies } from './topologies.ts';

type TermKind = keyof AffinityTerms;

const KINDS: readonly TermKind[] = ['required', 'requiredAnti', 'preferred', 'preferredAnti'];

/** Equal terms of pods on nodes. */
export interface TermCount {
  readonly kind: TermKind;
  readonly term: AffinityTerm;
  /** Pods with the term, by number of the value of its topology key. */
  readonly byValue: Int32Array;
  pods: number;
}

interface Matching {
  /** The newest of the terms when these were found. */
  readonly version: number;
  readonly terms: readonly TermCount[];
}

/** Terms over a fixed list of nodes. */
export class TermCounts {
  readonly #topologies: Topologies;
  readonly #objects: Lister;
  readonly #terms = new Map<string, TermCount>();
  readonly #termsOf = new WeakMap<AffinityTerms, readonly TermCount[]>();
  readonly #matching = new WeakMap<StringMap, Map<string | undefined, Matching>>();

  constructor(topologies: Topologies, objects: Lister) {
    this.#topologies = topologies;
    this.#objects = objects;
    topologies.nodes.forEach(({ podsWithAffinity }, row) => {
      for (const pod of podsWithAffinity) this.count(row, pod, 1);
    });
  }

  /** A pod came to the node of this row (1) or left it (-1). */
  count(row: number, pod: Pod, delta: 1 | -1): void {
    if (pod.spec.affinity === undefined) return;
    for (const counted of this.#countsOf(affinityTermsOf(pod))) {
      counted.pods += delta;
      const { valueIds, lacksLabel } = this.#topologies.of(counted.term.topologyKey);
      if (lacksLabel[row] === 1) continue;
      const id = valueIds[row] ?? 0;
      counted.byValue[id] = (counted.byValue[id] ?? 0) + delta;
    }
  }

  /** True if no pod has had any. */
  get isEmpty(): boolean {
    return this.#terms.size === 0;
  }

  /** The terms that mean this pod, with those that no pod has any more. */
  meaning(pod: Pod): readonly TermCount[] {
    const { labels = NO_LABELS, namespace } = pod.metadata;
    let byNamespace = this.#matching.get(labels);
    if (byNamespace === undefined) {
      byNamespace = new Map();
      this.#matching.set(labels, byNamespace);
    }
    const known = byNamespace.get(namespace);
    if (known?.version === this.#terms.size) return known.terms;
    const labelsOfNamespace = namespaceLabels(pod, this.#objects);
    const terms = [...this.#terms.values()].filter(({ term }) => matchesTerm(term, pod, labelsOfNamespace));
    byNamespace.set(namespace, { version: this.#terms.size, terms });
    return terms;
  }

  #countsOf(terms: AffinityTerms): readonly TermCount[] {
    const known = this.#termsOf.get(terms);
    if (known !== undefined) return known;
    const counts = KINDS.flatMap((kind) => terms[kind].map((term) => this.#countOf(kind, term)));
    this.#termsOf.set(terms, counts);
    return counts;
  }

  #countOf(kind: TermKind, term: AffinityTerm): TermCount {
    const key = `${kind} ${term.weight} ${term.topologyKey} ${textOfTerm(term)}`;
    const known = this.#terms.get(key);
    if (known !== undefined) return known;
    const byValue = new Int32Array(this.#topologies.of(term.topologyKey).nodesOf.length + 1);
    const counted = { kind, term, byValue, pods: 0 };
    this.#terms.set(key, counted);
    return counted;
  }
}

const NO_LABELS: StringMap = {};
