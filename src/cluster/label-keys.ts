// A pod's matchLabelKeys and mismatchLabelKeys name labels whose values, as the new pod has them, become requirements
// of the term's own selector: from then on a selector is all that anybody reads. Pods of one template with the same
// values share the changed spec.
// Mirrors pkg/registry/core/pod/strategy.go, mutatePodAffinity and mutateTopologySpreadConstraints (v1.36).

import type { LabelSelector, PodAffinity, PodAffinityTerm, PodSpec, StringMap } from '../model/objects.ts';

interface Keyed {
  readonly labelSelector?: LabelSelector;
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
}

const merged = new WeakMap<PodSpec, Map<string, PodSpec>>();

/** The spec with the values of these labels in its selectors; the same spec where it names no labels. */
export function withLabelKeys(spec: PodSpec, labels: StringMap = {}): PodSpec {
  const keys = keysOf(spec);
  if (keys.length === 0) return spec;
  let byValues = merged.get(spec);
  if (byValues === undefined) {
    byValues = new Map();
    merged.set(spec, byValues);
  }
  const values = JSON.stringify(keys.map((key) => labels[key] ?? null));
  const known = byValues.get(values) ?? Object.freeze(merge(spec, labels));
  byValues.set(values, known);
  return known;
}

function keysOf({ affinity, topologySpreadConstraints = [] }: PodSpec): readonly string[] {
  const terms: readonly Keyed[] = [
    ...topologySpreadConstraints,
    ...[affinity?.podAffinity, affinity?.podAntiAffinity].flatMap((terms) => [
      ...(terms?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
      ...(terms?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((term) => term.podAffinityTerm),
    ]),
  ];
  return terms.flatMap(({ matchLabelKeys = [], mismatchLabelKeys = [] }) => [...matchLabelKeys, ...mismatchLabelKeys]);
}

function merge(spec: PodSpec, labels: StringMap): PodSpec {
  const { affinity, topologySpreadConstraints } = spec;
  const { podAffinity, podAntiAffinity } = affinity ?? {};
  return {
    ...spec,
    ...(affinity !== undefined && {
      affinity: {
        ...affinity,
        ...(podAffinity !== undefined && { podAffinity: mergeAffinity(podAffinity, labels) }),
        ...(podAntiAffinity !== undefined && { podAntiAffinity: mergeAffinity(podAntiAffinity, labels) }),
      },
    }),
    ...(topologySpreadConstraints !== undefined && {
      topologySpreadConstraints: topologySpreadConstraints.map((constraint) => mergeTerm(constraint, labels)),
    }),
  };
}

function mergeAffinity(affinity: PodAffinity, labels: StringMap): PodAffinity {
  const required = affinity.requiredDuringSchedulingIgnoredDuringExecution;
  const preferred = affinity.preferredDuringSchedulingIgnoredDuringExecution;
  const mergeOne = (term: PodAffinityTerm): PodAffinityTerm => mergeTerm(term, labels);
  return {
    ...affinity,
    ...(required !== undefined && { requiredDuringSchedulingIgnoredDuringExecution: required.map(mergeOne) }),
    ...(preferred !== undefined && {
      preferredDuringSchedulingIgnoredDuringExecution: preferred.map((weighted) => ({
        ...weighted,
        podAffinityTerm: mergeOne(weighted.podAffinityTerm),
      })),
    }),
  };
}

/** A term without a selector matches nothing, and keeps doing so. */
function mergeTerm<T extends Keyed>(term: T, labels: StringMap): T {
  const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = term;
  if (labelSelector === undefined) return term;
  const requirements = [
    ...expressions(matchLabelKeys, 'In', labels),
    ...expressions(mismatchLabelKeys, 'NotIn', labels),
  ];
  if (requirements.length === 0) return term;
  const matchExpressions = [...(labelSelector.matchExpressions ?? []), ...requirements];
  return { ...term, labelSelector: { ...labelSelector, matchExpressions } };
}

type Expressions = NonNullable<LabelSelector['matchExpressions']>;

function expressions(keys: readonly string[], operator: 'In' | 'NotIn', labels: StringMap): Expressions {
  return keys.flatMap((key) => {
    const value = labels[key];
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  });
}
