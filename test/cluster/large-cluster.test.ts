// The pace of a large rollout, in simulated time. A real control plane needed 251 s to create 5,000 pods of one
// Deployment on 1,000 nodes (125 s for half of them), because the ReplicaSet controller's client limit is 20 requests
// a second.

import { describe, expect, it } from 'vitest';
import { MICROS_PER_SECOND, type Micros } from '../../src/base/time.ts';
import { podTimes, runLargeCluster } from '../bench/large-cluster.ts';

const inSeconds = (at: Micros | undefined): number => (at ?? Number.NaN) / MICROS_PER_SECOND;

describe('5,000 pods of one Deployment on 1,000 nodes', () => {
  const { created, bound, ready } = podTimes(runLargeCluster({ nodes: 1000, pods: 5000, untilSeconds: 260 }));

  it('are created at the pace of the client limit', () => {
    expect(created).toHaveLength(5000);
    expect(Math.abs(inSeconds(created[2499]) - 125)).toBeLessThanOrEqual(1);
    expect(Math.abs(inSeconds(created[4999]) - 251)).toBeLessThanOrEqual(2);
  });

  it('are scheduled within a second of that, and Ready two seconds after their binding', () => {
    expect(bound).toHaveLength(5000);
    const waits = bound.map((at, i) => inSeconds(at) - inSeconds(created[i]));
    expect(Math.max(...waits)).toBeLessThanOrEqual(1);
    expect(ready).toHaveLength(5000);
    const starts = ready.map((at, i) => inSeconds(at) - inSeconds(bound[i]));
    expect(Math.max(...starts)).toBeLessThanOrEqual(2.1);
    expect(Math.min(...starts)).toBeGreaterThanOrEqual(2);
  });
});
