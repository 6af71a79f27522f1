// What the API server fills into an autoscaler's spec.

import { expect, it } from 'vitest';
import { defaultAutoscalerSpec } from '../../src/model/autoscaling-defaults.ts';

const CPU = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } };
const UP = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const DOWN = { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] };

it('a CPU target where there is no metric, one replica at least, and no rules where none were given', () => {
  expect(defaultAutoscalerSpec({ maxReplicas: 3 })).toEqual({ maxReplicas: 3, minReplicas: 1, metrics: [CPU] });
  expect(defaultAutoscalerSpec({ minReplicas: 0, metrics: [] })).toEqual({ minReplicas: 0, metrics: [CPU] });
});

it.each([
  [{}, { scaleUp: UP, scaleDown: DOWN }],
  [
    { scaleDown: { stabilizationWindowSeconds: 60 } },
    { scaleUp: UP, scaleDown: { ...DOWN, stabilizationWindowSeconds: 60 } },
  ],
  [
    { scaleUp: { selectPolicy: 'Disabled', tolerance: '50m' } },
    { scaleUp: { ...UP, selectPolicy: 'Disabled', tolerance: '50m' }, scaleDown: DOWN },
  ],
])('rules for both directions where %j is given', (behavior, expected) => {
  expect(defaultAutoscalerSpec({ behavior })).toMatchObject({ behavior: expected });
});

it.each([
  ['1000m', '1'],
  [100, '100'],
  ['1k', '1k'],
  ['512Mi', '512Mi'],
])('the quantity %j is stored as %j', (averageValue, expected) => {
  const metric = { type: 'Pods', pods: { metric: { name: 'qps' }, target: { type: 'AverageValue', averageValue } } };
  expect(defaultAutoscalerSpec({ metrics: [metric] })).toMatchObject({
    metrics: [{ pods: { metric: { name: 'qps' }, target: { averageValue: expected } } }],
  });
});
