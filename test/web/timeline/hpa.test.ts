// An autoscaler's track: line, goal and steps; a gap where the metric could not be had; values at the cursor.

import { expect, test } from 'vitest';
import { hpaCursorItems, hpaItems, sampleAt } from '../../../web/timeline/hpa.ts';
import { layoutRows } from '../../../web/timeline/layout.ts';
import { fixtureTimeline } from '../fixture.ts';
import { NAMED, plainSetting } from './setting.ts';

const timeline = fixtureTimeline();
const [track] = timeline.hpas;
if (track === undefined) throw new Error('no autoscaler');
const FRAME = { y: 0, height: 44 };
const VIEW = { range: { from: 0, to: timeline.until }, width: 800 };

test('stands below what it scales', () => {
  const ids = layoutRows(timeline, NAMED).rows.map(({ id }) => id);
  expect(ids.indexOf('HorizontalPodAutoscaler/shop/web')).toBe(ids.indexOf('Deployment/shop/web') + 1);
});

test('has a gap with a question mark where the metric is unknown', () => {
  const items = hpaItems(track, FRAME, VIEW, plainSetting);
  const lines = items.filter((item) => item.type === 'path' && item.stroke?.name === 'notready.edge');
  expect(lines).toHaveLength(2);
  expect(items.flatMap((item) => (item.type === 'text' ? [item.text] : []))).toEqual(
    expect.arrayContaining(['?', 'target 60%']),
  );
});

test('has a dot for each sync where there is room, and none where there is not', () => {
  const dots = (width: number): number =>
    hpaItems(track, FRAME, { ...VIEW, width }, plainSetting).filter(({ type }) => type === 'disc').length;
  expect(dots(800)).toBe(39);
  expect(dots(200)).toBe(0);
});

test('says its values at the cursor, inside of its row', () => {
  const items = hpaCursorItems(track, FRAME, 400e6, VIEW, plainSetting);
  const texts = items.flatMap((item) => (item.type === 'text' ? [item.text] : []));
  expect(texts).toEqual(['desired 16', `cpu ${sampleAt(track, 400e6)?.percent}%`]);
  for (const item of items) if (item.type === 'disc') expect(item.y >= 0 && item.y <= 44).toBe(true);
});

test('a band under what it wants says how long its stabilization window holds it', () => {
  const held = { ...track, steps: track.steps.map((step, index) => ({ ...step, isHeld: index === 0 })) };
  const bands = hpaItems(held, FRAME, VIEW, plainSetting).filter(({ type }) => type === 'rect');
  expect(bands).toHaveLength(1);
  expect(bands[0]).toMatchObject({ width: ((316e6 - 1e6) / timeline.until) * 800 });
});
