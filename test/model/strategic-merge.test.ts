// Patches: what merges, what replaces, what goes, and in which order lists come out; and what kubectl apply sends.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPatch, LAST_APPLIED_ANNOTATION, threeWayPatch, withLastApplied } from '../../src/model/apply-patch.ts';
import { jsonMergePatch, strategicMerge } from '../../src/model/strategic-merge.ts';

const containers = [
  { name: 'a', image: 'a:1', env: [{ name: 'X', value: '1' }] },
  { name: 'b', image: 'b:1' },
];

describe('jsonMergePatch', () => {
  it('merges objects, replaces lists, removes by null', () => {
    const target = { a: { b: 1, c: 2 }, list: [1, 2], d: 1 };
    expect(jsonMergePatch(target, { a: { c: null, e: 3 }, list: [3], d: null })).toEqual({
      a: { b: 1, e: 3 },
      list: [3],
    });
  });
});

describe('strategicMerge', () => {
  it.each([
    [
      'changes an item by its key',
      { containers: [{ name: 'b', image: 'b:2' }] },
      [{ name: 'a' }, { name: 'b', image: 'b:2' }],
    ],
    ['puts new items first', { containers: [{ name: 'c' }] }, [{ name: 'c' }, { name: 'a' }, { name: 'b' }]],
    ['deletes an item', { containers: [{ name: 'a', $patch: 'delete' }] }, [{ name: 'b' }]],
    ['replaces the list', { containers: [{ $patch: 'replace' }, { name: 'c' }] }, [{ name: 'c' }]],
    [
      'follows the order asked for',
      {
        '$setElementOrder/containers': [{ name: 'b' }, { name: 'c' }, { name: 'a' }],
        containers: [{ name: 'c', image: 'c:1' }],
      },
      [{ name: 'b' }, { name: 'c' }, { name: 'a' }],
    ],
    [
      'reorders without other changes',
      { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] },
      [{ name: 'b' }, { name: 'a' }],
    ],
  ])('%s', (_, patch, expected) => {
    const merged = strategicMerge({ containers }, patch) as { containers: unknown[] };
    expect(merged.containers).toMatchObject(expected);
    expect(merged.containers).toHaveLength(expected.length);
    expect(Object.keys(merged)).toEqual(['containers']);
  });

  it('goes down into items', () => {
    const patch = {
      containers: [
        {
          name: 'a',
          env: [
            { name: 'Y', value: '2' },
            { name: 'X', $patch: 'delete' },
          ],
        },
      ],
    };
    const merged = strategicMerge({ containers }, patch) as { containers: readonly { env: unknown }[] };
    expect(merged.containers[0]?.env).toEqual([{ name: 'Y', value: '2' }]);
  });

  it('tells ports of containers and of services apart', () => {
    const container = { containers: [{ name: 'a', ports: [{ containerPort: 80 }] }] };
    const merged = strategicMerge(container, { containers: [{ name: 'a', ports: [{ containerPort: 81 }] }] });
    expect(merged).toEqual({ containers: [{ name: 'a', ports: [{ containerPort: 81 }, { containerPort: 80 }] }] });
    expect(
      strategicMerge({ spec: { ports: [{ port: 80 }] } }, { spec: { ports: [{ port: 80, name: 'web' }] } }),
    ).toEqual({
      spec: { ports: [{ port: 80, name: 'web' }] },
    });
  });

  it('replaces lists that have no key, and merges sets of plain values', () => {
    expect(strategicMerge({ tolerations: [{ key: 'a' }] }, { tolerations: [{ key: 'b' }] })).toEqual({
      tolerations: [{ key: 'b' }],
    });
    expect(strategicMerge({ finalizers: ['a', 'b'] }, { finalizers: ['c'] })).toEqual({ finalizers: ['c', 'a', 'b'] });
    expect(strategicMerge({ finalizers: ['a', 'b'] }, { '$deleteFromPrimitiveList/finalizers': ['a'] })).toEqual({
      finalizers: ['b'],
    });
  });

  it('keeps only the fields that a union retains', () => {
    const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } };
    const patch = { strategy: { $retainKeys: ['type'], type: 'Recreate' } };
    expect(strategicMerge({ strategy }, patch)).toEqual({ strategy: { type: 'Recreate' } });
  });

  it('leaves nulls and directives out of what it adds, and its input alone', () => {
    const target = Object.freeze({ a: 1 });
    expect(strategicMerge(target, { b: { c: null, d: 1, e: { $patch: 'delete' } } })).toEqual({ a: 1, b: { d: 1 } });
  });
});

describe('kubectl apply', () => {
  const manifest = (spec: Record<string, unknown>): Record<string, unknown> => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', labels: { app: 'web' } },
    spec,
  });

  it('remembers the manifest, sorted, in an annotation', () => {
    const sent = withLastApplied({ spec: { b: '<&>', a: 1 }, kind: 'X', metadata: { name: 'n' } });
    expect(sent.metadata).toEqual({
      name: 'n',
      annotations: {
        [LAST_APPLIED_ANNOTATION]:
          '{"kind":"X","metadata":{"annotations":{},"name":"n"},"spec":{"a":1,"b":"\\u003c\\u0026\\u003e"}}\n',
      },
    });
  });

  it('sends nothing when nothing changes', () => {
    const live = { ...withLastApplied(manifest({ replicas: 2 })), status: { replicas: 2 } };
    expect(applyPatch(manifest({ replicas: 2 }), live)).toBeUndefined();
  });

  it('leaves alone what others set, and takes away what the manifest has dropped', () => {
    const live = strategicMerge(withLastApplied(manifest({ replicas: 2, paused: true })), {
      metadata: { labels: { team: 'x' } },
      spec: { replicas: 5, progressDeadlineSeconds: 600 },
    }) as Record<string, unknown>;
    const next = manifest({ minReadySeconds: 3 });
    expect(applyPatch(next, live)).toMatchObject({ spec: { replicas: null, paused: null, minReadySeconds: 3 } });
  });

  it('says the order of lists that it changes', () => {
    const last = { containers: [{ name: 'a' }, { name: 'b', image: '1' }] };
    const next = { containers: [{ name: 'c' }, { name: 'b', image: '2' }] };
    expect(threeWayPatch(last, next, last)).toEqual({
      containers: [{ name: 'c' }, { name: 'b', image: '2' }, { $patch: 'delete', name: 'a' }],
      '$setElementOrder/containers': [{ name: 'c' }, { name: 'b' }],
    });
  });

  it('on a union names the fields that stay', () => {
    const last = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } };
    expect(threeWayPatch(last, { strategy: { type: 'Recreate' } }, last)).toMatchObject({
      strategy: { type: 'Recreate', $retainKeys: ['type'] },
    });
  });

  it('makes the live object say what the manifest says, and keeps what only the server has', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd');
    const item = fc.record({ name, image: fc.constantFrom('1', '2') });
    const spec = fc.record(
      {
        replicas: fc.nat(3),
        containers: fc.uniqueArray(item, { selector: (entry) => entry.name, maxLength: 4 }),
        finalizers: fc.uniqueArray(name),
        nodeSelector: fc.dictionary(name, name),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(spec, spec, (last, next) => {
        const live = { ...last, status: { phase: 'Running' } };
        const merged = strategicMerge(live, threeWayPatch(last, next, live)) as Record<string, unknown>;
        for (const [field, value] of Object.entries(next)) expect(merged[field]).toEqual(value);
        expect(merged.status).toEqual({ phase: 'Running' });
        for (const field of Object.keys(last))
          if (!Object.hasOwn(next, field)) expect(merged).not.toHaveProperty(field);
      }),
    );
  });
});
