// The node lifecycle controller as its host drives it: passes left out against every pass, causes, taints, pods.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Micros, millis, seconds } from '../../../src/base/time.ts';
import type { Heartbeats, Reconciled, Requeue } from '../../../src/cluster/actor.ts';
import type { Request } from '../../../src/cluster/request.ts';
import { createNodeLifecycle } from '../../../src/controllers/node-lifecycle/node-lifecycle.ts';
import { mirrorPatch } from '../../../src/controllers/node-lifecycle/taints.ts';
import { controllerManagerSettings } from '../../../src/controllers/settings.ts';
import type { Node, Taint } from '../../../src/model/objects.ts';
import { fakeView } from '../fake-view.ts';
import { pod } from '../objects.ts';

const settings = controllerManagerSettings();

function node(name: string, ready: 'True' | 'False' | 'Unknown' = 'True', taints: readonly Taint[] = []): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: `uid-${name}`, resourceVersion: 1, creationTimestamp: seconds(0) },
    spec: taints.length > 0 ? { taints } : {},
    status: { conditions: [{ type: 'Ready', status: ready, lastHeartbeatTime: seconds(0) }] },
  };
}

/** Leases renewed at these times; silent from `silentFrom` on, which is known from then on. */
function heartbeats(
  renewals: ReadonlyMap<string, { readonly at: readonly number[]; readonly silentFrom?: number }>,
  clock: { now: number },
): Heartbeats {
  return {
    lastRenewal: (name, t) =>
      renewals
        .get(name)
        ?.at.filter((at) => at <= t)
        .at(-1) as Micros | undefined,
    silencedBy: (name) => {
      const from = renewals.get(name)?.silentFrom;
      return from !== undefined && from <= clock.now ? 77 : undefined;
    },
  };
}

const verbs = ({ batches }: Reconciled): readonly string[] =>
  batches
    .flat()
    .flatMap((request) => (request.verb === 'event' ? [] : [`${request.verb} ${'key' in request ? request.key : ''}`]));

describe('passes that change nothing are left out', () => {
  /** When the node is declared silent, and the requeue that led there. */
  function declared(renewals: readonly number[], silentFrom: number, everyPass: boolean, passMicros: number) {
    const clock = { now: 0 };
    const lives = new Map([['n', { at: renewals, silentFrom }]]);
    const controller = createNodeLifecycle({ heartbeats: heartbeats(lives, clock), settings, passMicros });
    const memory = controller.memory('pass');
    const view = fakeView([node('n')]);
    let passes = 0;
    let setBy: Requeue['setBy'];
    for (let at = 0; at < seconds(400); ) {
      clock.now = at;
      const done = controller.reconcile('pass', view, memory, at as Micros);
      if (verbs(done).length > 0) return { at, passes, setBy };
      passes += 1;
      setBy = done.requeue?.setBy;
      at = everyPass
        ? millis(50) + Math.ceil((at + 1 - millis(50)) / (seconds(5) + passMicros)) * (seconds(5) + passMicros)
        : at + (done.requeue?.afterMicros ?? seconds(1_000));
    }
    return { at: undefined, passes, setBy };
  }

  test('whatever the renewals, the node is declared in the same pass', () => {
    const gaps = fc.array(fc.integer({ min: 9_000, max: 10_400 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 9_000 }), fc.constantFrom(0, 1_000), (gapsMs, lagMs, passMicros) => {
        let at = 0;
        const renewals = [0, ...gapsMs.map((gap) => (at += millis(gap)))];
        const silentFrom = at + millis(lagMs);
        const lazy = declared(renewals, silentFrom, false, passMicros);
        const eager = declared(renewals, silentFrom, true, passMicros);
        expect(lazy.at).toBe(eager.at);
        expect(lazy.passes).toBeLessThanOrEqual(eager.passes);
        expect(lazy.setBy).toBe(77);
      }),
    );
  });

  test('a pass takes a moment, so that ten passes are more than the grace of 50 s', () => {
    expect(declared([0], 1, false, 1_000).at).toBe(millis(50) + 10 * 5_001_000);
    expect(declared([0], 1, false, 0).at).toBe(millis(50) + 11 * 5_000_000);
  });
});

describe('two nodes that different events have silenced', () => {
  test('are declared one after the other, each by its own cause', () => {
    const renewals = new Map([
      ['a', { at: [0], silentFrom: 1 }],
      ['b', { at: [0], silentFrom: 2 }],
      ['c', { at: [0, seconds(45)] }],
    ]);
    const causes: Heartbeats = { ...heartbeats(renewals, { now: 10 }), silencedBy: (name) => (name === 'a' ? 11 : 22) };
    const controller = createNodeLifecycle({ heartbeats: causes, settings });
    const memory = controller.memory('pass');
    const view = fakeView([node('a'), node('b'), node('c')]);
    controller.reconcile('pass', view, memory, seconds(0));
    controller.reconcile('pass', view, memory, millis(50));
    const at = (millis(50) + 10 * 5_001_000) as Micros;
    const first = controller.reconcile('pass', view, memory, at);
    expect(names(first)).toEqual(['a']);
    expect(first.requeue).toMatchObject({ setBy: 22, afterMicros: 0 });
    const second = controller.reconcile('pass', fakeView([node('a', 'Unknown'), node('b'), node('c')]), memory, at);
    expect(names(second)).toEqual(['b']);
  });

  const names = ({ batches }: Reconciled): readonly string[] =>
    batches.flat().flatMap((request) => (request.verb === 'update' ? [request.object.metadata.name] : []));
});

describe('NoExecute taints', () => {
  const never = heartbeats(new Map(), { now: 0 });

  function drive(nodes: readonly Node[], until: number): readonly (readonly [number, Request])[] {
    const controller = createNodeLifecycle({ heartbeats: never, settings, passMicros: 0 });
    const memory = controller.memory('pass');
    const done: (readonly [number, Request])[] = [];
    let current = nodes;
    for (let at = 0; at < until; ) {
      const result = controller.reconcile('pass', fakeView(current), memory, at as Micros);
      for (const request of result.batches.flat()) {
        if (request.verb !== 'patch') continue;
        done.push([at / 1_000, request]);
        const { taints } = (request.patch as { readonly spec: { readonly taints: readonly Taint[] | null } }).spec;
        current = current.map((each) =>
          each.metadata.name === request.key ? { ...each, spec: taints === null ? {} : { taints } } : each,
        );
      }
      at += Math.max(1, result.requeue?.afterMicros ?? until);
    }
    return done;
  }
  const shown = (done: readonly (readonly [number, Request])[]) =>
    done.map(([at, request]) => [at, request.verb === 'patch' ? request.key : '']);

  test('come at ticks of 100 ms, one in ten seconds for each zone', () => {
    const nodes = [node('a', 'False'), node('b', 'False'), node('c'), node('d'), node('e')];
    expect(shown(drive(nodes, seconds(40)))).toEqual([
      [100, 'a'],
      [10_100, 'b'],
    ]);
  });

  test('a node that is ready loses them, one with the wrong one gets the other, both without waiting', () => {
    const taint = (key: string): Taint => ({ key: `node.kubernetes.io/${key}`, effect: 'NoExecute' });
    const nodes = [node('a', 'True', [taint('not-ready')]), node('b', 'True'), node('c', 'True')];
    const [[at, request] = []] = drive(nodes, seconds(10));
    expect(at).toBe(50);
    expect(request?.verb === 'patch' && request.patch).toEqual({ spec: { taints: null } });
  });
});

describe('two waiting nodes that different events have silenced', () => {
  test('are tainted at the same tick, each by its own cause', () => {
    const causes: Heartbeats = { ...heartbeats(new Map(), { now: 0 }), silencedBy: (name) => (name === 'a' ? 11 : 22) };
    const controller = createNodeLifecycle({ heartbeats: causes, settings });
    const memory = controller.memory('pass');
    const zoned = (name: string): Node => {
      const base = node(name, 'Unknown');
      return { ...base, metadata: { ...base.metadata, labels: { 'topology.kubernetes.io/zone': name } } };
    };
    const view = fakeView([zoned('a'), zoned('b'), node('c')]);
    controller.reconcile('pass', view, memory, seconds(0));
    const queued = controller.reconcile('pass', view, memory, millis(50));
    expect(queued.requeue).toEqual({
      afterMicros: 50_000,
      timer: 'node-eviction-rate',
      setBy: { kind: 'Node', key: 'a' },
    });
    const first = controller.reconcile('pass', view, memory, millis(100));
    expect(verbs(first)).toEqual(['patch a']);
    expect(first.requeue).toEqual({ afterMicros: 0, timer: 'node-eviction-rate', setBy: { kind: 'Node', key: 'b' } });
    expect(verbs(controller.reconcile('pass', view, memory, millis(100)))).toContain('patch b');
  });
});

describe('NoSchedule taints', () => {
  const taint = (key: string): Taint => ({
    key: `node.kubernetes.io/${key}`,
    effect: 'NoSchedule',
    timeAdded: seconds(3),
  });
  const patched = (given: Node): unknown => {
    const patch = mirrorPatch(given, seconds(7.9));
    return patch?.verb === 'patch' ? (patch.patch as { readonly spec: unknown }).spec : undefined;
  };

  test('mirror conditions and spec.unschedulable, and leave others alone', () => {
    const own: Taint = { key: 'dedicated', effect: 'NoSchedule' };
    const stale = node('a', 'Unknown', [own, taint('not-ready')]);
    expect(patched({ ...stale, spec: { ...stale.spec, unschedulable: true } })).toEqual({
      taints: [
        own,
        { ...taint('unreachable'), timeAdded: seconds(7) },
        { ...taint('unschedulable'), timeAdded: seconds(7) },
      ],
    });
    expect(patched(node('a', 'True', [taint('unreachable')]))).toEqual({ taints: null });
    expect(patched(node('a', 'Unknown', [taint('unreachable')]))).toBeUndefined();
  });
});

describe('pods of a silent node', () => {
  test('are marked as not ready once, each with a warning', () => {
    const controller = createNodeLifecycle({ heartbeats: heartbeats(new Map(), { now: 0 }), settings });
    const view = fakeView([
      node('n', 'Unknown'),
      pod({ name: 'up', node: 'n', readySince: 1 }),
      pod({ name: 'down', node: 'n' }),
    ]);
    const { batches } = controller.reconcile('pods/n', view, undefined, seconds(9));
    expect(batches[0]).toMatchObject([{ verb: 'patch', key: 'shop/up', subresource: 'status' }]);
    const verdict = { ok: true, object: pod({ name: 'up', node: 'n' }), seq: 1 } as const;
    expect(controller.settle?.('pods/n', [[verdict]], view, undefined, seconds(9))).toMatchObject([
      { verb: 'event', type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready' },
    ]);
  });
});
