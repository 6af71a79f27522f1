// The fast cycle where it is easily wrong: what random clusters found, and what they seldom come to.

import { expect, it } from 'vitest';
import type { KubeObject, Node, Pod } from '../../src/model/objects.ts';
import { ClusterCache } from '../../src/scheduler/cluster-cache.ts';
import { FastCycle } from '../../src/scheduler/fast/fast-cycle.ts';
import { defaultProfile } from '../../src/scheduler/registry.ts';
import type { Outcome } from '../../src/scheduler/schedule-pod.ts';
import { schedulePod } from '../../src/scheduler/schedule-pod.ts';
import { listerOf, nodeOf, podOf, replicaSetOf, ZONE } from './objects.ts';

function clusterOf(nodes: readonly Node[], stored: readonly KubeObject[] = []) {
  const objects = listerOf(stored);
  const cycle = new FastCycle(defaultProfile, objects);
  const cache = new ClusterCache(objects, cycle);
  for (const node of nodes) cache.addNode(node);
  const decide = (pod: Pod): Outcome | undefined => {
    const snapshot = cache.snapshot();
    const fast = cycle.schedule(pod, snapshot, 0, () => 0);
    expect(fast).toEqual(schedulePod(defaultProfile, pod, snapshot, 0, () => 0));
    return fast;
  };
  return { cache, cycle, decide };
}

const labelSelector = { matchLabels: { app: 'web' } };
const alone = (name: string): Pod =>
  podOf(name, {
    labels: { app: 'web' },
    spec: {
      affinity: {
        podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector, topologyKey: ZONE }] },
      },
    },
  });

it('a pod on a node without the label is not in the domain of the empty value', () => {
  const { cache, decide } = clusterOf([nodeOf('without'), nodeOf('empty', { labels: { [ZONE]: '' } })]);
  cache.assumePod(alone('first'), 'without');
  expect(decide(alone('second'))).toMatchObject({ result: 'scheduled', feasible: 2 });
  cache.assumePod(alone('second'), 'empty');
  expect(decide(alone('third'))).toMatchObject({ result: 'scheduled', feasible: 1, node: 'without' });
});

it('what fits nowhere is told again as it was, until something changes', () => {
  const big = (name: string): Pod => podOf(name, { requests: { cpu: '3' } });
  const { cache, decide } = clusterOf(['a', 'b', 'c'].map((name) => nodeOf(name)));
  for (const name of ['a', 'b', 'c']) cache.assumePod(big(`on-${name}`), name);
  for (const name of ['first', 'second', 'third']) {
    expect(decide(big(name))).toMatchObject({ result: 'unschedulable', evaluated: 3 });
  }
  cache.updateNode(nodeOf('b', { unschedulable: true }));
  const told = decide(big('fourth'));
  expect(told?.result === 'unschedulable' && told.message).toContain(
    '1 node(s) were unschedulable, 2 Insufficient cpu.',
  );
  cache.removePod('default/on-c');
  expect(decide(big('fifth'))).toMatchObject({ result: 'scheduled', node: 'c' });
});

it('more than a thousand changes between two failures are all seen', () => {
  const full = podOf('full', { requests: { cpu: '4' } });
  const { cache, decide } = clusterOf([nodeOf('a'), nodeOf('b')]);
  cache.assumePod(full, 'a');
  cache.assumePod({ ...full, metadata: { ...full.metadata, name: 'other', uid: 'other' } }, 'b');
  const small = podOf('small', { requests: { cpu: '1' } });
  expect(decide(small)?.result).toBe('unschedulable');
  expect(decide(small)?.result).toBe('unschedulable');
  for (let i = 0; i < 600; i += 1) {
    cache.removePod('default/full');
    if (i < 599) cache.assumePod(full, 'a');
  }
  expect(decide(small)).toMatchObject({ result: 'scheduled', node: 'a' });
});

it('what a workload selects is asked again when it changes', () => {
  const stored: KubeObject[] = [replicaSetOf('web', { app: 'web' })];
  const nodes = ['a', 'b'].map((name) => nodeOf(name, { labels: { [ZONE]: name } }));
  const { cache, cycle, decide } = clusterOf(nodes, stored);
  const tiny = { requests: { cpu: '1m', memory: '1Mi' } };
  const web = (name: string): Pod => ({ ...podOf(name, tiny), metadata: { ...podOf(name).metadata, ...WEB } });
  for (const name of ['web-1', 'web-2']) cache.assumePod(web(name), 'a');
  for (const name of ['db-1', 'db-2', 'db-3']) cache.assumePod(podOf(name, { ...tiny, labels: { app: 'db' } }), 'b');
  expect(decide(web('web-3'))).toMatchObject({ node: 'b' });
  const [old] = stored;
  const object = replicaSetOf('web', { app: 'db' });
  stored[0] = object;
  const change = { type: 'modified', kind: 'ReplicaSet', key: 'default/web', object, old, seq: 0 } as const;
  cycle.changed({ ...change, isInitial: false });
  expect(decide(web('web-4'))).toMatchObject({ node: 'a' });
});

/** Labels and owners are shared, as the pods of one template share them. */
const WEB = {
  labels: { app: 'web' },
  ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'uid', controller: true }],
};
