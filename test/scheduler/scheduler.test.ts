// The scheduler in a cluster with a real API server: bindings, events, conditions, causes, retries, restarts.

import { describe, expect, it } from 'vitest';
import { seconds } from '../../src/base/time.ts';
import type { ApiRequest } from '../../src/cluster/request.ts';
import type { KubeEvent, NewObject, Node, Pod } from '../../src/model/objects.ts';
import { nodeOf, podOf } from './objects.ts';
import { newWorld } from './world.ts';

const create = (object: Node | Pod): ApiRequest => {
  const { name, labels, namespace } = object.metadata;
  const metadata = { name, labels: labels ?? {}, ...(namespace === undefined ? {} : { namespace }) };
  return { verb: 'create', kind: object.kind, object: { ...object, metadata } as NewObject };
};

describe('the scheduler', () => {
  it('binds pods, says so, and keeps causes', () => {
    const world = newWorld();
    world.join(nodeOf('n1'));
    world.run(100);
    world.ask(create(podOf('p')));
    world.run(1000);
    expect(world.pod('p')?.spec.nodeName).toBe('n1');
    const [decision] = world.decisions();
    expect(decision?.what).toMatchObject({
      result: 'scheduled',
      node: 'n1',
      startIndex: 0,
      evaluated: 1,
      feasible: 1,
      attempt: 1,
    });
    const rows = world.rows();
    const created = rows.find(({ what }) => what.type === 'write' && what.verb === 'create' && what.kind === 'Pod');
    const bound = rows.find(({ what }) => what.type === 'write' && what.verb === 'bind');
    expect(decision?.cause).toEqual({ seq: created?.seq });
    expect(decision?.what.cursor).toBe((created?.seq ?? 0) + 1);
    expect(bound?.cause).toEqual({ seq: decision?.seq });
    const event = rows.find(({ what }) => what.type === 'write' && what.kind === 'Event');
    expect(event?.what).toMatchObject({
      object: { reason: 'Scheduled', message: 'Successfully assigned default/p to n1', action: 'Binding' },
    });
    expect(event?.cause).toEqual({ seq: bound?.seq });
  });

  it('counts a pod on its node before the API server knows', () => {
    const world = newWorld();
    world.join(nodeOf('n1', { allocatable: { cpu: '1' } }));
    world.run(100);
    for (const name of ['a', 'b']) world.ask(create(podOf(name, { requests: { cpu: '1' } })));
    world.run(1000);
    expect(['a', 'b'].map((name) => world.pod(name)?.spec.nodeName ?? '').sort()).toEqual(['', 'n1']);
  });

  it('marks a pod that fits nowhere, and tries again when a node comes', () => {
    const world = newWorld();
    world.join(nodeOf('n1', { unschedulable: true }));
    world.run(100);
    world.ask(create(podOf('p')));
    world.run(5000);
    const condition = world.pod('p')?.status.conditions?.find(({ type }) => type === 'PodScheduled');
    const message = world.decisions()[0]?.what.message;
    expect(message).toContain('0/1 nodes are available: 1 node(s) were unschedulable.');
    expect(condition).toMatchObject({ status: 'False', reason: 'Unschedulable', message });
    const events = world
      .rows()
      .flatMap(({ what }) => (what.type === 'write' && what.kind === 'Event' ? [what.object] : []));
    expect(events).toMatchObject([
      { reason: 'FailedScheduling', type: 'Warning', action: 'Scheduling', message } as KubeEvent,
    ]);
    expect(world.decisions()).toHaveLength(1);
    world.join(nodeOf('n2'));
    world.run(6000);
    const [, second] = world.decisions();
    expect(second?.what).toMatchObject({ result: 'scheduled', node: 'n2', attempt: 2 });
    const came = world.rows().find(({ what }) => what.type === 'write' && what.key === 'n2');
    expect(second?.cause).toEqual({ seq: came?.seq });
  });

  it('does nothing while nothing changes', () => {
    const world = newWorld();
    world.join(nodeOf('n1', { unschedulable: true }));
    world.ask(create(podOf('p')));
    world.run(5000);
    const before = world.cluster.log.length;
    world.run(299_000);
    expect(world.cluster.log.length).toBe(before);
    world.run(400_000);
    const last = world.decisions().at(-1);
    expect(last?.cause?.via?.timer).toBe('pod-max-in-unschedulable-pods-duration');
    // The flush goes by the scheduler's own clock: more than five minutes, at a multiple of 30 s.
    expect(last?.at).toBe(seconds(330) + 1000);
  });

  it('takes back a binding that is refused, and backs off', () => {
    const world = newWorld();
    world.join(nodeOf('n1'));
    world.run(100);
    world.ask(create(podOf('p', { spec: {} })));
    // Somebody else binds the pod first.
    world.run(103);
    const uid = world.pod('p')?.metadata.uid ?? '';
    world.ask({ verb: 'bind', kind: 'Pod', key: 'default/p', uid, node: 'elsewhere' });
    world.run(2000);
    expect(world.pod('p')?.spec.nodeName).toBe('elsewhere');
    expect(world.decisions()).toHaveLength(1);
    expect(world.rows().filter(({ what }) => what.type === 'refused')).toHaveLength(1);
    world.ask(create(podOf('big', { requests: { cpu: '4' } })));
    world.run(3000);
    expect(world.pod('big')?.spec.nodeName).toBe('n1');
  });

  it('leaves pods of other schedulers alone', () => {
    const world = newWorld();
    world.join(nodeOf('n1'));
    world.ask(create(podOf('p', { spec: { schedulerName: 'another' } })));
    world.run(1000);
    expect(world.decisions()).toHaveLength(0);
  });

  it('lists what it missed when it is started again', () => {
    const world = newWorld();
    world.join(nodeOf('n1', { allocatable: { cpu: '1' } }));
    world.ask(create(podOf('a', { requests: { cpu: '1' } })));
    world.run(1000);
    world.cluster.component('kube-scheduler')?.stop({ seq: 0 });
    world.ask(create(podOf('b', { requests: { cpu: '1' } })));
    world.run(2000);
    expect(world.decisions()).toHaveLength(1);
    world.cluster.component('kube-scheduler')?.start({ seq: 0 });
    world.run(3000);
    expect(world.decisions().at(-1)?.what).toMatchObject({ pod: 'default/b', result: 'unschedulable' });
    world.ask({ verb: 'delete', kind: 'Pod', key: 'default/a', gracePeriodSeconds: 0 });
    world.run(4000);
    expect(world.pod('b')?.spec.nodeName).toBe('n1');
  });
});
