// Preemption in a cluster with a real API server: who is deleted when, what is told, how long the preemptor is held
// back, and what becomes of nominations.

import { describe, expect, it } from 'vitest';
import type { Micros } from '../../src/base/time.ts';
import type { ApiRequest } from '../../src/cluster/request.ts';
import type { Row, WriteRow } from '../../src/log/row.ts';
import type { KubeEvent, Pod, PodSpec } from '../../src/model/objects.ts';
import type { Plugin, Profile } from '../../src/scheduler/framework.ts';
import { defaultProfile } from '../../src/scheduler/registry.ts';
import { nodeOf, podOf } from './objects.ts';
import { newWorld, type World } from './world.ts';

function create(name: string, priority: number, cpu: string, spec: Partial<PodSpec> = {}): ApiRequest {
  const { metadata: _, ...pod } = podOf(name, { requests: { cpu }, spec: { priority, ...spec } });
  return { verb: 'create', kind: 'Pod', object: { ...pod, metadata: { name, namespace: 'default' } } };
}

/** A cluster of one node with 4 CPUs, and pods that run there. */
function running(...pods: readonly ApiRequest[]): World {
  const world = newWorld();
  world.join(nodeOf('n'));
  world.run(100);
  for (const pod of pods) world.ask(pod);
  world.run(1_000);
  return world;
}

const writes = (world: World): readonly (Row & { readonly what: WriteRow })[] =>
  world.rows().filter((row): row is Row & { readonly what: WriteRow } => row.what.type === 'write');

const marks = (world: World): readonly string[] =>
  writes(world).flatMap(({ what }) => (what.verb === 'mark' ? [what.object.metadata.name] : []));

const events = (world: World, reason: string): readonly KubeEvent[] =>
  writes(world).flatMap(({ what }) => {
    const event = what.kind === 'Event' && what.verb === 'create' ? (what.object as KubeEvent) : undefined;
    return event?.reason === reason ? [event] : [];
  });

/** The kubelet's part: the container has ended, the pod can go. */
function end(world: World, name: string): void {
  world.ask({ verb: 'delete', kind: 'Pod', key: `default/${name}`, gracePeriodSeconds: 0 });
}

describe('preemption', () => {
  it('marks the victim, deletes it with its own grace, says so, and waits for the room', () => {
    const world = running(create('low', 0, '4', { terminationGracePeriodSeconds: 7 }));
    world.ask(create('high', 10, '4'));
    world.run(2_000);
    const [victim, preemptor] = [world.pod('low'), world.pod('high')];
    expect(preemptor?.status.nominatedNodeName).toBe('n');
    expect(victim?.metadata.deletionGracePeriodSeconds).toBe(7);
    expect(victim?.status.conditions?.find(({ type }) => type === 'DisruptionTarget')).toMatchObject({
      status: 'True',
      reason: 'PreemptionByScheduler',
      message: 'default-scheduler: preempting to accommodate a higher priority pod',
    });
    const [told] = events(world, 'Preempted');
    expect(told?.message).toBe(`Preempted by pod ${preemptor?.metadata.uid} on node n`);
    expect(world.decisions().at(-1)?.what).toMatchObject({ preemption: { node: 'n', victims: ['default/low'] } });
    end(world, 'low');
    world.run(4_000);
    expect(world.pod('high')?.spec.nodeName).toBe('n');
    expect(world.pod('high')?.status.nominatedNodeName).toBeUndefined();
    expect(world.decisions().map(({ what }) => what.attempt)).toEqual([1, 1, 2]);
  });

  it('deletes the last of several victims after the others', () => {
    const world = running(create('a', 1, '1'), create('b', 2, '1'), create('c', 3, '1'), create('d', 20, '1'));
    world.ask(create('high', 10, '3'));
    world.run(2_000);
    expect(marks(world)).toEqual(['c', 'b', 'a']);
    const deleted = writes(world).filter(({ what }) => what.verb === 'mark');
    expect(deleted[2]?.at).toBeGreaterThan(deleted[1]?.at ?? 0);
    expect(deleted.every(({ cause }) => cause?.seq === world.decisions().at(-1)?.seq)).toBe(true);
  });

  it('does not look for more victims while the first ones are going', () => {
    const world = running(create('low', 0, '4'), create('other', 0, '4'));
    world.ask(create('high', 10, '4'));
    world.run(2_000);
    world.join(nodeOf('m', { labels: { disk: 'ssd' }, unschedulable: true }));
    world.run(3_000);
    expect(marks(world)).toEqual(['low']);
    expect(events(world, 'FailedScheduling').at(-1)?.message).toContain(
      'preemption: not eligible due to a terminating pod on the nominated node.',
    );
  });

  it('takes the nomination of a less important pod where more has to go', () => {
    const world = running(create('old', 0, '2'), create('young', 0, '2'));
    world.ask(create('middle', 5, '2'));
    world.run(2_000);
    expect(world.pod('middle')?.status.nominatedNodeName).toBe('n');
    expect(marks(world)).toHaveLength(1);
    world.ask(create('high', 10, '4'));
    world.run(3_000);
    expect(marks(world).toSorted()).toEqual(['old', 'young']);
    expect(world.pod('middle')?.status.nominatedNodeName).toBeUndefined();
    for (const name of ['old', 'young']) end(world, name);
    world.run(5_000);
    expect(world.pod('high')?.spec.nodeName).toBe('n');
    expect(world.pod('middle')?.spec.nodeName).toBeUndefined();
  });

  it('keeps a pod that waits to be bound, and tries it again', () => {
    const waiting: Plugin = {
      name: 'Hold',
      wakesOn: [],
      permit: (pod) => (pod.metadata.name === 'low' ? { kind: 'wait', timeoutMicros: 60_000_000 as Micros } : ALLOWED),
    };
    const profile: Profile = { ...defaultProfile, permit: [waiting], plugins: [...defaultProfile.plugins, waiting] };
    const world = newWorld([profile]);
    world.join(nodeOf('n'));
    world.run(100);
    world.ask(create('low', 0, '4'));
    world.run(1_000);
    world.ask(create('high', 10, '4'));
    world.run(4_000);
    expect(world.pod('high')?.spec.nodeName).toBe('n');
    expect(world.pod('low')?.metadata.deletionTimestamp).toBeUndefined();
    expect(events(world, 'Preempted')[0]?.message).toContain('on node n (in kube-scheduler memory).');
  });
});

const ALLOWED = { kind: 'allowed' } as const;

it('a pod that is gone before it is evicted is no failure', () => {
  const world = running(create('low', 0, '4'));
  world.ask(create('high', 10, '4'));
  end(world, 'low');
  world.run(3_000);
  expect((world.pod('high') as Pod).spec.nodeName).toBe('n');
});
