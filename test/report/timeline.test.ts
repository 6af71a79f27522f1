// The timeline of small hand-made runs: bars and segments of pods, a node that dies unnoticed, usage, Deployments,
// processes, flags and KubeEvents.

import { describe, expect, test } from 'vitest';
import { type Micros, seconds } from '../../src/base/time.ts';
import type { Deployment, KubeEvent, ReplicaSet } from '../../src/model/objects.ts';
import { foldTimeline } from '../../src/report/timeline.ts';
import type { PodBar, Timeline } from '../../src/report/timeline-model.ts';
import { condition, LogBuilder, nodeNamed, podNamed, running, START_EPOCH_MICROS, waiting } from './log-builder.ts';

function timelineOf(run: LogBuilder, untilSecond: number): Timeline {
  return foldTimeline(run.log, {
    name: 'test',
    description: '',
    file: 'test.yaml',
    seed: '1',
    startsAtEpochMicros: START_EPOCH_MICROS,
    until: seconds(untilSecond),
    digest: '',
  });
}

/** `12.5-30 running Running`: a stretch in a line. */
const textsOf = (bar: PodBar | undefined): readonly string[] =>
  (bar?.segments ?? []).map(
    ({ from, to, state, word, isStale }) => `${sec(from)}-${sec(to)} ${state} ${word}${isStale ? ' stale' : ''}`,
  );

const sec = (at: Micros): number => at / 1_000_000;

function withPod(node = 'worker-1'): LogBuilder {
  const run = new LogBuilder();
  run.write('create', 'kubectl', nodeNamed(node));
  run.at(1).write('create', 'kubectl', podNamed('web'));
  run.at(1.1).pod('bind', 'default-scheduler', 'shop/web', { spec: { nodeName: node } });
  run.at(1.2).pod('status', `kubelet/${node}`, 'shop/web', { status: waiting('Pending', 'ContainerCreating') });
  run.at(3).pod('status', `kubelet/${node}`, 'shop/web', { status: running(false) });
  run.at(4).pod('status', `kubelet/${node}`, 'shop/web', { status: running(true) });
  return run;
}

describe('pod', () => {
  test('has a bar on its node from the binding to the end of the run', () => {
    const { nodes, noNode } = timelineOf(withPod(), 10);
    const [bar] = nodes[0]?.bars ?? [];
    expect(textsOf(bar)).toEqual([
      '1.1-3 creating ContainerCreating',
      '3-4 notready Running 0/1',
      '4-10 running Running',
    ]);
    expect(bar).toMatchObject({ key: 'shop/web', uid: 'uid-web', isGone: false, lane: 0 });
    expect(noNode.bars).toEqual([]);
  });

  test('is pending on its node only where the kubelet says nothing for a second', () => {
    const run = new LogBuilder();
    run.write('create', 'kubectl', nodeNamed('worker-1'));
    run.at(1).write('create', 'kubectl', podNamed('web'));
    run.at(1.1).pod('bind', 'default-scheduler', 'shop/web', { spec: { nodeName: 'worker-1' } });
    run.at(3).pod('status', 'kubelet/worker-1', 'shop/web', { status: waiting('Pending', 'ContainerCreating') });
    const [bar] = timelineOf(run, 10).nodes[0]?.bars ?? [];
    expect(textsOf(bar)).toEqual(['1.1-3 pending Pending', '3-10 creating ContainerCreating']);
  });

  test.each([
    ['EvictionByEvictionAPI', 5e6],
    ['DeletionByPodGC', undefined],
  ])('is evicted from the moment when it is told: %s', (reason, at) => {
    const run = withPod();
    const disrupted = { ...condition('DisruptionTarget', 'True'), reason };
    run.at(5).pod('status', 'kubectl', 'shop/web', { status: { ...running(true), conditions: [disrupted] } });
    run.at(6).pod('status', 'kubelet/worker-1', 'shop/web', { status: { ...running(true), conditions: [disrupted] } });
    expect(timelineOf(run, 10).nodes[0]?.bars[0]?.evictedAt).toBe(at);
  });

  test('has a bar without a node while it waits', () => {
    const run = new LogBuilder();
    run.write('create', 'kubectl', nodeNamed('worker-1'));
    run.at(1).write('create', 'kubectl', podNamed('web', 'web-5d'));
    run.at(6).pod('bind', 'default-scheduler', 'shop/web', { spec: { nodeName: 'worker-1' } });
    const { nodes, noNode } = timelineOf(run, 10);
    expect(noNode.laneCount).toBe(1);
    expect(textsOf(noNode.bars[0])).toEqual(['1-6 pending Pending']);
    expect(noNode.bars[0]).toMatchObject({ owner: 'ReplicaSet/shop/web-5d', isGone: false });
    expect(textsOf(nodes[0]?.bars[0])).toEqual(['6-10 pending Pending']);
  });

  test('is gone when its object is', () => {
    const run = withPod();
    run.at(5).pod('mark', 'kubectl', 'shop/web', { metadata: { deletionTimestamp: seconds(35) } });
    run.at(6).pod('delete', 'kubelet/worker-1', 'shop/web', {});
    const bar = timelineOf(run, 10).nodes[0]?.bars[0];
    expect(textsOf(bar).at(-1)).toBe('5-6 terminating Terminating');
    expect(bar).toMatchObject({ isGone: true, to: seconds(6), dueAt: seconds(35) });
  });

  test('counts restarts, each in a segment of its own', () => {
    const run = withPod();
    run.at(5).pod('status', 'kubelet/worker-1', 'shop/web', { status: waiting('Running', 'CrashLoopBackOff') });
    run.at(7).pod('status', 'kubelet/worker-1', 'shop/web', { status: running(false, 1) });
    run.at(8).pod('status', 'kubelet/worker-1', 'shop/web', { status: running(false, 2) });
    const segments = timelineOf(run, 10).nodes[0]?.bars[0]?.segments.slice(-3) ?? [];
    expect(segments.map(({ state, restarts }) => `${state} ${restarts}`)).toEqual([
      'failing 0',
      'notready 1',
      'notready 2',
    ]);
  });

  test('draws what is written at one instant once', () => {
    const run = withPod();
    run.pod('status', 'kubelet/worker-1', 'shop/web', { status: waiting('Running', 'CrashLoopBackOff') });
    const bar = timelineOf(run, 10).nodes[0]?.bars[0];
    expect(textsOf(bar).slice(-2)).toEqual(['3-4 notready Running 0/1', '4-10 failing CrashLoopBackOff']);
  });
});

describe('node that dies', () => {
  function crashed(): LogBuilder {
    const run = withPod();
    run.at(10).plain('machine/worker-1', { type: 'fact', fact: 'node-crashed', node: 'worker-1' });
    run.at(60).node('node-lifecycle-controller', 'worker-1', {
      status: { conditions: [condition('Ready', 'Unknown')] },
      spec: { taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }] },
    });
    return run;
  }

  test('is stale until the API server knows', () => {
    const node = timelineOf(crashed(), 100).nodes[0];
    expect(node?.segments.map(({ from, to, state, isStale }) => [sec(from), sec(to), state, isStale])).toEqual([
      [0, 10, 'ready', false],
      [10, 60, 'ready', true],
      [60, 100, 'notready', false],
    ]);
    expect(node?.segments.at(-1)?.taints).toEqual(['node.kubernetes.io/unreachable:NoExecute']);
    expect(textsOf(node?.bars[0]).slice(-3)).toEqual([
      '4-10 running Running',
      '10-60 running Running stale',
      '60-100 unknown Running',
    ]);
  });

  test('comes back: its pods are as reported again once their kubelet has spoken', () => {
    const run = crashed();
    run.at(70).plain('machine/worker-1', { type: 'fact', fact: 'node-booted', node: 'worker-1' });
    run.at(71).node('kubelet/worker-1', 'worker-1', { status: { conditions: [condition('Ready', 'True')] } });
    run.at(75).pod('status', 'kubelet/worker-1', 'shop/web', { status: running(true, 1) });
    const bar = timelineOf(run, 100).nodes[0]?.bars[0];
    expect(textsOf(bar).slice(-3)).toEqual([
      '60-71 unknown Running',
      '71-75 running Running stale',
      '75-100 running Running',
    ]);
  });

  test('does not make a pod stale that is being deleted', () => {
    const run = crashed();
    run.at(70).pod('mark', 'taint-eviction-controller', 'shop/web', { metadata: { deletionTimestamp: seconds(100) } });
    expect(textsOf(timelineOf(run, 100).nodes[0]?.bars[0]).at(-1)).toBe('70-100 terminating Terminating');
  });
});

test('a node knows its share, its zone and its pool', () => {
  const run = withPod();
  run.at(20).pod('status', 'kubelet/worker-1', 'shop/web', { status: { phase: 'Succeeded' } });
  const node = timelineOf(run, 30).nodes[0];
  expect(node).toMatchObject({ name: 'worker-1', pool: 'worker', zone: 'a' });
  expect(node?.allocatable).toEqual({ pods: 110, cpuMillis: 4_000, memoryBytes: 16 * 1024 ** 3 });
  expect(node?.usage).toEqual([
    { at: seconds(1.1), pods: 1, cpuMillis: 500, memoryBytes: 1024 ** 3 },
    { at: seconds(20), pods: 0, cpuMillis: 0, memoryBytes: 0 },
  ]);
});

describe('deployment', () => {
  const meta = (name: string): Deployment['metadata'] => ({
    name,
    namespace: 'shop',
    uid: `uid-${name}`,
    resourceVersion: 1,
    creationTimestamp: seconds(0),
  });
  const web = (replicas: number): Deployment =>
    ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: meta('web'),
      spec: { replicas, strategy: {} },
      status: {},
    }) as never;
  const replicaSet = (name: string, availableReplicas: number): ReplicaSet =>
    ({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        ...meta(name),
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'uid-web', controller: true }],
      },
      spec: { replicas: 1 },
      status: { availableReplicas },
    }) as never;

  test('the ReplicaSet with the highest revision is the newest: after an undo that is the older one', () => {
    const run = new LogBuilder();
    const revised = (name: string, revision: string): ReplicaSet => {
      const object: ReplicaSet = replicaSet(name, 0);
      const annotations = { 'deployment.kubernetes.io/revision': revision };
      return { ...object, metadata: { ...object.metadata, annotations } };
    };
    run.write('create', 'kubectl', web(10));
    run.at(1).write('create', 'deployment-controller', revised('web-1', '1'));
    run.at(2).write('create', 'deployment-controller', revised('web-2', '2'));
    expect(timelineOf(run, 10).workloads[0]?.newest).toBe(1);
    run.at(3).write('update', 'deployment-controller', revised('web-1', '3'));
    expect(timelineOf(run, 10).workloads[0]).toMatchObject({ replicaSets: ['web-1', 'web-2'], newest: 0 });
  });

  test('steps with its pods, its ReplicaSets and its band', () => {
    const run = new LogBuilder();
    run.write('create', 'kubectl', web(10));
    run.at(1).write('create', 'deployment-controller', replicaSet('web-1', 0));
    run.at(2).write('create', 'replicaset-controller', podNamed('web-1-a', 'web-1'));
    run.at(3).write('status', 'replicaset-controller', replicaSet('web-1', 1));
    run.at(4).write('create', 'deployment-controller', replicaSet('web-2', 0));
    run.at(5).pod('mark', 'replicaset-controller', 'shop/web-1-a', { metadata: { deletionTimestamp: seconds(35) } });
    run.at(6).write('status', 'replicaset-controller', replicaSet('web-1', 0));
    const [track] = timelineOf(run, 10).workloads;
    expect(track).toMatchObject({ namespace: 'shop', name: 'web', replicaSets: ['web-1', 'web-2'] });
    expect(track?.steps[0]).toEqual({ at: 0, available: [0, 0], pods: 0, desired: 10, min: 8, max: 13 });
    expect(track?.steps.map(({ at, pods, available }) => `${sec(at)}: ${pods} ${available}`)).toEqual([
      '0: 0 0,0',
      '2: 1 0,0',
      '3: 1 1,0',
      '5: 0 1,0',
      '6: 0 0,0',
    ]);
  });
});

test('a process is down from its end to its start, and its writes are counted', () => {
  const run = withPod();
  run.at(20).plain('kube-scheduler', { type: 'component', component: 'kube-scheduler', state: 'down' });
  run.at(33).plain('kube-scheduler', { type: 'component', component: 'kube-scheduler', state: 'up' });
  run
    .at(40)
    .plain('kube-controller-manager', { type: 'component', component: 'kube-controller-manager', state: 'down' });
  run.plain('kubelet', { type: 'component', component: 'kubelet/worker-1', state: 'down' });
  const { components } = timelineOf(run, 50);
  expect(
    components.map(({ name, down, writes }) => [name, down.map(({ from, to }) => [sec(from), sec(to)]), writes.length]),
  ).toEqual([
    ['kube-apiserver', [], 6],
    ['kube-scheduler', [[20, 33]], 1],
    ['kube-controller-manager', [[40, 50]], 0],
  ]);
});

test('others of the control plane are shown once they have written or were down, kubectl and chaos never', () => {
  const run = withPod();
  for (const component of [
    'kubectl',
    'chaos',
    'gpu-scheduler',
    'csi-provisioner',
    'idle-scheduler',
    'machine/worker-1',
  ]) {
    run.plain(component, { type: 'component', component, state: 'up' });
  }
  run.at(20).write('create', 'gpu-scheduler', podNamed('web-9'));
  run.write('delete', 'chaos', podNamed('web-9'));
  run.write('create', 'horizontal-pod-autoscaler', podNamed('web-8'));
  run.at(30).plain('csi-provisioner', { type: 'component', component: 'csi-provisioner', state: 'down' });
  const { components } = timelineOf(run, 50);
  expect(components.slice(2).map(({ name, down, writes }) => [name, down.length, writes.length])).toEqual([
    ['kube-controller-manager', 0, 1],
    ['gpu-scheduler', 0, 1],
    ['csi-provisioner', 1, 0],
  ]);
});

test('flags and KubeEvents lie where they happened', () => {
  const run = withPod();
  const source = { file: 'test.yaml', line: 7 };
  const fault = { type: 'fault', how: 'crash', source, targets: [] } as const;
  run.at(5).plain('kubectl', { type: 'action', text: 'kubectl scale deployment web --replicas=3', source });
  run.at(6).plain('chaos', { ...fault, phase: 'begin', text: 'crash worker-1' });
  run.at(7).plain('chaos', { ...fault, phase: 'end', text: 'worker-1 back' });
  const event: KubeEvent = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e', namespace: 'shop', uid: 'e', resourceVersion: 1, creationTimestamp: seconds(8) },
    involvedObject: { kind: 'Pod', namespace: 'shop', name: 'web' },
    type: 'Warning',
    reason: 'BackOff',
    message: 'Back-off restarting failed container',
  };
  run.at(8).write('create', 'kubelet/worker-1', event);
  const { flags, events } = timelineOf(run, 10);
  expect(flags.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    'action: kubectl scale deployment web --replicas=3',
    'fault: crash worker-1',
    'fault-end: worker-1 back',
  ]);
  expect(events).toMatchObject([{ at: seconds(8), isWarning: true, reason: 'BackOff', about: 'Pod/shop/web' }]);
});
