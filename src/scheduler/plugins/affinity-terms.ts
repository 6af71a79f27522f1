// A pod's terms of affinity and anti-affinity to other pods, compiled once for the pods that share them, and which pods
// they match.
// Mirrors staging/src/k8s.io/kube-scheduler/framework/types.go, AffinityTerm (v1.36).

import type { Affinity, Pod, PodAffinityTerm, StringMap } from '../../model/objects.ts';
import type { Selector } from '../../model/selector.ts';
import { compiledSelector, matchesSelector, NOTHING } from '../../model/selector.ts';
import type { Lister } from '../framework.ts';

/** One term. */
export interface AffinityTerm {
  readonly namespaces: readonly string[];
  /** Nothing where the term has none. */
  readonly namespaceSelector: Selector;
  readonly selector: Selector;
  readonly topologyKey: string;
  /** 1 for required terms. */
  readonly weight: number;
}

/** The terms of a pod. */
export interface AffinityTerms {
  readonly required: readonly AffinityTerm[];
  readonly requiredAnti: readonly AffinityTerm[];
  readonly preferred: readonly AffinityTerm[];
  readonly preferredAnti: readonly AffinityTerm[];
}

/** Pods without terms have these. */
const NO_TERMS: AffinityTerms = { required: [], requiredAnti: [], preferred: [], preferredAnti: [] };

const compiled = new WeakMap<Affinity, Map<string, AffinityTerms>>();

/** The terms of a pod. */
export function affinityTermsOf({ spec: { affinity }, metadata: { namespace = '' } }: Pod): AffinityTerms {
  if (affinity === undefined) return NO_TERMS;
  let byNamespace = compiled.get(affinity);
  if (byNamespace === undefined) {
    byNamespace = new Map();
    compiled.set(affinity, byNamespace);
  }
  let terms = byNamespace.get(namespace);
  if (terms === undefined) {
    terms = compile(affinity, namespace);
    byNamespace.set(namespace, terms);
  }
  return terms;
}

/** The labels of a pod's namespace, if there is such a namespace. */
export function namespaceLabels(pod: Pod, objects: Lister): StringMap | undefined {
  const namespace = objects.get('Namespace', pod.metadata.namespace ?? '');
  return namespace === undefined ? undefined : (namespace.metadata.labels ?? {});
}

/** True if a pod whose namespace has these labels (none where it does not exist) is one that the term means. */
export function matchesTerm(term: AffinityTerm, pod: Pod, labels: StringMap | undefined): boolean {
  const isThere = term.namespaces.includes(pod.metadata.namespace ?? '');
  return (
    (isThere || matchesSelector(term.namespaceSelector, labels)) && matchesSelector(term.selector, pod.metadata.labels)
  );
}

/**
 * True if an existing pod is one that a term of the incoming pod means. Upstream writes the namespaces that the
 * selector finds into the term's list, and then still asks the selector about a namespace without labels: one that
 * only forbids labels (`DoesNotExist`, `NotIn`) thus matches every namespace.
 * Mirrors pkg/scheduler/framework/plugins/interpodaffinity/plugin.go, mergeAffinityTermNamespacesIfNotEmpty (v1.36).
 */
export function incomingTermMatches(term: AffinityTerm, existing: Pod, objects: Lister): boolean {
  if (!matchesSelector(term.selector, existing.metadata.labels)) return false;
  if (matchesTerm(term, existing, undefined)) return true;
  if (term.namespaceSelector.matchesNothing) return false;
  const labels = namespaceLabels(existing, objects);
  return labels !== undefined && matchesSelector(term.namespaceSelector, labels);
}

function compile({ podAffinity, podAntiAffinity }: Affinity, namespace: string): AffinityTerms {
  const required = (terms: readonly PodAffinityTerm[] = []): readonly AffinityTerm[] =>
    terms.map((term) => compileTerm(term, namespace, 1));
  type Weighted = readonly { readonly weight: number; readonly podAffinityTerm: PodAffinityTerm }[];
  const preferred = (terms: Weighted = []): readonly AffinityTerm[] =>
    terms.map(({ weight, podAffinityTerm }) => compileTerm(podAffinityTerm, namespace, weight));
  return {
    required: required(podAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    requiredAnti: required(podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    preferred: preferred(podAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
    preferredAnti: preferred(podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
  };
}

function compileTerm(term: PodAffinityTerm, namespace: string, weight: number): AffinityTerm {
  const { labelSelector, namespaces = [], namespaceSelector, topologyKey } = term;
  return {
    namespaces: namespaces.length === 0 && namespaceSelector === undefined ? [namespace] : namespaces,
    namespaceSelector: namespaceSelector === undefined ? NOTHING : compiledSelector(namespaceSelector),
    selector: labelSelector === undefined ? NOTHING : compiledSelector(labelSelector),
    topologyKey,
    weight,
  };
}
