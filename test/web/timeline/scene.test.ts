// The picture as data: what a state looks like, what zooming out must not hide, and that drawing and
// pointing agree.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { micros } from '../../../src/base/time.ts';
import type { PodBar, Segment, StateClass } from '../../../src/report/timeline-model.ts';
import { barItems } from '../../../web/timeline/bars.ts';
import type { DrawItem } from '../../../web/timeline/draw-list.ts';
import { barRect, hitTest } from '../../../web/timeline/hit.ts';
import { layoutRows } from '../../../web/timeline/layout.ts';
import { METRICS } from '../../../web/timeline/metrics.ts';
import { barsOf, barY } from '../../../web/timeline/rows.ts';
import { sceneItems } from '../../../web/timeline/scene.ts';
import { fixtureTimeline } from '../fixture.ts';
import { NAMED, plainSetting } from './setting.ts';

const VIEW = { range: { from: 0, to: 720e6 }, width: 720 };
const STATES: readonly StateClass[] = [
  'running',
  'notready',
  'pending',
  'creating',
  'failing',
  'terminating',
  'unknown',
];

function barOf(parts: readonly (readonly [state: StateClass, lengthMicros: number, isStale?: boolean])[]): PodBar {
  let at = 0;
  const segments = parts.map(([state, length, isStale]): Segment => {
    const from = micros(at);
    at += length;
    return { from, to: micros(at), state, word: state, isStale: isStale ?? false, restarts: 0, seq: 0 };
  });
  const name = 'shop/web-86c57db9f4-qkb9g';
  return { key: name, uid: 'u', owner: '', from: micros(0), to: micros(at), isGone: true, lane: 0, segments };
}

function rects(items: readonly DrawItem[], fill: string): readonly (DrawItem & { type: 'rect' })[] {
  return items.filter((item) => item.type === 'rect').filter((item) => item.fill?.name === fill);
}

function texts(items: readonly DrawItem[]): readonly string[] {
  return items.flatMap((item) => (item.type === 'text' ? [item.text] : []));
}

test.each([
  ['pending', 'dots'],
  ['creating', 'diagonal'],
  ['failing', 'cross'],
  ['unknown', 'fine'],
] as const)('%s has the pattern %s, its icon and its word', (state, pattern) => {
  const items = barItems(barOf([[state, 200e6]]), 0, VIEW, plainSetting);
  expect(items.some((item) => item.type === 'rect' && item.pattern?.name === pattern)).toBe(true);
  expect(items.some((item) => item.type === 'icon' && item.icon === state)).toBe(true);
  expect(texts(items).join().startsWith(state)).toBe(true);
});

test('running is quiet: its name, neither icon nor pattern nor word', () => {
  const items = barItems(barOf([['running', 200e6]]), 0, VIEW, plainSetting);
  expect(texts(items)).toEqual(['web-86c57db9f4-qkb9g']);
  expect(items.some((item) => item.type === 'icon')).toBe(false);
});

test('a stale stretch keeps its fill under a coarse hatch', () => {
  const items = barItems(
    barOf([
      ['running', 100e6],
      ['running', 100e6, true],
    ]),
    0,
    VIEW,
    plainSetting,
  );
  expect(rects(items, 'running.fill')).toHaveLength(2);
  expect(items.filter((item) => item.type === 'rect' && item.pattern?.name === 'stale')).toHaveLength(1);
});

test('zooming out never hides a failure: two pixels at least, after all others', () => {
  const part = fc.tuple(fc.constantFrom(...STATES), fc.integer({ min: 1, max: 2_000_000 }));
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 40 }), (parts) => {
      const bar = barOf(parts);
      const items = barItems(bar, 0, VIEW, plainSetting).filter((item) => item.type === 'rect');
      const failures = bar.segments.filter((segment) => segment.state === 'failing');
      const drawn = items.filter((item) => item.pattern?.name === 'cross');
      expect(drawn).toHaveLength(failures.length);
      for (const item of drawn) expect(item.width).toBeGreaterThanOrEqual(2);
      const firstFailure = items.findIndex((item) => item.pattern?.name === 'cross');
      const calm = items.findLastIndex((item) => item.edge !== undefined && item.pattern?.name !== 'cross');
      if (firstFailure >= 0) expect(calm).toBeLessThan(firstFailure);
    }),
  );
});

test('the name sticks to the left edge of the view', () => {
  const view = { range: { from: 100e6, to: 200e6 }, width: 720 };
  const label = barItems(barOf([['running', 300e6]]), 0, view, plainSetting).find((item) => item.type === 'text');
  expect(label).toMatchObject({ x: 6, text: 'web-86c57db9f4-qkb9g' });
});

test('a bar out of view draws nothing', () => {
  const view = { range: { from: 400e6, to: 500e6 }, width: 720 };
  expect(barItems(barOf([['failing', 300e6]]), 0, view, plainSetting)).toEqual([]);
});

test('words that an end of the tracks would slice are left out', () => {
  const timeline = fixtureTimeline();
  const layout = layoutRows(timeline, NAMED);
  const row = layout.rows.find(({ id }) => id === 'Node/worker-4');
  const shown = (height: number): boolean => {
    const scene = sceneItems(timeline, layout, { ...VIEW, height, scrollY: 0 }, plainSetting);
    const tracks = scene.flatMap((item) => (item.type === 'clip' ? item.items : []));
    return tracks.some((item) => item.type === 'text' && item.y > (row?.y ?? 0));
  };
  const firstLane = (row?.kind === 'node' ? row.lanesY : 0) + METRICS.top;
  expect(shown(firstLane + 10)).toBe(false);
  expect(shown(firstLane + 14)).toBe(true);
});

test('rows do not overlap, and folding a group hides its rows only', () => {
  const timeline = fixtureTimeline();
  for (const folded of [new Set<string>(), new Set(['group/control']), new Set(['Node/worker-1'])]) {
    const { rows, height } = layoutRows(timeline, { ...NAMED, folded });
    rows.slice(1).forEach((row, index) => {
      const before = rows[index];
      expect(row.y).toBeGreaterThanOrEqual((before?.y ?? 0) + (before?.height ?? 0));
    });
    expect(height).toBe((rows.at(-1)?.y ?? 0) + (rows.at(-1)?.height ?? 0));
  }
  expect(
    layoutRows(timeline, { ...NAMED, folded: new Set(['group/control']) }).rows.some((row) => row.kind === 'component'),
  ).toBe(false);
});

test('whatever is drawn as a bar is found there, at every scroll position', () => {
  const timeline = fixtureTimeline();
  const layout = layoutRows(timeline, NAMED);
  const view = { ...VIEW, height: 5000, scrollY: 37 };
  for (const row of layout.rows) {
    for (const bar of barsOf(timeline, row)) {
      const rect = barRect(bar, barY(row, bar), view);
      const point = { x: Math.min(rect.x + rect.width / 2, 719), y: rect.y + rect.height / 2 };
      const hit = hitTest(timeline, layout, view, plainSetting, point);
      expect(hit).toMatchObject({ type: 'bar', bar: { key: bar.key } });
    }
  }
});

test('flags, diamonds, axis and minimap are found where they are', () => {
  const timeline = fixtureTimeline();
  const layout = layoutRows(timeline, NAMED);
  const view = { ...VIEW, height: 800, scrollY: 0 };
  const at = (x: number, y: number): string => hitTest(timeline, layout, view, plainSetting, { x, y }).type;
  expect(at(185, 80)).toBe('flag');
  expect(at(228.6, 122)).toBe('events');
  expect(at(10, 10)).toBe('minimap');
  expect(at(10, 50)).toBe('axis');
  expect(at(130, 122)).toBe('empty');
});

test('the picture depends on nothing but its arguments', () => {
  const timeline = fixtureTimeline();
  const layout = layoutRows(timeline, NAMED);
  const view = { range: { from: 0, to: 720e6 }, width: 820, height: 700, scrollY: 0 };
  expect(sceneItems(timeline, layout, view, plainSetting)).toEqual(sceneItems(timeline, layout, view, plainSetting));
});

test('only rows in view are drawn', () => {
  const timeline = fixtureTimeline();
  const layout = layoutRows(timeline, NAMED);
  const items = sceneItems(timeline, layout, { ...VIEW, height: METRICS.top + 100, scrollY: 0 }, plainSetting);
  expect(JSON.stringify(items)).not.toContain('hc8xw');
});

test('pods outside of the chain are dimmed', () => {
  const timeline = fixtureTimeline();
  const layout = layoutRows(timeline, NAMED);
  const focus = new Set(['Pod/shop/web-86c57db9f4-drrwf']);
  const dimmed = JSON.stringify(
    sceneItems(timeline, layout, { ...VIEW, height: 2000, scrollY: 0, focus }, plainSetting),
  );
  expect(dimmed.match(/"alpha":0.28/g)?.length).toBe(
    [timeline.noNode, ...timeline.nodes].flatMap((track) => track.bars).length - 1,
  );
});

test('a bar that shows nothing but a failure bears its name beside the word', () => {
  const view = { range: { from: 10e6, to: 110e6 }, width: 720 };
  const items = barItems(
    barOf([
      ['running', 10e6],
      ['failing', 200e6],
    ]),
    0,
    view,
    plainSetting,
  );
  expect(texts(items)).toEqual(['failing · web-86c57db9f4-qkb9g']);
});
