// NodeAffinity: a pod's nodeSelector and required node affinity restrict the nodes; each preferred term that matches
// adds its weight to a node's score.
// Mirrors pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go (v1.36).

import { allowsNode, matchesNodeSelector, preferredNodeScore } from '../../model/node-affinity.ts';
import type { Node, NodeSelectorRequirement, NodeSelectorTerm, Pod } from '../../model/objects.ts';
import type { SelectorOperator } from '../../model/selector.ts';
import { checkRequirement } from '../../model/selector.ts';
import type { Plugin, PreFiltered, Status } from '../framework.ts';
import { unresolvable } from '../framework.ts';
import type { PluginArgs } from '../plugin-args.ts';
import { normalizeToMax } from './normalize-to-max.ts';

const REJECTED: Status = unresolvable("node(s) didn't match Pod's node affinity/selector");
const NOT_ENFORCED: Status = unresolvable("node(s) didn't match scheduler-enforced node affinity");
const CONFLICT: Status = unresolvable('pod affinity terms conflict');
const OPERATORS: Readonly<Record<NodeSelectorRequirement['operator'], SelectorOperator>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
  Gt: 'gt',
  Lt: 'lt',
};

/** The plugin with these settings: an affinity may be added to that of every pod. */
export function createNodeAffinity({ addedAffinity = {} }: PluginArgs['NodeAffinity']): Plugin {
  const added = addedAffinity.requiredDuringSchedulingIgnoredDuringExecution;
  const prefersAdded = (addedAffinity.preferredDuringSchedulingIgnoredDuringExecution ?? []).length > 0;
  const isEnforced = (node: Node): boolean => added === undefined || matchesNodeSelector(added, node);
  return {
    name: 'NodeAffinity',
    wakesOn: [
      {
        resource: 'Node',
        actions: ['Add', 'UpdateNodeLabel'],
        hint: (pod, old, changed) =>
          changed !== undefined &&
          isEnforced(changed) &&
          allowsNode(pod.spec, changed) &&
          (old === undefined || !allowsNode(pod.spec, old)),
      },
    ],
    preFilter(pod): PreFiltered<undefined> {
      const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
      const restricts = required !== undefined || pod.spec.nodeSelector !== undefined;
      if (!restricts && added === undefined) return { kind: 'skip' };
      const nodeNames = required === undefined ? undefined : namedNodes(required.nodeSelectorTerms);
      if (nodeNames === undefined) return { kind: 'run', state: undefined };
      if (nodeNames.size === 0) return { kind: 'rejected', status: CONFLICT };
      return { kind: 'run', state: undefined, nodeNames };
    },
    filter(pod, _state, { node }) {
      if (!isEnforced(node)) return NOT_ENFORCED;
      return allowsNode(pod.spec, node) ? undefined : REJECTED;
    },
    preScore(pod) {
      if (!hasPreference(pod) && !prefersAdded) return { kind: 'skip' };
      const error = preferredTermsError(pod);
      if (error !== undefined) return { kind: 'rejected', status: { code: 'Error', reasons: [error] } };
      return { kind: 'run', state: undefined };
    },
    score(pod, _state, { node }) {
      return preferredNodeScore(addedAffinity, node) + preferredNodeScore(pod.spec.affinity?.nodeAffinity, node);
    },
    normalizeScore(_state, scores) {
      return normalizeToMax(scores, false);
    },
  };
}

function hasPreference(pod: Pod): boolean {
  return pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution !== undefined;
}

/** The nodes that the terms name with metadata.name, or undefined where one term leaves the name open. */
function namedNodes(terms: readonly NodeSelectorTerm[]): ReadonlySet<string> | undefined {
  if (terms.length === 0) return undefined;
  const names = new Set<string>();
  for (const term of terms) {
    const lists = (term.matchFields ?? []).filter(({ key, operator }) => key === 'metadata.name' && operator === 'In');
    const [first, ...others] = lists.map(({ values }) => values ?? []);
    if (first === undefined) return undefined;
    for (const name of first) if (others.every((values) => values.includes(name))) names.add(name);
  }
  return names;
}

/**
 * Why the preferred terms cannot be read, or undefined. The API server lets some such terms in (a `Gt` with the value
 * "-10"); where they are required they just do not match.
 * Mirrors component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go, NewPreferredSchedulingTerms (v1.36).
 */
function preferredTermsError(pod: Pod): string | undefined {
  const errors: string[] = [];
  const terms = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  for (const [index, { weight, preference }] of terms.entries()) {
    if (weight === 0) continue;
    for (const [at, { key, operator, values }] of (preference.matchExpressions ?? []).entries()) {
      const checked = checkRequirement(key, OPERATORS[operator], values ?? []);
      if (!checked.ok) errors.push(`[${index}].matchExpressions[${at}].${checked.error}`);
    }
  }
  if (errors.length === 0) return undefined;
  return errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`;
}
