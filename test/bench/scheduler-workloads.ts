// What `npm run bench:scheduler` schedules: for each workload the objects that pods belong to, the pods that are there,
// and the pods that come.

import type { Affinity, KubeObject, Node, Pod, PodSpec } from '../../src/model/objects.ts';
import { nodeOf, podOf, replicaSetOf, serviceOf, ZONE } from '../scheduler/objects.ts';

const ZONES = ['a', 'b', 'c'] as const;
const HOSTNAME = 'kubernetes.io/hostname';
/** Room for this many pods of half a CPU. */
const PODS_PER_NODE = 30;

/** Pods by their number, on so many nodes. */
export interface Workload {
  readonly name: string;
  readonly objects: readonly KubeObject[];
  /** Pods that are there, per node. */
  readonly filled: number;
  /** One of those. */
  existing(i: number): Pod;
  /** One of those that come. */
  coming(i: number): Pod;
  /** Decisions are not carried out: every attempt meets the same cluster. */
  readonly isStill?: boolean;
}

const LIKED = { key: ZONE, operator: 'In' as const, values: ['a'] };

/** A worker of one of three zones; every twentieth is tainted a little. */
export function workerOf(i: number): Node {
  return nodeOf(`worker-${i}`, {
    labels: { [ZONE]: ZONES[i % 3] ?? '', 'node.kubernetes.io/instance-type': 'm.large' },
    taints: i % 20 === 0 ? [{ key: 'spot', effect: 'PreferNoSchedule' }] : [],
    allocatable: { cpu: `${PODS_PER_NODE / 2}`, memory: '64Gi', pods: '110', 'ephemeral-storage': '100Gi' },
  });
}

/** Pods of these templates share what pods of a template share: all but the name and uid. */
function podsOf(templates: readonly Pod[]): (i: number) => Pod {
  return (i) => {
    const template = templates[i % templates.length] ?? podOf('none');
    const name = `${template.metadata.name}-${i}`;
    return { ...template, metadata: { ...template.metadata, name, uid: name } };
  };
}

function templatesOf(count: number, spec: Partial<PodSpec> = {}, owned = false): readonly Pod[] {
  return Array.from({ length: count }, (_x, i) =>
    podOf(`app-${i}`, {
      labels: { app: `app-${i}`, 'pod-template-hash': 'abc' },
      owner: owned ? `app-${i}` : undefined,
      requests: { cpu: `${100 + (i % 9) * 50}m`, memory: `${256 + (i % 7) * 128}Mi` },
      spec,
    }),
  );
}

function ownersOf(count: number): readonly KubeObject[] {
  return Array.from({ length: count }, (_x, i) => [
    replicaSetOf(`app-${i}`, { app: `app-${i}`, 'pod-template-hash': 'abc' }),
    serviceOf(`app-${i}`, { app: `app-${i}` }),
  ]).flat();
}

const near = (topologyKey: string, app = 'app-0') => ({ labelSelector: { matchLabels: { app } }, topologyKey });
const affinityOf = (affinity: Affinity): readonly Pod[] => templatesOf(1, { affinity });

const others = podsOf(templatesOf(10));

function workload(name: string, templates: readonly Pod[], more: Partial<Workload> = {}): Workload {
  return { name, objects: [], filled: PODS_PER_NODE / 2, existing: others, coming: podsOf(templates), ...more };
}

function deployments(name: string, count: number): Workload {
  const pods = podsOf(templatesOf(count, {}, true));
  return workload(name, [], { objects: ownersOf(count), existing: pods, coming: pods });
}

const FULL = { requests: { cpu: '500m', memory: '1Gi' } };

/** Every workload. */
export const WORKLOADS: readonly Workload[] = [
  workload('plain pods, one template', templatesOf(1)),
  workload('plain pods, 1,000 templates', templatesOf(1_000)),
  workload('plain pods, all distinct', [], {
    coming: (i) =>
      podOf(`p-${i}`, { labels: { app: `${i}` }, requests: { cpu: `${100 + (i % 400)}m`, memory: `${i}Ki` } }),
  }),
  deployments('default spreading, one Deployment', 1),
  deployments('default spreading, 10 Deployments', 10),
  deployments('default spreading, 1,000 Deployments', 1_000),
  workload(
    'hard zone spread',
    templatesOf(1, {
      topologySpreadConstraints: [
        { maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable: 'DoNotSchedule', labelSelector: near(ZONE).labelSelector },
      ],
    }),
  ),
  workload(
    'required anti-affinity by host',
    templatesOf(20).map((pod, i) => {
      const terms = [near(HOSTNAME, `app-${i}`)];
      const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } };
      return { ...pod, spec: { ...pod.spec, affinity } };
    }),
    { existing: podsOf(templatesOf(10).map((pod) => ({ ...pod, metadata: { ...pod.metadata, labels: {} } }))) },
  ),
  workload(
    'preferred pod affinity by zone',
    affinityOf({
      podAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 10, podAffinityTerm: near(ZONE) }],
      },
    }),
  ),
  workload(
    'node affinity',
    affinityOf({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE, operator: 'In', values: ['a', 'b'] }] }],
        },
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 5, preference: { matchExpressions: [LIKED] } }],
      },
    }),
  ),
  workload('a full cluster, every attempt fails', [podOf('late', FULL)], {
    filled: PODS_PER_NODE,
    existing: podsOf([podOf('full', FULL)]),
    isStill: true,
  }),
  workload('preemption', [podOf('urgent', { ...FULL, spec: { priority: 1_000 } })], {
    filled: PODS_PER_NODE,
    existing: podsOf([podOf('full', FULL)]),
    isStill: true,
  }),
];
