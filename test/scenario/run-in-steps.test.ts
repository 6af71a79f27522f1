// A run in steps: a burst at one moment is cut up too, so that it can be stopped soon, and that changes nothing.

import { expect, test } from 'vitest';
import { digestOf } from '../../src/log/digest.ts';
import { buildSimulation } from '../../src/scenario/build.ts';
import { readFromMemory } from '../../src/scenario/file-patterns.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { runInSteps } from '../../src/scenario/run-scenario.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const TEXT = `apiVersion: orrery/v1alpha1
kind: Scenario
spec:
  until: 10d
  cluster: {pools: [{name: n, count: 20, capacity: {cpu: 32, memory: 128Gi, pods: 110}}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1000
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: 'web:1'}]}}
`;

function scenario(until: number): Scenario {
  const parsed = parseScenario([{ name: 'a.yaml', text: TEXT }], readFromMemory([]));
  if (!parsed.ok) throw new Error('bad input');
  return { ...parsed.scenario, until } as Scenario;
}

const HOUR = 3_600_000_000;

test('no step writes much more than its share, and the rows are those of a run in one piece', () => {
  const steps = runInSteps(scenario(HOUR));
  const rows: number[] = [];
  let step = steps.next();
  while (step.done !== true) {
    rows.push(step.value.log.length);
    step = steps.next();
  }
  const most = Math.max(...rows.slice(1).map((row, index) => row - (rows[index] ?? 0)));
  expect(rows.length).toBeGreaterThan(5);
  expect(most).toBeLessThan(6_000);
  const whole = buildSimulation(scenario(HOUR));
  whole.runUntil(HOUR as never);
  expect(step.value.isComplete).toBe(true);
  expect(step.value.digest).toBe(digestOf(whole.log));
});

test('a limit of rows ends it before its end', () => {
  const steps = runInSteps(scenario(HOUR), { maxRows: 5_000 });
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  expect(step.value.isComplete).toBe(false);
  expect(step.value.simulation.log.length).toBeGreaterThanOrEqual(5_000);
});
