// Which of the rows that queued a key counts as the cause of its reconcile.

import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/cluster/actor.ts';
import { CauseKeeper } from '../../src/cluster/cause-keeper.ts';
import type { KubeObject } from '../../src/model/objects.ts';

const object = (generation: number, deletionTimestamp?: number): KubeObject =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', uid: 'u', generation, deletionTimestamp },
  }) as unknown as KubeObject;

const change = (seq: number, type: Change['type'], now: KubeObject, old?: KubeObject): Change => ({
  type,
  kind: 'Pod',
  key: 'p',
  object: now,
  old,
  seq,
  isInitial: false,
});

const created = (seq: number): Change => change(seq, 'added', object(1));
const deleted = (seq: number): Change => change(seq, 'deleted', object(1), object(1));
const marked = (seq: number): Change => change(seq, 'modified', object(1, 5), object(1));
const specOf = (seq: number): Change => change(seq, 'modified', object(2), object(1));
const statusOf = (seq: number): Change => change(seq, 'modified', object(1), object(1));

type Queued = readonly [by: 'own' | 'other', change: Change];

describe('the cause of a reconcile', () => {
  test.each<[string, readonly Queued[], number]>([
    ['the only row', [['other', statusOf(3)]], 3],
    [
      'the first of equals',
      [
        ['other', statusOf(3)],
        ['other', statusOf(4)],
      ],
      3,
    ],
    [
      'another actor before its own',
      [
        ['own', created(3)],
        ['other', statusOf(4)],
      ],
      4,
    ],
    [
      'its own, if there is nothing else',
      [
        ['own', statusOf(3)],
        ['own', created(4)],
      ],
      3,
    ],
    [
      'a creation before a status',
      [
        ['other', statusOf(3)],
        ['other', created(4)],
      ],
      4,
    ],
    [
      'a deletion before a status',
      [
        ['other', statusOf(3)],
        ['other', deleted(4)],
      ],
      4,
    ],
    [
      'a mark before a status',
      [
        ['other', statusOf(3)],
        ['other', marked(4)],
      ],
      4,
    ],
    [
      'a changed spec before a status',
      [
        ['other', statusOf(3)],
        ['other', specOf(4)],
      ],
      4,
    ],
    [
      'the first of the decisive ones',
      [
        ['other', specOf(3)],
        ['other', created(4)],
      ],
      3,
    ],
  ])('%s', (_name, rows, expected) => {
    const keeper = new CauseKeeper();
    for (const [by, row] of rows) keeper.changed(row, by === 'own');
    expect(keeper.begin()).toEqual({ seq: expected });
  });

  test('is what queued it before any change', () => {
    const keeper = new CauseKeeper();
    keeper.queued({ seq: 7 });
    keeper.changed(created(8), false);
    expect(keeper.begin()).toEqual({ seq: 7 });
  });

  test('is the last one where nothing queued it anew', () => {
    const keeper = new CauseKeeper();
    keeper.changed(statusOf(3), false);
    keeper.begin();
    keeper.finished({ seq: 3 }, false);
    expect(keeper.begin()).toEqual({ seq: 3 });
  });

  test('is kept while the key creates or deletes, until a decisive row comes', () => {
    const keeper = new CauseKeeper();
    keeper.changed(specOf(3), false);
    keeper.finished(keeper.begin(), true);
    keeper.changed(statusOf(4), false);
    keeper.changed(created(5), true);
    expect(keeper.begin()).toEqual({ seq: 3 });
    keeper.finished({ seq: 3 }, true);
    keeper.changed(created(6), false);
    expect(keeper.begin()).toEqual({ seq: 6 });
    keeper.finished({ seq: 6 }, false);
    keeper.changed(statusOf(7), false);
    expect(keeper.begin()).toEqual({ seq: 7 });
  });

  test('of a timer is who set it: a retry weighs as a change by another, any other timer decides', () => {
    const cause = { seq: 2, via: { timer: 'minReadySeconds', setBy: 2 } };
    const keeper = new CauseKeeper();
    keeper.timerSet('requeue', cause);
    keeper.changed(statusOf(4), false);
    keeper.fired('requeue');
    expect(keeper.begin()).toEqual(cause);
    keeper.timerSet('retry', { seq: 3 });
    keeper.changed(statusOf(5), false);
    keeper.fired('retry');
    expect(keeper.begin()).toEqual({ seq: 5 });
    keeper.changed(created(6), true);
    keeper.fired('retry');
    expect(keeper.begin()).toEqual({ seq: 3 });
    keeper.fired('unknown');
    expect(keeper.begin()).toEqual({ seq: 3 });
  });

  test('of what a starting component finds is the start, unless the row itself asked for something', () => {
    const keeper = new CauseKeeper();
    keeper.listed(statusOf(4), 'status', { seq: 8 });
    expect(keeper.begin()).toEqual({ seq: 8 });
    keeper.listed(statusOf(4), 'status', { seq: 8 });
    keeper.listed(specOf(5), 'update', { seq: 8 });
    expect(keeper.begin()).toEqual({ seq: 5 });
  });

  test('is the change of a spec, also where a timer fired before it', () => {
    const keeper = new CauseKeeper();
    keeper.timerSet('requeue', { seq: 2, via: { timer: 'progressDeadlineSeconds', setBy: 2 } });
    keeper.fired('requeue');
    keeper.changed(specOf(9), false);
    expect(keeper.begin()).toEqual({ seq: 9 });
  });
});
