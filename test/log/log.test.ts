// The log's rows as readers see them, and the digest that tells runs apart.

import { describe, expect, test } from 'vitest';
import type { Micros } from '../../src/base/time.ts';
import { digestOf } from '../../src/log/digest.ts';
import { Log } from '../../src/log/log.ts';
import type { KubeObject } from '../../src/model/objects.ts';

const at = (micros: number): Micros => micros as Micros;
const podOf = (spec: unknown, more: object = {}): KubeObject =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'default' },
    spec,
    ...more,
  }) as unknown as KubeObject;

describe('rows', () => {
  const log = new Log('east');
  const first = podOf({ a: 1 });
  const second = podOf({ a: 2 });
  log.append(at(5), 'kubelet/n1', undefined, { type: 'component', component: 'kubelet', state: 'up' });
  log.appendWrite(
    at(7),
    'user',
    { seq: 0 },
    { verb: 'create', object: first, key: 'default/p', revision: 1, before: undefined },
  );
  const via = { timer: 'minReadySeconds', setBy: 0 };
  log.appendWrite(
    at(7),
    'user',
    { seq: 1, via },
    { verb: 'update', object: second, key: 'default/p', revision: 2, before: 1 },
  );

  test('say who, when, why and what', () => {
    const write = { type: 'write', kind: 'Pod', key: 'default/p' };
    expect([...log.rows()]).toEqual([
      {
        seq: 0,
        at: 5,
        cluster: 'east',
        actor: 'kubelet/n1',
        cause: undefined,
        what: { type: 'component', component: 'kubelet', state: 'up' },
      },
      {
        seq: 1,
        at: 7,
        cluster: 'east',
        actor: 'user',
        cause: { seq: 0 },
        what: { ...write, verb: 'create', revision: 1, object: first },
      },
      {
        seq: 2,
        at: 7,
        cluster: 'east',
        actor: 'user',
        cause: { seq: 1, via },
        what: { ...write, verb: 'update', revision: 2, object: second, before: 1 },
      },
    ]);
    expect([...log.rows(2)].map(({ seq }) => seq)).toEqual([2]);
    expect([log.plain(1), log.object(0), log.verb(0), log.key(0), log.revision(0)]).toEqual([
      undefined,
      undefined,
      undefined,
      '',
      0,
    ]);
  });

  test.each([
    [0, 0],
    [5, 1],
    [6, 1],
    [7, 3],
    [100, 3],
  ])('at %d us: %d of them', (micros, length) => {
    expect(log.lengthAt(at(micros))).toBe(length);
  });

  test('go forward in time, and causes come first', () => {
    const what = { type: 'component', component: 'c', state: 'up' } as const;
    expect(() => log.append(at(6), 'c', undefined, what)).toThrow('back in time');
    expect(() => log.append(at(8), 'c', { seq: 9 }, what)).toThrow('a cause comes after its effect');
  });
});

describe('the digest', () => {
  const digest = (...writes: readonly (readonly [micros: number, actor: string, object: KubeObject])[]): string => {
    const log = new Log('any');
    for (const [micros, actor, object] of writes) {
      log.appendWrite(at(micros), actor, undefined, {
        verb: 'create',
        object,
        key: 'p',
        revision: 1,
        before: undefined,
      });
    }
    return digestOf(log);
  };
  const pod = podOf({ a: 1, list: [1, 'x', true, null] });
  const known = digest([1, 'user', pod]);

  test('is 32 hexadecimal digits, the same in every engine', () => {
    expect(known).toMatch(/^[0-9a-f]{32}$/);
    expect(digest([1, 'user', podOf({ list: [1, 'x', true, null], a: 1 })])).toBe(known);
    expect(digest([1, 'user', podOf({ a: 1, list: [1, 'x', true, null], absent: undefined })])).toBe(known);
  });

  test('does not know whether parts are shared', () => {
    const shared = { b: { c: 1 } };
    const apart = podOf({ one: { b: { c: 1 } }, two: { b: { c: 1 } } });
    expect(digest([1, 'user', podOf({ one: shared, two: shared })])).toBe(digest([1, 'user', apart]));
  });

  test.each<[string, readonly [number, string, KubeObject]]>([
    ['the time', [2, 'user', pod]],
    ['the actor', [1, 'other', pod]],
    ['a number', [1, 'user', podOf({ a: 2, list: [1, 'x', true, null] })]],
    ['the type of a value', [1, 'user', podOf({ a: '1', list: [1, 'x', true, null] })]],
    ['the order of a list', [1, 'user', podOf({ a: 1, list: ['x', 1, true, null] })]],
    ['the name of a field', [1, 'user', podOf({ b: 1, list: [1, 'x', true, null] })]],
    ['one more field', [1, 'user', podOf({ a: 1, list: [1, 'x', true, null] }, { status: {} })]],
    ['where a list ends', [1, 'user', podOf({ a: 1, list: [1, ['x', true, null]] })]],
  ])('sees %s', (_what, write) => {
    expect(digest(write)).not.toBe(known);
  });

  test('does not see causes and cluster', () => {
    const log = new Log('another');
    const what = { type: 'component', component: 'c', state: 'up' } as const;
    log.append(at(1), 'c', undefined, what);
    const caused = new Log('one');
    caused.append(at(1), 'c', undefined, what);
    const before = [digestOf(log), digestOf(caused)];
    log.append(at(2), 'c', undefined, what);
    caused.append(at(2), 'c', { seq: 0 }, what);
    expect(before[0]).toBe(before[1]);
    expect(digestOf(log)).toBe(digestOf(caused));
  });
});
