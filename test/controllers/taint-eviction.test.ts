// When pods leave a tainted node: tolerations of each sort, taints that come, change and go.

import { describe, expect, test } from 'vitest';
import { seconds } from '../../src/base/time.ts';
import { type TaintEvictionMemory, taintEvictionController } from '../../src/controllers/taint-eviction.ts';
import type { Node, Pod, Taint, Toleration } from '../../src/model/objects.ts';
import { fakeView } from './fake-view.ts';
import { pod } from './objects.ts';

const UNREACHABLE: Taint = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' };
const NOT_READY: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' };

const tolerate = ({ key }: Taint, tolerationSeconds?: number): Toleration => ({
  key,
  operator: 'Exists',
  effect: 'NoExecute',
  ...(tolerationSeconds === undefined ? {} : { tolerationSeconds }),
});

function node(...taints: readonly Taint[]): Node {
  const metadata = { name: 'n', uid: 'uid-n', resourceVersion: 1, creationTimestamp: seconds(0) };
  return { apiVersion: 'v1', kind: 'Node', metadata, spec: { taints }, status: {} };
}

function bound(...tolerations: readonly Toleration[]): Pod {
  const base = pod({ name: 'web', node: 'n' });
  return { ...base, spec: { ...base.spec, tolerations } };
}

function sync(objects: readonly (Node | Pod)[], memory: TaintEvictionMemory, at: number) {
  const view = fakeView(objects);
  const { batches, requeue } = taintEvictionController.reconcile('shop/web', view, memory, seconds(at));
  const said = batches.flat().map((request) => (request.verb === 'event' ? request.message : request.verb));
  if (said.includes('delete')) taintEvictionController.settle?.('shop/web', [], view, memory, seconds(at));
  return { said, after: requeue?.afterMicros };
}

const EVICTED = ['Marking for deletion Pod shop/web', 'patch', 'delete'];

describe('a pod on a node that gets a NoExecute taint', () => {
  test.each([
    ['does not tolerate it', [], EVICTED, undefined],
    ['tolerates it for ever', [tolerate(UNREACHABLE)], [], undefined],
    ['tolerates it for 300 s', [tolerate(UNREACHABLE, 300)], [], 300_000_000],
    ['tolerates it for no time', [tolerate(UNREACHABLE, 0)], EVICTED, undefined],
    ['tolerates everything for 30 s', [{ operator: 'Exists', tolerationSeconds: 30 } as const], [], 30_000_000],
  ])('%s', (_title, tolerations, said, after) => {
    expect(sync([node(UNREACHABLE), bound(...tolerations)], {}, 10)).toEqual({ said, after });
  });

  test('the shortest of the tolerations that are used counts', () => {
    const tolerations = [tolerate(UNREACHABLE, 300), tolerate(NOT_READY, 60)];
    expect(sync([node(UNREACHABLE, NOT_READY), bound(...tolerations)], {}, 10).after).toBe(60_000_000);
    expect(sync([node(UNREACHABLE), bound(...tolerations)], {}, 10).after).toBe(300_000_000);
  });
});

describe('a scheduled eviction', () => {
  const tolerations = [tolerate(UNREACHABLE, 300), tolerate(NOT_READY, 300)];
  const scheduled = (): TaintEvictionMemory => {
    const memory = taintEvictionController.memory('shop/web');
    sync([node(NOT_READY), bound(...tolerations)], memory, 100);
    return memory;
  };

  test('takes place when its time is over, once', () => {
    const memory = scheduled();
    expect(sync([node(NOT_READY), bound(...tolerations)], memory, 400).said).toEqual(EVICTED);
    expect(memory.evictAt).toBeUndefined();
  });

  test('is not put off when one taint replaces the other', () => {
    expect(sync([node(UNREACHABLE), bound(...tolerations)], scheduled(), 200).after).toBe(200_000_000);
  });

  test.each([
    ['the taint goes', [node(), bound(...tolerations)]],
    ['the pod goes', [node(NOT_READY)]],
    ['the pod tolerates it for ever', [node(NOT_READY), bound(tolerate(NOT_READY))]],
  ])('is cancelled when %s', (_title, objects) => {
    expect(sync(objects, scheduled(), 200)).toEqual({
      said: ['Cancelling deletion of Pod shop/web'],
      after: undefined,
    });
  });

  test('stays when the node goes, and comes at once when a taint is not tolerated', () => {
    expect(sync([bound(...tolerations)], scheduled(), 200).after).toBe(200_000_000);
    const other: Taint = { key: 'maintenance', effect: 'NoExecute' };
    expect(sync([node(NOT_READY, other), bound(...tolerations)], scheduled(), 200).said).toEqual([
      'Cancelling deletion of Pod shop/web',
      ...EVICTED,
    ]);
  });

  test('is tried again when it is refused', () => {
    const memory = scheduled();
    const view = fakeView([node(NOT_READY), bound(...tolerations)]);
    taintEvictionController.reconcile('shop/web', view, memory, seconds(400));
    const refused = { ok: false, code: 500, reason: 'Timeout', message: 'timeout' } as const;
    taintEvictionController.settle?.('shop/web', [[undefined], [refused]], view, memory, seconds(400));
    expect(sync([node(NOT_READY), bound(...tolerations)], memory, 400.005).said).toEqual(EVICTED);
  });
});
