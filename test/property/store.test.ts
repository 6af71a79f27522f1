// The store's indexes, which keep leavers for lagging readers, against a plain twin: at every revision that an
// informer may still be at, each index must find what a fold of the log up to that revision finds.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Micros } from '../../src/base/time.ts';
import { controllerUid, type Entry, nodeNameOf, Store } from '../../src/cluster/store.ts';
import { Log } from '../../src/log/log.ts';
import { type KubeObject, keyOf } from '../../src/model/objects.ts';

const WINDOW_MICROS = 10;
const KINDS = ['Pod', 'ReplicaSet'];
const NAMESPACES = ['a', 'b'];
const OWNERS = ['x', 'y'];
const NODES = ['n1', 'n2'];

const operation = fc.record({
  gapMicros: fc.constantFrom(0, 1, 4, 9, 11, 30),
  kind: fc.constantFrom(...KINDS),
  namespace: fc.constantFrom(...NAMESPACES),
  name: fc.constantFrom('p', 'q', 'r'),
  isDeletion: fc.boolean(),
  owner: fc.constantFrom(undefined, ...OWNERS),
  node: fc.constantFrom(undefined, ...NODES),
});

type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

function objectOf({ kind, namespace, name, owner, node }: Operation): KubeObject {
  const references = [
    { apiVersion: 'v1', kind: 'Other', name: 'o', uid: 'not-the-controller' },
    { apiVersion: 'v1', kind: 'Other', name: 'o', uid: owner, controller: true },
  ];
  const metadata = { name, namespace, ...(owner === undefined ? {} : { ownerReferences: references }) };
  return { apiVersion: 'v1', kind, metadata, spec: { nodeName: node } } as unknown as KubeObject;
}

/** What exists after all rows up to a revision, in order of creation. */
function foldedUpTo(log: Log, kind: string, revision: number): KubeObject[] {
  const found = new Map<string, KubeObject>();
  for (let seq = 0; seq < log.length && log.revision(seq) <= revision; seq += 1) {
    const object = log.object(seq);
    if (object?.kind !== kind) continue;
    if (log.verb(seq) === 'delete') found.delete(keyOf(object));
    else found.set(keyOf(object), object);
  }
  return [...found.values()];
}

/**
 * In order for the newest revision: those who lag find the same objects, but where a key is used anew, in another
 * order.
 */
function isSame(found: readonly KubeObject[], wanted: readonly KubeObject[], isOrdered: boolean): boolean {
  if (found.length !== wanted.length) return false;
  return isOrdered
    ? found.every((object, i) => object === wanted[i])
    : found.every((object) => wanted.includes(object));
}

/** What the store's reads get wrong at a revision. */
function differences(store: Store, log: Log, kind: string, revision: number): string[] {
  const all = foldedUpTo(log, kind, revision);
  const wrong: string[] = [];
  const isNewest = revision === store.revision;
  const check = (
    read: string,
    entries: Iterable<Entry>,
    belongs: (object: KubeObject) => boolean,
    isOrdered: boolean,
  ) => {
    const found = [...entries].map((entry) => store.versionAt(entry, revision));
    const wanted = all.filter(belongs);
    const mine = found.filter((object) => object !== undefined && belongs(object)) as KubeObject[];
    if (!isSame(mine, wanted, isOrdered))
      wrong.push(`${read} at ${revision}: ${mine.map(keyOf)}, not ${wanted.map(keyOf)}`);
  };
  check(kind, store.entries(kind), () => true, isNewest);
  for (const namespace of NAMESPACES) {
    check(
      `${kind} in ${namespace}`,
      store.inNamespace(kind, namespace),
      (o) => o.metadata.namespace === namespace,
      isNewest,
    );
  }
  for (const owner of ['', ...OWNERS]) {
    check(`${kind} of ${owner}`, store.controlledBy(kind, owner), (object) => controllerUid(object) === owner, false);
  }
  for (const node of kind === 'Pod' ? NODES : []) {
    check(`${kind} on ${node}`, store.onNode(node), (object) => nodeNameOf(object) === node, false);
  }
  for (const object of all) {
    const entry = store.entry(kind, keyOf(object));
    if (entry === undefined || store.versionAt(entry, revision) !== object)
      wrong.push(`${keyOf(object)} at ${revision}`);
    if (isNewest && store.current(kind, keyOf(object)) !== object) wrong.push(`${keyOf(object)} now`);
  }
  return wrong;
}

test('each index finds at each revision what a fold of the log finds', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 60, size: 'max' }), (operations) => {
      const log = new Log('test');
      const store = new Store(log, WINDOW_MICROS);
      let now = 0;
      for (const asked of operations) {
        now += asked.gapMicros;
        const object = objectOf(asked);
        const current = store.current(asked.kind, keyOf(object));
        if (asked.isDeletion && current === undefined) continue;
        const verb = asked.isDeletion ? 'delete' : current === undefined ? 'create' : 'update';
        store.commit(now as Micros, 'test', undefined, verb, asked.isDeletion ? (current as KubeObject) : object);
        // An informer at `revision` has not yet seen the row after it, which is therefore at most a window old.
        for (let revision = store.revision; revision >= 0; revision -= 1) {
          if (revision < store.revision && log.at(revision) + WINDOW_MICROS < now) break;
          for (const kind of KINDS) expect(differences(store, log, kind, revision)).toEqual([]);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('what has left is forgotten when every informer has seen it', () => {
  const log = new Log('test');
  const store = new Store(log, WINDOW_MICROS);
  const pod = {
    gapMicros: 0,
    kind: 'Pod',
    namespace: 'a',
    name: 'p',
    isDeletion: false,
    owner: 'x',
    node: 'n1',
  } as const;
  store.commit(0 as Micros, 'test', undefined, 'create', objectOf(pod));
  store.commit(1 as Micros, 'test', undefined, 'delete', objectOf(pod));
  const counts = (): readonly number[] =>
    [store.entries('Pod'), store.inNamespace('Pod', 'a'), store.controlledBy('Pod', 'x'), store.onNode('n1')].map(
      (entries) => [...entries].length,
    );
  store.commit(11 as Micros, 'test', undefined, 'create', objectOf({ ...pod, kind: 'ReplicaSet' }));
  expect(counts()).toEqual([1, 1, 1, 1]);
  store.commit(12 as Micros, 'test', undefined, 'update', objectOf({ ...pod, kind: 'ReplicaSet' }));
  expect(counts()).toEqual([0, 0, 0, 0]);
});
