// InterPodAffinity: a pod goes only where pods are that its required terms mean, not where its required anti-affinity
// or that of a pod already there forbids it, and better where preferred terms, its own and those of others, like it.
// This is the plain version, which asks every pod in each attempt; fast/term-counts.ts keeps the same sums up to date.
// Mirrors pkg/scheduler/framework/plugins/interpodaffinity/filtering.go and scoring.go (v1.36).

import type { Pod, StringMap } from '../../model/objects.ts';
import type { Lister, Plugin, PreFiltered, PreScored, Snapshot, Status } from '../framework.ts';
import { MAX_NODE_SCORE, unresolvable, unschedulable } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PluginArgs } from '../plugin-args.ts';
import type { AffinityTerm, AffinityTerms } from './affinity-terms.ts';
import { affinityTermsOf, incomingTermMatches, matchesTerm, namespaceLabels } from './affinity-terms.ts';
import { affinityWakeUps } from './affinity-wake-ups.ts';
import type { TopologyCounts } from './topology-counts.ts';
import { countOf, hasCountedLabel, TopologyCounter, withChange } from './topology-counts.ts';

/** What the filter says of a node. */
export const AFFINITY_REJECTIONS: {
  readonly affinity: Status;
  readonly antiAffinity: Status;
  readonly existingAntiAffinity: Status;
} = {
  affinity: unresolvable("node(s) didn't match pod affinity rules"),
  antiAffinity: unschedulable("node(s) didn't match pod anti-affinity rules"),
  existingAntiAffinity: unschedulable("node(s) didn't satisfy existing pods anti-affinity rules"),
};

interface FilterState {
  readonly terms: AffinityTerms;
  readonly objects: Lister;
  readonly namespaceLabels: StringMap | undefined;
  /** Pods that match all required terms, under each of their keys. */
  readonly affinity: TopologyCounts;
  /** Pods that match a required term of anti-affinity. */
  readonly antiAffinity: TopologyCounts;
  /** Required terms of anti-affinity that match the incoming pod. */
  readonly existing: TopologyCounts;
}

/** The plugin with these settings. */
export function createInterPodAffinity(args: PluginArgs['InterPodAffinity']): Plugin<FilterState, TopologyCounts> {
  return {
    name: 'InterPodAffinity',
    wakesOn: affinityWakeUps,
    preFilter(pod, snapshot): PreFiltered<FilterState> {
      const state = filterState(pod, snapshot);
      const { required, requiredAnti } = state.terms;
      if (state.existing.pairs === 0 && required.length === 0 && requiredAnti.length === 0) return { kind: 'skip' };
      return { kind: 'run', state };
    },
    filter(pod, state, { node }) {
      const { labels } = node.metadata;
      if (!satisfiesAffinity(pod, state, labels)) return AFFINITY_REJECTIONS.affinity;
      for (const { topologyKey } of state.terms.requiredAnti) {
        const value = labels?.[topologyKey];
        if (value !== undefined && countOf(state.antiAffinity, topologyKey, value) > 0) {
          return AFFINITY_REJECTIONS.antiAffinity;
        }
      }
      return hasCountedLabel(state.existing, labels) ? AFFINITY_REJECTIONS.existingAntiAffinity : undefined;
    },
    adjust: adjusted,
    preScore(pod, _nodes, snapshot): PreScored<TopologyCounts> {
      if (args.ignorePreferredTermsOfExistingPods && !prefersPods(pod)) return { kind: 'skip' };
      return scoreState(pod, snapshot, args.hardPodAffinityWeight);
    },
    score(_pod, counts, { node }) {
      let score = 0;
      for (const [key, values] of counts.counted) {
        const value = node.metadata.labels?.[key];
        if (value !== undefined) score += values.get(value) ?? 0;
      }
      return score;
    },
    normalizeScore(_state, scores) {
      const max = scores.reduce((highest, score) => Math.max(highest, score), Number.NEGATIVE_INFINITY);
      const min = scores.reduce((lowest, score) => Math.min(lowest, score), Number.POSITIVE_INFINITY);
      return scores.map((score) => normalizedAffinity(score, min, max));
    },
  };
}

/** The least liked node gets 0, the most liked 100. The quotient comes first: 29 of 100 gives 28. */
export function normalizedAffinity(score: number, min: number, max: number): number {
  return max > min ? Math.trunc(MAX_NODE_SCORE * ((score - min) / (max - min))) : 0;
}

/** True if the pod is one that all of these terms mean, and there is one. */
function isMeantByAll(terms: readonly AffinityTerm[], pod: Pod, objects: Lister): boolean {
  return terms.length > 0 && terms.every((term) => incomingTermMatches(term, pod, objects));
}

function filterState(pod: Pod, { nodes, objects }: Snapshot): FilterState {
  const terms = affinityTermsOf(pod);
  const labelsOfNamespace = namespaceLabels(pod, objects);
  const affinity = new TopologyCounter();
  const antiAffinity = new TopologyCounter();
  const existing = new TopologyCounter();
  const hasTerms = terms.required.length > 0 || terms.requiredAnti.length > 0;
  for (const { node, pods, podsWithAffinity } of nodes) {
    const { labels } = node.metadata;
    for (const other of podsWithAffinity) {
      for (const term of affinityTermsOf(other).requiredAnti) {
        if (matchesTerm(term, pod, labelsOfNamespace)) existing.add(labels, term.topologyKey, 1);
      }
    }
    for (const other of hasTerms ? pods : []) {
      if (isMeantByAll(terms.required, other, objects)) {
        for (const { topologyKey } of terms.required) affinity.add(labels, topologyKey, 1);
      }
      for (const term of terms.requiredAnti) {
        if (incomingTermMatches(term, other, objects)) antiAffinity.add(labels, term.topologyKey, 1);
      }
    }
  }
  return {
    terms,
    objects,
    namespaceLabels: labelsOfNamespace,
    affinity: affinity.counts(),
    antiAffinity: antiAffinity.counts(),
    existing: existing.counts(),
  };
}

/**
 * True if the node has every key, and under each a pod that all terms mean. The first pod of a group that wants to be
 * together goes anywhere: no pod is there that they mean, and they mean the pod itself.
 */
function satisfiesAffinity(pod: Pod, { terms, affinity, objects }: FilterState, labels: StringMap = {}): boolean {
  let isAmong = true;
  for (const { topologyKey } of terms.required) {
    const value = labels[topologyKey];
    if (value === undefined) return false;
    if (countOf(affinity, topologyKey, value) <= 0) isAmong = false;
  }
  return isAmong || (affinity.pairs === 0 && isMeantByAll(terms.required, pod, objects));
}

function adjusted(pod: Pod, state: FilterState, changed: Pod, { node }: NodeInfo, delta: 1 | -1): FilterState {
  const { labels } = node.metadata;
  const { terms, objects } = state;
  let { affinity, antiAffinity, existing } = state;
  for (const term of affinityTermsOf(changed).requiredAnti) {
    if (matchesTerm(term, pod, state.namespaceLabels)) existing = withChange(existing, labels, term.topologyKey, delta);
  }
  if (isMeantByAll(terms.required, changed, objects)) {
    for (const { topologyKey } of terms.required) affinity = withChange(affinity, labels, topologyKey, delta);
  }
  for (const term of terms.requiredAnti) {
    if (!incomingTermMatches(term, changed, objects)) continue;
    antiAffinity = withChange(antiAffinity, labels, term.topologyKey, delta);
  }
  return { ...state, affinity, antiAffinity, existing };
}

/** True if the pod has preferred terms of its own. */
export function prefersPods(pod: Pod): boolean {
  const { preferred, preferredAnti } = affinityTermsOf(pod);
  return preferred.length > 0 || preferredAnti.length > 0;
}

function scoreState(pod: Pod, { nodes, objects }: Snapshot, hardWeight: number): PreScored<TopologyCounts> {
  const own = affinityTermsOf(pod);
  const hasPreferences = prefersPods(pod);
  const labelsOfNamespace = namespaceLabels(pod, objects);
  const sums = new TopologyCounter();
  for (const { node, pods, podsWithAffinity } of nodes) {
    const { labels } = node.metadata;
    const addOwn = (terms: readonly AffinityTerm[], other: Pod, sign: 1 | -1): void => {
      for (const term of terms) {
        if (incomingTermMatches(term, other, objects)) sums.add(labels, term.topologyKey, sign * term.weight);
      }
    };
    const addTheirs = (terms: readonly AffinityTerm[], factor: number): void => {
      for (const term of terms) {
        if (matchesTerm(term, pod, labelsOfNamespace)) sums.add(labels, term.topologyKey, factor * term.weight);
      }
    };
    for (const other of hasPreferences ? pods : []) {
      addOwn(own.preferred, other, 1);
      addOwn(own.preferredAnti, other, -1);
    }
    for (const other of podsWithAffinity) {
      const theirs = affinityTermsOf(other);
      if (hardWeight > 0) addTheirs(theirs.required, hardWeight);
      addTheirs(theirs.preferred, 1);
      addTheirs(theirs.preferredAnti, -1);
    }
  }
  return sums.hasAny ? { kind: 'run', state: sums.counts() } : { kind: 'skip' };
}
