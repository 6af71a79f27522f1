// A kubelet's watch of its node: it sees that one, from the first list on, and no other.

import { expect, it } from 'vitest';
import { micros } from '../../src/base/time.ts';
import type { NewObject } from '../../src/model/objects.ts';
import { ask, newCluster, podNamed, probe, runFor } from './probe.ts';

const nodeNamed = (name: string): NewObject =>
  ({ apiVersion: 'v1', kind: 'Node', metadata: { name }, spec: {}, status: {} }) as unknown as NewObject;

it('shows one node', () => {
  const cluster = newCluster();
  for (const name of ['node-1', 'node-2']) cluster.api.bootstrap(micros(0), 'test', undefined, nodeNamed(name));
  const kubelet = probe(cluster, 'kubelet', ['Node', 'Pod'], { nodeName: 'node-1' });
  const user = probe(cluster, 'user', []);
  for (const name of ['node-1', 'node-2']) {
    const patch = { spec: { unschedulable: true } };
    ask(cluster, user, { verb: 'patch', kind: 'Node', key: name, patchType: 'merge', patch });
  }
  ask(cluster, user, { verb: 'create', kind: 'Pod', object: podNamed('a', { nodeName: 'node-1' }) });
  ask(cluster, user, { verb: 'delete', kind: 'Node', key: 'node-1' });
  runFor(cluster, 100_000);
  expect(kubelet.changes.map(({ type, key, isInitial }) => [type, key, isInitial])).toEqual([
    ['added', 'node-1', true],
    ['modified', 'node-1', false],
    ['added', 'default/a', false],
    ['deleted', 'node-1', false],
  ]);
  expect(kubelet.changes[1]?.old).toBe(kubelet.changes[0]?.object);
});
