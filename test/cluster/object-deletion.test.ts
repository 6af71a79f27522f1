// What a DELETE leaves of objects that something holds.

import { describe, expect, test } from 'vitest';
import { seconds } from '../../src/base/time.ts';
import { finalizersFor, isGoing, marked } from '../../src/cluster/object-deletion.ts';
import type { KubeObject, Namespace } from '../../src/model/objects.ts';

interface Sketch {
  readonly kind?: string;
  readonly finalizers?: readonly string[];
  readonly deletedAt?: number;
  readonly graceSeconds?: number;
  readonly spec?: unknown;
}

function object({ kind = 'ConfigMap', finalizers, deletedAt, graceSeconds, spec = {} }: Sketch): KubeObject {
  const metadata = {
    name: 'a',
    namespace: 'shop',
    uid: 'u',
    resourceVersion: 1,
    creationTimestamp: seconds(0),
    ...(finalizers === undefined ? {} : { finalizers }),
    ...(deletedAt === undefined ? {} : { deletionTimestamp: seconds(deletedAt) }),
    ...(graceSeconds === undefined ? {} : { deletionGracePeriodSeconds: graceSeconds }),
  };
  return { apiVersion: 'v1', kind, metadata, spec, status: {} } as unknown as KubeObject;
}

const deletion = (propagationPolicy?: 'Foreground' | 'Orphan' | 'Background') =>
  ({
    verb: 'delete',
    kind: 'ConfigMap',
    key: 'shop/a',
    ...(propagationPolicy === undefined ? {} : { propagationPolicy }),
  }) as const;

describe('finalizers of a deletion', () => {
  test.each([
    [{}, undefined, []],
    [{ finalizers: ['mine'] }, undefined, ['mine']],
    [{ finalizers: ['mine'] }, 'Foreground', ['mine', 'foregroundDeletion']],
    [{ finalizers: ['foregroundDeletion'] }, 'Orphan', ['orphan']],
    [{ finalizers: ['orphan', 'mine'] }, 'Background', ['mine']],
    [{ kind: 'Job' }, undefined, ['orphan']],
    [{ kind: 'Job' }, 'Background', []],
    [{ kind: 'Job', finalizers: ['foregroundDeletion'] }, undefined, ['foregroundDeletion']],
    [{ finalizers: ['mine'], deletedAt: 1 }, 'Foreground', ['mine']],
  ] as const)('%j, %s: %j', (sketch, policy, expected) => {
    expect(finalizersFor(object(sketch), deletion(policy))).toEqual(expected);
  });
});

describe('an object goes', () => {
  test.each([
    [{}, false],
    [{ deletedAt: 1 }, true],
    [{ deletedAt: 1, finalizers: ['mine'] }, false],
    [{ kind: 'Pod', deletedAt: 1, graceSeconds: 30 }, false],
    [{ kind: 'Pod', deletedAt: 1, graceSeconds: 0 }, true],
    [{ kind: 'Namespace', deletedAt: 1, spec: { finalizers: ['kubernetes'] } }, false],
    [{ kind: 'Namespace', deletedAt: 1, spec: {} }, true],
  ] as const)('%j: %s', (sketch, expected) => {
    expect(isGoing(object(sketch))).toBe(expected);
  });

  test('a Namespace that is marked has a phase and no grace period', () => {
    const namespace = object({ kind: 'Namespace', deletedAt: 1, graceSeconds: 0 });
    const after = marked(namespace, namespace.metadata) as Namespace;
    expect(after.status.phase).toBe('Terminating');
    expect(after.metadata.deletionGracePeriodSeconds).toBeUndefined();
  });
});
