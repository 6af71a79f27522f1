// What would make a pod fit on a node: the changes that its refusals call for, one after another in the order of the
// filters, each tried by the same filters. A refusal that no change of the pod's requests and tolerations, or of the
// node's labels, can lift ends the plan.

import type { Container, Node, Pod, ResourceList, Taint } from '../model/objects.ts';
import { keyOf } from '../model/objects.ts';
import { firstUntolerated } from '../model/toleration.ts';
import { runFilters, runPreFilters } from '../scheduler/filtering.ts';
import type { Snapshot, Verdict } from '../scheduler/framework.ts';
import type { NodeInfo } from '../scheduler/node-info.ts';
import { withObjects } from '../scheduler/snapshot-of.ts';
import { type Attempt, snapshotOfAttempt } from './explain-decision.ts';
import { quantityOf, roundedDown, wants } from './fit-amounts.ts';

/** One change. Amounts are quantities, those of the pod as a whole. */
export type FitChange =
  /** `share` is how much less that is: 0.3 for 30 %. */
  | {
      readonly what: 'request';
      readonly resource: string;
      readonly amount: string;
      readonly old: string;
      readonly share: number;
    }
  | { readonly what: 'toleration'; readonly taint: Taint }
  | { readonly what: 'label'; readonly key: string; readonly value: string }
  | { readonly what: 'uncordon' }
  /** A requirement of the pod that it could do without; `detail` is the topology key of a spread constraint. */
  | {
      readonly what: 'drop';
      readonly field: 'podAffinity' | 'podAntiAffinity' | 'topologySpreadConstraints';
      readonly detail: string;
    }
  /** Another pod (`namespace/name`) goes from the node: it holds a port. */
  | { readonly what: 'evict'; readonly pod: string };

/** What would bring the pod onto a node; `refusal` is what is left in the way, where the changes are not enough. */
export interface FitPlan {
  readonly node: string;
  readonly changes: readonly FitChange[];
  readonly refusal: Verdict | undefined;
}

/** The pod and the cluster with some changes. */
export interface FitState {
  readonly pod: Pod;
  readonly node: Node;
  readonly snapshot: Snapshot;
}

const MOST_STEPS = 6;
/** A node is not given another's name. */
export const HOSTNAME = 'kubernetes.io/hostname';

/** The plan for a node of the attempt's cluster; `undefined` where there is no such node. */
export function fitPlan(attempt: Attempt, snapshot: Snapshot, nodeName: string): FitPlan | undefined {
  const node = snapshot.node(nodeName)?.node;
  if (node === undefined) return undefined;
  let state: FitState = { pod: attempt.pod, node, snapshot };
  const changes: FitChange[] = [];
  for (let step = 0; ; step += 1) {
    const refusal = refusalOf(attempt, state);
    const found = refusal === undefined || step === MOST_STEPS ? [] : changesFor(refusal, state);
    if (found.length === 0) return { node: nodeName, changes, refusal };
    changes.push(...found);
    state = found.reduce((changed, change) => withChange(attempt, changed, change), state);
  }
}

/** Easiest first: the fewest changes, then the least that is taken from a request. Plans that fail are left out. */
export function easiest<P extends FitPlan>(plans: readonly P[]): readonly P[] {
  return plans
    .filter(({ refusal, changes }) => refusal === undefined && changes.length > 0)
    .toSorted((a, b) => a.changes.length - b.changes.length || loweredBy(a) - loweredBy(b));
}

/** The largest share that is taken from a request. */
function loweredBy({ changes }: FitPlan): number {
  return Math.max(0, ...changes.map((change) => (change.what === 'request' ? change.share : 0)));
}

/** What refuses the pod on the node; `undefined` where nothing does. */
export function refusalOf({ profile }: Attempt, { pod, node, snapshot }: FitState): Verdict | undefined {
  const info = snapshot.node(node.metadata.name);
  const run = runPreFilters(profile, pod, snapshot);
  if (run.rejected !== undefined || info === undefined) return run.rejected;
  if (run.nodeNames?.has(info.name) === false) {
    return { plugin: run.restrictedBy[0] ?? '', code: 'UnschedulableAndUnresolvable', reasons: ['is not named'] };
  }
  return runFilters(run.filters, pod, info, snapshot);
}

/** What still refuses the pod on a node after one change alone. */
export function refusalAfter(
  attempt: Attempt,
  snapshot: Snapshot,
  name: string,
  change: FitChange,
): Verdict | undefined {
  const node = snapshot.node(name)?.node;
  return node === undefined
    ? undefined
    : refusalOf(attempt, withChange(attempt, { pod: attempt.pod, node, snapshot }, change));
}

function changesFor({ plugin, reasons }: Verdict, { pod, node, snapshot }: FitState): readonly FitChange[] {
  switch (plugin) {
    case 'NodeResourcesFit':
      return requestChanges(pod, snapshot.node(node.metadata.name));
    case 'TaintToleration': {
      const taint = firstUntolerated(node.spec.taints, pod.spec.tolerations, ['NoSchedule', 'NoExecute']);
      return taint === undefined ? [] : [{ what: 'toleration', taint }];
    }
    case 'NodeUnschedulable':
      return [{ what: 'uncordon' }];
    case 'NodeAffinity':
      return labelChanges(pod, node);
    case 'NodePorts':
      return portChanges(pod, snapshot.node(node.metadata.name));
    case 'InterPodAffinity':
      return reasons.flatMap((reason): readonly FitChange[] => {
        const field = AFFINITY_OF[reason];
        return field === undefined ? [] : [{ what: 'drop', field, detail: '' }];
      });
    case 'PodTopologySpread': {
      const hard = pod.spec.topologySpreadConstraints?.find(isHard);
      return hard === undefined ? [] : [{ what: 'drop', field: 'topologySpreadConstraints', detail: hard.topologyKey }];
    }
    default:
      return [];
  }
}

/** What the pod asks for where a reason is its own; that of others is not for it to change. */
const AFFINITY_OF: { readonly [reason: string]: 'podAffinity' | 'podAntiAffinity' } = {
  "node(s) didn't match pod affinity rules": 'podAffinity',
  "node(s) didn't match pod anti-affinity rules": 'podAntiAffinity',
};

function isHard({ whenUnsatisfiable }: { readonly whenUnsatisfiable?: string }): boolean {
  return whenUnsatisfiable === 'DoNotSchedule';
}

/** The pods that hold a port of the node that this one wants. */
function portChanges(pod: Pod, info: NodeInfo | undefined): readonly FitChange[] {
  const wanted = new Set(hostPorts(pod));
  const holders = info?.pods.filter((other) => hostPorts(other).some((port) => wanted.has(port))) ?? [];
  return holders.map((holder) => ({ what: 'evict', pod: keyOf(holder) }));
}

function hostPorts({ spec }: Pod): readonly string[] {
  const ports = spec.containers.flatMap((container) => container.ports ?? []);
  return ports.flatMap(({ hostPort, protocol = 'TCP' }) => (hostPort === undefined ? [] : [`${protocol} ${hostPort}`]));
}

/** Every request that is too large, lowered to what is free; none where nothing is free of one of them. */
function requestChanges(pod: Pod, info: NodeInfo | undefined): readonly FitChange[] {
  if (info === undefined || pod.spec.resources !== undefined) return [];
  const short = wants(pod, info).filter(({ wanted, free }) => wanted > free);
  const changes = short.flatMap(({ resource, wanted, free }): readonly FitChange[] => {
    const amount = roundedDown(resource, free);
    if (amount <= 0) return [];
    const told = { amount: quantityOf(resource, amount), old: quantityOf(resource, wanted) };
    return [{ what: 'request', resource, ...told, share: 1 - amount / wanted }];
  });
  return changes.length === short.length ? changes : [];
}

/** The labels of the selector, and those of the first term of the affinity that labels alone can satisfy. */
function labelChanges(pod: Pod, { metadata: { labels = {} } }: Node): readonly FitChange[] {
  const { nodeSelector = {}, affinity } = pod.spec;
  const label = (key: string, value: string): readonly FitChange[] =>
    labels[key] === value || key === HOSTNAME ? [] : [{ what: 'label', key, value }];
  const bySelector = Object.entries(nodeSelector).flatMap(([key, value]) => label(key, value));
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const byTerm = terms.flatMap(({ matchExpressions = [], matchFields = [] }) => {
    const wanted = matchExpressions.map(({ key, operator, values = [] }): readonly FitChange[] | undefined => {
      const has = labels[key];
      if (operator === 'In') return has !== undefined && values.includes(has) ? [] : label(key, values[0] ?? '');
      if (operator === 'Exists') return has === undefined ? label(key, 'true') : [];
      if (operator === 'NotIn') return has !== undefined && values.includes(has) ? undefined : [];
      return operator === 'DoesNotExist' && has === undefined ? [] : undefined;
    });
    return wanted.includes(undefined) || matchFields.length > 0 ? [] : [wanted.flatMap((each) => each ?? [])];
  });
  return [...bySelector, ...(byTerm[0] ?? [])];
}

function withChange(attempt: Attempt, state: FitState, change: FitChange): FitState {
  const { pod, node } = state;
  switch (change.what) {
    case 'request':
      return { ...state, pod: withRequest(pod, change.resource, change.amount) };
    case 'toleration': {
      const { key, effect } = change.taint;
      const tolerations = [...(pod.spec.tolerations ?? []), { key, operator: 'Exists', effect } as const];
      return { ...state, pod: { ...pod, spec: { ...pod.spec, tolerations } } };
    }
    case 'label': {
      const labels = { ...node.metadata.labels, [change.key]: change.value };
      return withNode(attempt, state, { ...node, metadata: { ...node.metadata, labels } });
    }
    case 'drop':
      return { ...state, pod: withoutRequirement(pod, change.field, change.detail) };
    case 'evict':
      return withoutPods(attempt, state, [change.pod]);
    case 'uncordon': {
      const { unschedulable: _, ...spec } = node.spec;
      const taints = spec.taints?.filter(({ key }) => key !== 'node.kubernetes.io/unschedulable');
      return withNode(attempt, state, { ...node, spec: { ...spec, ...(taints === undefined ? {} : { taints }) } });
    }
  }
}

function withoutRequirement(
  pod: Pod,
  field: Extract<FitChange, { readonly what: 'drop' }>['field'],
  topologyKey: string,
): Pod {
  const { spec } = pod;
  if (field === 'topologySpreadConstraints') {
    const isDropped = (each: (typeof constraints)[number]): boolean => isHard(each) && each.topologyKey === topologyKey;
    const constraints = spec.topologySpreadConstraints ?? [];
    const rest = constraints.filter((each) => !isDropped(each));
    return { ...pod, spec: { ...spec, topologySpreadConstraints: rest } };
  }
  const { requiredDuringSchedulingIgnoredDuringExecution: _, ...preferred } = spec.affinity?.[field] ?? {};
  return { ...pod, spec: { ...spec, affinity: { ...spec.affinity, [field]: preferred } } };
}

/** The cluster without some pods, whether the API server knows of their places or the scheduler alone. */
export function withoutPods(attempt: Attempt, state: FitState, keys: readonly string[]): FitState {
  const { seen, assumed } = attempt;
  const changed = withObjects(
    seen,
    'Pod',
    seen.list('Pod').filter((pod) => !keys.includes(keyOf(pod))),
  );
  const others = assumed.filter(({ pod }) => !keys.includes(keyOf(pod)));
  return { ...state, snapshot: snapshotOfAttempt({ ...attempt, seen: changed, assumed: others }) };
}

/** The cluster with another version of the node. */
function withNode(attempt: Attempt, state: FitState, node: Node): FitState {
  const { seen } = attempt;
  const { name } = node.metadata;
  const nodes = seen.list('Node').map((each) => (each.metadata.name === name ? node : each));
  const changed = withObjects(seen, 'Node', nodes);
  return { ...state, node, snapshot: snapshotOfAttempt({ ...attempt, seen: changed }) };
}

/** The first container asks for the whole amount, the others for nothing: to filters only the sum counts. */
function withRequest(pod: Pod, resource: string, amount: string): Pod {
  const asking = (container: Container, requested: ResourceList): Container => {
    const { [resource]: _, ...requests } = container.resources?.requests ?? {};
    return { ...container, resources: { ...container.resources, requests: { ...requests, ...requested } } };
  };
  const { initContainers, containers } = pod.spec;
  const changed = containers.map((container, index) => asking(container, index === 0 ? { [resource]: amount } : {}));
  const starting = initContainers?.map((container) => asking(container, {}));
  const spec = { ...pod.spec, containers: changed, ...(starting === undefined ? {} : { initContainers: starting }) };
  return { ...pod, spec };
}
