// Autoscalers over time: what they want as steps, and their metric in percent as it was read at each sync.

import { expect, test } from 'vitest';
import { foldTimeline } from '../../src/report/timeline.ts';
import { deploymentText, runText } from '../scenario/run-text.ts';

const SPEC = `
  namespace: shop
  until: 6m
  cluster:
    pools:
      - {name: worker, count: 3, zones: [a], capacity: {cpu: 8, memory: 32Gi}}
  behaviours:
    - match: {kind: Deployment, name: web}
      cpu: {load: 3}`;

const OBJECTS = `
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
${deploymentText('web', 2).replace("image: 'shop/web:1'", "image: 'shop/web:1', resources: {requests: {cpu: 500m}}")}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 2
  maxReplicas: 10
  metrics:
    - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}`;

test('wants more than it has while the metric is above its goal', () => {
  const { run } = runText(SPEC, OBJECTS);
  const { log, moments } = run.simulation;
  const head = {
    name: '',
    description: '',
    file: '',
    seed: '',
    startsAtEpochMicros: 0,
    until: run.reached,
    digest: '',
  };
  const [track] = foldTimeline(log, head, moments).hpas;
  expect(track).toMatchObject({
    namespace: 'shop',
    name: 'web',
    target: 'Deployment/shop/web',
    metric: 'cpu',
    goal: 60,
  });
  expect(track?.steps[0]).toMatchObject({ min: 2, max: 10 });
  expect(track?.steps.at(-1)?.desired).toBe(10);
  const known = (track?.samples ?? []).filter(({ percent }) => percent !== undefined);
  expect(known.length).toBeGreaterThan(5);
  expect(Math.max(...known.map(({ percent = 0 }) => percent))).toBeGreaterThan(60);
  expect(foldTimeline(log, head).hpas[0]?.samples).toEqual([]);
});
