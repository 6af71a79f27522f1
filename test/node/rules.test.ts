// The kubelet's rules one by one: phase, conditions, restarts, back-off, grace, admission, durations as Go writes them.

import { describe, expect, it } from 'vitest';
import { type Micros, seconds } from '../../src/base/time.ts';
import type { ContainerStatus, Node, Pod, PodSpec } from '../../src/model/objects.ts';
import { goDuration } from '../../src/node/go-duration.ts';
import { createGrid } from '../../src/node/grid.ts';
import { rejectionOf } from '../../src/node/node-admission.ts';
import { podActions } from '../../src/node/pod-actions.ts';
import { podConditions } from '../../src/node/pod-conditions.ts';
import { createPodIps, podNetworkOf } from '../../src/node/pod-ips.ts';
import { diedAndStarted, obsoleteContainers } from '../../src/node/pod-lifecycle-events.ts';
import { podPhase } from '../../src/node/pod-phase.ts';
import { statusPatch, writableStatus } from '../../src/node/pod-status.ts';
import { effectiveGraceSeconds } from '../../src/node/pod-worker.ts';
import { RestartBackoff } from '../../src/node/restart-backoff.ts';
import type { RuntimeContainer, RuntimePod } from '../../src/node/runtime.ts';

const AT = 0 as Micros;

function podOf(spec: Partial<PodSpec>, more: Partial<Pod> = {}): Pod {
  const metadata = { name: 'web', namespace: 'default', uid: 'u', resourceVersion: 1, creationTimestamp: AT };
  const containers = [{ name: 'a', image: 'a:1' }];
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers, ...spec }, status: {}, ...more };
}

const running: Partial<ContainerStatus> = { state: { running: { startedAt: AT } } };
const exited = (exitCode: number): Partial<ContainerStatus> => ({ state: { terminated: { exitCode } } });
const waiting: Partial<ContainerStatus> = { state: { waiting: { reason: 'ContainerCreating' } } };
const inBackoff = (exitCode: number): Partial<ContainerStatus> => ({
  ...waiting,
  lastState: { terminated: { exitCode } },
});

function statusesOf(states: readonly Partial<ContainerStatus>[]): ContainerStatus[] {
  return states.map((state, i) => ({ name: 'abc'[i] ?? '', ready: false, restartCount: 0, image: 'a:1', ...state }));
}

describe('phase', () => {
  it.each([
    ['Always', [waiting], false, 'Pending'],
    ['Always', [running], false, 'Running'],
    ['Always', [running, waiting], false, 'Pending'],
    ['Always', [running, inBackoff(1)], false, 'Running'],
    ['Always', [exited(0)], false, 'Running'],
    ['Always', [inBackoff(1)], false, 'Running'],
    ['OnFailure', [exited(0)], false, 'Succeeded'],
    ['OnFailure', [exited(1)], false, 'Running'],
    ['OnFailure', [exited(0), exited(1)], false, 'Running'],
    ['Never', [exited(0), exited(0)], false, 'Succeeded'],
    ['Never', [exited(0), exited(2)], false, 'Failed'],
    ['Never', [exited(0), running], false, 'Running'],
    ['Always', [exited(0)], true, 'Succeeded'],
    ['Always', [exited(0), exited(137)], true, 'Failed'],
    ['Always', [inBackoff(0)], true, 'Failed'],
    ['Always', [waiting], true, 'Pending'],
  ] as const)('%s %j ending %s is %s', (restartPolicy, states, isEnding, phase) => {
    const containers = states.map((_, i) => ({ name: 'abc'[i] ?? '' }));
    const statuses = statusesOf(states);
    expect(podPhase({ spec: { containers, restartPolicy }, statuses, isEnding, isMainActive: false })).toBe(phase);
  });

  it('follows the policy of a container before that of its pod', () => {
    const containers = [{ name: 'a', restartPolicy: 'Never' as const }];
    const spec = { containers, restartPolicy: 'Always' as const };
    const inputs = { spec, statuses: statusesOf([exited(0)]), isEnding: false, isMainActive: false };
    expect(podPhase(inputs)).toBe('Succeeded');
  });
});

describe('conditions', () => {
  const summary = (pod: Pod, ready: readonly boolean[], phase: Pod['status']['phase']): Record<string, string> => {
    const statuses = statusesOf(ready.map((each) => ({ ready: each })));
    const inputs = { pod, statuses, phase: phase ?? 'Pending', hasSandbox: true, isRestartingAll: false, previous: [] };
    const conditions = podConditions(inputs);
    return Object.fromEntries(
      conditions.map((c) => [c.type, [c.status, c.reason, c.message].filter(Boolean).join(' ')]),
    );
  };
  const two = { containers: [{ name: 'a' }, { name: 'b' }] };

  it.each([
    [[true, true], 'Running', 'True', 'True'],
    [
      [false, false],
      'Pending',
      'False ContainersNotReady containers with unready status: [a b]',
      'False ContainersNotReady containers with unready status: [a b]',
    ],
    [[false, false], 'Failed', 'False PodFailed', 'False PodFailed'],
    [[false, false], 'Succeeded', 'False PodCompleted', 'False PodCompleted'],
  ] as const)('%j %s', (ready, phase, podReady, containersReady) => {
    const seen = summary(podOf(two), ready, phase);
    expect([seen.Ready, seen.ContainersReady]).toEqual([podReady, containersReady]);
  });

  it('keeps those of others in front and waits for readiness gates', () => {
    const gate = { type: 'example.com/warm', status: 'False' as const };
    const spec = { readinessGates: [{ conditionType: gate.type }] };
    const pod = podOf(spec, { status: { conditions: [gate] } });
    const seen = summary(pod, [true], 'Running');
    expect(Object.keys(seen)[0]).toBe(gate.type);
    expect(seen.Ready).toBe(
      'False ReadinessGatesNotReady the status of pod readiness gate "example.com/warm" is not "True", but False',
    );
    expect(summary(podOf(spec), [true], 'Running').Ready).toBe(
      'False ReadinessGatesNotReady corresponding condition of pod readiness gate "example.com/warm" does not exist.',
    );
  });
});

describe('status writes', () => {
  const condition = { type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'm' } as const;

  it('name what has changed, take fields away by null, and leave the conditions of others alone', () => {
    const from = { phase: 'Pending' as const, conditions: [condition, { type: 'Other', status: 'True' as const }] };
    const to = { phase: 'Running' as const, conditions: [{ type: 'Ready', status: 'True' as const }] };
    expect(statusPatch(from, to)).toEqual({
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True', reason: null, message: null }],
    });
    expect(statusPatch(to, to)).toBeUndefined();
    expect(statusPatch(from, { phase: 'Failed' })).toEqual({
      phase: 'Failed',
      conditions: [{ $patch: 'delete', type: 'Ready' }],
    });
  });

  it('do not end a pod that may still have running containers', () => {
    const wanted = { phase: 'Failed' as const, reason: 'Evicted', startTime: AT };
    expect(writableStatus({ phase: 'Running' }, wanted, false)).toEqual({ phase: 'Running', startTime: AT });
    expect(writableStatus({ phase: 'Running' }, wanted, true)).toBe(wanted);
  });
});

describe('back-off', () => {
  const key = 'pod container';

  it('doubles from 10 s to 300 s, counted from the exit', () => {
    const backoff = new RestartBackoff();
    let now = seconds(0);
    expect(backoff.endsAt(key, now, now)).toBeUndefined();
    const waits = Array.from({ length: 8 }, () => {
      backoff.next(key, now, now);
      const exit = (now + 1_000_000) as Micros;
      const end = backoff.endsAt(key, exit, exit);
      now = end ?? now;
      return ((end ?? 0) - exit) / 1e6;
    });
    expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300, 300]);
  });

  it('starts anew after a run of more than ten minutes, and not before', () => {
    const backoff = new RestartBackoff();
    for (let i = 0; i < 3; i += 1) backoff.next(key, seconds(0), seconds(0));
    expect(backoff.endsAt(key, seconds(600), seconds(600))).toBe(seconds(640));
    expect(backoff.endsAt(key, seconds(601), seconds(601))).toBeUndefined();
    backoff.next(key, seconds(601), seconds(601));
    expect(backoff.currentMicros(key)).toBe(10_000_000);
  });

  it('forgets what has expired when it is swept', () => {
    const backoff = new RestartBackoff(20_000_000);
    for (let i = 0; i < 3; i += 1) backoff.next(key, seconds(0), seconds(0));
    expect(backoff.currentMicros(key)).toBe(20_000_000);
    backoff.sweep(key, seconds(600));
    expect(backoff.currentMicros(key)).toBe(20_000_000);
    backoff.sweep(key, seconds(601));
    expect(backoff.currentMicros(key)).toBe(0);
  });
});

describe('grace', () => {
  it.each([
    ['that of the deletion', 30, 5, 0, 5],
    ['that of the pod', 30, undefined, 0, 30],
    ['never longer than before', 30, 40, 20, 20],
    ['shorter on a second deletion', 30, 2, 20, 2],
    ['at least one second', 0, 0, 0, 1],
    ['none given', undefined, undefined, 0, 1],
  ])('%s', (_, ofPod, ofDeletion, before, expected) => {
    const spec = ofPod === undefined ? {} : { terminationGracePeriodSeconds: ofPod };
    const pod = podOf(spec);
    const metadata = {
      ...pod.metadata,
      ...(ofDeletion === undefined ? {} : { deletionGracePeriodSeconds: ofDeletion }),
    };
    expect(effectiveGraceSeconds({ ...pod, metadata }, before)).toBe(expected);
  });
});

describe('admission', () => {
  const node = (more: Partial<Node> = {}): Node => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n', uid: 'n', resourceVersion: 1, creationTimestamp: AT, labels: { disk: 'hdd' } },
    spec: {},
    status: { allocatable: { cpu: '2', memory: '1Gi', pods: '3' } },
    ...more,
  });
  const asking = (requests: { readonly [resource: string]: string }, more: Partial<PodSpec> = {}): Pod =>
    podOf({ containers: [{ name: 'a', resources: { requests } }], ...more });
  const tainted = node({ spec: { taints: [{ key: 'k', effect: 'NoExecute' }] } });
  const port = (hostPort: number, hostIP?: string): Partial<PodSpec> => ({
    containers: [{ name: 'a', ports: [{ containerPort: 80, hostPort, ...(hostIP === undefined ? {} : { hostIP }) }] }],
  });

  it.each([
    ['fits', asking({ cpu: '500m' }), node(), [asking({ cpu: '1500m' })], undefined],
    [
      'CPU',
      asking({ cpu: '600m' }),
      node(),
      [asking({ cpu: '1500m' })],
      'OutOfcpu cpu, requested: 600, used: 1500, capacity: 2000',
    ],
    [
      'memory',
      asking({ memory: '2Gi' }),
      node(),
      [],
      'OutOfmemory memory, requested: 2147483648, used: 0, capacity: 1073741824',
    ],
    [
      'CPU before memory',
      asking({ cpu: '3', memory: '2Gi' }),
      node(),
      [],
      'OutOfcpu cpu, requested: 3000, used: 0, capacity: 2000',
    ],
    [
      'number of pods',
      podOf({}),
      node(),
      [podOf({}), podOf({}), podOf({})],
      'OutOfpods pods, requested: 1, used: 3, capacity: 3',
    ],
    [
      'selector',
      podOf({ nodeSelector: { disk: 'ssd' } }),
      node(),
      [],
      "NodeAffinity node(s) didn't match Pod's node affinity/selector",
    ],
    ['taint', podOf({}), tainted, [], "TaintToleration node(s) had taints that the pod didn't tolerate"],
    ['tolerated', podOf({ tolerations: [{ operator: 'Exists' }] }), tainted, [], undefined],
    [
      'port',
      podOf(port(80)),
      node(),
      [podOf(port(80))],
      "NodePorts node(s) didn't have free ports for the requested pod ports",
    ],
    ['another port', podOf(port(80)), node(), [podOf(port(81))], undefined],
    ['another address', podOf(port(80, '10.0.0.1')), node(), [podOf(port(80, '10.0.0.2'))], undefined],
  ] as const)('%s', (_, pod, on, others, expected) => {
    const rejection = rejectionOf(pod, on, others);
    const text = rejection?.message.replace(/^(Node didn't have enough resource|Predicate \w+ failed): /, '');
    expect(rejection === undefined ? undefined : `${rejection.reason} ${text}`).toBe(expected);
  });
});

describe('what a sync does', () => {
  const container = (name: string, more: Partial<RuntimeContainer> = {}): RuntimeContainer => ({
    id: `${name}-0`,
    name,
    attempt: 0,
    sandboxAttempt: 0,
    image: `${name}:1`,
    state: 'running',
    seq: 7,
    ...more,
  });
  const seen = (containers: readonly RuntimeContainer[], isReady = true): RuntimePod => ({
    uid: 'u',
    key: 'default/web',
    ip: '10.244.0.2',
    sandbox: { attempt: 0, isReady, seq: 3 },
    containers,
  });
  const two = podOf({
    containers: [
      { name: 'a', image: 'a:1' },
      { name: 'b', image: 'b:1' },
    ],
  });
  const dead = { state: 'exited', exitCode: 1 } as const;
  const done = { state: 'exited', exitCode: 0 } as const;
  const withPolicy = (restartPolicy: 'Never' | 'OnFailure'): Pod => ({ ...two, spec: { ...two.spec, restartPolicy } });

  it.each([
    ['nothing there yet', two, undefined, 'sandbox start a b'],
    ['all run', two, seen([container('a'), container('b')]), ''],
    ['one has crashed', two, seen([container('a', dead), container('b')]), 'start a'],
    ['one has never started', two, seen([container('a')]), 'start b'],
    ['another image', two, seen([container('a', { image: 'a:0' }), container('b')]), 'kill a start a'],
    ['sandbox is gone', two, seen([container('a', dead), container('b', dead)], false), 'sandbox start a b'],
    [
      'gone, OnFailure',
      withPolicy('OnFailure'),
      seen([container('a', done), container('b', dead)], false),
      'sandbox start b',
    ],
    ['gone, Never', withPolicy('Never'), seen([container('a', dead), container('b', dead)], false), 'stop'],
    ['ended, Never', withPolicy('Never'), seen([container('a', dead), container('b', done)]), 'stop'],
  ] as const)('%s', (_, pod, observed, expected) => {
    const { killsPod, createsSandbox, containersToKill, containersToStart } = podActions({
      pod,
      observed,
      isRestartingAll: false,
      probed: () => undefined,
    });
    const words = [
      createsSandbox ? 'sandbox' : killsPod ? 'stop' : '',
      ...containersToKill.map(({ name }) => `kill ${name}`),
      containersToStart.length > 0 ? `start ${containersToStart.map((start) => start.container.name).join(' ')}` : '',
    ];
    expect(words.filter((word) => word !== '').join(' ')).toBe(expected);
  });

  it('looks for what has started and died since the last look', () => {
    const before = seen([container('a')]);
    const after = seen([container('b', { seq: 9 }), container('a', { ...dead, seq: 8 })], false);
    expect(diedAndStarted(before, after)).toEqual([
      { seq: 9, died: undefined },
      { seq: 8, died: 'a-0' },
      { seq: 3, died: 'sandbox' },
    ]);
    expect(diedAndStarted(after, after)).toEqual([]);
  });

  it('keeps one dead instance of each container, and none of a pod that is gone', () => {
    const old = container('a', { ...dead, id: 'a-0' });
    const newer = container('a', { ...dead, id: 'a-1' });
    const pod = seen([newer, container('b', { ...dead, id: 'b-0' }), old]);
    expect(obsoleteContainers(pod, 'a-1', false)).toEqual(['a-0']);
    expect(obsoleteContainers(pod, 'sandbox', false)).toEqual([]);
    expect(obsoleteContainers(pod, 'sandbox', true)).toEqual(['a-1', 'b-0', 'a-0']);
  });
});

describe('small things', () => {
  it.each([
    [0, '0s'],
    [7_000, '7ms'],
    [1_500_000, '1.5s'],
    [10_000_000, '10s'],
    [80_000_000, '1m20s'],
    [300_000_000, '5m0s'],
    [3_600_000_000, '1h0m0s'],
  ])('%d microseconds are %s in Go', (micros, text) => {
    expect(goDuration(micros)).toBe(text);
  });

  it('gives moments of a grid', () => {
    const grid = createGrid(300, 1_000);
    expect([grid.after(300 as Micros), grid.after(299 as Micros), grid.atOrBefore(1_299 as Micros)]).toEqual([
      1_300, 300, 300,
    ]);
    expect(grid.atOrBefore(100 as Micros)).toBe(-700);
  });

  it('gives pods addresses of their own, and uses them again', () => {
    const ips = createPodIps(podNetworkOf(257));
    expect([ips.take('a'), ips.take('b'), ips.take('a')]).toEqual(['10.245.1.2', '10.245.1.3', '10.245.1.4']);
    const taken = Array.from({ length: 251 }, (_, i) => ips.take(`p${i}`));
    expect(new Set([...taken, '10.245.1.3', '10.245.1.4']).size).toBe(253);
    ips.release('b');
    expect(ips.take('c')).toBe('10.245.1.3');
  });
});
