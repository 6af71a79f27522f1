// An autoscaler in a whole cluster: it scales what it should, tells it, and writes nothing for metrics alone.

import { describe, expect, it } from 'vitest';
import type { HorizontalPodAutoscaler } from '../../../src/model/autoscaling.ts';
import type { KubeEvent } from '../../../src/model/objects.ts';
import { runText, type TextRun } from '../../scenario/run-text.ts';

const KEY = 'default/web';

function objects(autoscaler: string, replicas = 2, name = 'web'): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers: [{name: app, image: web, resources: {requests: {cpu: 500m}}}]
---
${autoscaler}`;
}

function autoscaler(more: string, name = 'web', target = 'web'): string {
  return `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: ${name}}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ${target}}
${more}`;
}

const AT_HALF = `  minReplicas: 2
  maxReplicas: 10
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]
`;

function desiredAt(run: TextRun, second: number): number | undefined {
  return run.at(second).get('Deployment', KEY)?.spec.replicas;
}

function statusRows({ run }: TextRun): readonly HorizontalPodAutoscaler[] {
  const { log } = run.simulation;
  return [...log.rows()].flatMap(({ what }) =>
    what.type === 'write' && what.kind === 'HorizontalPodAutoscaler' && what.verb === 'status'
      ? [what.object as HorizontalPodAutoscaler]
      : [],
  );
}

function reasons(run: TextRun, second: number): readonly string[] {
  const events: readonly KubeEvent[] = run.at(second).list('Event');
  return events
    .filter(({ involvedObject }) => involvedObject.kind === 'HorizontalPodAutoscaler')
    .map(({ reason, message }) => `${reason}: ${message}`);
}

const STEPS = 'curve: {kind: steps, points: [[0s, 1], [10m, 4], [20m, 1]]}';

describe('load that comes and goes', () => {
  const run = runText(
    `  until: 30m
  behaviours: [{match: {name: web}, cpu: {load: 500m, ${STEPS}}}]`,
    objects(autoscaler(AT_HALF)),
  );
  const scaling = 'New size: 4; reason: cpu resource utilization (percentage of request) above target';
  it('is followed up at once', () => {
    expect(desiredAt(run, 599)).toBe(2);
    expect(desiredAt(run, 640)).toBeGreaterThan(2);
    expect(desiredAt(run, 800)).toBe(8);
    // The first step is limited; what was wanted then holds for five minutes, and the second step has no reason of
    // its own.
    expect(reasons(run, 900).slice(-2)).toEqual([
      `SuccessfulRescale: ${scaling}`,
      'SuccessfulRescale: New size: 8; reason: ',
    ]);
  });

  it('is followed down after five minutes', () => {
    expect(desiredAt(run, 1200 + 290)).toBe(8);
    expect(desiredAt(run, 1200 + 360)).toBe(2);
    expect(reasons(run, 1700)).toContain('SuccessfulRescale: New size: 2; reason: All metrics below target');
  });

  it('leads each step back to what was measured', () => {
    const { log } = run.run.simulation;
    const rows = [...log.rows()];
    const causes = rows.flatMap(({ actor, cause, what }) => {
      const isStep = what.type === 'write' && what.kind === 'Deployment' && actor === 'horizontal-pod-autoscaler';
      const measured = isStep ? rows[cause?.seq ?? -1]?.what : undefined;
      return measured === undefined ? [] : [measured];
    });
    const of = { type: 'measurement', kind: 'HorizontalPodAutoscaler', key: KEY };
    expect(causes[0]).toEqual({ ...of, text: 'cpu: 200%/50%' });
    expect(causes.at(-1)).toEqual({ ...of, text: 'cpu: 12%/50%' });
    expect(rows.filter(({ what }) => what.type === 'measurement')).toHaveLength(causes.length);
  });

  it('makes no row where only metrics change', () => {
    const rows = statusRows(run);
    const told = rows.map(({ status }) => {
      const { currentMetrics: _, ...rest } = status ?? { desiredReplicas: 0 };
      return JSON.stringify(rest);
    });
    expect(told.every((text, index) => text !== told[index - 1])).toBe(true);
    expect(rows.length).toBeLessThan(20);
  });

  it('shows the metrics of the moment to whoever reads', () => {
    const { moments } = run.run.simulation;
    const utilization = (second: number): number | undefined => {
      const read = moments.at((second * 1_000_000) as never).get('HorizontalPodAutoscaler', KEY);
      return read?.status?.currentMetrics?.[0]?.resource?.current.averageUtilization;
    };
    expect([580, 900, 1400].map(utilization)).toEqual([50, 50, 12]);
  });
});

it('kubectl in the run reads the metrics of the moment as well', () => {
  const run = runText(
    `  until: 30m
  behaviours: [{match: {name: web}, cpu: {load: 500m, ${STEPS}}}]
  timeline: [{at: 24m, do: kubectl get hpa}]`,
    objects(autoscaler(AT_HALF)),
  );
  expect(run.rows('output').map(({ out }) => out)).toEqual([expect.stringContaining('cpu: 12%/50%')]);
});

describe('a target', () => {
  it.each([
    ['above the maximum is cut at once', 5, '  maxReplicas: 3\n', 3, 'above Spec.MaxReplicas'],
    ['below the minimum is filled up at once', 1, '  minReplicas: 4\n  maxReplicas: 6\n', 4, 'below Spec.MinReplicas'],
  ])('%s', (_what, replicas, more, expected, reason) => {
    const run = runText('  until: 20s', objects(autoscaler(more), replicas));
    expect(desiredAt(run, 20)).toBe(expected);
    expect(reasons(run, 20)).toEqual([
      `SuccessfulRescale: New size: ${expected}; reason: Current number of replicas ${reason}`,
    ]);
  });

  it.each([
    ['that is missing', autoscaler('  maxReplicas: 3\n', 'web', 'nope'), 'deployments.apps "nope" not found'],
    [
      'of an unknown kind',
      autoscaler('  maxReplicas: 3\n').replace('kind: Deployment', 'kind: Gizmo'),
      'no matches for kind "Gizmo" in group "apps"',
    ],
  ])('%s is told', (_what, text, message) => {
    const run = runText('  until: 20s', objects(text));
    expect(reasons(run, 20)).toEqual([`FailedGetScale: ${message}`]);
    const status = run.at(20).get('HorizontalPodAutoscaler', KEY)?.status;
    expect(status?.conditions).toMatchObject([{ type: 'AbleToScale', status: 'False', reason: 'FailedGetScale' }]);
  });

  it('scaled to nothing by hand is left alone', () => {
    const run = runText(
      '  until: 3m\n  timeline: [{at: 1m, do: kubectl scale deployment/web --replicas=0}]',
      objects(autoscaler(AT_HALF)),
    );
    expect(desiredAt(run, 180)).toBe(0);
    const status = run.at(180).get('HorizontalPodAutoscaler', KEY)?.status;
    expect(status?.conditions?.map(({ reason }) => reason)).toContain('ScalingDisabled');
  });
});

it('metrics of a cluster without an adapter are not to be had', () => {
  const pods = '  metrics: [{type: Pods, pods: {metric: {name: qps}, target: {type: AverageValue, averageValue: 10}}}]';
  const run = runText('  until: 40s', objects(autoscaler(`  maxReplicas: 3\n${pods}\n`)));
  expect(reasons(run, 40)).toContain(
    'FailedGetPodsMetric: unable to get metric qps: unable to fetch metrics from custom metrics API: ' +
      'no custom metrics API (custom.metrics.k8s.io) registered',
  );
});

it('a controller-manager that comes back does not shrink a target at once', () => {
  const run = runText(
    `  until: 20m
  behaviours: [{match: {name: web}, cpu: {load: 2, curve: {kind: steps, points: [[0s, 1], [9m, 0.1]]}}}]
  timeline: [{at: 9m30s, fail: {component: kube-controller-manager, how: stop, for: 30s}}]`,
    objects(autoscaler(AT_HALF), 8),
  );
  expect(desiredAt(run, 600 + 250)).toBe(8);
  expect(desiredAt(run, 600 + 400)).toBe(2);
});
