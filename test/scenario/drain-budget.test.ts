// A drain and a budget in a whole cluster: evictions are refused until another pod is Ready, then granted one by one.

import { expect, test } from 'vitest';
import type { PodDisruptionBudget } from '../../src/model/objects.ts';
import { deploymentText, runText } from './run-text.ts';

const BUDGET = `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}
`;

const CLUSTER = '  cluster: {pools: [{name: n, count: 2, capacity: {cpu: 4, memory: 8Gi}}]}';

test('a drain waits for the budget, and goes on 5 s after it was refused', () => {
  const { rows, at } = runText(
    `  until: 3m\n${CLUSTER}
  timeline:
    - {at: 30s, do: kubectl drain n-1}
    - {at: 50s, do: kubectl scale deployment web --replicas=3}`,
    `${deploymentText('web', 2)}---\n${BUDGET}`,
  );
  const refused = rows('refused').filter(({ verb }) => verb === 'evict');
  expect(refused.length).toBeGreaterThanOrEqual(4);
  for (const { message } of refused) expect(message).toContain("would violate the pod's disruption budget");
  const gaps = refused.slice(1).map(({ second }, index) => Math.round(second - (refused[index]?.second ?? 0)));
  expect(new Set(gaps)).toEqual(new Set([5]));
  expect(refused.at(-1)?.second).toBeLessThan(61);
  const budgetAt = (second: number) => at(second).get('PodDisruptionBudget', 'default/web') as PodDisruptionBudget;
  expect(budgetAt(40).status).toMatchObject({ disruptionsAllowed: 0, currentHealthy: 2, desiredHealthy: 2 });
  expect(budgetAt(120).status).toMatchObject({ disruptionsAllowed: 1, currentHealthy: 3, expectedPods: 3 });
  const onDrained = at(120)
    .list('Pod')
    .filter(({ spec }) => spec.nodeName === 'n-1');
  expect(onDrained).toEqual([]);
});
