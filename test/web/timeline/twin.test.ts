// The timeline's table says what the picture shows: the same rows in the same order, and every stretch that is in view.

import { expect, test } from 'vitest';
import { micros } from '../../../src/base/time.ts';
import { layoutRows } from '../../../web/timeline/layout.ts';
import { twinRows } from '../../../web/timeline/twin.ts';
import { fixtureTimeline } from '../fixture.ts';
import { NAMED, plainSetting } from './setting.ts';

const timeline = fixtureTimeline();
const layout = layoutRows(timeline, NAMED);
const whole = { from: 0, to: timeline.until };

test('every pod and track has a row, every stretch a cell', () => {
  const rows = twinRows(timeline, layout, whole, plainSetting);
  const bars = [timeline.noNode, ...timeline.nodes].flatMap((track) => track.bars);
  const pods = rows.filter(({ level }) => level === 2);
  expect(pods).toHaveLength(bars.length);
  const cells = pods.reduce((sum, { cells: own }) => sum + own.length, 0);
  expect(cells).toBe(bars.reduce((sum, { segments }) => sum + segments.length, 0));
  for (const node of timeline.nodes) expect(rows.some(({ id }) => id === `Node/${node.name}`)).toBe(true);
});

test('every action, fault and KubeEvent has a cell', () => {
  const [actions, events] = twinRows(timeline, layout, whole, plainSetting);
  expect(actions?.cells.map(({ mark }) => mark)).toEqual(timeline.flags.map((flag) => ({ flag })));
  expect(actions?.cells.map(({ text }) => text)).toEqual(timeline.flags.map(({ text }) => text));
  expect(events?.cells.map(({ mark }) => mark)).toEqual(timeline.events.map((event) => ({ event })));
});

test('only what is in view, in order of time', () => {
  const range = { from: 240e6, to: 300e6 };
  for (const { cells } of twinRows(timeline, layout, range, plainSetting)) {
    for (const cell of cells) expect(cell.from < range.to && cell.to > range.from).toBe(true);
    expect(cells.map(({ from }) => from)).toEqual(cells.map(({ from }) => from).toSorted((a, b) => a - b));
  }
});

test('a dead node that nobody has noticed is said to be so', () => {
  const rows = twinRows(timeline, layout, { from: 190e6, to: 200e6 }, plainSetting);
  expect(rows.find(({ id }) => id === 'Node/worker-1')?.cells.map(({ text }) => text)).toEqual(['dead, not noticed']);
});

test('a shortage that begins while a step lasts is trouble all the same', () => {
  const step = { available: [0], pods: 1, desired: 1, min: 1, max: 2 };
  const steps = [{ at: micros(100e6), ...step }];
  const track = { kind: 'Deployment', namespace: 'shop', name: 'late', replicaSets: ['late-1'], newest: 0, steps };
  const late = { ...timeline, workloads: [track] };
  const rows = twinRows(late, layoutRows(late, NAMED), whole, plainSetting);
  expect(rows.find(({ id }) => id === 'Deployment/shop/late')?.cells.map(({ isTrouble }) => isTrouble)).toEqual([true]);
});
