// Between the decision and the binding: what reserve assumes, what permit holds, what preBind writes and waits for.

import { describe, expect, it } from 'vitest';
import type { ApiRequest } from '../../src/cluster/request.ts';
import type { KubeEvent, KubeObject, NewObject } from '../../src/model/objects.ts';
import type { Plugin, Profile } from '../../src/scheduler/framework.ts';
import { defaultProfile } from '../../src/scheduler/registry.ts';
import { nodeOf, podOf, serviceOf } from './objects.ts';
import { newWorld } from './world.ts';

const create = (object: KubeObject): ApiRequest => {
  const { name, namespace = 'default' } = object.metadata;
  return { verb: 'create', kind: object.kind, object: { ...object, metadata: { name, namespace } } as NewObject };
};

/** The default profile with one more plugin at these points. */
function profileWith(plugin: Plugin): Profile {
  const at = (point: 'reserve' | 'permit' | 'preBind' | 'postBind'): readonly Plugin[] =>
    plugin[point] === undefined ? defaultProfile[point] : [...defaultProfile[point], plugin];
  return {
    ...defaultProfile,
    plugins: [...defaultProfile.plugins, plugin],
    reserve: at('reserve'),
    permit: at('permit'),
    preBind: at('preBind'),
    postBind: at('postBind'),
  };
}

function worldWith(plugin: Plugin) {
  const world = newWorld([profileWith(plugin)]);
  world.join(nodeOf('n1'));
  world.run(100);
  const failures = (): readonly string[] =>
    world.rows().flatMap(({ what }) => {
      const event = what.type === 'write' && what.kind === 'Event' ? (what.object as KubeEvent) : undefined;
      return event?.reason === 'FailedScheduling' ? [event.message] : [];
    });
  return { ...world, failures };
}

const isThere: Plugin['preBind'] = () => ({
  kind: 'run',
  requests: [],
  isReady: (objects) => objects.get('Service', 'default/go') !== undefined,
  timeoutMicros: 5_000_000 as never,
});

describe('preBind', () => {
  it('is asked each second, and lets the pod go', () => {
    const world = worldWith({ name: 'Wait', preBind: isThere });
    world.ask(create(podOf('p')));
    world.run(1300);
    world.ask(create(serviceOf('go', {})));
    world.run(2000);
    expect(world.pod('p')?.spec.nodeName).toBeUndefined();
    expect(world.pod('p')?.status.nominatedNodeName).toBe('n1');
    world.run(2300);
    expect(world.pod('p')?.spec.nodeName).toBe('n1');
  });

  it('fails the binding when its time is over, and the pod is tried again', () => {
    const world = worldWith({ name: 'Wait', preBind: isThere });
    world.ask(create(podOf('p')));
    world.run(6000);
    expect(world.failures()[0]).toBe('running PreBind plugin "Wait": context deadline exceeded');
    world.ask(create(serviceOf('go', {})));
    world.run(12_000);
    expect(world.pod('p')?.spec.nodeName).toBe('n1');
  });

  it('counts the time from its writes, and its last second does not count', () => {
    const preBind: Plugin['preBind'] = () => ({
      kind: 'run',
      requests: [create(serviceOf('written', {}))],
      isReady: () => true,
      timeoutMicros: 1_000_000,
      activity: 'waiting in vain',
    });
    const world = worldWith({ name: 'Wait', preBind });
    world.ask(create(podOf('p')));
    world.run(1500);
    expect(world.failures()).toEqual(['running PreBind plugin "Wait": waiting in vain: context deadline exceeded']);
    const timeOf = (kind: string): number =>
      world.rows().find(({ what }) => what.type === 'write' && what.kind === kind)?.at ?? Number.NaN;
    expect(timeOf('Event') - timeOf('Service')).toBeGreaterThan(1_000_000);
  });

  it('hears of the objects that it names alone', () => {
    let asked = 0;
    const preBind: Plugin['preBind'] = () => ({
      kind: 'run',
      requests: [],
      isReady: () => {
        asked += 1;
        return false;
      },
      readyOn: ['Service/default/go'],
    });
    const world = worldWith({ name: 'Wait', preBind });
    world.ask(create(podOf('p')));
    world.run(1000);
    const before = asked;
    world.ask(create(serviceOf('other', {})));
    world.run(2000);
    expect(asked).toBe(before);
    world.ask(create(serviceOf('go', {})));
    world.run(3000);
    expect(asked).toBe(before + 1);
  });
});

describe('permit', () => {
  it('holds a pod until another one lets it go', () => {
    const permit: Plugin['permit'] = (pod, _node, waiting) =>
      waiting.length === 0
        ? { kind: 'wait', timeoutMicros: 60_000_000 as never }
        : {
            kind: 'allowed',
            alsoUids: waiting.map(({ metadata }) => metadata.uid).filter((uid) => uid !== pod.metadata.uid),
          };
    const world = worldWith({ name: 'Pairs', permit });
    world.ask(create(podOf('a')));
    world.run(2000);
    expect(world.pod('a')?.spec.nodeName).toBeUndefined();
    world.ask(create(podOf('b')));
    world.run(3000);
    expect(['a', 'b'].map((name) => world.pod(name)?.spec.nodeName)).toEqual(['n1', 'n1']);
  });

  it('rejects a pod whose time is over', () => {
    const permit: Plugin['permit'] = () => ({ kind: 'wait', timeoutMicros: 2_000_000 as never });
    const world = worldWith({ name: 'Never', permit });
    world.ask(create(podOf('a')));
    world.run(3000);
    expect(world.failures()[0]).toContain('rejected due to timeout after waiting at plugin Never');
  });
});

describe('reserve', () => {
  it('that rejects leaves no trace', () => {
    const undone: string[] = [];
    const world = worldWith({
      name: 'Full',
      reserve: () => ({ kind: 'rejected', status: { code: 'Error', reasons: ['no'] } }),
      unreserve: (pod) => void undone.push(pod.metadata.name),
    });
    world.ask(create(podOf('a')));
    world.run(900);
    expect(world.failures()).toEqual(['running Reserve plugin "Full": no']);
    expect(undone).toEqual(['a']);
    expect(world.pod('a')?.spec.nodeName).toBeUndefined();
  });
});
