// The points between a decision and a binding, in a cluster: reserve and what it assumes, permit and pods that wait for
// each other, bind and postBind, and what happens to the pod when one of them says no.

import { describe, expect, it } from 'vitest';
import type { ApiRequest } from '../../src/cluster/request.ts';
import type { NewObject, Pod } from '../../src/model/objects.ts';
import { AssumedObjects } from '../../src/scheduler/assumed-objects.ts';
import type { Plugin, Profile } from '../../src/scheduler/framework.ts';
import { unschedulable } from '../../src/scheduler/framework.ts';
import { EXTENSION_POINTS } from '../../src/scheduler/profile.ts';
import { defaultProfile } from '../../src/scheduler/registry.ts';
import { listerOf, nodeOf, podOf, serviceOf } from './objects.ts';
import { newWorld, type World } from './world.ts';

/** The default profile with one plugin more at all of its points. */
function profileWith(plugin: Plugin): Profile {
  const points = EXTENSION_POINTS.filter((point) => point !== 'queueSort' && point !== 'score');
  const more = points.filter((point) => plugin[point] !== undefined);
  const lists = Object.fromEntries(more.map((point) => [point, [...(defaultProfile[point] as Plugin[]), plugin]]));
  return { ...defaultProfile, ...lists, plugins: [...defaultProfile.plugins, plugin] };
}

function worldWith(plugin: Plugin): World {
  const world = newWorld([profileWith(plugin)]);
  world.join(nodeOf('n1'));
  world.run(100);
  return world;
}

const create = (name: string): ApiRequest => {
  const { metadata, ...rest } = podOf(name);
  return {
    verb: 'create',
    kind: 'Pod',
    object: { ...rest, metadata: { name, namespace: metadata.namespace ?? '' } } as NewObject,
  };
};

const condition = (pod: Pod | undefined) => pod?.status.conditions?.find(({ type }) => type === 'PodScheduled');

describe('reserve', () => {
  it('that says no sends the pod back, after the plugins were told in reverse', () => {
    const told: string[] = [];
    const world = worldWith({
      name: 'Mine',
      wakesOn: [],
      reserve: () => ({ kind: 'rejected', status: unschedulable('no permit today') }),
      unreserve: (pod, node) => told.push(`${pod.metadata.name} ${node}`),
    });
    world.ask(create('p'));
    world.run(500);
    expect(told).toEqual(['p n1']);
    expect(world.pod('p')?.spec.nodeName).toBeUndefined();
    expect(condition(world.pod('p'))).toMatchObject({
      reason: 'Unschedulable',
      message: '0/1 nodes are available: 1 no permit today.',
    });
  });

  it('that fails is an error of the scheduler', () => {
    const status = { code: 'Error', reasons: ['out of order'] } as const;
    const world = worldWith({ name: 'Mine', reserve: () => ({ kind: 'rejected', status }) });
    world.ask(create('p'));
    world.run(500);
    expect(condition(world.pod('p'))).toMatchObject({
      reason: 'SchedulerError',
      message: 'running Reserve plugin "Mine": out of order',
    });
  });
});

describe('permit', () => {
  /** Nobody goes before three have come. */
  const together: Plugin = {
    name: 'Together',
    wakesOn: [],
    permit: (_pod, _node, waiting) =>
      waiting.length < 2
        ? { kind: 'wait', timeoutMicros: 3_000_000 }
        : { kind: 'allowed', alsoUids: waiting.map(({ metadata }) => metadata.uid) },
  };
  const placed = (world: World): number =>
    ['a', 'b', 'c'].filter((name) => world.pod(name)?.spec.nodeName !== undefined).length;

  it('holds pods until the last of them has come', () => {
    const world = worldWith(together);
    world.ask(create('a'));
    world.ask(create('b'));
    world.run(1_000);
    expect(placed(world)).toBe(0);
    expect(world.decisions().map(({ what }) => what.result)).toEqual(['scheduled', 'scheduled']);
    world.ask(create('c'));
    world.run(2_000);
    expect(placed(world)).toBe(3);
  });

  it('gives a pod back when nobody lets it go in time', () => {
    const world = worldWith(together);
    world.ask(create('a'));
    world.run(4_000);
    expect(condition(world.pod('a'))?.message).toBe(
      '0/1 nodes are available: 1 rejected due to timeout after waiting at plugin Together.',
    );
  });
});

describe('bind', () => {
  it('leaves pods to the next plugin, and postBind hears of the binding', () => {
    const heard: string[] = [];
    const world = worldWith({
      name: 'Mine',
      bind: () => undefined,
      postBind: (pod, node) => heard.push(`${pod.metadata.name} ${node}`),
    });
    world.ask(create('p'));
    world.run(500);
    expect(world.pod('p')?.spec.nodeName).toBe('n1');
    expect(heard).toEqual(['p n1']);
  });
});

describe('what reserve assumes', () => {
  const service = serviceOf('web', { app: 'web' });
  const assumed = { ...service, spec: { selector: { app: 'assumed' } } };

  it('is what everybody reads, until the stored object is newer', () => {
    const objects = new AssumedObjects(listerOf([service]));
    objects.assume('uid', [assumed]);
    expect(objects.get('Service', 'default/web')).toBe(assumed);
    expect(objects.list('Service')).toEqual([assumed]);
    expect(objects.inNamespace('Service', 'default')).toEqual([assumed]);
    const newer = { ...service, metadata: { ...service.metadata, resourceVersion: 2 } };
    const later = new AssumedObjects(listerOf([newer]));
    later.assume('uid', [assumed]);
    expect(later.get('Service', 'default/web')).toBe(newer);
  });

  it('is forgotten with the pod', () => {
    const objects = new AssumedObjects(listerOf([service]));
    objects.assume('uid', [assumed]);
    objects.forget('other');
    expect(objects.get('Service', 'default/web')).toBe(assumed);
    objects.forget('uid');
    expect(objects.get('Service', 'default/web')).toBe(service);
  });
});
