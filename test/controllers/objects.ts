// Small objects for the controllers' tests.

import type { Micros } from '../../src/base/time.ts';
import { seconds } from '../../src/base/time.ts';
import type { Deployment, Pod, ReplicaSet } from '../../src/model/objects.ts';

const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'web:1' }] } };

export interface PodSketch {
  readonly name: string;
  readonly owner?: string;
  readonly node?: string;
  readonly phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  /** Second since which it is ready. */
  readonly readySince?: number;
  readonly created?: number;
  readonly restarts?: number;
  readonly cost?: string;
  readonly labels?: { readonly [name: string]: string };
  readonly deletedAt?: number;
}

export function pod(sketch: PodSketch): Pod {
  const { name, owner, node, phase = 'Running', readySince, created = 0, restarts = 0, cost, deletedAt } = sketch;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      resourceVersion: 1,
      creationTimestamp: seconds(created),
      labels: sketch.labels ?? { app: 'web' },
      ...(cost === undefined ? {} : { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } }),
      ...(deletedAt === undefined ? {} : { deletionTimestamp: seconds(deletedAt) }),
      ...(owner === undefined
        ? {}
        : {
            ownerReferences: [
              { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: owner, uid: `uid-${owner}`, controller: true },
            ],
          }),
    },
    spec: { containers: template.spec.containers, ...(node === undefined ? {} : { nodeName: node }) },
    status: {
      phase,
      conditions:
        readySince === undefined ? [] : [{ type: 'Ready', status: 'True', lastTransitionTime: seconds(readySince) }],
      containerStatuses: [{ name: 'app', ready: readySince !== undefined, restartCount: restarts, image: 'web:1' }],
    },
  };
}

export interface SetSketch {
  readonly name?: string;
  readonly replicas: number;
  readonly available?: number;
  readonly statusReplicas?: number;
  readonly created?: number;
  readonly image?: string;
  readonly annotations?: { readonly [name: string]: string };
  readonly minReadySeconds?: number;
}

export function replicaSet(sketch: SetSketch): ReplicaSet {
  const { name = 'web-1', replicas, available, created = 0, image = 'web:1', minReadySeconds } = sketch;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      resourceVersion: 1,
      generation: 1,
      creationTimestamp: seconds(created),
      labels: { app: 'web' },
      annotations: sketch.annotations ?? {},
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'uid-web', controller: true }],
    },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { ...template, spec: { containers: [{ name: 'app', image }] } },
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
    },
    status: {
      replicas: sketch.statusReplicas ?? replicas,
      terminatingReplicas: 0,
      observedGeneration: 1,
      ...(available === undefined ? {} : { availableReplicas: available, readyReplicas: available }),
    },
  };
}

export function deployment(replicas: number, overrides: Partial<Deployment['spec']> = {}): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'web',
      namespace: 'shop',
      uid: 'uid-web',
      resourceVersion: 1,
      generation: 1,
      creationTimestamp: 0 as Micros,
    },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      ...overrides,
    },
    status: {},
  };
}
