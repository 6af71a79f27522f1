// Step functions, diamonds, the minimap and the chain: small rules, each with its
// table.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { micros } from '../../../src/base/time.ts';
import type { EventMark, PodBar } from '../../../src/report/timeline-model.ts';
import { timeScale } from '../../../web/timeline/axis.ts';
import { barItems } from '../../../web/timeline/bars.ts';
import { discsOf, placeChain } from '../../../web/timeline/chain.ts';
import { busyMoments } from '../../../web/timeline/cuts.ts';
import { eventsOf, placeEvents } from '../../../web/timeline/events.ts';
import { BRIEF_FOLDS, type LayoutOptions, layoutRows } from '../../../web/timeline/layout.ts';
import { minimapBins, minimapPartAt } from '../../../web/timeline/minimap.ts';
import { nodeHeadItems } from '../../../web/timeline/node-head.ts';
import { stepAt, stepsInView } from '../../../web/timeline/steps.ts';
import { workloadCursorItems, workloadItems } from '../../../web/timeline/workload.ts';
import { fixtureChain, fixtureTimeline } from '../fixture.ts';
import { NAMED, plainSetting } from './setting.ts';

const VIEW = { range: { from: 0, to: 720e6 }, width: 720 };

test('a step holds until the next', () => {
  const steps = [{ at: 10 }, { at: 20 }, { at: 30 }];
  expect([5, 10, 19, 20, 99].map((at) => stepAt(steps, at)?.at)).toEqual([undefined, 10, 10, 20, 30]);
});

test('the steps in view give the same value at every pixel as all steps do', () => {
  const times = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(times, fc.integer({ min: 0, max: 900 }), fc.integer({ min: 20, max: 100 }), (list, from, span) => {
      const steps = list.toSorted((a, b) => a - b).map((at, index) => ({ at, value: index }));
      const shown = stepsInView(steps, { range: { from, to: from + span }, width: span });
      for (let at = from; at < from + span; at += 1) {
        const drawn = shown.findLast((step) => step.at <= at)?.step;
        expect(drawn).toBe(stepAt(steps, at));
      }
    }),
  );
});

function mark(at: number, isWarning: boolean): EventMark {
  return { at: micros(at), isWarning, reason: 'R', message: 'm', about: 'Pod/a/b', seq: at };
}

test('a crowd of events is drawn as no more diamonds than there is room for, and none is lost', () => {
  const events = Array.from({ length: 50_000 }, (_, index) => mark(index * 14_400, false));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300e6 }), fc.integer({ min: 50e6, max: 400e6 }), (from, length) => {
      const view = { range: { from, to: from + length }, width: 720 };
      const placed = placeEvents(events, view);
      expect(placed.length).toBeLessThanOrEqual(720 / 12 + 2);
      const inView = events.filter(({ at }) => at >= from && at <= from + length).length;
      expect(placed.reduce((sum, { count }) => sum + count, 0)).toBe(inView);
    }),
    { numRuns: 40, examples: [[261_705_799, 400_000_000]] },
  );
});

test('events of one pixel are one diamond, a warning among them fills it and is told first', () => {
  const placed = placeEvents([mark(100e6, false), mark(100.1e6, true), mark(100.2e6, true), mark(300e6, false)], VIEW);
  expect(placed.map(({ x, isWarning, count }) => [x, isWarning, count])).toEqual([
    [300, false, 1],
    [100, true, 3],
  ]);
  expect(placed.flatMap((one) => eventsOf(one, 2)).map(({ isWarning }) => isWarning)).toEqual([false, true, true]);
  expect(
    placeEvents(
      Array.from({ length: 100_000 }, () => mark(1, true)),
      VIEW,
    )[0]?.radius,
  ).toBe(7);
});

test('no diamond is cut at an end of the view', () => {
  const placed = placeEvents([mark(0, true), mark(2e6, false), mark(720e6, true)], VIEW);
  expect(placed.map(({ x, count }) => [x, count])).toEqual([
    [7, 2],
    [713, 1],
  ]);
});

test('a node that is lost is trouble even if nothing runs on it, for the minimap and for the cuts', () => {
  const whole = fixtureTimeline();
  const nodes = whole.nodes.map((node) => ({ ...node, bars: [] }));
  const timeline = { ...whole, nodes, events: [], flags: [] };
  const lost = nodes.flatMap(({ segments }) => segments.filter(({ state }) => state === 'notready'));
  expect(lost.length).toBeGreaterThan(0);
  for (const { from } of lost) {
    const bins = minimapBins(timeline, 720, timeline.until);
    expect(bins[Math.floor((from / timeline.until) * 180)]?.severity).toBeGreaterThanOrEqual(3);
    expect(busyMoments(timeline)).toContain(from);
  }
});

test('the minimap shows trouble wherever it begins', () => {
  const timeline = fixtureTimeline();
  const bins = minimapBins(timeline, 720, timeline.until);
  expect(bins).toHaveLength(180);
  for (const bar of timeline.nodes.flatMap((node) => node.bars)) {
    for (const segment of bar.segments.filter((one) => one.state === 'failing')) {
      expect(bins[Math.floor((segment.from / timeline.until) * 180)]?.severity).toBe(4);
    }
  }
});

test.each([
  [100, 'from'],
  [300, 'to'],
  [200, 'inside'],
  [50, 'outside'],
] as const)('a press at %d takes hold of %s', (x, part) => {
  expect(minimapPartAt(x, { from: 100, to: 300 }, 720, 720)).toBe(part);
});

test('fewer available than promised is cross-hatched, but not before the first start', () => {
  const track = fixtureTimeline().workloads[1];
  if (track === undefined) throw new Error('the fixture has two Deployments');
  const items = workloadItems(track, { y: 0, height: 32, isSmall: true }, VIEW, plainSetting);
  const holes = items.filter((item) => item.type === 'rect' && item.fill?.name === 'failing.fill');
  expect(holes.map((item) => (item.type === 'rect' ? item.x : 0))).toEqual([240]);
});

test('steps of a chain stand on their rows, apart from each other, in order', () => {
  const timeline = fixtureTimeline();
  const layout = layoutRows(timeline, NAMED);
  const steps = fixtureChain();
  const points = placeChain(steps, timeline, layout, { ...VIEW, scrollY: 0 }, []);
  expect(points.map((point) => point.first)).toEqual(steps.map((_, index) => index + 1));
  const rowY = (id: string): number | undefined => layout.rows.find((row) => row.id === id)?.y;
  expect(points[0]?.isOnTop).toBe(true);
  expect(points[1]?.y).toBe(points[2]?.y);
  expect((points[2]?.x ?? 0) - (points[1]?.x ?? 0)).toBeGreaterThanOrEqual(20);
  expect((points[4]?.y ?? 0) - (rowY('Deployment/shop/web') ?? 0)).toBe(132 + 29);
  expect((points[5]?.y ?? 0) - (rowY('component/kube-scheduler') ?? 0)).toBe(132 + 8);
  expect(points[6]?.y).toBe(points[7]?.y);
});

test('steps whose rows are scrolled away end at the edge of the tracks', () => {
  const timeline = fixtureTimeline();
  const layout = layoutRows(timeline, NAMED);
  const points = placeChain(fixtureChain(), timeline, layout, { ...VIEW, scrollY: 200 }, []);
  expect(points[5]).toMatchObject({ isHidden: true, y: 132 });
  expect(points[0]).toMatchObject({ isHidden: false });
});

test('three steps too close to be told apart stand together, two stand side by side', () => {
  const timeline = fixtureTimeline();
  const layout = layoutRows(timeline, NAMED);
  const steps = fixtureChain();
  const again = steps.map((step) => ({ ...step, at: micros(529e6), about: 'Node/worker-1', actor: 'kubelet' }));
  const spans = (count: number): readonly (readonly [number, number])[] =>
    placeChain(again.slice(1, 1 + count), timeline, layout, { ...VIEW, scrollY: 0 }, []).map(({ first, last }) => [
      first,
      last,
    ]);
  expect(spans(2)).toEqual([
    [1, 1],
    [2, 2],
  ]);
  expect(spans(3)).toEqual([[1, 3]]);
});

test('a step on a bar stands before its moment, where the words of the bar begin', () => {
  const timeline = fixtureTimeline();
  const layout = layoutRows(timeline, NAMED);
  const x = timeScale(VIEW);
  const [crash, lost] = fixtureChain();
  const on = { ...(lost ?? crash), about: 'Node/worker-1', actor: 'kubelet' } as NonNullable<typeof lost>;
  const points = placeChain(
    [crash, on].filter((step) => step !== undefined),
    timeline,
    layout,
    { ...VIEW, scrollY: 0 },
    [],
  );
  expect(points[1]?.x).toBeLessThanOrEqual(x(on.at) - 9);
});

test('the words of a node keep clear of the discs of a chain on its row', () => {
  const timeline = fixtureTimeline();
  const layout = layoutRows(timeline, NAMED);
  const node = timeline.nodes.find(({ name }) => name === 'worker-1');
  const row = layout.rows.find(({ id }) => id === 'Node/worker-1');
  if (node === undefined || row === undefined) throw new Error('the fixture has worker-1');
  const discs = discsOf(placeChain(fixtureChain(), timeline, layout, { ...VIEW, scrollY: 0 }, []), 0);
  const own = discs.filter(({ y }) => Math.abs(y - row.y - 11) < 1);
  expect(own.length).toBeGreaterThan(1);
  const words = nodeHeadItems(node, row.y, { ...VIEW, discs }, plainSetting).filter((item) => item.type === 'text');
  expect(words.length).toBeGreaterThan(0);
  for (const { x, text } of words) {
    const end = x + plainSetting.measure(text, 'small');
    for (const disc of own) expect(end <= disc.left || x >= disc.right).toBe(true);
  }
});

test('values at the cursor keep clear of the labels of the band at the right', () => {
  const track = fixtureTimeline().workloads[0];
  if (track === undefined) throw new Error('the fixture has two Deployments');
  const frame = { y: 0, height: 58, isSmall: false };
  const labels = workloadItems(track, frame, VIEW, plainSetting).filter((item) => item.type === 'text');
  const left = Math.min(...labels.map(({ x, text }) => x - plainSetting.measure(text, 'small')));
  for (let at = 0; at <= VIEW.range.to; at += VIEW.range.to / 50) {
    const values = workloadCursorItems(track, frame, at, VIEW, plainSetting).filter((item) => item.type === 'text');
    for (const { x, text, align } of values) {
      const end = align === 'right' ? x : x + plainSetting.measure(text, 'smallBold');
      expect(end).toBeLessThan(left);
    }
  }
});

describe('of brief workloads one row is left', () => {
  const timeline = fixtureTimeline();
  const brief = { ...NAMED, folded: new Set(BRIEF_FOLDS) };
  const rowsWith = (options: Partial<LayoutOptions>): readonly string[] =>
    layoutRows(timeline, { ...brief, ...options }).rows.map(({ id }) => id);
  const [web, api] = ['Deployment/shop/web', 'Deployment/shop/api'];

  test('under their head: the one that was short of pods for longest', () => {
    expect(rowsWith({}).slice(0, 4)).toEqual(['group/control', 'group/workloads', api, 'group/nodes']);
  });

  test.each([
    ['itself', web, web],
    ['a pod of it', 'Pod/shop/web-86c57db9f4-drrwf', web],
    ['its autoscaler', 'HorizontalPodAutoscaler/shop/web', web],
    ['something else', 'Node/worker-1', api],
  ])('where %s is selected', (_, selected, shown) => {
    expect(rowsWith({ selected })[2]).toBe(shown);
  });

  test('without heads where height is dear', () => {
    const rows = rowsWith({ isDense: true });
    expect(rows.slice(0, 2)).toEqual(['group/control', api]);
    expect(rows.at(-1)).toBe('noNode');
    expect(rows.filter((id) => id.startsWith('group/'))).toEqual(['group/control']);
  });
});

test.each([
  ['ends within its grace period of five minutes', 310, 310, false],
  ['is there for long after its grace period of five seconds', 30, 15, true],
])('a terminating pod that %s', (_, to, dueAt, isOverdue) => {
  const state = 'terminating' as const;
  const segment = { from: 10, to, state, word: 'Terminating', isStale: false, restarts: 0, seq: 1 };
  const times = { from: micros(10e6), to: micros(to * 1e6) };
  const bar: PodBar = {
    key: 'shop/web-1',
    uid: '',
    owner: '',
    ...times,
    isGone: true,
    dueAt: micros(dueAt * 1e6),
    lane: 0,
    segments: [{ ...segment, ...times }],
  };
  const items = barItems(bar, 0, VIEW, plainSetting);
  const body = items.find((item) => item.type === 'rect' && item.dash !== undefined);
  expect(body).toHaveProperty('fill', { name: 'terminating.fill', ...(isOverdue && { alpha: 0.45 }) });
});
