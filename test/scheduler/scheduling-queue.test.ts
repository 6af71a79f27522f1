// The scheduling queue by itself: who comes first, how long a failed pod waits, what wakes it, and when time alone
// does.

import { describe, expect, it } from 'vitest';
import { millis, seconds } from '../../src/base/time.ts';
import type { Pod } from '../../src/model/objects.ts';
import type { Plugin } from '../../src/scheduler/framework.ts';
import { defaultProfile, defaultProfiles } from '../../src/scheduler/registry.ts';
import type { QueuedPod } from '../../src/scheduler/scheduling-queue.ts';
import { backoffUntil, SchedulingQueue } from '../../src/scheduler/scheduling-queue.ts';
import { listerOf, nodeOf, podOf } from './objects.ts';

const CREATED = { seq: 1 };
const FAILED = { seq: 2 };
const WOKEN = { seq: 3 };

function newQueue(...pods: readonly Pod[]): SchedulingQueue {
  const queue = new SchedulingQueue(defaultProfiles, listerOf([]), seconds(0));
  for (const pod of pods) queue.add(pod, millis(1), CREATED);
  return queue;
}

/** Pops a pod and lets it fail. */
function fail(queue: SchedulingQueue, at: number, ...plugins: readonly string[]): QueuedPod {
  const queued = queue.pop();
  if (queued === undefined) throw new Error('nothing to pop');
  queue.returnFailed(queued, queued.pod, { plugins: new Set(plugins), pending: new Set() }, millis(at), FAILED);
  return queued;
}

const placeOf = (queue: SchedulingQueue): string => [...queue.pods()].map(({ place }) => place).join(' ');

describe('the order of the queue', () => {
  it('is by priority, then by time', () => {
    const queue = newQueue(podOf('a'), podOf('b', { spec: { priority: 10 } }), podOf('c'));
    expect([1, 2, 3].map(() => queue.pop()?.pod.metadata.name)).toEqual(['b', 'a', 'c']);
    expect(queue.pop()).toBeUndefined();
  });

  it('forgets pods that are deleted', () => {
    const queue = newQueue(podOf('a'), podOf('b'));
    queue.delete(podOf('a'));
    expect(queue.pop()?.pod.metadata.name).toBe('b');
  });
});

describe('back-off', () => {
  it.each([
    [1, 2500, 3],
    [2, 2500, 4],
    [3, 2500, 6],
    [4, 2500, 10],
    [5, 2500, 12],
    [9, 2500, 12],
  ])(
    'doubles from 1 s to 10 s, cut to whole seconds: after %d failures at %d ms it ends at %d s',
    (unschedulableCount, at, end) => {
      const [queued] = newQueue(podOf('p')).pods();
      if (queued === undefined) throw new Error('no pod');
      expect(backoffUntil({ ...queued, unschedulableCount, timestamp: millis(at) })).toBe(seconds(end));
    },
  );

  it('counts errors by themselves, and a rejection ends their row', () => {
    const queue = newQueue(podOf('p'));
    fail(queue, 1);
    queue.advance(seconds(5));
    const queued = fail(queue, 5000);
    expect(queued).toMatchObject({ consecutiveErrors: 2, unschedulableCount: 0, place: 'backoff' });
    queue.advance(seconds(10));
    expect(fail(queue, 10_000, 'NodeResourcesFit')).toMatchObject({ consecutiveErrors: 0, unschedulableCount: 1 });
  });

  it('lasts through the second in which it ends', () => {
    const queue = newQueue(podOf('p'));
    fail(queue, 500);
    expect(queue.nextFlushAt()).toBe(seconds(2));
    queue.advance(millis(1999));
    expect(placeOf(queue)).toBe('backoff');
    queue.advance(seconds(2));
    expect(placeOf(queue)).toBe('active');
    expect(queue.nextFlushAt()).toBeUndefined();
  });

  it('is cut short when nothing else is to be scheduled, but not after errors', () => {
    const queue = newQueue(podOf('p'));
    fail(queue, 10, 'NodeResourcesFit');
    queue.move({ resource: 'Node', action: 'Add', new: nodeOf('n') }, millis(20), WOKEN);
    expect(placeOf(queue)).toBe('backoff');
    expect(queue.hasNext).toBe(true);
    expect(queue.pop()?.cause).toEqual(WOKEN);
    const failing = newQueue(podOf('p'));
    fail(failing, 10);
    expect(failing.pop()).toBeUndefined();
  });
});

describe('wake-ups', () => {
  const big = nodeOf('big');
  const small = nodeOf('small', { allocatable: { cpu: '1m' } });
  const tainted = nodeOf('n', { taints: [{ key: 'k', effect: 'NoSchedule' }] });
  const gone = podOf('gone', { nodeName: 'n' });
  it.each([
    ['a node that fits', 'NodeResourcesFit', { resource: 'Node', action: 'Add', new: big }, true],
    ['a node that does not', 'NodeResourcesFit', { resource: 'Node', action: 'Add', new: small }, false],
    [
      'a node that grew',
      'NodeResourcesFit',
      { resource: 'Node', action: 'UpdateNodeAllocatable', old: small, new: big },
      true,
    ],
    [
      'a node that shrank',
      'NodeResourcesFit',
      { resource: 'Node', action: 'UpdateNodeAllocatable', old: big, new: small },
      false,
    ],
    ['a pod that left', 'NodeResourcesFit', { resource: 'Pod', action: 'Delete', old: gone }, true],
    ['a pod that had no node', 'NodeResourcesFit', { resource: 'Pod', action: 'Delete', old: podOf('x') }, false],
    [
      'any change of taints, for plugins that do not listen to taints',
      'NodeResourcesFit',
      { resource: 'Node', action: 'UpdateNodeTaint', old: big, new: big },
      true,
    ],
    [
      'a taint that went',
      'TaintToleration',
      { resource: 'Node', action: 'UpdateNodeTaint', old: tainted, new: big },
      true,
    ],
    [
      'a taint that came',
      'TaintToleration',
      { resource: 'Node', action: 'UpdateNodeTaint', old: big, new: tainted },
      false,
    ],
    [
      'a cordoned node that came',
      'NodeUnschedulable',
      { resource: 'Node', action: 'Add', new: nodeOf('n', { unschedulable: true }) },
      false,
    ],
    ['a pod that left, for a taint', 'TaintToleration', { resource: 'Pod', action: 'Delete', old: gone }, false],
    ['a pod that came', 'NodeResourcesFit', { resource: 'Pod', action: 'Add', new: gone }, false],
  ] as const)('%s (%s)', (_name, plugin, event, isWoken) => {
    const queue = newQueue(podOf('p'));
    fail(queue, 10, plugin);
    expect(placeOf(queue)).toBe('unschedulable');
    queue.move(event, seconds(20), WOKEN);
    expect(placeOf(queue)).toBe(isWoken ? 'active' : 'unschedulable');
  });

  it('reach a pod that is in flight when its attempt has failed', () => {
    const queue = newQueue(podOf('p'), podOf('q'));
    const queued = queue.pop();
    const other = queue.pop();
    if (queued === undefined || other === undefined) throw new Error('nothing to pop');
    queue.move({ resource: 'Node', action: 'Add', new: big }, millis(5), WOKEN);
    queue.done(other);
    queue.returnFailed(
      queued,
      queued.pod,
      { plugins: new Set(['NodeResourcesFit']), pending: new Set() },
      millis(6),
      FAILED,
    );
    expect(queued).toMatchObject({ place: 'backoff', cause: WOKEN });
  });

  it('do not reach it when they came before it was popped', () => {
    const queue = newQueue(podOf('p'), podOf('q'));
    const other = queue.pop();
    queue.move({ resource: 'Node', action: 'Add', new: big }, millis(5), WOKEN);
    expect(fail(queue, 6, 'NodeResourcesFit').place).toBe('unschedulable');
    expect(other?.place).toBe('inFlight');
  });

  it('by time alone come after more than five minutes, at a multiple of 30 s', () => {
    const queue = newQueue(podOf('p'));
    fail(queue, 30_000, 'NodeResourcesFit').lastDecision = 7;
    expect(queue.nextFlushAt()).toBe(seconds(360));
    queue.advance(seconds(359));
    expect(placeOf(queue)).toBe('unschedulable');
    queue.advance(seconds(360));
    expect(queue.pop()?.cause).toEqual({ seq: 7, via: { timer: 'pod-max-in-unschedulable-pods-duration', setBy: 7 } });
  });
});

describe('scheduling gates', () => {
  const gated = podOf('p', { spec: { schedulingGates: [{ name: 'example.com/quota' }] } });
  it('keep a pod out, for ever if need be, until the last one is gone', () => {
    const queue = newQueue(gated);
    expect(placeOf(queue)).toBe('unschedulable');
    expect(queue.nextFlushAt()).toBeUndefined();
    queue.move({ resource: 'Node', action: 'Add', new: nodeOf('n') }, seconds(1), WOKEN);
    expect(placeOf(queue)).toBe('unschedulable');
    queue.update(gated, podOf('p'), seconds(2), WOKEN);
    expect(queue.pop()).toMatchObject({ attempts: 1, cause: WOKEN });
  });
});

describe('a pod for which others are being evicted', () => {
  it('is gated, whatever wakes it, until it is told that one of them is gone', () => {
    let isPreempting = true;
    const profiles = defaultProfiles;
    const queue = new SchedulingQueue(profiles, listerOf([]), seconds(0), undefined, () => isPreempting);
    isPreempting = false;
    queue.add(podOf('p'), millis(1), CREATED);
    isPreempting = true;
    const queued = fail(queue, 10, 'NodeResourcesFit');
    queue.move({ resource: 'Node', action: 'Add', new: nodeOf('n') }, seconds(20), WOKEN);
    expect(queued).toMatchObject({ place: 'unschedulable', gatedBy: 'DefaultPreemption' });
    isPreempting = false;
    queue.move({ resource: 'Node', action: 'Add', new: nodeOf('m') }, seconds(21), WOKEN);
    expect(queued.place).toBe('unschedulable');
    const victim = podOf('victim', { nodeName: 'n' });
    queue.move({ resource: 'Pod', action: 'Delete', old: victim }, seconds(22), WOKEN);
    expect(queued).toMatchObject({ place: 'active', gatedBy: undefined });
  });

  it('goes on at once when its preemption has failed', () => {
    const queue = newQueue(podOf('p'));
    const queued = fail(queue, 10, 'NodeResourcesFit');
    queue.activate(queued.pod, WOKEN);
    expect(queued).toMatchObject({ place: 'active', cause: WOKEN });
  });
});

describe('plugins of others', () => {
  const rejects = { filter: () => undefined };
  const strange: Plugin = { name: 'Strange', ...rejects };
  const patient: Plugin = { name: 'Patient', ...rejects, wakesOn: [{ resource: 'Node', actions: ['Add'] }] };
  const profile = { ...defaultProfile, plugins: [...defaultProfile.plugins, strange, patient] };
  const queueOf = (): SchedulingQueue => {
    const queue = new SchedulingQueue(new Map([[profile.schedulerName, profile]]), listerOf([]), seconds(0));
    queue.add(podOf('p'), millis(1), CREATED);
    return queue;
  };
  const relabelled = { resource: 'Node', action: 'UpdateNodeAnnotation', old: nodeOf('n'), new: nodeOf('n') } as const;

  it('are woken by everything where they do not say by what', () => {
    const queue = queueOf();
    const queued = fail(queue, 10, 'Strange');
    queue.move(relabelled, seconds(20), WOKEN);
    expect(queued.place).toBe('active');
  });

  it.each([
    [[], 'backoff'],
    [['Patient'], 'active'],
  ] as const)('that are pending (%j) need no back-off: %s', (pending, place) => {
    const queue = queueOf();
    const queued = queue.pop();
    if (queued === undefined) throw new Error('nothing to pop');
    const rejectors = { plugins: new Set(['Patient']), pending: new Set(pending) };
    queue.returnFailed(queued, queued.pod, rejectors, millis(10), FAILED);
    queue.move({ resource: 'Node', action: 'Add', new: nodeOf('n') }, millis(20), WOKEN);
    expect(queued.place).toBe(place);
  });
});

it('a nomination that ends concerns pods of no higher priority alone', () => {
  const queue = newQueue(podOf('equal', { spec: { priority: 5 } }), podOf('higher', { spec: { priority: 6 } }));
  for (const at of [10, 11]) fail(queue, at, 'NodeResourcesFit');
  const left = { ...podOf('left', { spec: { priority: 5 } }), status: { nominatedNodeName: 'n' } };
  const concerns = (pod: Pod): boolean => (pod.spec.priority ?? 0) <= 5;
  queue.move({ resource: 'Pod', action: 'Delete', old: left }, seconds(20), WOKEN, concerns);
  expect([...queue.pods()].map(({ pod, place }) => [pod.metadata.name, place])).toEqual([
    ['equal', 'active'],
    ['higher', 'unschedulable'],
  ]);
});

it('a pod that is popped out of its back-off remembers when that would have ended', () => {
  const queue = newQueue(podOf('p'));
  fail(queue, 2_500, 'NodeResourcesFit');
  queue.move({ resource: 'Node', action: 'Add', new: nodeOf('n') }, millis(2_600), WOKEN);
  expect(queue.pop()).toMatchObject({ place: 'inFlight', poppedOutOf: seconds(3) });
  const late = newQueue(podOf('p'));
  fail(late, 2_500, 'NodeResourcesFit');
  late.move({ resource: 'Node', action: 'Add', new: nodeOf('n') }, seconds(9), WOKEN);
  expect(late.pop()).toMatchObject({ place: 'inFlight', poppedOutOf: undefined });
});
