// The status that a PodDisruptionBudget gets from the pods that it covers and from their workloads.

import { expect, test } from 'vitest';
import { micros, seconds } from '../../src/base/time.ts';
import type { ReconcileView } from '../../src/cluster/actor.ts';
import { disruptionController } from '../../src/controllers/disruption/disruption.ts';
import type { KubeObject, Pod, PodDisruptionBudget } from '../../src/model/objects.ts';
import { keyOf } from '../../src/model/objects.ts';
import { podOf } from '../scheduler/objects.ts';

const NOW = seconds(300);

const meta = (name: string) => ({
  name,
  namespace: 'default',
  uid: name,
  resourceVersion: 1,
  creationTimestamp: micros(0),
});

function workload(kind: string, name: string, replicas: number, owner?: string): KubeObject {
  const ownerReferences =
    owner === undefined
      ? []
      : [{ apiVersion: 'apps/v1', kind: 'Deployment', name: owner, uid: owner, controller: true }];
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { ...meta(name), ownerReferences },
    spec: { replicas },
  } as unknown as KubeObject;
}

interface PodSketch {
  readonly isReady?: boolean;
  readonly isGoing?: boolean;
  readonly owner?: readonly [kind: string, name: string];
}

function pod(name: string, { isReady = true, isGoing = false, owner }: PodSketch = {}): Pod {
  const plain = podOf(name, { labels: { app: 'web' } });
  const [kind = '', ownerName = ''] = owner ?? [];
  const reference = { apiVersion: 'apps/v1', kind, name: ownerName, uid: ownerName, controller: true };
  return {
    ...plain,
    metadata: {
      ...plain.metadata,
      ...(owner === undefined ? {} : { ownerReferences: [reference] }),
      ...(isGoing ? { deletionTimestamp: NOW } : {}),
    },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }] },
  };
}

function reconciled(
  spec: Omit<PodDisruptionBudget['spec'], 'selector'>,
  objects: readonly KubeObject[],
  status: PodDisruptionBudget['status'] = {},
) {
  const budget: PodDisruptionBudget = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { ...meta('web'), generation: 1 },
    spec: { ...spec, selector: { matchLabels: { app: 'web' } } },
    status,
  };
  const all = [budget, ...objects];
  const view = {
    get: (kind: string, key: string) => all.find((object) => object.kind === kind && keyOf(object) === key),
    inNamespace: (kind: string) => all.filter((object) => object.kind === kind),
  } as unknown as ReconcileView;
  const { batches, requeue } = disruptionController.reconcile('default/web', view, undefined, NOW);
  const requests = batches.flat();
  const update = requests.find((request) => request.verb === 'update');
  const events = requests.flatMap((request) =>
    request.verb === 'event' ? [`${request.reason} ${request.message}`] : [],
  );
  const written = update?.verb === 'update' ? (update.object as PodDisruptionBudget).status : undefined;
  return { written, events, requeue };
}

const inSet = { owner: ['StatefulSet', 'db'] } as const;
const inDeployment = { owner: ['ReplicaSet', 'web-1'] } as const;
const DEPLOYED = [workload('Deployment', 'web', 10), workload('ReplicaSet', 'web-1', 4, 'web')];

test.each([
  ['a number that must stay', { minAvailable: 2 }, [pod('a'), pod('b'), pod('c')], [1, 3, 2, 3]],
  ['unready ones do not count', { minAvailable: 2 }, [pod('a'), pod('b', { isReady: false })], [0, 1, 2, 2]],
  ['going ones do not count', { minAvailable: 1 }, [pod('a'), pod('b', { isGoing: true })], [0, 1, 1, 2]],
  ['a share of the Deployment', { minAvailable: '25%' }, [...DEPLOYED, pod('a', inDeployment)], [0, 1, 3, 10]],
  [
    'a number that may be missing',
    { maxUnavailable: 1 },
    [workload('StatefulSet', 'db', 2), pod('a', inSet), pod('b', inSet)],
    [1, 2, 1, 2],
  ],
  [
    'a share that may be missing, rounded up',
    { maxUnavailable: '10%' },
    [workload('StatefulSet', 'db', 2), pod('a', inSet), pod('b', inSet)],
    [1, 2, 1, 2],
  ],
  ['no pods', { minAvailable: 0 }, [], [0, 0, 0, 0]],
] as const)('%s', (_what, spec, objects, [disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods]) => {
  const { written } = reconciled(spec, objects);
  const condition = disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods';
  expect(written).toMatchObject({ disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods });
  expect(written?.conditions).toMatchObject([{ type: 'DisruptionAllowed', reason: condition, observedGeneration: 1 }]);
});

test('a pod whose workload is gone fails safe', () => {
  const { written, events } = reconciled({ maxUnavailable: 1 }, [pod('a', inSet)], { disruptionsAllowed: 1 });
  expect(written).toMatchObject({ disruptionsAllowed: 0, conditions: [{ reason: 'SyncFailed' }] });
  expect(events).toEqual([
    'CalculateExpectedPodCountFailed Failed to calculate the number of expected pods: found no controllers for pod "a"',
  ]);
});

test('pods without a workload are told, in the words of Go', () => {
  const { events } = reconciled({ maxUnavailable: 1 }, [pod('a')]);
  expect(events[0]).toContain('(selector: &LabelSelector{MatchLabels:map[string]string{app: web,},MatchExpressions:[]');
});

test('an eviction under way counts as gone for two minutes', () => {
  const fresh = reconciled({ minAvailable: 1 }, [pod('a'), pod('b')], { disruptedPods: { a: seconds(290) } });
  expect(fresh.written).toMatchObject({ currentHealthy: 1, disruptionsAllowed: 0 });
  expect(fresh.requeue?.afterMicros).toBe(seconds(110));
  const stale = reconciled({ minAvailable: 1 }, [pod('a'), pod('b')], { disruptedPods: { a: seconds(100) } });
  expect(stale.written).toMatchObject({ currentHealthy: 2, disruptionsAllowed: 1 });
  expect(stale.written?.disruptedPods).toBeUndefined();
});
