// Small objects for the scheduler's tests: only what a test says differs from a plain node of 4 CPUs and 8 GiB, and a
// plain pod of 100m and 128Mi.

import { micros } from '../../src/base/time.ts';
import type {
  ContainerImage,
  KubeObject,
  LabelSelector,
  Node,
  ObjectOf,
  Pod,
  PodSpec,
  ReplicaSet,
  ResourceList,
  Service,
  StringMap,
  Taint,
} from '../../src/model/objects.ts';
import { keyOf } from '../../src/model/objects.ts';
import type { Lister } from '../../src/scheduler/framework.ts';

export const ZONE = 'topology.kubernetes.io/zone';

/** A ready node, labelled with its own name as host. */
export function nodeOf(
  name: string,
  given: {
    readonly labels?: StringMap;
    readonly taints?: readonly Taint[];
    readonly unschedulable?: boolean;
    readonly allocatable?: ResourceList;
    readonly declaredFeatures?: readonly string[];
    readonly images?: readonly ContainerImage[];
  } = {},
): Node {
  const allocatable = { cpu: '4', memory: '8Gi', pods: '110', ...given.allocatable };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      uid: `uid-${name}`,
      resourceVersion: 1,
      creationTimestamp: micros(0),
      labels: { 'kubernetes.io/hostname': name, ...given.labels },
    },
    spec: { taints: given.taints ?? [], unschedulable: given.unschedulable ?? false },
    status: {
      allocatable,
      ...(given.declaredFeatures === undefined ? {} : { declaredFeatures: given.declaredFeatures }),
      ...(given.images === undefined ? {} : { images: given.images }),
    },
  };
}

/** A pending pod of one container. */
export function podOf(
  name: string,
  given: {
    readonly labels?: StringMap;
    readonly owner?: string | undefined;
    readonly requests?: ResourceList;
    readonly spec?: Partial<PodSpec>;
    readonly nodeName?: string;
  } = {},
): Pod {
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: given.owner ?? '', uid: 'uid', controller: true };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      uid: `uid-${name}`,
      resourceVersion: 1,
      creationTimestamp: micros(0),
      labels: given.labels ?? {},
      ...(given.owner === undefined ? {} : { ownerReferences: [owner] }),
    },
    spec: {
      containers: [
        { name: 'c', image: 'app:1', resources: { requests: given.requests ?? { cpu: '100m', memory: '128Mi' } } },
      ],
      ...(given.nodeName === undefined ? {} : { nodeName: given.nodeName }),
      ...given.spec,
    },
    status: { phase: 'Pending' },
  };
}

/** A ReplicaSet that selects these labels. */
export function replicaSetOf(name: string, labels: StringMap): ReplicaSet {
  const selector: LabelSelector = { matchLabels: labels };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: metaOf(name),
    spec: { replicas: 1, selector, template: { spec: { containers: [] } } },
    status: {},
  };
}

/** A Service that selects these labels. */
export function serviceOf(name: string, labels: StringMap): Service {
  return { apiVersion: 'v1', kind: 'Service', metadata: metaOf(name), spec: { selector: labels } };
}

/** Objects as the scheduler looks them up. */
export function listerOf(objects: readonly KubeObject[]): Lister {
  return {
    get: <K extends string>(kind: K, key: string) =>
      objects.find((object) => object.kind === kind && keyOf(object) === key) as ObjectOf<K> | undefined,
    list: <K extends string>(kind: K) =>
      objects.filter((object) => object.kind === kind) as readonly KubeObject[] as readonly ObjectOf<K>[],
    inNamespace: <K extends string>(kind: K, namespace: string) =>
      objects.filter(
        (object) => object.kind === kind && object.metadata.namespace === namespace,
      ) as readonly KubeObject[] as readonly ObjectOf<K>[],
  };
}

function metaOf(name: string): KubeObject['metadata'] {
  return { name, namespace: 'default', uid: `uid-${name}`, resourceVersion: 1, creationTimestamp: micros(0) };
}
