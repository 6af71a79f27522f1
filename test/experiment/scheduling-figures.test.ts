// What a run says about its schedulers, on clusters small enough to count by hand.

import { describe, expect, it } from 'vitest';
import { type SchedulingFigures, schedulingFigures } from '../../src/experiment/scheduling-figures.ts';
import { runText } from '../scenario/run-text.ts';

function figuresOf(pods: string, arrivals: string): SchedulingFigures {
  const spec = `  until: 2m
  cluster: {pools: [{name: n, count: 2, capacity: {cpu: 4, memory: 8Gi}}]}
  arrivals: [{file: pods.csv}]`;
  const { run } = runText(spec, pods, { 'pods.csv': arrivals });
  return schedulingFigures(run.simulation.log, 120_000_000);
}

const HIGH = `apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: high}
value: 100
`;

describe('schedulingFigures', () => {
  it('tells the peak, the nodes, who waits to the end, and what is left for nobody', () => {
    const figures = figuresOf(HIGH, 'at,name,cpu\n1,a,3\n2,b,3\n60,c,2\n');
    expect(figures).toMatchObject({ pods: 3, neverBound: 1, nodesUsed: 2, preemptions: 0, cpuAtPeak: 6 / 8 });
    // At the peak one CPU is free on each node, where none of the three pods fits.
    expect(figures.fragmentation).toBe(1);
    expect(figures.pendingMax).toBeCloseTo(60, 0);
    expect(figures.pendingP50).toBeLessThan(1);
  });

  it('counts what fits of what is free by the pods of the run', () => {
    // Free at the peak: 1 and 4 CPUs; the only sort of pod fits where 4 are.
    expect(figuresOf(HIGH, 'at,name,cpu,memory\n1,a,3,1Gi\n').fragmentation).toBeCloseTo(1 / 5, 10);
  });

  it('counts the pods that had to go', () => {
    const rows = ['1,a,3,', '2,b,3,', '30,urgent,3,high'];
    expect(figuresOf(HIGH, `at,name,cpu,priorityClassName\n${rows.join('\n')}\n`)).toMatchObject({
      pods: 3,
      neverBound: 0,
      preemptions: 1,
    });
  });
});
