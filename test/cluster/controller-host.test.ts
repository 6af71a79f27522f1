// What the host of a controller does with what a reconcile returns: batches, failures, back-off, settle, requeues,
// workers.

import { describe, expect, it } from 'vitest';
import { MICROS_PER_SECOND, type Micros, millis, seconds } from '../../src/base/time.ts';
import type { Controller, Reconciled } from '../../src/cluster/actor.ts';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { hosted } from '../../src/cluster/controller-host.ts';
import type { ApiRequest, Request, Verdict } from '../../src/cluster/request.ts';
import type { KubeEvent, NewObject } from '../../src/model/objects.ts';
import { ask, newCluster, podNamed, probe, runFor } from './probe.ts';

const SYNC_MICROS = 1_000;
const WRITE_MICROS = 4_000;

interface Settled {
  readonly at: Micros;
  readonly verdicts: readonly (readonly (Verdict | undefined)[])[];
}

interface Hosted {
  readonly cluster: Cluster;
  /** Times of the reconciles, by key. */
  readonly reconciles: (readonly [key: string, at: Micros])[];
  readonly settled: Settled[];
}

type Plan = (key: string, nth: number) => Reconciled;

/** Hosts a controller that follows a plan for the keys `initialKeys`, and for every pod. */
function host(plan: Plan, more: Partial<Controller<undefined>> = {}, settling: readonly Request[] = []): Hosted {
  const cluster = newCluster();
  const reconciles: (readonly [string, Micros])[] = [];
  const settled: Settled[] = [];
  const controller: Controller<undefined> = {
    name: 'test-controller',
    watches: { Pod: (change) => [change.key] },
    memory: () => undefined,
    reconcile(key, _view, _memory, now) {
      const nth = reconciles.filter(([other]) => other === key).length;
      reconciles.push([key, now]);
      return plan(key, nth);
    },
    settle(_key, verdicts, _view, _memory, now) {
      settled.push({ at: now, verdicts });
      return settling;
    },
    ...more,
  };
  cluster.add('host', [hosted(controller, { syncMicros: SYNC_MICROS })]).start();
  return { cluster, reconciles, settled };
}

const NOTHING: Reconciled = { batches: [] };
const create = (name: string): Request => ({ verb: 'create', kind: 'Pod', object: podNamed(name) });
const patchOfNothing = { verb: 'patch', kind: 'Pod', key: 'default/x', patchType: 'merge', patch: {} } as const;
const failing: Request = { verb: 'patch', kind: 'Pod', key: 'default/not-there', patchType: 'merge', patch: {} };

const timesOf = ({ reconciles }: Hosted): readonly Micros[] => reconciles.map(([, at]) => at);

describe('a refused request', () => {
  it('brings its key back with a back-off that doubles from 5 ms, and starts afresh after a success', () => {
    const run = host((_key, nth) => (nth === 5 ? NOTHING : { batches: [[failing]] }), { initialKeys: ['pass'] });
    run.cluster.kernel.runUntil(seconds(2));
    const times = timesOf(run);
    expect(times).toHaveLength(6);
    const waits = times.slice(1).map((at, i) => at - (times[i] ?? 0) - WRITE_MICROS - SYNC_MICROS);
    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 80_000]);
  });

  it('waits no longer than 1,000 s', () => {
    const run = host(() => ({ batches: [[failing]] }), { initialKeys: ['pass'] });
    run.cluster.kernel.runUntil(seconds(5_000));
    const times = timesOf(run);
    const waits = times.slice(1).map((at, i) => at - (times[i] ?? 0) - WRITE_MICROS - SYNC_MICROS);
    expect(waits.slice(17)).toEqual([655_360_000, 1_000_000_000, 1_000_000_000, 1_000_000_000]);
  });

  it('drops its key after maxRetries, until something else queues it', () => {
    const run = host(() => ({ batches: [[failing]] }), { maxRetries: 3 });
    const user = probe(run.cluster, 'user', []);
    ask(run.cluster, user, { verb: 'create', kind: 'Pod', object: podNamed('a') });
    runFor(run.cluster, MICROS_PER_SECOND);
    expect(run.reconciles).toHaveLength(4);
    runFor(run.cluster, 100 * MICROS_PER_SECOND);
    expect(run.reconciles).toHaveLength(4);
    ask(run.cluster, user, { verb: 'delete', kind: 'Pod', key: 'default/a' });
    runFor(run.cluster, MICROS_PER_SECOND);
    expect(run.reconciles).toHaveLength(8);
  });

  it('drops the later batches, not its own, and settles all the same', () => {
    const status: Request = {
      verb: 'patch',
      kind: 'Pod',
      key: 'default/a',
      patchType: 'merge',
      patch: { metadata: { labels: { settled: 'yes' } } },
    };
    const batches = [[create('a')], [failing, create('b')], [create('c')]];
    const run = host((_key, nth) => (nth === 0 ? { batches } : NOTHING), { initialKeys: ['pass'], watches: {} }, [
      status,
    ]);
    run.cluster.kernel.runUntil(millis(30));
    const { store } = run.cluster;
    expect(['a', 'b', 'c'].map((name) => store.current('Pod', `default/${name}`) !== undefined)).toEqual([
      true,
      true,
      false,
    ]);
    expect(store.current('Pod', 'default/a')?.metadata.labels).toEqual({ settled: 'yes' });
    const [first] = run.settled;
    expect(first?.verdicts.map((batch) => batch.map((verdict) => verdict?.ok))).toEqual([
      [true],
      [false, true],
      [undefined],
    ]);
    // Two batches one after the other, then settle, then the retry: 5 ms after the settled write's answer.
    expect(first?.at).toBe(SYNC_MICROS + 2 * WRITE_MICROS);
    expect(timesOf(run)).toEqual([SYNC_MICROS, SYNC_MICROS + 3 * WRITE_MICROS + 5_000 + SYNC_MICROS]);
  });

  it('of a settled request brings the key back too', () => {
    const run = host(() => NOTHING, { initialKeys: ['pass'] }, [failing]);
    run.cluster.kernel.runUntil(millis(13));
    expect(timesOf(run)).toEqual([1_000, 11_000]);
  });

  it('of a live read does not', () => {
    const read: Request = { verb: 'get', kind: 'Pod', key: 'default/not-there' };
    const run = host(() => ({ batches: [[read], [create('a')]] }), { initialKeys: ['pass'], watches: {} });
    run.cluster.kernel.runUntil(seconds(1));
    expect(timesOf(run)).toEqual([1_000]);
    expect(run.cluster.store.current('Pod', 'default/a')).toBeDefined();
    expect(run.settled[0]?.verdicts[0]?.[0]).toMatchObject({ ok: false, code: 404 });
  });
});

describe('a requeue', () => {
  it('counts from the reading, however long the batches take, and its cause says which timer it was', () => {
    const requeue = { afterMicros: 50_000, timer: 'minReadySeconds' };
    const plan: Plan = (_key, nth) => (nth < 2 ? { batches: [[create(`p${nth}`)]], requeue } : NOTHING);
    const run = host(plan, { initialKeys: ['pass'], watches: {} });
    run.cluster.kernel.runUntil(seconds(1));
    expect(timesOf(run)).toEqual([1_000, 52_000, 103_000]);
    const { store, log } = run.cluster;
    const setBy = store.rowOf('Pod', 'default/p0');
    expect(log.cause(store.rowOf('Pod', 'default/p1') ?? 0)).toEqual({
      seq: setBy,
      via: { timer: 'minReadySeconds', setBy },
    });
  });

  it('that is over when the batches are comes at once', () => {
    const requeue = { afterMicros: 1_500, timer: 't' };
    const run = host((_key, nth) => (nth === 0 ? { batches: [[create('a')]], requeue } : NOTHING), {
      initialKeys: ['pass'],
      watches: {},
    });
    run.cluster.kernel.runUntil(seconds(1));
    expect(timesOf(run)).toEqual([1_000, 1_000 + WRITE_MICROS + SYNC_MICROS]);
  });

  it('is taken back by a reconcile that does not ask for one', () => {
    const requeue = { afterMicros: 500_000, timer: 't' };
    const run = host((_key, nth) => (nth === 0 ? { batches: [], requeue } : NOTHING));
    const user = probe(run.cluster, 'user', []);
    ask(run.cluster, user, { verb: 'create', kind: 'Pod', object: podNamed('a') });
    ask(run.cluster, user, { verb: 'delete', kind: 'Pod', key: 'default/a' });
    runFor(run.cluster, MICROS_PER_SECOND);
    expect(run.reconciles).toHaveLength(2);
  });
});

describe('workers', () => {
  const keys = ['a', 'b', 'c', 'd', 'e'];

  it('take as many keys at once as there are, in order', () => {
    const run = host((key) => ({ batches: [[create(key)]] }), { initialKeys: keys, workers: 2, watches: {} });
    run.cluster.kernel.runUntil(seconds(1));
    const turn = SYNC_MICROS + WRITE_MICROS;
    expect(run.reconciles).toEqual(keys.map((key, i) => [key, SYNC_MICROS + Math.floor(i / 2) * turn]));
  });

  it('never hold one key twice: what comes meanwhile brings it back when they are done', () => {
    const busy: Request = {
      verb: 'patch',
      kind: 'Pod',
      key: 'default/a',
      patchType: 'merge',
      patch: { metadata: { labels: { seen: 'yes' } } },
    };
    const run = host((_key, nth) => (nth === 0 ? { batches: [[busy], [busy], [busy]] } : NOTHING));
    const user = probe(run.cluster, 'user', []);
    ask(run.cluster, user, { verb: 'create', kind: 'Pod', object: podNamed('a') });
    runFor(run.cluster, MICROS_PER_SECOND);
    const [first, second] = timesOf(run);
    expect(run.reconciles).toHaveLength(2);
    expect((second ?? 0) - (first ?? 0)).toBe(3 * WRITE_MICROS + SYNC_MICROS);
  });
});

describe('the outcome of a request', () => {
  const eventsOf = (cluster: Cluster): readonly (readonly [string, string, string])[] =>
    [...cluster.store.entries('Event')]
      .map(({ object }) => object as KubeEvent)
      .map(({ type, reason, message }) => [type, reason, message]);
  const regarding = { kind: 'ReplicaSet', name: 'rs', namespace: 'default' };

  it.each<[string, ApiRequest, readonly (readonly [string, string, string])[]]>([
    [
      'is recorded with the name that the server made up',
      {
        verb: 'create',
        kind: 'Pod',
        object: { ...podNamed('x'), metadata: { generateName: 'rs-', namespace: 'default' } } as NewObject,
        record: { regarding, reason: 'SuccessfulCreate', ok: 'Created pod: {name}' },
      },
      [['Normal', 'SuccessfulCreate', expect.stringMatching(/^Created pod: rs-[a-z0-9]{5}$/)]],
    ],
    [
      'is recorded with the refusal',
      {
        verb: 'patch',
        patchType: 'merge',
        patch: {},
        kind: 'Pod',
        key: 'default/x',
        record: {
          regarding,
          reason: 'SuccessfulDelete',
          ok: 'Deleted',
          failedReason: 'FailedDelete',
          failed: 'Error deleting: {error}',
        },
      },
      [['Warning', 'FailedDelete', 'Error deleting: pods "x" not found']],
    ],
    [
      'is recorded under the same reason where there is no other',
      { ...patchOfNothing, record: { regarding, reason: 'Delete', failed: '{error}' } },
      [['Warning', 'Delete', 'pods "x" not found']],
    ],
    [
      'is not recorded where nothing is to be said',
      { ...patchOfNothing, record: { regarding, reason: 'Delete', ok: 'gone' } },
      [],
    ],
    [
      'is not recorded where what should go is gone already',
      { verb: 'delete', kind: 'Pod', key: 'default/x', record: { regarding, reason: 'Delete', failed: '{error}' } },
      [],
    ],
  ])('%s', (_name, request, expected) => {
    const run = host((_key, nth) => (nth === 0 ? { batches: [[request]] } : NOTHING), {
      initialKeys: ['pass'],
      watches: {},
    });
    run.cluster.kernel.runUntil(seconds(1));
    expect(eventsOf(run.cluster)).toEqual(expected);
  });
});

describe('what the host knows of a key', () => {
  interface Memory {
    note: string | undefined;
  }

  /** Runs a pod's life twice and returns the memories that its reconciles were given. */
  function memoriesOf(noted: string | undefined, requeue?: Reconciled['requeue']): readonly Memory[] {
    const memories: Memory[] = [];
    const cluster = newCluster();
    const controller: Controller<Memory> = {
      name: 'test-controller',
      watches: { Pod: (change) => [change.key] },
      memory: () => ({ note: undefined }),
      reconcile(_key, _view, memory) {
        memories.push(memory);
        memory.note = noted;
        return requeue === undefined ? NOTHING : { batches: [], requeue };
      },
    };
    cluster.add('host', [hosted(controller, { syncMicros: SYNC_MICROS })]).start();
    const user = probe(cluster, 'user', []);
    for (const _life of [1, 2]) {
      ask(cluster, user, { verb: 'create', kind: 'Pod', object: podNamed('a') });
      ask(cluster, user, { verb: 'delete', kind: 'Pod', key: 'default/a' });
    }
    return memories;
  }

  it('is forgotten when its object is gone', () => {
    const [first, second, third, fourth] = memoriesOf(undefined);
    expect([first === second, second === third, third === fourth]).toEqual([true, false, true]);
  });

  it('is kept while its memory says something, or a timer is to come', () => {
    expect(new Set(memoriesOf('something')).size).toBe(1);
    expect(new Set(memoriesOf(undefined, { afterMicros: MICROS_PER_SECOND, timer: 't' })).size).toBe(1);
  });
});
