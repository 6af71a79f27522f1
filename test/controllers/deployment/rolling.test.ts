// Fenceposts, and how far a rollout or a scaling goes in one step.

import { describe, expect, test } from 'vitest';
import type { Request } from '../../../src/cluster/request.ts';
import { maxSurge, maxUnavailable } from '../../../src/controllers/deployment/fenceposts.ts';
import { scaleNew, scaleOld } from '../../../src/controllers/deployment/rolling.ts';
import { isScalingEvent, scaleAll } from '../../../src/controllers/deployment/scaling.ts';
import type { ReplicaSet } from '../../../src/model/objects.ts';
import { deployment, replicaSet } from '../objects.ts';

describe('fenceposts', () => {
  test.each([
    [10, '25%', '25%', 3, 2],
    [4, '25%', '25%', 1, 1],
    [1, '25%', '25%', 1, 0],
    [2, 0, '1%', 0, 1],
    [3, 5, 7, 5, 3],
    [0, '25%', '25%', 0, 0],
  ])('%i replicas, surge %s, unavailable %s', (replicas, surge, unavailable, expectedSurge, expectedUnavailable) => {
    const rollingUpdate = { maxSurge: surge, maxUnavailable: unavailable };
    const web = deployment(replicas, { strategy: { type: 'RollingUpdate', rollingUpdate } });
    expect([maxSurge(web), maxUnavailable(web)]).toEqual([expectedSurge, expectedUnavailable]);
  });
});

describe('the new ReplicaSet grows', () => {
  const old = replicaSet({ name: 'old', replicas: 8, available: 8 });
  test.each([
    [3, 8, 5],
    [5, 8, undefined],
    [10, 8, undefined],
    [12, 0, 10],
    [0, 13, undefined],
  ])('from %i beside %i', (current, oldReplicas, expected) => {
    const newOne = replicaSet({ name: 'new', replicas: current });
    const others = [{ ...old, spec: { ...old.spec, replicas: oldReplicas } }];
    expect(scaleNew(deployment(10), newOne, others)?.replicas).toBe(expected);
  });
});

describe('the old ReplicaSets shrink', () => {
  test('as far as maxUnavailable allows', () => {
    const old = replicaSet({ name: 'old', replicas: 10, available: 10 });
    const newOne = replicaSet({ name: 'new', replicas: 3, available: 0 });
    expect(scaleOld(deployment(10), newOne, [old]).map(({ steps }) => steps)).toEqual([[{ from: 10, to: 8 }]]);
  });

  test('unavailable pods first, the oldest ReplicaSet first, in two steps if both rules bite', () => {
    const oldest = replicaSet({ name: 'a', replicas: 4, available: 2, created: 1 });
    const older = replicaSet({ name: 'b', replicas: 3, available: 3, created: 2 });
    const newOne = replicaSet({ name: 'c', replicas: 6, available: 6, created: 3 });
    expect(
      scaleOld(deployment(10), newOne, [older, oldest]).map(({ replicaSet: { metadata }, steps }) => [
        metadata.name,
        steps,
      ]),
    ).toEqual([
      [
        'a',
        [
          { from: 4, to: 2 },
          { from: 2, to: 0 },
        ],
      ],
      ['b', [{ from: 3, to: 2 }]],
    ]);
  });

  test('not at all while too few are available', () => {
    const old = replicaSet({ name: 'old', replicas: 8, available: 8 });
    const newOne = replicaSet({ name: 'new', replicas: 5, available: 0 });
    expect(scaleOld(deployment(10), newOne, [old])).toEqual([]);
  });
});

describe('the Deployment is scaled', () => {
  const annotated = { 'deployment.kubernetes.io/desired-replicas': '4', 'deployment.kubernetes.io/max-replicas': '5' };
  const sizes = (requests: readonly Request[]): unknown[] =>
    requests.map((request) => {
      const object = request.verb === 'update' ? (request.object as ReplicaSet) : undefined;
      return [object?.metadata.name, object?.spec.replicas, request.verb === 'update' ? request.record?.ok : undefined];
    });

  test('a size that differs from the annotation is a scaling event', () => {
    const set = replicaSet({ replicas: 4, annotations: annotated });
    expect(isScalingEvent(deployment(4), [set])).toBe(false);
    expect(isScalingEvent(deployment(6), [set])).toBe(true);
    expect(isScalingEvent(deployment(6), [replicaSet({ replicas: 4 })])).toBe(false);
  });

  test('the only active ReplicaSet follows, also where it is not the new one', () => {
    const active = replicaSet({ name: 'old', replicas: 4, annotations: annotated });
    const idle = replicaSet({ name: 'new', replicas: 0, created: 5 });
    expect(sizes(scaleAll(deployment(6), idle, [active]))).toEqual([
      ['old', 6, 'Scaled up replica set old from 4 to 6'],
    ]);
  });

  test('several share in proportion, and the largest takes the rest', () => {
    const old = replicaSet({
      name: 'old',
      replicas: 8,
      annotations: { 'deployment.kubernetes.io/max-replicas': '13' },
    });
    const newOne = replicaSet({
      name: 'new',
      replicas: 5,
      created: 5,
      annotations: { 'deployment.kubernetes.io/max-replicas': '13' },
    });
    expect(sizes(scaleAll(deployment(20), newOne, [old]))).toEqual([
      ['old', 15, 'Scaled up replica set old from 8 to 15'],
      ['new', 10, 'Scaled up replica set new from 5 to 10'],
    ]);
  });
});
