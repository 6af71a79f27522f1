// Conditions and the states of pods that controllers ask for.

import { describe, expect, it } from 'vitest';
import { micros, seconds } from '../../src/base/time.ts';
import { findCondition, isConditionTrue, withCondition } from '../../src/model/condition.ts';
import type { Pod, PodStatus } from '../../src/model/objects.ts';
import { availableAt, isPodActive, isPodAvailable, isPodReady, isPodTerminating } from '../../src/model/pod-status.ts';

function pod(status: PodStatus, deletionTimestamp?: number): Pod {
  const metadata = { name: 'p', uid: 'u', resourceVersion: 1, creationTimestamp: micros(0) };
  const deletion = deletionTimestamp === undefined ? {} : { deletionTimestamp: micros(deletionTimestamp) };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, ...deletion }, spec: { containers: [] }, status };
}

const readyAt3 = pod({
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: seconds(3) }],
});

describe('availability', () => {
  it('begins minReadySeconds after the transition to ready, that instant included', () => {
    expect(isPodAvailable(readyAt3, 0, seconds(3))).toBe(true);
    expect(isPodAvailable(readyAt3, 5, micros(7_999_999))).toBe(false);
    expect(isPodAvailable(readyAt3, 5, seconds(8))).toBe(true);
    expect(availableAt(readyAt3, 5)).toBe(seconds(8));
  });

  it('needs a Ready condition that is True', () => {
    const notReady = pod({ conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: seconds(3) }] });
    expect(isPodReady(notReady)).toBe(false);
    expect(isPodAvailable(notReady, 0, seconds(9))).toBe(false);
    expect(availableAt(pod({}), 0)).toBeUndefined();
  });
});

it.each([
  ['Running', undefined, true, false],
  ['Running', 5, false, true],
  ['Failed', undefined, false, false],
  ['Succeeded', 5, false, false],
] as const)('a %s pod deleted at %s is active: %s, terminating: %s', (phase, deletedAt, active, terminating) => {
  expect(isPodActive(pod({ phase }, deletedAt))).toBe(active);
  expect(isPodTerminating(pod({ phase }, deletedAt))).toBe(terminating);
});

describe('withCondition', () => {
  const list = withCondition(undefined, { type: 'Ready', status: 'False', reason: 'A' }, seconds(1));

  it('adds at the end', () => {
    const two = withCondition(list, { type: 'Other', status: 'True' }, seconds(2));
    expect(two.map((condition) => condition.type)).toEqual(['Ready', 'Other']);
    expect(isConditionTrue(two, 'Other')).toBe(true);
  });

  it('moves the transition time only with the status', () => {
    const reason = withCondition(list, { type: 'Ready', status: 'False', reason: 'B' }, seconds(5));
    expect(findCondition(reason, 'Ready')).toMatchObject({ reason: 'B', lastTransitionTime: seconds(1) });
    const status = withCondition(list, { type: 'Ready', status: 'True' }, seconds(5));
    expect(findCondition(status, 'Ready')).toEqual({ type: 'Ready', status: 'True', lastTransitionTime: seconds(5) });
  });

  it('gives the same list back when nothing changes', () => {
    expect(withCondition(list, { type: 'Ready', status: 'False', reason: 'A' }, seconds(5))).toBe(list);
  });
});
