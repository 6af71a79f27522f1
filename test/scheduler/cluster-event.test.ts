// What the queue is told of a pod's change: a smaller request makes room.

import { expect, test } from 'vitest';
import type { Pod, ResourceList } from '../../src/model/objects.ts';
import { podChanges } from '../../src/scheduler/cluster-event.ts';
import { podOf } from './objects.ts';

const withRequests = (requests: ResourceList): Pod => {
  const pod = podOf('p');
  return { ...pod, spec: { ...pod.spec, containers: [{ name: 'c', image: 'a/b:1', resources: { requests } }] } };
};

test.each<readonly [string, ResourceList, ResourceList, boolean]>([
  ['less of the CPU', { cpu: '2' }, { cpu: '1999m' }, true],
  ['more of it', { cpu: '2' }, { cpu: '3' }, false],
  ['less of one, more of another', { cpu: '2', memory: '1Gi' }, { cpu: '3', memory: '1Mi' }, true],
  ['fewer of an extended resource', { 'a.b/gpu': '2' }, { 'a.b/gpu': '1' }, true],
  ['a request that is gone', { cpu: '1', memory: '1Gi' }, { cpu: '1' }, true],
  ['a request of nothing that is gone', { cpu: '1', memory: '0' }, { cpu: '1' }, true],
  ['an extended one of nothing that is gone', { 'a.b/gpu': '0' }, {}, true],
  ['a request of nothing that is new', { cpu: '1' }, { cpu: '1', memory: '0' }, false],
])('%s', (_name, before, after, isScaledDown) => {
  const actions = podChanges(withRequests(before), withRequests(after)).map(({ action }) => action);
  expect(actions.includes('UpdatePodScaleDown')).toBe(isScaledDown);
});
