// The spread constraints that hold for a pod, in the form in which PodTopologySpread counts by them: its own, or the
// defaults with the selector of the services and workloads that the pod belongs to.
// Mirrors pkg/scheduler/framework/plugins/podtopologyspread/common.go and plugins/helper/spread.go (v1.36).

import { allowsNode } from '../../model/node-affinity.ts';
import type { Node, Pod, StringMap, TopologySpreadConstraint } from '../../model/objects.ts';
import { controllerOf } from '../../model/owners.ts';
import type { Selector } from '../../model/selector.ts';
import {
  compiledSelector,
  isEverything,
  matchesSelector,
  NOTHING,
  selectorFromMap,
  selectorOf,
} from '../../model/selector.ts';
import type { Lister } from '../framework.ts';
import type { PluginArgs } from '../plugin-args.ts';
import { hasUntoleratedTaint } from './taint-toleration.ts';

export const HOSTNAME_LABEL = 'kubernetes.io/hostname';
const ZONE_LABEL = 'topology.kubernetes.io/zone';

/** One constraint with its selector compiled. */
export interface Spread {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly selector: Selector;
  readonly minDomains: number;
  readonly honorsAffinity: boolean;
  readonly honorsTaints: boolean;
}

type Action = TopologySpreadConstraint['whenUnsatisfiable'];

/** Constraints of one kind, and whether a node must have all of their topology keys to count. */
export interface Spreads {
  readonly constraints: readonly Spread[];
  readonly needsAllKeys: boolean;
}

/** The constraints of pods that have none of their own; they come without a selector. */
export interface DefaultSpreads {
  readonly constraints: readonly TopologySpreadConstraint[];
  readonly needsAllKeys: boolean;
}

/** Those of the system: a node without a zone still counts by its host name. */
const SYSTEM_DEFAULTS: DefaultSpreads = {
  constraints: [
    { maxSkew: 3, topologyKey: HOSTNAME_LABEL, whenUnsatisfiable: 'ScheduleAnyway' },
    { maxSkew: 5, topologyKey: ZONE_LABEL, whenUnsatisfiable: 'ScheduleAnyway' },
  ],
  needsAllKeys: false,
};

/** The defaults that the plugin's settings ask for. */
export function defaultSpreadsOf({
  defaultConstraints,
  defaultingType,
}: PluginArgs['PodTopologySpread']): DefaultSpreads {
  return defaultingType === 'System' ? SYSTEM_DEFAULTS : { constraints: defaultConstraints, needsAllKeys: true };
}

/** The pod's own constraints of this kind, or the defaults of this kind. */
export function spreadsOf(pod: Pod, action: Action, objects: Lister, defaults: DefaultSpreads): Spreads {
  const own = pod.spec.topologySpreadConstraints ?? [];
  if (own.length > 0) {
    const constraints = own.filter((constraint) => constraint.whenUnsatisfiable === action);
    return { constraints: constraints.map((constraint) => compile(constraint, pod)), needsAllKeys: true };
  }
  const { needsAllKeys } = defaults;
  const constraints = defaults.constraints.filter((constraint) => constraint.whenUnsatisfiable === action);
  if (constraints.length === 0) return { constraints: [], needsAllKeys };
  const selector = defaultSelector(pod, objects);
  if (isEverything(selector)) return { constraints: [], needsAllKeys };
  return { constraints: constraints.map((constraint) => ({ ...compile(constraint, pod), selector })), needsAllKeys };
}

/** True if the node's pods count for the constraint. */
export function countsNode(spread: Spread, pod: Pod, node: Node): boolean {
  if (spread.honorsAffinity && !allowsNode(pod.spec, node)) return false;
  return !spread.honorsTaints || !hasUntoleratedTaint(pod, node);
}

/** How many of the pods match. Terminating ones never do, and a selector that restricts nothing counts none at all. */
export function countMatching(pods: readonly Pod[], selector: Selector, namespace: string | undefined): number {
  if (isEverything(selector)) return 0;
  let count = 0;
  for (const { metadata } of pods) {
    if (metadata.deletionTimestamp !== undefined || metadata.namespace !== namespace) continue;
    if (matchesSelector(selector, metadata.labels)) count += 1;
  }
  return count;
}

/** True if the node has every constraint's topology key. */
export function hasAllKeys(node: Node, spreads: readonly Spread[]): boolean {
  return spreads.every(({ topologyKey }) => node.metadata.labels?.[topologyKey] !== undefined);
}

function compile(constraint: TopologySpreadConstraint, pod: Pod): Spread {
  const own = constraint.labelSelector === undefined ? NOTHING : compiledSelector(constraint.labelSelector);
  const byKeys: Record<string, string> = {};
  for (const key of constraint.matchLabelKeys ?? []) {
    const value = pod.metadata.labels?.[key];
    if (value !== undefined) byKeys[key] = value;
  }
  return {
    maxSkew: constraint.maxSkew,
    topologyKey: constraint.topologyKey,
    selector: own.matchesNothing ? own : selectorOf([...selectorFromMap(byKeys).requirements, ...own.requirements]),
    minDomains: constraint.minDomains ?? 1,
    honorsAffinity: constraint.nodeAffinityPolicy !== 'Ignore',
    honorsTaints: constraint.nodeTaintsPolicy === 'Honor',
  };
}

/** What the services that select the pod and the workload that controls it select, together. */
function defaultSelector(pod: Pod, objects: Lister): Selector {
  const { namespace = '', labels } = pod.metadata;
  let merged: StringMap = {};
  for (const { spec } of objects.inNamespace('Service', namespace)) {
    if (spec.selector === undefined || !matchesSelector(selectorFromMap(spec.selector), labels)) continue;
    merged = { ...merged, ...spec.selector };
  }
  const owner = controllerOf(pod);
  const key = `${namespace}/${owner?.name ?? ''}`;
  switch (`${owner?.apiVersion ?? ''} ${owner?.kind ?? ''}`) {
    case 'v1 ReplicationController':
      return selectorFromMap({ ...merged, ...objects.get('ReplicationController', key)?.spec.selector });
    case 'apps/v1 ReplicaSet':
      return withRequirementsOf(merged, objects.get('ReplicaSet', key)?.spec.selector);
    case 'apps/v1 StatefulSet':
      return withRequirementsOf(merged, objects.get('StatefulSet', key)?.spec.selector);
    default:
      return selectorFromMap(merged);
  }
}

function withRequirementsOf(labels: StringMap, object: TopologySpreadConstraint['labelSelector']): Selector {
  const other = object === undefined ? NOTHING : compiledSelector(object);
  const own = selectorFromMap(labels);
  return other.matchesNothing ? own : selectorOf([...own.requirements, ...other.requirements]);
}
