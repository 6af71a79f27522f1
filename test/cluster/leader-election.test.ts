// When a component of the control plane acts again after it was started again.

import { describe, expect, test } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { seconds } from '../../src/base/time.ts';
import { createLeaderElections } from '../../src/cluster/leader-election.ts';
import { newCluster } from './probe.ts';

const CAUSE = { seq: 0 };

/** Stops a component at 1 s, starts it again at 60 s, and tells after how many seconds it is up. */
function restart(name: string, seed: number, again?: number): number | undefined {
  const cluster = newCluster(seed);
  const { kernel, log } = cluster;
  const elections = createLeaderElections(kernel, createRandom(seed));
  const component = cluster.add(name, []);
  component.start();
  kernel.runUntil(seconds(1));
  elections.stop(component, CAUSE);
  kernel.runUntil(seconds(60));
  elections.start(component, CAUSE);
  elections.start(component, CAUSE);
  if (again !== undefined) {
    kernel.runUntil(seconds(60 + again));
    elections.stop(component, CAUSE);
  }
  kernel.runUntil(seconds(120));
  const ups = [...log.rows()].filter(({ what }) => what.type === 'component' && what.state === 'up');
  expect(ups.length).toBe(component.isUp ? 2 : 1);
  return component.isUp ? ((ups.at(-1)?.at ?? 0) - seconds(60)) / 1e6 : undefined;
}

describe('leader election', () => {
  const seeds = Array.from({ length: 50 }, (_, index) => index);

  test('a controller-manager watches the old lease for 15 s, and looks again each 2 to 4.4 s', () => {
    const waits = seeds.map((seed) => restart('kube-controller-manager', seed) ?? 0);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(15);
    expect(Math.max(...waits)).toBeLessThan(19.7);
    expect(new Set(waits).size).toBeGreaterThan(40);
  });

  test('a scheduler has released its lease: the next one begins at once', () => {
    expect(restart('kube-scheduler', 1)).toBeCloseTo(0.2);
  });

  test('whoever is stopped while he waits does not start', () => {
    expect(restart('kube-controller-manager', 1, 5)).toBeUndefined();
  });

  test('others are not elected', () => {
    expect(restart('kubelet/node-1', 1)).toBe(0);
  });
});
