// What a write may change of a pod's spec, and what it may not.

import { describe, expect, it } from 'vitest';
import type { PodSpec } from '../../../src/model/objects.ts';
import { checkPodUpdate } from '../../../src/model/validation/pod-update.ts';
import { createReport, errorsText } from '../../../src/model/validation/report.ts';

const SPEC: PodSpec = {
  containers: [{ name: 'c', image: 'a:1' }],
  initContainers: [{ name: 'i', image: 'a:1' }],
  tolerations: [{ key: 't' }],
  terminationGracePeriodSeconds: 30,
};
const FIELDS = /^spec: Forbidden: pod updates may not change fields other than .*\n@@/;

describe('a change of a pod', () => {
  it.each<[string, Partial<PodSpec>, Partial<PodSpec>, RegExp]>([
    ['of an image', {}, { containers: [{ name: 'c', image: 'a:2' }] }, /^$/],
    ["of an init container's image", {}, { initContainers: [{ name: 'i', image: 'a:2' }] }, /^$/],
    ['of its deadline', {}, { activeDeadlineSeconds: 5 }, /^$/],
    ['of a deadline to a later one', { activeDeadlineSeconds: 5 }, { activeDeadlineSeconds: 6 }, /less than or equal/],
    ['by a toleration', {}, { tolerations: [{ key: 't', tolerationSeconds: 3 }, { key: 'a' }] }, /^$/],
    ['that takes a toleration away', {}, { tolerations: [] }, /existing toleration can not be modified/],
    ['by a container', {}, { containers: [] }, /may not add or remove containers/],
    ['of its node', {}, { nodeName: 'z' }, FIELDS],
    ['of a name', {}, { containers: [{ name: 'd', image: 'a:1' }] }, FIELDS],
    ['of its restart policy', {}, { restartPolicy: 'Never' }, FIELDS],
    ['of its grace', {}, { terminationGracePeriodSeconds: 5 }, FIELDS],
    ['of where it may go', {}, { nodeSelector: { a: 'b' } }, FIELDS],
    [
      'of where it may go, while it waits at a gate',
      { schedulingGates: [{ name: 'g' }] },
      { nodeSelector: { a: 'b' } },
      /^$/,
    ],
    ['that opens a gate', { schedulingGates: [{ name: 'g' }] }, { schedulingGates: [] }, /^$/],
    ['that adds a gate', {}, { schedulingGates: [{ name: 'g' }] }, /found new scheduling gate 'g'/],
  ])('%s', (_name, before, after, expected) => {
    const report = createReport();
    checkPodUpdate(report, { spec: { ...SPEC, ...before } }, { spec: { ...SPEC, ...before, ...after } });
    expect(report.errors.length === 0 ? '' : errorsText(report.errors)).toMatch(expected);
  });
});
