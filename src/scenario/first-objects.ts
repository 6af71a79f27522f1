// What a cluster holds before anything happens: its namespaces, and nodes that have been up for long enough to be
// Ready and untainted. Names, labels and fields are those that a real control plane would show.

import type { Micros } from '../base/time.ts';
import type { EndpointSlice, NewObject, Node, PriorityClass, Service, StringMap } from '../model/objects.ts';
import type { StorageClass } from '../model/storage.ts';
import { healthyConditions } from '../node/node-status.ts';
import { podNetworkOf } from '../node/pod-ips.ts';
import type { Pool } from './scenario.ts';

/** The version of Kubernetes that everything here mirrors. */
const KUBERNETES_VERSION = 'v1.36.3';

/** The label that says which pool a node is of. */
const POOL_LABEL = 'orrery/pool';

const FIRST_HOST = 10;

/** The namespaces that every cluster has. */
export const FIRST_NAMESPACES: readonly string[] = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** A namespace as its creator sends it. */
export function namespaceObject(name: string): NewObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  } as NewObject;
}

/** The Service by which pods reach the API server, and its endpoint. */
export function apiServerObjects(): readonly NewObject[] {
  const [namespace, name] = ['default', 'kubernetes'];
  const labels = { component: 'apiserver', provider: 'kubernetes' };
  const port = { name: 'https', protocol: 'TCP', port: 443, targetPort: 6443 };
  const service: NewObject<Service> = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels },
    spec: { type: 'ClusterIP', clusterIP: '10.96.0.1', ports: [port] },
  };
  const slice: NewObject<EndpointSlice> = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name, namespace, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready: true } }],
    ports: [{ name: 'https', protocol: 'TCP', port: 6443 }],
  };
  return [service, slice];
}

/** The priority classes of a cluster's own pods. Mirrors pkg/apis/scheduling/v1/helpers.go (v1.36). */
export function systemPriorityClasses(): readonly NewObject[] {
  const classes = [
    ['system-node-critical', 2_000_001_000, 'must not be moved from their current node.'],
    [
      'system-cluster-critical',
      2_000_000_000,
      'must run in the cluster, but can be moved to another node if necessary.',
    ],
  ] as const;
  return classes.map(([name, value, rest]): NewObject<PriorityClass> => {
    const description = `Used for system critical pods that ${rest}`;
    return { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, description };
  });
}

/** The class of claims that name none: disks that are made where the first pod goes. */
export function standardStorageClass(): NewObject<StorageClass> {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'disk.csi.orrery',
    allowVolumeExpansion: true,
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'WaitForFirstConsumer',
  };
}

/** A node of the cluster: where it comes from and its number among all nodes, from 1. */
export interface PlannedNode {
  readonly name: string;
  readonly pool: Pool;
  /** Number in its pool, from 1. */
  readonly number: number;
  /** Number among all nodes, from 1. */
  readonly index: number;
}

/** All nodes of all pools, in order. */
export function planNodes(pools: readonly Pool[]): readonly PlannedNode[] {
  const nodes: PlannedNode[] = [];
  for (const pool of pools) {
    for (let number = 1; number <= pool.count; number += 1) {
      nodes.push({ name: `${pool.name}-${number}`, pool, number, index: nodes.length + 1 });
    }
  }
  return nodes;
}

/** A healthy node as its kubelet registered it. */
export function nodeObject({ name, pool, number, index }: PlannedNode, now: Micros): NewObject<Node> {
  const host = FIRST_HOST + index;
  const { taints } = pool;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: labelsOf(name, pool, number) },
    spec: {
      podCIDR: `${podNetworkOf(index)}.0/24`,
      ...(taints.length === 0 ? {} : { taints }),
    },
    status: {
      capacity: pool.capacity,
      allocatable: pool.capacity,
      conditions: healthyConditions(now),
      addresses: [
        { type: 'InternalIP', address: `10.0.${Math.floor(host / 256)}.${host % 256}` },
        { type: 'Hostname', address: name },
      ],
      nodeInfo: {
        architecture: 'amd64',
        containerRuntimeVersion: 'containerd://2.1.0',
        kernelVersion: '6.12.0',
        kubeletVersion: KUBERNETES_VERSION,
        operatingSystem: 'linux',
        osImage: 'Linux',
      },
    },
  };
}

function labelsOf(name: string, pool: Pool, number: number): StringMap {
  const zone = pool.zones.length === 0 ? undefined : pool.zones[(number - 1) % pool.zones.length];
  return {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    [POOL_LABEL]: pool.name,
    ...(zone === undefined ? {} : { 'topology.kubernetes.io/region': 'region-1', 'topology.kubernetes.io/zone': zone }),
    ...pool.labels,
  };
}
