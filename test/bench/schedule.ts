// What it costs to decide about a pod of a Deployment on 1,000 nodes: the plain plugins, which count all pods anew in
// each attempt as upstream does, against columns and counters.

import { ClusterCache } from '../../src/scheduler/cluster-cache.ts';
import { FastCycle } from '../../src/scheduler/fast/fast-cycle.ts';
import { defaultProfile } from '../../src/scheduler/registry.ts';
import { type Draw, type Outcome, schedulePod } from '../../src/scheduler/schedule-pod.ts';
import { listerOf, nodeOf, podOf, replicaSetOf, ZONE } from '../scheduler/objects.ts';
import type { Bench, Figure } from './bench.ts';
import { nanosPer } from './bench.ts';

const NODES = 1_000;
const PLAIN_PODS = 200;
const FAST_PODS = 5_000;
const ZONES = ['a', 'b', 'c'] as const;

/** A pod is decided about and put on its node. The plain twin gets fewer pods: each costs more the more there are. */
export const schedule: Bench = {
  name: 'scheduling a pod of a Deployment on 1,000 nodes',
  run: () => [
    place('plain plugins, the first 200 pods', PLAIN_PODS, false),
    place('columns, 5,000 pods', FAST_PODS, true),
  ],
};

function place(label: string, count: number, isFast: boolean): Figure {
  const objects = listerOf([replicaSetOf('web', { app: 'web' })]);
  const fast = new FastCycle(defaultProfile, objects);
  const cache = new ClusterCache(objects, fast);
  for (let i = 0; i < NODES; i += 1) cache.addNode(nodeOf(`n${i}`, { labels: { [ZONE]: ZONES[i % 3] ?? '' } }));
  const template = podOf('web', { labels: { app: 'web' }, owner: 'web' });
  const pods = Array.from({ length: count }, (_x, i) => {
    const name = `web-${i}`;
    return { ...template, metadata: { ...template.metadata, name, uid: name } };
  });
  let start = 0;
  const breakTie: Draw = (n) => start % n;
  const ns = nanosPer(count, () => {
    for (const pod of pods) {
      const snapshot = cache.snapshot();
      const quick: Outcome | undefined = isFast ? fast.schedule(pod, snapshot, start, breakTie) : undefined;
      const outcome = quick ?? schedulePod(defaultProfile, pod, snapshot, start, breakTie);
      start = outcome.nextStartIndex;
      if (outcome.result === 'scheduled') cache.assumePod(pod, outcome.node);
    }
  });
  return { label, ns };
}
