// The API server as clients meet it: lag, conflicts, generation, graceful deletion, finalizers, restarts, causes.

import { describe, expect, it } from 'vitest';
import { millis, seconds } from '../../src/base/time.ts';
import type { Controller } from '../../src/cluster/actor.ts';
import { hosted } from '../../src/cluster/controller-host.ts';
import type { NewObject, Pod, ReplicaSet } from '../../src/model/objects.ts';
import { ask, newCluster, podNamed, probe } from './probe.ts';

describe('the API server', () => {
  it('commits after half the latency, answers after the other, and informs watchers later', () => {
    const cluster = newCluster();
    const user = probe(cluster, 'user', ['Pod']);
    user.client.request('create', { verb: 'create', kind: 'Pod', object: podNamed('a') }, { seq: 0 });
    cluster.kernel.runUntil(millis(1));
    expect(cluster.store.current('Pod', 'default/a')).toBeUndefined();
    cluster.kernel.runUntil(millis(2));
    expect(cluster.store.current('Pod', 'default/a')).toBeDefined();
    expect(user.client.view.get('Pod', 'default/a')).toBeUndefined();
    expect(user.verdicts.size).toBe(0);
    cluster.kernel.runUntil(millis(6));
    expect(user.verdicts.get('create')?.ok).toBe(true);
    expect(user.client.view.get('Pod', 'default/a')?.status.phase).toBe('Pending');
    expect(user.seenAt[0]).toBeGreaterThanOrEqual(millis(3.5));
  });

  it('adds defaults, default tolerations and the first status', () => {
    const cluster = newCluster();
    const user = probe(cluster, 'user', []);
    const verdict = ask(cluster, user, { verb: 'create', kind: 'Pod', object: podNamed('a') });
    const stored = (verdict.ok ? verdict.object : undefined) as Pod;
    expect(stored.spec.tolerations?.map((toleration) => toleration.tolerationSeconds)).toEqual([300, 300]);
    expect(stored.spec.terminationGracePeriodSeconds).toBe(30);
    expect(stored.metadata.generation).toBe(1);
    expect(stored.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
  });

  it('draws real-looking suffixes, and shares the spec of one template', () => {
    const cluster = newCluster();
    const user = probe(cluster, 'user', []);
    const template = podNamed('x');
    const object = { ...template, metadata: { generateName: 'web-abc-', namespace: 'default' } } as NewObject;
    const first = ask(cluster, user, { verb: 'create', kind: 'Pod', object });
    const second = ask(cluster, user, { verb: 'create', kind: 'Pod', object });
    if (!first.ok || !second.ok) throw new Error('refused');
    expect(first.object.metadata.name).toMatch(/^web-abc-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(second.object.metadata.name).not.toBe(first.object.metadata.name);
    expect((first.object as Pod).spec).toBe((second.object as Pod).spec);
  });

  it('refuses a stale resourceVersion with 409 and counts generations', () => {
    const cluster = newCluster();
    const user = probe(cluster, 'user', []);
    const set = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'rs', namespace: 'default' },
      spec: { replicas: 1, selector: { matchLabels: { a: 'b' } }, template: { spec: { containers: [{ name: 'c' }] } } },
    } as unknown as NewObject;
    const created = ask(cluster, user, { verb: 'create', kind: 'ReplicaSet', object: set });
    const first = (created.ok ? created.object : undefined) as ReplicaSet;
    const scaled = { ...first, spec: { ...first.spec, replicas: 2 } };
    const updated = ask(cluster, user, { verb: 'update', kind: 'ReplicaSet', object: scaled });
    expect(updated.ok && updated.object.metadata.generation).toBe(2);
    const again = ask(cluster, user, { verb: 'update', kind: 'ReplicaSet', object: scaled });
    expect(again).toMatchObject({
      ok: false,
      code: 409,
      reason: 'Conflict',
      message:
        'Operation cannot be fulfilled on replicasets.apps "rs": the object has been modified; please apply your ' +
        'changes to the latest version and try again',
    });
    const current = cluster.store.current('ReplicaSet', 'default/rs') as ReplicaSet;
    const rows = cluster.log.length;
    const same = ask(cluster, user, { verb: 'update', kind: 'ReplicaSet', object: current });
    expect(same.ok).toBe(true);
    expect(cluster.log.length).toBe(rows);
  });

  it('deletes bound pods gracefully and others at once', () => {
    const cluster = newCluster();
    const user = probe(cluster, 'user', []);
    for (const name of ['a', 'b']) ask(cluster, user, { verb: 'create', kind: 'Pod', object: podNamed(name) });
    const bound = cluster.store.current('Pod', 'default/a') as Pod;
    ask(cluster, user, { verb: 'bind', kind: 'Pod', key: 'default/a', uid: bound.metadata.uid, node: 'n1' });
    ask(cluster, user, { verb: 'delete', kind: 'Pod', key: 'default/a' });
    ask(cluster, user, { verb: 'delete', kind: 'Pod', key: 'default/b' });
    const marked = cluster.store.current('Pod', 'default/a');
    expect(marked?.metadata).toMatchObject({
      deletionGracePeriodSeconds: 30,
      deletionTimestamp: seconds(30),
      generation: 2,
    });
    expect(cluster.store.current('Pod', 'default/b')).toBeUndefined();
    ask(cluster, user, { verb: 'delete', kind: 'Pod', key: 'default/a', gracePeriodSeconds: 0 });
    expect(cluster.store.current('Pod', 'default/a')).toBeUndefined();
    const gone = ask(cluster, user, { verb: 'delete', kind: 'Pod', key: 'default/a' });
    expect(gone).toMatchObject({ code: 404, message: 'pods "a" not found' });
  });

  it('deletes no namespace that a cluster cannot do without', () => {
    const cluster = newCluster();
    const user = probe(cluster, 'user', []);
    const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } };
    ask(cluster, user, { verb: 'create', kind: 'Namespace', object });
    expect(ask(cluster, user, { verb: 'delete', kind: 'Namespace', key: 'default' })).toMatchObject({
      code: 403,
      message: 'namespaces "default" is forbidden: this namespace may not be deleted',
    });
  });

  it('keeps an object with a finalizer until the last one is taken off', () => {
    const cluster = newCluster();
    const user = probe(cluster, 'user', []);
    const object = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c', namespace: 'default', finalizers: ['x/y'] },
    };
    ask(cluster, user, { verb: 'create', kind: 'ConfigMap', object });
    ask(cluster, user, { verb: 'delete', kind: 'ConfigMap', key: 'default/c' });
    expect(cluster.store.current('ConfigMap', 'default/c')?.metadata.deletionTimestamp).toBeDefined();
    const patch = { metadata: { finalizers: null } };
    ask(cluster, user, { verb: 'patch', kind: 'ConfigMap', key: 'default/c', patchType: 'merge', patch });
    expect(cluster.store.current('ConfigMap', 'default/c')).toBeUndefined();
  });
});

describe('watches', () => {
  it('show a kubelet only the pods of its node, from their binding on', () => {
    const cluster = newCluster();
    const user = probe(cluster, 'user', []);
    const kubelet = probe(cluster, 'kubelet', ['Pod'], { nodeName: 'n1' });
    for (const name of ['a', 'b']) ask(cluster, user, { verb: 'create', kind: 'Pod', object: podNamed(name) });
    for (const [name, node] of [
      ['a', 'n1'],
      ['b', 'n2'],
    ] as const) {
      const { uid } = cluster.store.current('Pod', `default/${name}`)?.metadata ?? { uid: '' };
      ask(cluster, user, { verb: 'bind', kind: 'Pod', key: `default/${name}`, uid, node });
    }
    expect(kubelet.changes.map(({ type, key }) => [type, key])).toEqual([['added', 'default/a']]);
    expect(kubelet.client.view.onNode('n1').map((found) => found.metadata.name)).toEqual(['a']);
  });

  it('are lost with their component, which lists again when it comes back', () => {
    const cluster = newCluster();
    const user = probe(cluster, 'user', []);
    const watcher = probe(cluster, 'watcher', ['Pod']);
    cluster.component('watcher')?.stop({ seq: 0 });
    ask(cluster, user, { verb: 'create', kind: 'Pod', object: podNamed('a') });
    expect(watcher.changes).toEqual([]);
    cluster.component('watcher')?.start({ seq: 0 });
    expect(watcher.changes.map(({ type, isInitial }) => [type, isInitial])).toEqual([['added', true]]);
  });
});

describe('a hosted controller', () => {
  /** Keeps as many pods as the ReplicaSet says; one a sync. */
  const controller: Controller<{ syncs: number }> = {
    name: 'test-controller',
    watches: {
      ReplicaSet: (change) => [change.key],
      Pod: () => ['default/rs'],
    },
    memory: () => ({ syncs: 0 }),
    reconcile(key, view, memory) {
      memory.syncs += 1;
      const set = view.get('ReplicaSet', key);
      const missing = (set?.spec.replicas ?? 0) - view.list('Pod').length;
      if (!view.caughtUp('Pod') || missing <= 0) return { batches: [] };
      const object = { ...podNamed('x'), metadata: { generateName: 'rs-', namespace: 'default' } } as NewObject;
      return { batches: [Array.from({ length: missing }, () => ({ verb: 'create', kind: 'Pod', object }) as const)] };
    },
  };

  it('waits for its own writes, and its rows lead back to who changed the spec', () => {
    const cluster = newCluster();
    const user = probe(cluster, 'user', []);
    cluster.add('kcm', [hosted(controller, { syncMicros: 1_000, limits: { qps: 20, burst: 30 } })]).start();
    const set = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'rs', namespace: 'default' },
      spec: { replicas: 40, template: { spec: { containers: [] } } },
    };
    ask(cluster, user, { verb: 'create', kind: 'ReplicaSet', object: set as unknown as NewObject });
    const setRow = cluster.store.rowOf('ReplicaSet', 'default/rs');
    cluster.kernel.runUntil(seconds(5));
    const pods = [...cluster.log.rows()].filter(({ what }) => what.type === 'write' && what.kind === 'Pod');
    expect(pods).toHaveLength(40);
    expect(new Set(pods.map(({ cause }) => cause?.seq))).toEqual(new Set([setRow]));
    // 30 at once, then 20 a second.
    expect(pods[29]?.at).toBe(pods[0]?.at);
    expect((pods[39]?.at ?? 0) - (pods[0]?.at ?? 0)).toBe(500_000);
  });
});
