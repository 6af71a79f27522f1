// The ReplicaSet controller as its host drives it: creations, deletions, claims, availability, failures.

import { describe, expect, test } from 'vitest';
import { seconds } from '../../../src/base/time.ts';
import { replicaSetController } from '../../../src/controllers/replicaset/replicaset.ts';
import type { KubeObject, ReplicaSet } from '../../../src/model/objects.ts';
import { fakeView } from '../fake-view.ts';
import { pod, replicaSet } from '../objects.ts';

const KEY = 'shop/web-1';

function sync(objects: readonly KubeObject[], options: { readonly at?: number; readonly caughtUp?: boolean } = {}) {
  const view = fakeView(objects, options.caughtUp ?? true);
  const memory = replicaSetController.memory(KEY);
  const now = seconds(options.at ?? 10);
  const done = replicaSetController.reconcile(KEY, view, memory, now);
  const settled = replicaSetController.settle?.(KEY, [], view, memory, now) ?? [];
  const status = settled[0]?.verb === 'update' ? (settled[0].object as ReplicaSet).status : undefined;
  return { ...done, sizes: done.batches.map((batch) => batch.length), status, memory, view };
}

describe('replicas', () => {
  test('missing pods are created in slow start, at most 500 in one sync', () => {
    expect(sync([replicaSet({ replicas: 10 })]).sizes).toEqual([1, 2, 4, 3]);
    expect(sync([replicaSet({ replicas: 900 })]).sizes.reduce((a, b) => a + b)).toBe(500);
  });

  test('a pod that is being deleted is replaced at once', () => {
    const leaving = pod({ name: 'a', owner: 'web-1', deletedAt: 5 });
    const { sizes, status } = sync([replicaSet({ replicas: 1 }), leaving]);
    expect(sizes).toEqual([1]);
    expect(status).toEqual({ replicas: 0, terminatingReplicas: 1, observedGeneration: 1 });
  });

  test('surplus pods go in one batch', () => {
    const pods = ['a', 'b', 'c'].map((name) => pod({ name, owner: 'web-1', node: 'n1', readySince: 1 }));
    const { batches } = sync([replicaSet({ replicas: 1 }), ...pods]);
    expect(batches.map((batch) => batch.map((request) => request.verb))).toEqual([['delete', 'delete']]);
  });

  test('until its own writes have come back nothing is created, but status is written', () => {
    const ready = pod({ name: 'a', owner: 'web-1', readySince: 1 });
    const { batches, status } = sync([replicaSet({ replicas: 3 }), ready], { caughtUp: false });
    expect(batches).toEqual([]);
    expect(status).toMatchObject({ replicas: 1, readyReplicas: 1, availableReplicas: 1 });
  });

  test('an orphan that matches is adopted, an owned pod that no longer matches is released', () => {
    const orphan = pod({ name: 'orphan' });
    const strayed = pod({ name: 'strayed', owner: 'web-1', labels: { app: 'other' } });
    const { batches } = sync([replicaSet({ replicas: 1 }), orphan, strayed]);
    const owners = batches[0]?.map((request) =>
      request.verb === 'patch' && request.patchType !== 'json'
        ? [request.key, (request.patch.metadata as KubeObject['metadata']).ownerReferences?.length]
        : [],
    );
    expect(owners).toEqual([
      ['shop/strayed', 0],
      ['shop/orphan', 1],
    ]);
  });
});

describe('minReadySeconds', () => {
  test('a ready pod counts as available later, and the key comes back exactly then', () => {
    const owned = [
      pod({ name: 'a', owner: 'web-1', readySince: 7 }),
      pod({ name: 'b', owner: 'web-1', readySince: 9 }),
    ];
    const { status, requeue } = sync([replicaSet({ replicas: 2, minReadySeconds: 5 }), ...owned], { at: 10.5 });
    expect(status).toMatchObject({ readyReplicas: 2 });
    expect(status).not.toHaveProperty('availableReplicas');
    expect(requeue).toEqual({ afterMicros: 1_500_000, timer: 'minReadySeconds' });
  });
});

describe('failure', () => {
  const refusal = {
    ok: false,
    code: 403,
    reason: 'Forbidden',
    message: 'pods "web-1-" is forbidden: exceeded quota',
  } as const;

  test('a refused creation becomes the condition ReplicaFailure, and goes with the next sync without one', () => {
    const { memory, view } = sync([replicaSet({ replicas: 1 })]);
    const [written] = replicaSetController.settle?.(KEY, [[refusal]], view, memory, seconds(12.7)) ?? [];
    const object = written?.verb === 'update' ? (written.object as ReplicaSet) : undefined;
    expect(object?.status.conditions).toEqual([
      {
        type: 'ReplicaFailure',
        status: 'True',
        reason: 'FailedCreate',
        message: refusal.message,
        lastTransitionTime: seconds(12),
      },
    ]);
    const healed = sync([object ?? replicaSet({ replicas: 0 }), pod({ name: 'a', owner: 'web-1' })]);
    expect(healed.status).toBeDefined();
    expect(healed.status?.conditions).toBeUndefined();
  });
});
