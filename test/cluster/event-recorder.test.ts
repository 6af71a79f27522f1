// What a recorder writes of the events it is given: counts, combined ones, series, and what comes too thick.

import { describe, expect, test } from 'vitest';
import { MICROS_PER_MINUTE, MICROS_PER_SECOND, type Micros } from '../../src/base/time.ts';
import { EventRecorder, type RecorderOptions } from '../../src/cluster/event-recorder.ts';
import type { ApiRequest, EventRequest } from '../../src/cluster/request.ts';
import type { KubeEvent, KubeObject } from '../../src/model/objects.ts';

interface Bench {
  readonly sent: ApiRequest[];
  now: Micros;
  /** Records an event about a pod; `more` overrides fields. */
  record(message: string, more?: Partial<EventRequest>): void;
  /** Answers what has been sent and not been answered. */
  answer(isOk?: boolean): void;
  /** What has been sent since the last call: `create MESSAGE xCOUNT`, `count N MESSAGE`, `series N`. */
  told(): readonly string[];
}

function bench(api: RecorderOptions['api'] = 'core', isAnswered = true): Bench {
  const sent: ApiRequest[] = [];
  const open: (readonly [string, ApiRequest])[] = [];
  const options = { component: 'kubelet', host: 'n1', api, startsAtEpochMicros: 1_767_603_600_000_000 };
  const recorder = new EventRecorder(
    options,
    (tag, request) => {
      sent.push(request);
      open.push([tag, request]);
    },
    () => self.now,
  );
  const self: Bench = {
    sent,
    now: 0 as Micros,
    record(message, more = {}) {
      const regarding = { kind: 'Pod', namespace: 'default', name: 'a', uid: 'u' };
      recorder.record({ verb: 'event', regarding, type: 'Normal', reason: 'Reason', message, ...more }, { seq: 0 });
      if (isAnswered) self.answer();
    },
    answer(isOk = true) {
      for (const [tag, request] of open.splice(0)) {
        const object = (request.verb === 'create' ? request.object : {}) as KubeObject;
        const refused = { ok: false, code: 403, reason: 'Forbidden', message: 'no' } as const;
        expect(recorder.onAnswer(tag, isOk ? { ok: true, object } : refused)).toBe(true);
      }
    },
    told: () => sent.splice(0).map(textOf),
  };
  return self;
}

function textOf(request: ApiRequest): string {
  if (request.verb === 'create') {
    const { message, count } = request.object as unknown as KubeEvent;
    return `create ${message}${count === undefined ? '' : ` x${count}`}`;
  }
  if (request.verb !== 'patch') return request.verb;
  const { count, message, series } = request.patch as Partial<KubeEvent>;
  return series === undefined
    ? `count ${count}${message === undefined ? '' : ` ${message}`}`
    : `series ${series.count}`;
}

describe('core events', () => {
  test('are created once and counted up', () => {
    const { record, told } = bench();
    for (let i = 0; i < 3; i += 1) record('same');
    expect(told()).toEqual(['create same x1', 'count 2', 'count 3']);
  });

  test('are told apart by object, type, reason, part of the object and message', () => {
    const { record, told } = bench();
    const regarding = { kind: 'Pod', namespace: 'default', name: 'a', uid: 'u' };
    record('m');
    record('m', { regarding: { ...regarding, name: 'b' } });
    record('m', { regarding: { ...regarding, uid: 'another life' } });
    record('m', { regarding: { ...regarding, fieldPath: 'spec.containers{c}' } });
    record('m', { type: 'Warning' });
    record('m', { reason: 'Other' });
    expect(told()).toEqual(Array.from({ length: 6 }, () => 'create m x1'));
  });

  test('carry who and when as the API wants it, in whole seconds', () => {
    const self = bench();
    self.now = 1_700_000 as Micros;
    self.record('m', { action: 'Acting' });
    const { object } = self.sent[0] as ApiRequest & { readonly verb: 'create' };
    expect(object).toMatchObject({
      source: { component: 'kubelet', host: 'n1' },
      reportingComponent: 'kubelet',
      reportingInstance: 'n1',
      action: 'Acting',
      firstTimestamp: MICROS_PER_SECOND,
      lastTimestamp: MICROS_PER_SECOND,
    });
    expect(object.metadata.name).toBe(`a.${(1_767_603_601_700_000_001n).toString(16)}`);
  });

  test('come through 25 times in a row per object, then once in five minutes, with what was dropped counted', () => {
    const self = bench();
    for (let i = 0; i < 40; i += 1) self.record('m');
    expect(self.told().at(-1)).toBe('count 25');
    self.now = (5 * MICROS_PER_MINUTE - 1) as Micros;
    self.record('m');
    expect(self.told()).toEqual([]);
    self.now = (5 * MICROS_PER_MINUTE) as Micros;
    self.record('m');
    self.record('m');
    expect(self.told()).toEqual(['count 42']);
    self.record('elsewhere', { regarding: { kind: 'Pod', namespace: 'default', name: 'b' } });
    expect(self.told()).toEqual(['create elsewhere x1']);
  });

  test('share the 25 among all reasons of an object', () => {
    const { record, told } = bench();
    for (let i = 0; i < 30; i += 1) record('m', { reason: `Reason${i}` });
    expect(told()).toHaveLength(25);
  });

  test('are combined from the tenth similar one on, until ten minutes without one', () => {
    const self = bench();
    for (let i = 1; i <= 12; i += 1) self.record(`m${i}`);
    expect(self.told()).toEqual([
      ...Array.from({ length: 9 }, (_, i) => `create m${i + 1} x1`),
      'create (combined from similar events): m10 x1',
      'count 2 (combined from similar events): m11',
      'count 3 (combined from similar events): m12',
    ]);
    self.now = (10 * MICROS_PER_MINUTE) as Micros;
    self.record('m13');
    expect(self.told()).toEqual(['count 4 (combined from similar events): m13']);
    self.now = (20 * MICROS_PER_MINUTE + 1) as Micros;
    self.record('m14');
    expect(self.told()).toEqual(['create m14 x1']);
  });

  test('that come while the first is on its way are counted when it is there', () => {
    const { record, told, answer } = bench('core', false);
    for (let i = 0; i < 4; i += 1) record('m');
    expect(told()).toEqual(['create m x1']);
    answer();
    expect(told()).toEqual(['count 4']);
    record('m');
    expect(told()).toEqual(['count 5']);
  });

  test('that were refused are created by the next one', () => {
    const { record, told, answer } = bench('core', false);
    record('m');
    record('m');
    answer(false);
    record('m');
    expect(told()).toEqual(['create m x1', 'create m x3']);
  });

  test('are forgotten when 4,096 others have come since', () => {
    const { record, told } = bench();
    const about = (i: number) => ({ regarding: { kind: 'Pod', namespace: 'default', name: `p${i}` } });
    for (let i = 0; i < 4_096; i += 1) record('m', about(i));
    record('m', about(0));
    expect(told().at(-1)).toBe('count 2');
    record('m', about(5_000));
    record('m', about(0));
    record('m', about(1));
    expect(told()).toEqual(['create m x1', 'count 3', 'create m x1']);
  });
});

describe('events of events.k8s.io', () => {
  test('become a series with the second one; later ones are only counted', () => {
    const { record, told } = bench('events.k8s.io');
    for (let i = 0; i < 5; i += 1) record('m');
    record('m', { action: 'Other' });
    expect(told()).toEqual(['create m', 'series 2', 'create m']);
  });

  test('begin anew after six minutes without one', () => {
    const self = bench('events.k8s.io');
    for (const minutes of [0, 6, 12]) {
      self.now = (minutes * MICROS_PER_MINUTE) as Micros;
      self.record('m');
    }
    self.now = (18 * MICROS_PER_MINUTE + 1) as Micros;
    self.record('m');
    expect(self.told()).toEqual(['create m', 'series 2', 'create m']);
  });

  test('are not limited', () => {
    const { record, told } = bench('events.k8s.io');
    for (let i = 0; i < 60; i += 1) record(`m${i}`);
    expect(told()).toHaveLength(60);
  });
});
