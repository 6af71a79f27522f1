// Which pods a pass of pod garbage collection removes, and when there is a pass at all.

import { describe, expect, test } from 'vitest';
import { type Micros, seconds } from '../../src/base/time.ts';
import { createPodGc } from '../../src/controllers/pod-gc.ts';
import { controllerManagerSettings } from '../../src/controllers/settings.ts';
import type { KubeObject, Node, Pod, Taint } from '../../src/model/objects.ts';
import { fakeView } from './fake-view.ts';
import { pod } from './objects.ts';

function node(name: string, ready: 'True' | 'Unknown' = 'True', taints: readonly Taint[] = []): Node {
  const metadata = { name, uid: `uid-${name}`, resourceVersion: 1, creationTimestamp: seconds(0) };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata,
    spec: { taints },
    status: { conditions: [{ type: 'Ready', status: ready }] },
  };
}

function run(objectsAt: (at: number) => readonly KubeObject[], until: number, flags = {}) {
  const controller = createPodGc(controllerManagerSettings(flags));
  const memory = controller.memory('pass');
  const removed: [number, string][] = [];
  const failed: string[] = [];
  const passes: number[] = [];
  const gone = new Set<string>();
  for (let at = 0; at <= until; ) {
    const objects = objectsAt(at).filter(({ metadata }) => !gone.has(metadata.name));
    const { batches, requeue } = controller.reconcile('pass', fakeView(objects), memory, seconds(at) as Micros);
    passes.push(at);
    for (const request of batches.flat()) {
      if (request.verb === 'patch') failed.push(request.key);
      if (request.verb !== 'delete') continue;
      removed.push([at, request.key]);
      gone.add(request.key.slice('shop/'.length));
    }
    at += requeue === undefined ? until + 1 : requeue.afterMicros / 1e6;
  }
  return { removed, failed, passes };
}

const outOfService: Taint = { key: 'node.kubernetes.io/out-of-service', effect: 'NoExecute' };

describe('pod garbage collection', () => {
  test('pods of a node that is gone go after a quarantine of 40 s, marked as failed', () => {
    const missing = run(() => [pod({ name: 'a', node: 'n' }), pod({ name: 'b', node: 'n', phase: 'Succeeded' })], 200);
    expect(missing.removed).toEqual([
      [40, 'shop/a'],
      [40, 'shop/b'],
    ]);
    expect(missing.failed).toEqual(['shop/a']);
  });

  test('a node that comes back within the quarantine keeps its pods', () => {
    const { removed } = run((at) => [...(at >= 20 ? [node('n')] : []), pod({ name: 'a', node: 'n' })], 200);
    expect(removed).toEqual([]);
  });

  test('pods being deleted go from nodes out of service, and where they were never scheduled', () => {
    const nodes = [node('down', 'Unknown', [outOfService]), node('up', 'True', [outOfService])];
    const pods: Pod[] = [
      pod({ name: 'a', node: 'down', deletedAt: 1 }),
      pod({ name: 'b', node: 'down' }),
      pod({ name: 'c', node: 'up', deletedAt: 1 }),
      pod({ name: 'd', phase: 'Pending', deletedAt: 1 }),
    ];
    expect(run(() => [...nodes, ...pods], 30).removed).toEqual([
      [0, 'shop/a'],
      [0, 'shop/d'],
    ]);
  });

  test('finished pods beyond the threshold go, the evicted and the oldest first', () => {
    const finished = [
      pod({ name: 'young', phase: 'Succeeded', created: 9 }),
      pod({ name: 'old', phase: 'Failed', created: 1 }),
      pod({ name: 'older', phase: 'Failed', created: 0 }),
      {
        ...pod({ name: 'evicted', phase: 'Failed', created: 8 }),
        status: { phase: 'Failed', reason: 'Evicted' } as const,
      },
    ];
    const { removed, failed } = run(() => finished, 30, { 'terminated-pod-gc-threshold': '2' });
    expect(removed.map(([, key]) => key)).toEqual(['shop/evicted', 'shop/older']);
    expect(failed).toEqual([]);
  });

  test('without anything to do there is one pass', () => {
    expect(run(() => [node('n'), pod({ name: 'a', node: 'n' })], 1_000).passes).toEqual([0]);
  });
});

describe('what wakes a pass', () => {
  const watch = createPodGc(controllerManagerSettings()).watches.Pod;
  const wakes = (object: Pod, old?: Pod): boolean => {
    const change = {
      type: old === undefined ? 'added' : 'modified',
      kind: 'Pod',
      key: 'shop/a',
      object,
      old,
      seq: 0,
      isInitial: false,
    };
    return (watch?.(change as never, fakeView([node('n')])) ?? []).length > 0;
  };

  test.each([
    ['a pod bound to a node that is there', pod({ name: 'a', node: 'n' }), pod({ name: 'a' }), false],
    ['a pod bound to a node that is not there', pod({ name: 'a', node: 'x' }), undefined, true],
    ['a pod that has finished', pod({ name: 'a', phase: 'Failed' }), pod({ name: 'a' }), true],
    [
      'a deletion on a node in service',
      pod({ name: 'a', node: 'n', deletedAt: 1 }),
      pod({ name: 'a', node: 'n' }),
      false,
    ],
    ['a deletion without a node', pod({ name: 'a', deletedAt: 1 }), pod({ name: 'a' }), true],
  ])('%s', (_title, object, old, expected) => {
    expect(wakes(object, old)).toBe(expected);
  });
});
