// Workloads other than Deployments: each counted by its own status, its pods by their owner.

import { expect, test } from 'vitest';
import { seconds } from '../../src/base/time.ts';
import type { KubeObject, Pod } from '../../src/model/objects.ts';
import { WorkloadFold } from '../../src/report/workload-fold.ts';
import { podNamed } from './log-builder.ts';

function objectOf(kind: string, spec: object, status: object): KubeObject {
  const metadata = { name: 'db', namespace: 'shop', uid: 'u', resourceVersion: 1, creationTimestamp: seconds(0) };
  return { apiVersion: 'apps/v1', kind, metadata, spec, status } as KubeObject;
}

function ownedPod(name: string, kind: string): Pod {
  const pod = podNamed(name, 'db');
  const ownerReferences = (pod.metadata.ownerReferences ?? []).map((owner) => ({ ...owner, kind }));
  return { ...pod, metadata: { ...pod.metadata, ownerReferences } };
}

test.each([
  ['ReplicaSet', { replicas: 3 }, { availableReplicas: 2 }, [2, 3, 3, 3]],
  ['StatefulSet', { replicas: 3 }, { availableReplicas: 2 }, [2, 3, 2, 3]],
  ['StatefulSet', { replicas: 4, updateStrategy: { rollingUpdate: { maxUnavailable: '50%' } } }, {}, [0, 4, 2, 4]],
  ['DaemonSet', {}, { desiredNumberScheduled: 5, numberAvailable: 4 }, [4, 5, 4, 5]],
  ['DaemonSet', { updateStrategy: { rollingUpdate: { maxSurge: 2 } } }, { desiredNumberScheduled: 5 }, [0, 5, 4, 7]],
  ['Job', { parallelism: 3, completions: 4 }, { ready: 2, succeeded: 2 }, [2, 2, 0, 2]],
  ['Job', { parallelism: 3 }, { ready: 3 }, [3, 3, 0, 3]],
] as const)('a %s of %o with %o', (kind, spec, status, expected) => {
  const fold = new WorkloadFold();
  fold.written(objectOf(kind, spec, status), false, seconds(1));
  const [track] = fold.finish();
  const step = track?.steps[0];
  expect([step?.available[0], step?.desired, step?.min, step?.max]).toEqual(expected);
  expect([track?.kind, track?.namespace, track?.name, track?.replicaSets]).toEqual([kind, 'shop', 'db', []]);
});

test('its pods are those it owns, until they are deleted; it wants none once it is gone itself', () => {
  const fold = new WorkloadFold();
  const set = objectOf('StatefulSet', { replicas: 2 }, {});
  fold.written(set, false, seconds(1));
  fold.pod(ownedPod('db-0', 'StatefulSet'), false, seconds(2));
  fold.pod(ownedPod('db-1', 'StatefulSet'), false, seconds(3));
  fold.pod(ownedPod('other', 'Job'), false, seconds(4));
  fold.pod(ownedPod('db-1', 'StatefulSet'), true, seconds(5));
  fold.written(set, true, seconds(6));
  expect(fold.finish()[0]?.steps.map(({ at, pods, desired }) => [at / 1e6, pods, desired])).toEqual([
    [1, 0, 2],
    [2, 1, 2],
    [3, 2, 2],
    [5, 1, 2],
    [6, 1, 0],
  ]);
});
