// Which pods a pass of pod garbage collection removes, and when there is a pass at all.

import { describe, expect, test } from 'vitest';
import { type Micros, seconds } from '../../src/base/time.ts';
import { createPodGc } from '../../src/controllers/pod-gc.ts';
import { controllerManagerSettings } from '../../src/controllers/settings.ts';
import { type KubeObject, keyOf, type Node, type Pod, type Taint } from '../../src/model/objects.ts';
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

function run(key: string, objectsAt: (at: number) => readonly KubeObject[], until: number, flags = {}) {
  const controller = createPodGc(controllerManagerSettings(flags));
  const memory = controller.memory(key);
  const removed: [number, string][] = [];
  const failed: string[] = [];
  const passes: number[] = [];
  const gone = new Set<string>();
  for (let at = 1; at <= until; ) {
    const objects = objectsAt(at).filter(({ metadata }) => !gone.has(metadata.name));
    const { batches, requeue } = controller.reconcile(key, fakeView(objects), memory, seconds(at) as Micros);
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
    const pods = [pod({ name: 'a', node: 'n' }), pod({ name: 'b', node: 'n', phase: 'Succeeded' })];
    const missing = run('gone:n', () => [...pods, pod({ name: 'c', node: 'other' })], 200);
    expect(missing.removed).toEqual([
      [60, 'shop/a'],
      [60, 'shop/b'],
    ]);
    expect(missing.failed).toEqual(['shop/a']);
  });

  test('a node that comes back within the quarantine keeps its pods', () => {
    const back = (at: number) => [...(at >= 40 ? [node('n')] : []), pod({ name: 'a', node: 'n' })];
    const { removed, passes } = run('gone:n', back, 200);
    expect(removed).toEqual([]);
    expect(passes).toEqual([1, 20, 60]);
  });

  test('pods being deleted go from nodes out of service, and where they were never scheduled', () => {
    const nodes = [node('down', 'Unknown', [outOfService]), node('up', 'True', [outOfService])];
    const pods: Pod[] = [
      pod({ name: 'a', node: 'down', deletedAt: 1 }),
      pod({ name: 'b', node: 'down' }),
      pod({ name: 'c', node: 'up', deletedAt: 1 }),
      pod({ name: 'd', phase: 'Pending', deletedAt: 1 }),
    ];
    const all = (): readonly KubeObject[] => [...nodes, ...pods];
    expect(run('out-of-service:down', all, 30).removed).toEqual([[20, 'shop/a']]);
    expect(run('out-of-service:up', all, 30).removed).toEqual([]);
    expect(run('unscheduled:shop/d', all, 30).removed).toEqual([[20, 'shop/d']]);
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
    const { removed, failed } = run('finished', () => finished, 30, { 'terminated-pod-gc-threshold': '2' });
    expect(removed.map(([, key]) => key)).toEqual(['shop/evicted', 'shop/older']);
    expect(failed).toEqual([]);
  });
});

describe('what wakes a pass', () => {
  const { Node: ofNode, Pod: ofPod } = createPodGc(controllerManagerSettings()).watches;
  const view = fakeView([node('n'), node('down', 'Unknown', [outOfService])]);
  const change = (object: KubeObject, old?: KubeObject, type = old === undefined ? 'added' : 'modified') =>
    ({ type, kind: object.kind, key: keyOf(object), object, old, seq: 0, isInitial: false }) as never;

  test.each([
    ['a pod bound to a node that is there', pod({ name: 'a', node: 'n' }), pod({ name: 'a' }), []],
    ['a pod bound to a node that is not there', pod({ name: 'a', node: 'x' }), undefined, ['gone:x']],
    ['a pod that has finished', pod({ name: 'a', phase: 'Failed' }), pod({ name: 'a' }), ['finished']],
    ['a deletion in service', pod({ name: 'a', node: 'n', deletedAt: 1 }), pod({ name: 'a', node: 'n' }), []],
    [
      'a deletion on a node out of service',
      pod({ name: 'a', node: 'down', deletedAt: 1 }),
      pod({ name: 'a', node: 'down' }),
      ['out-of-service:down'],
    ],
    ['a deletion without a node', pod({ name: 'a', deletedAt: 1 }), pod({ name: 'a' }), ['unscheduled:shop/a']],
  ])('%s', (_title, object, old, expected) => {
    expect(ofPod?.(change(object, old), view)).toEqual(expected);
  });

  test('a node that goes, or is put out of service', () => {
    expect(ofNode?.(change(node('n'), node('n'), 'deleted'), view)).toEqual(['gone:n']);
    expect(ofNode?.(change(node('n', 'Unknown', [outOfService]), node('n')), view)).toEqual(['out-of-service:n']);
    expect(ofNode?.(change(node('n', 'Unknown'), node('n')), view)).toEqual([]);
  });
});
