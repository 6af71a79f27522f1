// Decisions are taken apart as they were made where the scheduler's memory was not what the log shows: after a restart,
// and where a binding failed.

import { expect, test } from 'vitest';
import { countExplained } from './count-explained.ts';
import { runText } from './run-text.ts';

const podText = (name: string, more = ''): string => `apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  containers: [{name: c, image: "a/b:1", resources: {requests: {cpu: 3}}}]
${more}`;

const CLAIMED = '  volumes: [{name: v, persistentVolumeClaim: {claimName: c1}}]\n';
/** A pod whose claim nobody binds while the controllers are down. */
const UNBOUND = `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: slow}
provisioner: example.com/none
volumeBindingMode: WaitForFirstConsumer
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: c1}
spec: {accessModes: [ReadWriteOnce], storageClassName: slow, resources: {requests: {storage: 5Gi}}}
---
${podText('waiting', CLAIMED)}`;

const specOf = (count: number, timeline: string, scheduler = ''): string => `  namespace: default
  seed: 3
  until: 3m
  cluster:
    pools: [{name: n, count: ${count}, zones: [a], capacity: {cpu: 4, memory: 16Gi}}]
${scheduler}  timeline:
${timeline}`;

const NO_CONTROLLERS = '    - {at: 0s, fail: {component: kube-controller-manager, how: stop, for: 3m}}';
const RESTART = '    - {at: 35s, fail: {component: kube-scheduler, how: stop, for: 60s}}';

test('what was deleted while the scheduler was down is not there when it comes back', () => {
  const timeline = `    - {at: 30s, do: kubectl apply -f late.yaml}
${RESTART}
    - {at: 40s, do: kubectl delete pod low-1}`;
  const objects = `${podText('low-1')}---\n${podText('low-2')}`;
  const { run, rows } = runText(specOf(2, timeline), objects, { 'late.yaml': podText('late') });
  expect(rows('decision').at(-1)).toMatchObject({ pod: 'default/late', result: 'scheduled', feasible: 1 });
  expect(countExplained(run)).toBe(4);
});

test('nor what was deleted before the scheduler could list, since the API server was down', () => {
  const timeline = `    - {at: 30s, do: kubectl apply -f late.yaml}
    - {at: 31s, fail: {component: kube-scheduler, how: stop, for: 20s}}
    - {at: 33s, do: kubectl delete pod low-1 --force --grace-period=0}
    - {at: 35s, fail: {component: kube-apiserver, how: stop, for: 60s}}`;
  const objects = `${podText('low-1')}---\n${podText('low-2')}`;
  const { run, rows } = runText(specOf(2, timeline), objects, { 'late.yaml': podText('late') });
  const [last] = rows('decision').slice(-1);
  expect(last).toMatchObject({ pod: 'default/late', result: 'scheduled', feasible: 1 });
  expect(last?.second).toBeGreaterThan(95);
  expect(countExplained(run)).toBe(4);
});

test('a scheduler that comes back has forgotten which nodes it had in mind', () => {
  const timeline = `${NO_CONTROLLERS}
${RESTART}
    - {at: 37s, do: kubectl apply -f late.yaml}`;
  const first = 'apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: first}\nvalue: 1000\n---\n';
  const files = { 'late.yaml': podText('late', '  priorityClassName: first\n') };
  const { run, rows } = runText(specOf(1, timeline), first + UNBOUND, files);
  expect(rows('decision').map(({ pod, result }) => `${pod} ${result}`)).toEqual([
    'default/waiting scheduled',
    'default/late scheduled',
    'default/waiting unschedulable',
    'default/waiting unschedulable',
  ]);
  expect(countExplained(run)).toBe(4);
});

test('a binding that has waited for its volumes as long as is set fails, and gives its node up', () => {
  const args = '{name: VolumeBinding, args: {bindTimeoutSeconds: 1}}';
  const scheduler = `    schedulers: [{config: {profiles: [{pluginConfig: [${args}]}]}}]\n`;
  const timeline = `${NO_CONTROLLERS}
    - {at: 33s, do: kubectl apply -f late.yaml}`;
  const { run, at, rows } = runText(specOf(1, timeline, scheduler), UNBOUND, { 'late.yaml': podText('late') });
  const waiting = at(2).get('Pod', 'default/waiting');
  expect(waiting?.status.conditions?.find(({ type }) => type === 'PodScheduled')).toMatchObject({
    reason: 'SchedulerError',
    message: 'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded',
  });
  const [last] = rows('decision').slice(-1);
  expect(last).toMatchObject({ pod: 'default/waiting', result: 'unschedulable' });
  expect(at(40).get('Pod', 'default/late')?.spec.nodeName).toBe('n-1');
  expect(countExplained(run)).toBeGreaterThan(5);
});

test('a pod that has been on its way for longer than a binding usually takes still counts', () => {
  const args = '{name: VolumeBinding, args: {bindTimeoutSeconds: 1500}}';
  const scheduler = `    schedulers: [{config: {profiles: [{pluginConfig: [${args}]}]}}]\n`;
  const timeline = `${NO_CONTROLLERS.replace('for: 3m', 'for: 20m')}
    - {at: 15m, do: kubectl apply -f late.yaml}`;
  const spec = specOf(1, timeline, scheduler).replace('until: 3m', 'until: 20m');
  const { run, rows } = runText(spec, UNBOUND, { 'late.yaml': podText('late') });
  expect(rows('decision').map(({ pod, result }) => `${pod} ${result}`)).toEqual([
    'default/waiting scheduled',
    'default/late unschedulable',
  ]);
  expect(countExplained(run)).toBe(2);
});
