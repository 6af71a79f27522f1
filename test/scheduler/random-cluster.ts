// Random clusters for the scheduler's properties: nodes, pods and changes of which most are usual, so that most pods
// fit on most nodes and what differs decides.

import fc from 'fast-check';
import type {
  Affinity,
  KubeObject,
  LabelSelector,
  Node,
  Pod,
  PodAffinityTerm,
  TopologySpreadConstraint,
} from '../../src/model/objects.ts';
import type { ClusterCache } from '../../src/scheduler/cluster-cache.ts';
import { nodeOf, podOf, replicaSetOf, serviceOf, ZONE } from './objects.ts';
import { claimOf, classOf, csiNodeOf, volumeOf } from './storage-objects.ts';

function mostly<T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}

/** What a random node is made from. */
export interface NodeShape {
  readonly zone: string | undefined;
  readonly cpu: string;
  readonly memory: string;
  readonly pods: string;
  readonly taint: string | undefined;
  readonly unschedulable: boolean;
  readonly disk: string | undefined;
  readonly gpus: string | undefined;
  /** Bytes of the images that it has. */
  readonly image: number | undefined;
}

export const nodes: fc.Arbitrary<NodeShape> = fc.record({
  zone: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('a', 'b', 'c') }, fc.constantFrom(undefined, '')),
  cpu: mostly('4', '0', '1', '2'),
  memory: mostly('8Gi', '1Gi', '4Gi'),
  pods: mostly('110', '2', '5'),
  taint: mostly<string | undefined>(undefined, 'NoSchedule', 'PreferNoSchedule', 'NoExecute'),
  unschedulable: mostly(false, true),
  disk: mostly<string | undefined>('ssd', undefined, 'hdd'),
  gpus: mostly<string | undefined>(undefined, '1', '2'),
  image: mostly<number | undefined>(undefined, 50_000_000, 400_000_000),
});

const selectors: fc.Arbitrary<LabelSelector | undefined> = mostly<LabelSelector | undefined>(
  { matchLabels: { app: 'web' } },
  { matchLabels: { app: 'db' } },
  { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['db'] }] },
  {},
  undefined,
);
const topologyKeys = fc.constantFrom(ZONE, 'kubernetes.io/hostname', 'disk');

const constraints = fc.record({
  maxSkew: fc.integer({ min: 1, max: 3 }),
  topologyKey: topologyKeys,
  whenUnsatisfiable: fc.constantFrom('DoNotSchedule', 'ScheduleAnyway'),
  labelSelector: selectors,
  minDomains: mostly(undefined, 2, 4),
  nodeAffinityPolicy: mostly(undefined, 'Ignore'),
  nodeTaintsPolicy: mostly(undefined, 'Honor'),
});

interface TermShape {
  readonly labelSelector: LabelSelector | undefined;
  readonly topologyKey: string;
  readonly namespaces: readonly string[] | undefined;
  readonly namespaceSelector: LabelSelector | undefined;
}

const terms: fc.Arbitrary<TermShape> = fc.record({
  labelSelector: selectors,
  topologyKey: topologyKeys,
  namespaces: mostly<readonly string[] | undefined>(undefined, ['other'], ['default', 'other']),
  namespaceSelector: mostly<LabelSelector | undefined>(
    undefined,
    {},
    { matchLabels: { team: 'blue' } },
    { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] },
  ),
});

const someTerms = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.array(terms, { minLength: 1, maxLength: 2 }) },
);
const someWeights = fc.array(fc.record({ weight: fc.integer({ min: 1, max: 100 }), term: terms }), { maxLength: 2 });

const affinities = fc.record({
  near: someTerms,
  apart: someTerms,
  rather: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, someWeights),
  ratherNot: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, someWeights),
});

/** What random pods are made from. */
export interface Template {
  readonly app: string;
  readonly namespace: string;
  readonly cpu: string | undefined;
  readonly memory: string | undefined;
  readonly gpus: string | undefined;
  readonly priority: number;
  readonly tolerates: boolean;
  readonly owned: boolean;
  readonly selector: { readonly disk: string } | undefined;
  /** Nodes that its affinity names. */
  readonly named: readonly string[] | undefined;
  readonly prefers: boolean;
  readonly hostPort: number | undefined;
  readonly image: string;
  readonly claim: string | undefined;
  readonly hasTerms: boolean;
  readonly terms: {
    readonly near: readonly TermShape[];
    readonly apart: readonly TermShape[];
    readonly rather: readonly { readonly weight: number; readonly term: TermShape }[];
    readonly ratherNot: readonly { readonly weight: number; readonly term: TermShape }[];
  };
  readonly spreads: readonly object[];
}

export const templates: fc.Arbitrary<Template> = fc.record({
  app: fc.constantFrom('web', 'db'),
  namespace: mostly('default', 'other'),
  cpu: fc.constantFrom(undefined, '0', '10m', '100m', '500m'),
  memory: fc.constantFrom(undefined, '16Mi', '128Mi', '1Gi'),
  gpus: mostly<string | undefined>(undefined, '1'),
  priority: mostly(0, 10),
  tolerates: fc.boolean(),
  owned: mostly(true, false),
  selector: mostly<{ readonly disk: string } | undefined>(undefined, { disk: 'ssd' }),
  named: mostly<readonly string[] | undefined>(undefined, ['node-1'], ['node-0', 'node-3', 'nowhere']),
  prefers: mostly(false, true),
  hostPort: mostly<number | undefined>(undefined, 80, 443),
  image: mostly('app:1', 'big:1'),
  claim: mostly<string | undefined>(undefined, 'bound', 'late', 'once'),
  hasTerms: mostly(false, true),
  terms: affinities,
  spreads: fc.oneof(fc.constant([]), fc.array(constraints, { minLength: 1, maxLength: 2 })) as fc.Arbitrary<
    readonly object[]
  >,
});

/** A pod to schedule, or something else that happens. */
export interface Change {
  readonly kind: string;
  readonly index: number;
  readonly node: NodeShape;
}

export const steps: fc.Arbitrary<Change> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('schedule'), index: fc.nat(), node: nodes }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('addNode', 'updateNode', 'removeNode', 'deletePod', 'terminatePod', 'confirmPod'),
      index: fc.nat(),
      node: nodes,
    }),
  },
);

const ZONE_B = [{ matchLabelExpressions: [{ key: ZONE, values: ['b'] }] }];

const namespaceOf = (name: string, labels: object): KubeObject =>
  ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, uid: name, labels } }) as never;

/** Namespaces, and what the pods' owners and claims are. */
export const OBJECTS: readonly KubeObject[] = [
  namespaceOf('default', {}),
  namespaceOf('other', { team: 'blue' }),
  replicaSetOf('web-rs', { app: 'web' }),
  serviceOf('db', { app: 'db' }),
  claimOf('bound', { volume: 'v' }),
  volumeOf('v', { zones: ['a'] }),
  claimOf('once', { volume: 'w', accessModes: ['ReadWriteOncePod'] }),
  volumeOf('w'),
  claimOf('late'),
  classOf('late', { allowedTopologies: ZONE_B }),
  csiNodeOf('node-0', { 'csi.example.com': 1 }),
];

/** Performs any change but `schedule`. */
export function change(
  cache: ClusterCache,
  names: string[],
  placed: Pod[],
  { kind, index, node }: Change,
  step: number,
): void {
  const name = names[index % names.length] ?? '';
  const pod = placed[index % Math.max(1, placed.length)];
  switch (kind) {
    case 'addNode':
      names.push(`new-${step}`);
      return cache.addNode(makeNode(node, `new-${step}`));
    case 'updateNode':
      return cache.updateNode(makeNode(node, name));
    case 'removeNode':
      if (names.length > 1) cache.removeNode(names.splice(names.indexOf(name), 1)[0] ?? '');
      return;
    case 'deletePod':
      if (pod !== undefined) cache.removePod(`${pod.metadata.namespace}/${pod.metadata.name}`);
      if (pod !== undefined) placed.splice(placed.indexOf(pod), 1);
      return;
    case 'terminatePod':
      if (pod !== undefined) cache.setPod({ ...pod, metadata: { ...pod.metadata, deletionTimestamp: 0 as never } });
      return;
    default:
      if (pod !== undefined) cache.setPod({ ...pod });
  }
}

export function makeNode(shape: NodeShape, name: string): Node {
  const { zone, disk, taint, gpus, image } = shape;
  const node = nodeOf(name, {
    labels: { ...(zone === undefined ? {} : { [ZONE]: zone }), ...(disk === undefined ? {} : { disk }) },
    taints: taint === undefined ? [] : [{ key: 'dedicated', effect: taint as 'NoSchedule' }],
    unschedulable: shape.unschedulable,
    allocatable: {
      cpu: shape.cpu,
      memory: shape.memory,
      pods: shape.pods,
      ...(gpus === undefined ? {} : { 'example.com/gpu': gpus }),
    },
  });
  if (image === undefined) return node;
  return { ...node, status: { ...node.status, images: [{ names: ['app:1', 'big:1'], sizeBytes: image }] } };
}

export function makePod(shape: Template, name: string): Pod {
  const { cpu, memory, gpus, hostPort, image, claim } = shape;
  const pod = podOf(name, {
    labels: { app: shape.app },
    owner: shape.owned ? 'web-rs' : undefined,
    requests: {
      ...(cpu === undefined ? {} : { cpu }),
      ...(memory === undefined ? {} : { memory }),
      ...(gpus === undefined ? {} : { 'example.com/gpu': gpus }),
    },
    spec: {
      priority: shape.priority,
      ...(shape.tolerates ? { tolerations: [{ operator: 'Exists' as const }] } : {}),
      ...(shape.selector === undefined ? {} : { nodeSelector: shape.selector }),
      ...(claim === undefined ? {} : { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: claim } }] }),
      affinity: affinityOf(shape),
      topologySpreadConstraints: shape.spreads.map(defined) as unknown as readonly TopologySpreadConstraint[],
    },
  });
  const ports = hostPort === undefined ? {} : { ports: [{ containerPort: 80, hostPort }] };
  const containers = pod.spec.containers.map((container) => ({ ...container, ...ports, image }));
  return {
    ...pod,
    metadata: { ...pod.metadata, namespace: shape.namespace },
    spec: { ...pod.spec, containers },
  };
}

const SSD = { weight: 7, preference: { matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] } };

function affinityOf({ prefers, named, hasTerms, terms: { near, apart, rather, ratherNot } }: Template): Affinity {
  const whole = (list: typeof near): readonly PodAffinityTerm[] => list.map(defined);
  const weighted = (list: typeof rather) =>
    list.map(({ weight, term }) => ({ weight, podAffinityTerm: defined(term) }) as never);
  const names = { key: 'metadata.name', operator: 'In' as const, values: named ?? [] };
  const nodeSelectorTerms = (named ?? []).map((name) => ({ matchFields: [{ ...names, values: [name] }] }));
  const both = (required: readonly PodAffinityTerm[], preferred: readonly never[]) => ({
    requiredDuringSchedulingIgnoredDuringExecution: required,
    preferredDuringSchedulingIgnoredDuringExecution: preferred,
  });
  return {
    ...(prefers || named !== undefined
      ? {
          nodeAffinity: {
            ...(prefers ? { preferredDuringSchedulingIgnoredDuringExecution: [SSD as never] } : {}),
            ...(named === undefined ? {} : { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } }),
          },
        }
      : {}),
    ...(!hasTerms
      ? {}
      : { podAffinity: both(whole(near), weighted(rather)), podAntiAffinity: both(whole(apart), weighted(ratherNot)) }),
  };
}

function defined<T extends object>(fields: T): never {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
