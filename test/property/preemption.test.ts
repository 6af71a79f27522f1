// Whatever is on a node: the victims of a dry run are less important than the pod, the pod fits without them, and not
// with any one of them back.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seconds } from '../../src/base/time.ts';
import type { Pod } from '../../src/model/objects.ts';
import { ClusterCache } from '../../src/scheduler/cluster-cache.ts';
import { runPreFilters, trialOf } from '../../src/scheduler/filtering.ts';
import { dryRun } from '../../src/scheduler/preemption/dry-run.ts';
import { priorityOf } from '../../src/scheduler/preemption/importance.ts';
import { defaultProfile } from '../../src/scheduler/registry.ts';
import { listerOf, nodeOf, podOf } from '../scheduler/objects.ts';

interface Sketch {
  readonly priority: number;
  readonly cpuMillis: number;
  readonly memoryMi: number;
  readonly startedAt: number | undefined;
}

const sketch: fc.Arbitrary<Sketch> = fc.record({
  priority: fc.integer({ min: -1, max: 4 }),
  cpuMillis: fc.integer({ min: 0, max: 3_000 }),
  memoryMi: fc.integer({ min: 0, max: 4_000 }),
  startedAt: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
});

function podLike({ priority, cpuMillis, memoryMi, startedAt }: Sketch, name: string, nodeName?: string): Pod {
  const requests = { cpu: `${cpuMillis}m`, memory: `${memoryMi}Mi` };
  const pod = podOf(name, { requests, spec: { priority }, ...(nodeName === undefined ? {} : { nodeName }) });
  const started = startedAt === undefined ? {} : { startTime: seconds(startedAt) };
  return { ...pod, status: { ...pod.status, ...started } };
}

test('victims are needed, all of them, and nobody else', () => {
  fc.assert(
    fc.property(sketch, fc.array(sketch, { maxLength: 12 }), (incoming, others) => {
      const pod = podLike(incoming, 'incoming');
      const cache = new ClusterCache(listerOf([]));
      cache.addNode(nodeOf('n', { allocatable: { pods: '8' } }));
      for (const [index, other] of others.entries()) cache.setPod(podLike(other, `p${index}`, 'n'));
      const snapshot = cache.snapshot();
      const [node] = snapshot.nodes;
      if (node === undefined) throw new Error('the node is not there');
      const { filters } = runPreFilters(defaultProfile, pod, snapshot);
      const without = (gone: readonly Pod[]) => {
        const trial = trialOf(filters, pod, node, snapshot);
        for (const victim of gone) trial.change(victim, -1);
        return trial.verdict();
      };
      if (without([]) === undefined) return;
      const run = dryRun(pod, trialOf(filters, pod, node, snapshot), []);
      const removable = node.pods.filter((other) => priorityOf(other) < priorityOf(pod));
      if (run.kind === 'rejected') {
        expect(removable.length === 0 || without(removable) !== undefined).toBe(true);
        return;
      }
      expect(run.victims.filter((victim) => !removable.includes(victim))).toEqual([]);
      expect(without(run.victims)).toBeUndefined();
      for (const back of run.victims) expect(without(run.victims.filter((victim) => victim !== back))).toBeDefined();
    }),
  );
});
