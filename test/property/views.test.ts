// Views and watches that lag against a plain twin: the list of all writes with their times, of which an informer
// knows those that are at least as old as its latency. Watchers come, go and come back at random times.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byCodeUnit } from '../../src/base/compare.ts';
import { createRandom } from '../../src/base/random.ts';
import { type Micros, plus } from '../../src/base/time.ts';
import type { Change, Client, View } from '../../src/cluster/actor.ts';
import { type Cluster, createCluster } from '../../src/cluster/cluster.ts';
import { DEFAULT_LATENCY, watchLatencyMicros } from '../../src/cluster/latency.ts';
import { controllerUid, nodeNameOf } from '../../src/cluster/store.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { Log } from '../../src/log/log.ts';
import { type KubeObject, keyOf, type NewObject } from '../../src/model/objects.ts';

const SEED = 3;
const KINDS = ['Pod', 'ReplicaSet'] as const;
const NODES = ['n1', 'n2'];
const OWNERS = ['x', 'y'];
const WATCHERS = ['alpha', 'beta', 'gamma', 'kubelet-n1', 'kubelet-n2'] as const;

const step = fc.record({
  gapMicros: fc.oneof(fc.constantFrom(0, 1, 100, 1_500, 2_000, 2_500, 9_000), fc.nat({ max: 3_000 })),
  what: fc.constantFrom('write', 'write', 'write', 'write', 'delete', 'look', 'toggle' as const),
  kind: fc.constantFrom(...KINDS),
  name: fc.constantFrom('p', 'q', 'r', 's'),
  namespace: fc.constantFrom('a', 'b'),
  owner: fc.constantFrom('', ...OWNERS),
  node: fc.constantFrom(...NODES),
  watcher: fc.constantFrom(...WATCHERS),
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A write as the twin remembers it. */
interface Written {
  readonly at: number;
  readonly object: KubeObject;
  readonly isDeletion: boolean;
}

/** One life of a watcher. */
interface Watcher {
  readonly name: string;
  readonly nodeName: string | undefined;
  readonly seen: string[];
  view: View | undefined;
  startedAt: number;
  isUp: boolean;
}

const latencyOf = (watcher: string, kind: string): number =>
  watchLatencyMicros(DEFAULT_LATENCY, createRandom(SEED).at(`watch/${watcher}/${kind}`, 0));

const describeChange = (at: number, { type, kind, key, object, old, isInitial }: Change): string =>
  `${at} ${type} ${kind} ${key} ${object.metadata.resourceVersion} after ${old?.metadata.resourceVersion} ${isInitial}`;

function addWatcher(cluster: Cluster, name: string): Watcher {
  const nodeName = name.startsWith('kubelet-') ? name.slice('kubelet-'.length) : undefined;
  const watcher: Watcher = { name, nodeName, seen: [], view: undefined, startedAt: 0, isUp: false };
  const create = (client: Client) => ({
    start: () => {
      watcher.view = client.view;
      if (nodeName === undefined) for (const kind of KINDS) client.watch(kind);
      else client.watch('Pod', { nodeName });
    },
    onChange: (change: Change) => watcher.seen.push(describeChange(client.now, change)),
  });
  cluster.add(name, [{ name, create }]);
  return watcher;
}

/** What the twin knows: the versions of a kind that a reader sees at a time. */
function seenBy(writes: readonly Written[], watcher: Watcher, kind: string, now: number): KubeObject[] {
  const latency = latencyOf(watcher.name, kind);
  const found = new Map<string, KubeObject>();
  for (const { at, object, isDeletion } of writes) {
    if (object.kind !== kind || (at + latency > now && at > watcher.startedAt)) continue;
    if (isDeletion) found.delete(keyOf(object));
    else found.set(keyOf(object), object);
  }
  return [...found.values()];
}

const belongsOn = (node: string | undefined, object: KubeObject): boolean =>
  node === undefined || nodeNameOf(object) === node;

/** The changes that a watcher must have been given in its life so far, sorted as texts. */
function expectedChanges(writes: readonly Written[], watcher: Watcher, now: number): string[] {
  const changes: string[] = [];
  const kinds = watcher.nodeName === undefined ? KINDS : (['Pod'] as const);
  for (const kind of kinds) {
    const latency = latencyOf(watcher.name, kind);
    const last = new Map<string, KubeObject>();
    for (const { at, object, isDeletion } of writes) {
      if (object.kind !== kind || !belongsOn(watcher.nodeName, object)) continue;
      const key = keyOf(object);
      const old = last.get(key);
      if (isDeletion) last.delete(key);
      else last.set(key, object);
      if (at <= watcher.startedAt || at + latency > now) continue;
      const type = isDeletion ? 'deleted' : old === undefined ? 'added' : 'modified';
      const change = { type, kind, key, object, old, seq: 0, isInitial: false } as const;
      changes.push(describeChange(at + latency, change));
    }
  }
  return changes.sort(byCodeUnit);
}

function expectView(writes: readonly Written[], watcher: Watcher, now: number): void {
  const { view, nodeName } = watcher;
  if (view === undefined) throw new Error('not started');
  const uids = (objects: readonly KubeObject[]): string[] =>
    objects.map((object) => `${object.metadata.resourceVersion}`).sort(byCodeUnit);
  const pods = seenBy(writes, watcher, 'Pod', now);
  for (const node of nodeName === undefined ? NODES : [nodeName]) {
    expect(uids(view.onNode(node))).toEqual(uids(pods.filter((pod) => nodeNameOf(pod) === node)));
  }
  if (nodeName !== undefined) return;
  for (const kind of KINDS) {
    const all = kind === 'Pod' ? pods : seenBy(writes, watcher, kind, now);
    expect(uids(view.list(kind))).toEqual(uids(all));
    for (const object of all) expect(view.get(kind, keyOf(object))).toBe(object);
    for (const namespace of ['a', 'b']) {
      const wanted = all.filter(({ metadata }) => metadata.namespace === namespace);
      expect(uids(view.inNamespace(kind, namespace))).toEqual(uids(wanted));
    }
    for (const owner of ['', ...OWNERS]) {
      expect(uids(view.controlledBy(kind, owner))).toEqual(
        uids(all.filter((object) => controllerUid(object) === owner)),
      );
    }
  }
}

/** Writes what a step says; a pod is put on its node only with its second write. */
function write(cluster: Cluster, { kind, namespace, name, owner, node, what }: Step): Written | undefined {
  const { kernel, api, store } = cluster;
  const key = `${namespace}/${name}`;
  const current = store.current(kind, key);
  if (what === 'delete') {
    if (current === undefined) return undefined;
    api.commit(kernel.now, 'test', undefined, { verb: 'delete', kind, key, gracePeriodSeconds: 0 });
    return { at: kernel.now, object: current, isDeletion: true };
  }
  const owners = [{ apiVersion: 'v1', kind: 'Owner', name: 'o', uid: owner, controller: true }];
  const metadata = { name, namespace, ...(owner === '' ? {} : { ownerReferences: owners }) };
  const object = { apiVersion: 'v1', kind, metadata, spec: { containers: [] } } as unknown as NewObject;
  const patch = {
    metadata: { annotations: { at: `${store.revision}` }, ownerReferences: owner === '' ? null : owners },
  };
  const verdict =
    current === undefined
      ? api.commit(kernel.now, 'test', undefined, { verb: 'create', kind, object })
      : kind === 'Pod' && nodeNameOf(current) === undefined
        ? api.commit(kernel.now, 'test', undefined, { verb: 'bind', kind, key, uid: current.metadata.uid, node })
        : api.commit(kernel.now, 'test', undefined, { verb: 'patch', kind, key, patchType: 'merge', patch });
  if (!verdict.ok) throw new Error(verdict.message);
  return { at: kernel.now, object: verdict.object, isDeletion: false };
}

function toggle(cluster: Cluster, watcher: Watcher): void {
  const { now } = cluster.kernel;
  const component = cluster.component(watcher.name);
  if (watcher.isUp) component?.stop({ seq: 0 });
  watcher.seen.length = 0;
  if (!watcher.isUp) component?.start();
  watcher.isUp = !watcher.isUp;
  watcher.startedAt = now;
  // The first list is not what this test is about: everything up to now is known at once.
  expect(watcher.seen.every((text) => text.endsWith('after undefined true'))).toBe(true);
  watcher.seen.length = 0;
}

test('a view shows what is as old as its latency, and each write is delivered at its time', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120, size: 'max' }), (steps) => {
      const kernel = new Kernel();
      const options = { kernel, log: new Log('test'), random: createRandom(SEED), latency: DEFAULT_LATENCY };
      const cluster = createCluster({ ...options, startsAtEpochMicros: 0, checksNamespaces: false });
      const watchers = new Map(WATCHERS.map((name) => [name, addWatcher(cluster, name)]));
      const writes: Written[] = [];
      for (const watcher of watchers.values()) toggle(cluster, watcher);
      kernel.runUntil(1 as Micros);
      for (const asked of steps) {
        kernel.runUntil(plus(kernel.now, asked.gapMicros) as Micros);
        if (asked.what === 'toggle') {
          // A write of this very instant is neither listed nor delivered in the twin's reckoning: step past it.
          kernel.runUntil(plus(kernel.now, 1) as Micros);
          const watcher = watchers.get(asked.watcher);
          if (watcher !== undefined) toggle(cluster, watcher);
          kernel.runUntil(plus(kernel.now, 1) as Micros);
        } else if (asked.what !== 'look') {
          const written = write(cluster, asked);
          if (written !== undefined) writes.push(written);
        }
        for (const watcher of watchers.values()) {
          if (!watcher.isUp) continue;
          const sorted = [...watcher.seen].sort(byCodeUnit);
          expect(sorted).toEqual(expectedChanges(writes, watcher, kernel.now));
          if (asked.what === 'look') expectView(writes, watcher, kernel.now);
        }
      }
    }),
    { numRuns: 60 },
  );
});
