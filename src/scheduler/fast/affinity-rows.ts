// A pod's affinity to other pods against the counters, in the form in which the fast cycle checks and scores a row:
// a few counts to look up by the row's topology values.

import type { Pod } from '../../model/objects.ts';
import type { Lister } from '../framework.ts';
import type { PluginArgs } from '../plugin-args.ts';
import type { AffinityTerm } from '../plugins/affinity-terms.ts';
import { affinityTermsOf, incomingTermMatches } from '../plugins/affinity-terms.ts';
import { prefersPods } from '../plugins/inter-pod-affinity.ts';
import type { PodGroup, PodGroups } from './pod-groups.ts';
import type { TermCounts } from './term-counts.ts';
import type { Topologies } from './topologies.ts';

/** Counts by the value of one label. A row without the label counts nothing. */
export interface ValueCounts {
  readonly labelledIds: Int32Array;
  readonly lacksLabel: Uint8Array;
  readonly counts: Int32Array;
}

/** What a row has to satisfy. */
export interface AffinityFilter {
  /** Each label has to be there, and each count above 0, unless `isFirst`. */
  readonly required: readonly ValueCounts[];
  /** No pod that the pod's terms mean is there, and they mean the pod itself. */
  readonly isFirst: boolean;
  /** Each count has to be 0. */
  readonly antiAffinity: readonly ValueCounts[];
  /** Each count has to be 0. */
  readonly existing: readonly ValueCounts[];
}

/** Adds count x weight to a row's score. */
export interface WeighedCounts extends ValueCounts {
  readonly weight: number;
}

/** All the counters. */
export interface AffinityCounters {
  readonly topologies: Topologies;
  readonly groups: PodGroups;
  readonly terms: TermCounts;
}

/** The filter for a pod; undefined where it has nothing to say. */
export function affinityFilter(pod: Pod, counters: AffinityCounters, objects: Lister): AffinityFilter | undefined {
  const { topologies, groups, terms } = counters;
  if (pod.spec.affinity === undefined && terms.isEmpty) return undefined;
  const { required, requiredAnti } = affinityTermsOf(pod);
  const existing = terms
    .meaning(pod)
    .filter(({ kind, pods }) => kind === 'requiredAnti' && pods > 0)
    .map(({ term, byValue }) => countsOf(topologies, term.topologyKey, byValue));
  if (existing.length === 0 && required.length === 0 && requiredAnti.length === 0) return undefined;
  const all = required.length === 0 ? undefined : groups.meantByAll(required);
  const keys = [...new Set(required.map(({ topologyKey }) => topologyKey))];
  return {
    required: all === undefined ? [] : keys.map((key) => countsOf(topologies, key, groups.byValue(all, key))),
    isFirst:
      all !== undefined &&
      !countsSomewhere(topologies, all, keys) &&
      required.every((term) => incomingTermMatches(term, pod, objects)),
    antiAffinity: requiredAnti.map((term) => ownCounts(term, counters)),
    existing,
  };
}

/** Why a row is rejected. */
export type AffinityRejection = 'affinity' | 'antiAffinity' | 'existingAntiAffinity';

/** The first thing that is wrong with a row. */
export function affinityRejection(filter: AffinityFilter, row: number): AffinityRejection | undefined {
  let isAmong = true;
  for (const { labelledIds, lacksLabel, counts } of filter.required) {
    if (lacksLabel[row] === 1) return 'affinity';
    if ((counts[labelledIds[row] ?? 0] ?? 0) === 0) isAmong = false;
  }
  if (!isAmong && !filter.isFirst) return 'affinity';
  if (countsAny(filter.antiAffinity, row)) return 'antiAffinity';
  return countsAny(filter.existing, row) ? 'existingAntiAffinity' : undefined;
}

const NO_SCORES: readonly WeighedCounts[] = [];

/** What a row's score is the sum of; empty where the score is 0 everywhere. */
export function affinityScores(
  pod: Pod,
  counters: AffinityCounters,
  { hardPodAffinityWeight, ignorePreferredTermsOfExistingPods }: PluginArgs['InterPodAffinity'],
): readonly WeighedCounts[] {
  if (pod.spec.affinity === undefined && counters.terms.isEmpty) return NO_SCORES;
  const { preferred, preferredAnti } = affinityTermsOf(pod);
  if (ignorePreferredTermsOfExistingPods && !prefersPods(pod)) return [];
  const factors = { required: hardPodAffinityWeight, requiredAnti: 0, preferred: 1, preferredAnti: -1 };
  const own = (terms: readonly AffinityTerm[], sign: 1 | -1): readonly WeighedCounts[] =>
    terms.map((term) => ({ ...ownCounts(term, counters), weight: sign * term.weight }));
  const theirs = counters.terms.meaning(pod).flatMap(({ kind, term, byValue, pods }) => {
    const weight = factors[kind] * term.weight;
    if (weight === 0 || pods === 0) return [];
    return [{ ...countsOf(counters.topologies, term.topologyKey, byValue), weight }];
  });
  return [...own(preferred, 1), ...own(preferredAnti, -1), ...theirs];
}

function ownCounts(term: AffinityTerm, { topologies, groups }: AffinityCounters): ValueCounts {
  return countsOf(topologies, term.topologyKey, groups.byValue(groups.meantByAll([term]), term.topologyKey));
}

function countsOf(topologies: Topologies, key: string, counts: Int32Array): ValueCounts {
  const { labelledIds, lacksLabel } = topologies.of(key);
  return { labelledIds, lacksLabel, counts };
}

function countsAny(all: readonly ValueCounts[], row: number): boolean {
  for (const { labelledIds, counts } of all) if ((counts[labelledIds[row] ?? 0] ?? 0) > 0) return true;
  return false;
}

/** True if a pod of the group is on a node that has one of the labels: others count nowhere. */
function countsSomewhere(topologies: Topologies, { total, byRow }: PodGroup, keys: readonly string[]): boolean {
  if (total === 0) return false;
  const labels = keys.map((key) => topologies.of(key));
  if (labels.some(({ missing }) => missing === 0)) return true;
  return byRow.some((count, row) => count > 0 && labels.some(({ lacksLabel }) => lacksLabel[row] === 0));
}
