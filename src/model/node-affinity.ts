// Which nodes a pod's nodeSelector and node affinity allow, and how much it likes a node.
//
// Terms are ORed, the requirements within a term ANDed; a term without requirements matches no node. Each term is
// compiled once (stored objects are never changed); one that is not valid matches nothing.
// Mirrors staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go (v1.36).

import type {
  NodeAffinity,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodSpec,
  StringMap,
} from './objects.ts';
import type { Requirement, Selector, SelectorOperator } from './selector.ts';
import { checkRequirement, matchesSelector, selectorOf } from './selector.ts';

/** What node affinity reads of a node. */
export type NodeLike = { readonly metadata: { readonly name: string; readonly labels?: StringMap } };

type FieldRule = { readonly isNegated: boolean; readonly value: string; readonly isName: boolean };
type CompiledTerm = { readonly labels: Selector | undefined; readonly fields: readonly FieldRule[] };

const OPERATORS: Readonly<Record<NodeSelectorRequirement['operator'], SelectorOperator>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
  Gt: 'gt',
  Lt: 'lt',
};

const compiled = new WeakMap<NodeSelectorTerm, CompiledTerm | 'invalid' | 'empty'>();

/** True if the pod's nodeSelector and its required node affinity (both) allow the node. */
export function allowsNode(spec: PodSpec, node: NodeLike): boolean {
  const labels = node.metadata.labels;
  for (const [key, value] of Object.entries(spec.nodeSelector ?? {})) {
    if (labels === undefined || !Object.hasOwn(labels, key) || labels[key] !== value) return false;
  }
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || matchesNodeSelector(required, node);
}

/** True if one of the terms matches. */
export function matchesNodeSelector(selector: NodeSelector, node: NodeLike): boolean {
  return selector.nodeSelectorTerms.some((term) => matchesNodeSelectorTerm(term, node));
}

/** True if every requirement of the term holds, on labels and on fields (metadata.name is the only one). */
export function matchesNodeSelectorTerm(term: NodeSelectorTerm, node: NodeLike): boolean {
  const rules = compile(term);
  if (rules === 'invalid' || rules === 'empty') return false;
  if (rules.labels !== undefined && !matchesSelector(rules.labels, node.metadata.labels)) return false;
  return rules.fields.every((rule) => ((rule.isName ? node.metadata.name : '') === rule.value) !== rule.isNegated);
}

/** The sum of the weights of the preferred terms that match the node: NodeAffinity's raw score. */
export function preferredNodeScore(affinity: NodeAffinity | undefined, node: NodeLike): number {
  let score = 0;
  for (const term of affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []) {
    if (matchesNodeSelectorTerm(term.preference, node)) score += term.weight;
  }
  return score;
}

function compile(term: NodeSelectorTerm): CompiledTerm | 'invalid' | 'empty' {
  const known = compiled.get(term);
  if (known !== undefined) return known;
  const result = compileAnew(term);
  compiled.set(term, result);
  return result;
}

function compileAnew(term: NodeSelectorTerm): CompiledTerm | 'invalid' | 'empty' {
  const { matchExpressions = [], matchFields = [] } = term;
  if (matchExpressions.length === 0 && matchFields.length === 0) return 'empty';
  const requirements: Requirement[] = [];
  for (const { key, operator, values } of matchExpressions) {
    const known: SelectorOperator | undefined = OPERATORS[operator];
    const checked = known === undefined ? undefined : checkRequirement(key, known, values ?? []);
    if (checked === undefined || !checked.ok) return 'invalid';
    requirements.push(checked.value);
  }
  const fields: FieldRule[] = [];
  for (const { key, operator, values } of matchFields) {
    const value = values?.length === 1 ? values[0] : undefined;
    if (value === undefined || (operator !== 'In' && operator !== 'NotIn')) return 'invalid';
    fields.push({ isNegated: operator === 'NotIn', value, isName: key === 'metadata.name' });
  }
  return { labels: requirements.length === 0 ? undefined : selectorOf(requirements), fields };
}
