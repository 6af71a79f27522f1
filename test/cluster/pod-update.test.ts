// What a write may change of a pod's spec, and what it may not.

import { describe, expect, it } from 'vitest';
import { micros } from '../../src/base/time.ts';
import { podUpdateRefusal } from '../../src/cluster/pod-update.ts';
import type { Pod, PodSpec } from '../../src/model/objects.ts';

const SPEC: PodSpec = {
  containers: [{ name: 'c', image: 'a:1' }],
  initContainers: [{ name: 'i', image: 'a:1' }],
  tolerations: [],
  terminationGracePeriodSeconds: 30,
};

function pod(spec: PodSpec): Pod {
  const metadata = { name: 'p', namespace: 'n', uid: 'u', resourceVersion: 1, creationTimestamp: micros(0) };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec, status: {} };
}

describe('a change of a pod', () => {
  it.each<[string, Partial<PodSpec>, Partial<PodSpec>, boolean]>([
    ['of an image', {}, { containers: [{ name: 'c', image: 'a:2' }] }, true],
    ["of an init container's image", {}, { initContainers: [{ name: 'i', image: 'a:2' }] }, true],
    ['of its deadline', {}, { activeDeadlineSeconds: 5 }, true],
    ['by a toleration', {}, { tolerations: [{ key: 'a' }] }, true],
    ['of its node', {}, { nodeName: 'z' }, false],
    ['of a name', {}, { containers: [{ name: 'd', image: 'a:1' }] }, false],
    ['of its restart policy', {}, { restartPolicy: 'Never' }, false],
    ['of its grace', {}, { terminationGracePeriodSeconds: 5 }, false],
    ['of where it may go', {}, { nodeSelector: { a: 'b' } }, false],
    [
      'of where it may go, while it waits at a gate',
      { schedulingGates: [{ name: 'g' }] },
      { nodeSelector: { a: 'b' } },
      true,
    ],
    ['that opens a gate', { schedulingGates: [{ name: 'g' }] }, { schedulingGates: [] }, true],
  ])('%s', (_name, before, after, isAllowed) => {
    const refusal = podUpdateRefusal(pod({ ...SPEC, ...before }), pod({ ...SPEC, ...before, ...after }));
    expect(refusal === undefined).toBe(isAllowed);
    if (refusal !== undefined)
      expect(refusal.message).toMatch(/^Pod "p" is invalid: spec: Forbidden: pod updates may not/);
  });
});
