// Zones: the states that numbers make, the rates that states make, and what happens to a bucket whose rate changes.

import { describe, expect, test } from 'vitest';
import { seconds } from '../../../src/base/time.ts';
import {
  dequeue,
  enqueue,
  hasToken,
  newZone,
  rateFor,
  setRate,
  takeToken,
  updateZones,
  type Zone,
  zoneStateOf,
} from '../../../src/controllers/node-lifecycle/zones.ts';
import { controllerManagerSettings } from '../../../src/controllers/settings.ts';

const settings = controllerManagerSettings();

describe('the state of a zone', () => {
  test.each([
    [3, 0, 'Normal'],
    [0, 0, 'Normal'],
    [1, 2, 'Normal'],
    [0, 1, 'FullDisruption'],
    [0, 3, 'FullDisruption'],
    [3, 3, 'Normal'],
    [9, 11, 'PartialDisruption'],
    [10, 12, 'Normal'],
    [2, 3, 'PartialDisruption'],
  ])('%i ready, %i not', (ready, notReady, expected) => {
    expect(zoneStateOf(ready, notReady, settings)).toBe(expected);
  });

  test('small zones stop when partly disrupted, large ones slow down', () => {
    expect(rateFor('PartialDisruption', 50, settings)).toBe(0);
    expect(rateFor('PartialDisruption', 51, settings)).toBe(0.01);
    expect(rateFor('FullDisruption', 51, settings)).toBe(0.1);
  });
});

describe('the bucket of a zone', () => {
  test('holds one token, which takes ten seconds to come back', () => {
    const zone = newZone(settings);
    expect(hasToken(zone, seconds(0))).toBe(true);
    takeToken(zone, seconds(0));
    expect(hasToken(zone, seconds(9.999_999))).toBe(false);
    expect(hasToken(zone, seconds(10))).toBe(true);
  });

  test('a rate of 0.01 needs a moment more than 100 s, because it is a float32', () => {
    const zone: Zone = { ...newZone(settings), rate: 0.01 };
    takeToken(zone, seconds(0));
    expect(hasToken(zone, seconds(100))).toBe(false);
    expect(hasToken(zone, seconds(100.1))).toBe(true);
  });

  test('stays empty when its rate changes, and stays full', () => {
    const empty = newZone(settings);
    takeToken(empty, seconds(0));
    setRate(empty, 0.5, seconds(1));
    expect([hasToken(empty, seconds(2.9)), hasToken(empty, seconds(3))]).toEqual([false, true]);
    const full = newZone(settings);
    setRate(full, 0.5, seconds(1));
    expect(hasToken(full, seconds(1))).toBe(true);
  });

  test('a rate of 0 never gives, and leaves the next one empty', () => {
    const zone = newZone(settings);
    setRate(zone, 0, seconds(1));
    expect(hasToken(zone, seconds(1_000))).toBe(false);
    setRate(zone, 0.1, seconds(1_000));
    expect([hasToken(zone, seconds(1_009)), hasToken(zone, seconds(1_010))]).toEqual([false, true]);
  });
});

describe('the queue of a zone', () => {
  test('a node that is not tainted yet goes to the end again, a tainted one is not queued twice', () => {
    const zone = newZone(settings);
    enqueue(zone, 'a', false);
    enqueue(zone, 'b', false);
    enqueue(zone, 'a', false);
    expect(zone.waiting).toEqual(['b', 'a']);
    zone.waiting.shift();
    enqueue(zone, 'b', true);
    expect(zone.waiting).toEqual(['a']);
    dequeue(zone, 'b');
    enqueue(zone, 'b', true);
    expect(zone.waiting).toEqual(['a', 'b']);
  });
});

describe('all zones', () => {
  const counts = (a: readonly [number, number], b: readonly [number, number]) =>
    new Map([
      ['a', { ready: a[0], notReady: a[1] }],
      ['b', { ready: b[0], notReady: b[1] }],
    ]);
  const zones = (): Map<string, Zone> =>
    new Map([
      ['a', newZone(settings)],
      ['b', newZone(settings)],
    ]);

  test('one dead zone among living ones keeps its rate; all dead ones stop, and start anew', () => {
    const both = zones();
    expect(updateZones(both, counts([3, 0], [0, 3]), settings, seconds(0))).toBeUndefined();
    expect(both.get('b')).toMatchObject({ state: 'FullDisruption', rate: 0.1 });
    expect(updateZones(both, counts([0, 3], [0, 3]), settings, seconds(5))).toBe('all-became-disrupted');
    expect([...both.values()].map(({ rate }) => rate)).toEqual([0, 0]);
    expect(updateZones(both, counts([0, 3], [0, 3]), settings, seconds(10))).toBeUndefined();
    expect(updateZones(both, counts([1, 2], [0, 3]), settings, seconds(15))).toBe('all-were-disrupted');
    expect([...both.values()].map(({ rate, state }) => [rate, state])).toEqual([
      [0.1, 'Normal'],
      [0.1, 'FullDisruption'],
    ]);
  });

  test('a zone of excluded nodes has no say', () => {
    const both = zones();
    const onlyA = new Map([['a', { ready: 0, notReady: 1 }]]);
    expect(updateZones(both, onlyA, settings, seconds(0))).toBe('all-became-disrupted');
    expect(both.get('b')?.rate).toBe(0.1);
  });
});
