// Owners and dependents in a small cluster: deletion in the background, in the foreground, orphaning, and owners that
// never were.

import { expect, test } from 'vitest';
import { millis } from '../../src/base/time.ts';
import { garbageCollector } from '../../src/controllers/garbage-collector.ts';
import type { KubeObject, NewObject, OwnerReference } from '../../src/model/objects.ts';
import { createHarness, type Harness, undelayed } from '../conformance/controllers-harness.ts';

const spec = { containers: [{ name: 'app', image: 'app:1' }] };

function cluster(): Harness {
  return createHarness({ startsAtEpochMicros: 0, actors: [undelayed(garbageCollector, 20)], objects: [] });
}

function create(harness: Harness, kind: string, name: string, owners: readonly OwnerReference[] = []): KubeObject {
  const object = {
    apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1',
    kind,
    metadata: { name, namespace: 'shop', ...(owners.length > 0 ? { ownerReferences: owners } : {}) },
    spec: kind === 'Pod' ? spec : { selector: { matchLabels: { a: 'b' } }, template: { spec }, strategy: {} },
  } as NewObject;
  const verdict = harness.ask({ verb: 'create', kind, object });
  if (!verdict.ok) throw new Error(verdict.message);
  return verdict.object;
}

function owner(
  { apiVersion, kind, metadata: { name, uid } }: KubeObject,
  more: Partial<OwnerReference> = {},
): OwnerReference {
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true, ...more };
}

/** A Deployment, its ReplicaSet and two pods. */
function family(harness: Harness): KubeObject {
  const web = create(harness, 'Deployment', 'web');
  const set = create(harness, 'ReplicaSet', 'web-1', [owner(web)]);
  for (const name of ['a', 'b']) create(harness, 'Pod', name, [owner(set)]);
  return web;
}

function left({ cluster: { store } }: Harness): readonly string[] {
  return ['Deployment', 'ReplicaSet', 'Pod'].flatMap((kind) =>
    [...store.entries(kind)].filter((entry) => !entry.isGone).map((entry) => `${kind} ${entry.object.metadata.name}`),
  );
}

function run(harness: Harness, policy?: 'Background' | 'Foreground' | 'Orphan'): readonly string[] {
  const { kernel, log } = harness.cluster;
  kernel.runUntil(millis(10));
  const from = log.length;
  const propagationPolicy = policy === undefined ? {} : { propagationPolicy: policy };
  harness.ask({ verb: 'delete', kind: 'Deployment', key: 'shop/web', ...propagationPolicy });
  kernel.runUntil(millis(100));
  return [...log.rows(from)].flatMap(({ what }) => (what.type === 'write' && what.verb === 'delete' ? [what.key] : []));
}

test('in the background the owner goes first', () => {
  const harness = cluster();
  family(harness);
  expect(run(harness)).toEqual(['shop/web', 'shop/web-1', 'shop/a', 'shop/b']);
  expect(left(harness)).toEqual([]);
});

test('in the foreground the owner goes last', () => {
  const harness = cluster();
  family(harness);
  expect(run(harness, 'Foreground')).toEqual(['shop/a', 'shop/b', 'shop/web-1', 'shop/web']);
  expect(left(harness)).toEqual([]);
});

test('orphans stay, without the reference', () => {
  const harness = cluster();
  family(harness);
  expect(run(harness, 'Orphan')).toEqual(['shop/web']);
  expect(left(harness)).toEqual(['ReplicaSet web-1', 'Pod a', 'Pod b']);
  expect(harness.cluster.store.current('ReplicaSet', 'shop/web-1')?.metadata.ownerReferences ?? []).toEqual([]);
});

test('a second owner keeps a dependent, which loses the reference to the first', () => {
  const harness = cluster();
  const web = family(harness);
  const other = create(harness, 'Deployment', 'other');
  const both = [owner(web), owner(other, { controller: false })];
  create(harness, 'Pod', 'shared', both);
  expect(run(harness)).not.toContain('shop/shared');
  expect(harness.cluster.store.current('Pod', 'shop/shared')?.metadata.ownerReferences).toEqual([both[1]]);
});

test('an object goes when its owner never was, or is another object of that name', () => {
  const harness = cluster();
  const web = family(harness);
  create(harness, 'Pod', 'stray', [owner({ ...web, metadata: { ...web.metadata, name: 'never' } })]);
  create(harness, 'Pod', 'impostor', [owner({ ...web, metadata: { ...web.metadata, uid: 'another' } })]);
  harness.cluster.kernel.runUntil(millis(10));
  expect(left(harness)).toEqual(['Deployment web', 'ReplicaSet web-1', 'Pod a', 'Pod b']);
});
