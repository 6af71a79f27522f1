// Zooming out never hides a failure: whatever a strip of nodes holds, its pixels show at least that. And the counts
// that strips, bars of nodes and the stack of all pods are drawn from agree with a plain count.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { micros } from '../../../src/base/time.ts';
import type { NodeTrack, PodBar, Segment, StateClass, Timeline } from '../../../src/report/timeline-model.ts';
import { timeScale } from '../../../web/timeline/axis.ts';
import type { DrawItem } from '../../../web/timeline/draw-list.ts';
import { heatItems, MARK_PIXELS, markRange, rowAtHeight } from '../../../web/timeline/heat.ts';
import { isLarge, layoutRows, type NodeGrouping } from '../../../web/timeline/layout.ts';
import { nodeBarItems, podsBarItems } from '../../../web/timeline/node-bar.ts';
import { rowItems } from '../../../web/timeline/scene.ts';
import { countAt, countStates, presentBetween, stepIndexAt } from '../../../web/timeline/state-counts.ts';
import { stateStackItems } from '../../../web/timeline/state-stack.ts';
import { SEVERITY, STATES_BY_SEVERITY } from '../../../web/timeline/states.ts';
import { type StripShape, stripRow, stripShape } from '../../../web/timeline/strip.ts';
import { fixtureTimeline } from '../fixture.ts';
import { plainSetting } from './setting.ts';

const UNTIL = 1_000_000;
const WIDTH = 240;

/** A pod as the moments at which its state changes. */
const pods = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 0, max: UNTIL }), { minLength: 2, maxLength: 7 }),
    fc.array(fc.constantFrom(...STATES_BY_SEVERITY), { minLength: 6, maxLength: 6 }),
  )
  .map(([moments, states]): PodBar => {
    const ends = moments.toSorted((a, b) => a - b);
    const segments = ends.slice(1).map((to, index) => segment(ends[index] ?? 0, to, states[index] ?? 'running'));
    return {
      key: 'shop/web',
      uid: 'u',
      owner: '',
      from: micros(ends[0] ?? 0),
      to: micros(ends.at(-1) ?? 0),
      isGone: true,
      lane: 0,
      segments,
    };
  });

function segment(from: number, to: number, state: StateClass): Segment {
  return { from: micros(from), to: micros(to), state, word: state, isStale: false, restarts: 0, seq: 0 };
}

function node(bars: readonly PodBar[]): NodeTrack {
  const always = { from: micros(0), to: micros(UNTIL), isStale: false, isCordoned: false, taints: [], seq: 0 };
  return {
    name: 'worker',
    pool: 'worker',
    zone: 'a',
    allocatable: { pods: 110, cpuMillis: 4000, memoryBytes: 1 },
    segments: [{ ...always, state: 'ready' }],
    usage: [],
    bars,
    laneCount: bars.length,
  };
}

const nodes = fc.array(fc.array(pods, { maxLength: 4 }).map(node), { minLength: 1, maxLength: 24 });
const views = fc
  .tuple(fc.integer({ min: 0, max: UNTIL - 100 }), fc.integer({ min: 100, max: UNTIL }))
  .map(([from, span]) => ({ range: { from, to: Math.min(from + span, UNTIL) }, width: WIDTH }));

function severityOf(item: DrawItem): number {
  if (item.type !== 'rect') return 0;
  const state = STATES_BY_SEVERITY.find((name) => (item.fill?.name ?? '').startsWith(`${name}.`));
  return state === undefined ? 0 : SEVERITY[state];
}

/** The worst that is drawn anywhere in a place. */
function shownAt(items: readonly DrawItem[], left: number, right: number, top: number, bottom: number): number {
  return items.reduce((worst, item) => {
    if (item.type !== 'rect') return worst;
    const touches =
      item.x < right + 0.01 && item.x + item.width > left - 0.01 && item.y < bottom && item.y + item.height > top;
    return touches ? Math.max(worst, severityOf(item)) : worst;
  }, 0);
}

function divided(tracks: readonly NodeTrack[], shape: StripShape): readonly (readonly NodeTrack[])[] {
  const rows: NodeTrack[][] = [];
  for (let i = 0; i < tracks.length; i += shape.nodesPerRow) rows.push(tracks.slice(i, i + shape.nodesPerRow));
  return rows;
}

test('if a place of a strip holds a severity, its pixels show at least that', () => {
  fc.assert(
    fc.property(nodes, views, fc.integer({ min: 3, max: 40 }), (tracks, view, height) => {
      const shape = stripShape(tracks.length, height);
      const rows = divided(tracks, shape);
      const items = heatItems(rows.map(stripRow), shape, 0, view);
      const x = timeScale(view);
      rows.forEach((members, row) => {
        for (const { state, from, to } of members.flatMap((member) => member.bars.flatMap((bar) => bar.segments))) {
          if (SEVERITY[state] < 2 || to <= view.range.from || from > view.range.to) continue;
          const [left, right] = [Math.max(x(from), 0), Math.min(x(to), WIDTH)];
          const top = row * shape.rowHeight;
          for (let pixel = Math.floor(left); pixel < right; pixel += 1) {
            const place = [Math.max(pixel, left), Math.min(pixel + 1, right)] as const;
            expect(shownAt(items, ...place, top, top + shape.rowHeight)).toBeGreaterThanOrEqual(SEVERITY[state]);
          }
        }
      });
    }),
    { numRuns: 150 },
  );
});

test('one failure among a thousand pods is three pixels wide and high', () => {
  const calm = Array.from({ length: 249 }, () => node(Array.from({ length: 4 }, () => barOf([[0, UNTIL, 'running']]))));
  const troubled = node([
    barOf([
      [0, 500_000, 'running'],
      [500_000, 500_010, 'failing'],
      [500_010, UNTIL, 'running'],
    ]),
  ]);
  const shape = stripShape(250, 75);
  const view = { range: { from: 0, to: UNTIL }, width: WIDTH };
  const items = heatItems(divided([...calm, troubled], shape).map(stripRow), shape, 0, view);
  const failing = items.filter((item) => severityOf(item) === SEVERITY.failing);
  expect(failing).toHaveLength(1);
  expect(failing[0]).toMatchObject({ width: MARK_PIXELS, height: MARK_PIXELS });
});

test('wherever a mark is pointed at, its nodes are meant; elsewhere those at the height', () => {
  const calm = Array.from({ length: 12 }, () => node([barOf([[0, UNTIL, 'running']])]));
  const troubled = node([
    barOf([
      [0, 500_000, 'running'],
      [500_000, 500_010, 'failing'],
      [500_010, UNTIL, 'running'],
    ]),
  ]);
  const tracks = [...calm.slice(0, 4), troubled, ...calm.slice(5)];
  const shape = stripShape(tracks.length, tracks.length);
  const rows = divided(tracks, shape).map(stripRow);
  const view = { range: { from: 0, to: UNTIL }, width: WIDTH };
  const at = (x: number, height: number): number => rowAtHeight(rows, shape, height, markRange(x, view));
  expect([3, 4, 5].map((height) => at(WIDTH / 2, height))).toEqual([4, 4, 4]);
  expect([2, 6].map((height) => at(WIDTH / 2, height))).toEqual([2, 6]);
  expect(at(10, 3)).toBe(3);
});

function barOf(parts: readonly (readonly [from: number, to: number, state: StateClass])[]): PodBar {
  const segments = parts.map(([from, to, state]) => segment(from, to, state));
  const ends = { from: micros(parts[0]?.[0] ?? 0), to: micros(parts.at(-1)?.[1] ?? 0) };
  return { key: 'shop/web', uid: 'u', owner: '', ...ends, isGone: false, lane: 0, segments };
}

test('counts agree with a plain count at any moment', () => {
  fc.assert(
    fc.property(fc.array(pods, { maxLength: 8 }), fc.integer({ min: 0, max: UNTIL }), (bars, at) => {
      const counts = countStates(bars);
      const step = stepIndexAt(counts, at);
      const all = bars.flatMap((bar) => bar.segments);
      STATES_BY_SEVERITY.forEach((state, index) => {
        const plain = all.filter((one) => one.state === state && one.from <= at && at < one.to).length;
        expect(countAt(counts, step, index)).toBe(plain);
      });
    }),
  );
});

test('the classes between two steps are those of any of them', () => {
  fc.assert(
    fc.property(fc.array(pods, { minLength: 1, maxLength: 8 }), fc.nat(60), fc.nat(60), (bars, a, b) => {
      const counts = countStates(bars);
      const last = counts.times.length - 1;
      const [from, to] = [Math.min(a, b, last), Math.min(Math.max(a, b), last)];
      let plain = 0;
      for (let step = from; step <= to; step += 1) plain |= counts.present[step] ?? 0;
      expect(presentBetween(counts, from, to)).toBe(plain);
    }),
  );
});

test('a class that is there for an instant has two pixels in the stack of a large cluster', () => {
  const bars = Array.from({ length: 500 }, () => barOf([[0, UNTIL, 'running']]));
  const troubled = barOf([
    [0, 300_000, 'running'],
    [300_000, 300_100, 'failing'],
    [300_100, UNTIL, 'running'],
  ]);
  const view = { range: { from: 0, to: UNTIL }, width: WIDTH };
  const items = stateStackItems(countStates([...bars, troubled]), UNTIL, { y: 0, height: 128 }, view, plainSetting);
  const band = items.find((item) => item.type === 'path' && item.fill?.name === 'failing.fill');
  if (band?.type !== 'path' || typeof band.baseline !== 'object') throw new Error('the failure is not drawn');
  expect((band.baseline[0]?.y ?? 0) - (band.points[0]?.y ?? 0)).toBeGreaterThanOrEqual(2);
});

test('a failure in a bar of a node is at least three pixels wide and high', () => {
  const bars = [
    ...Array.from({ length: 23 }, () => barOf([[0, UNTIL, 'running']])),
    barOf([
      [0, 10, 'failing'],
      [10, UNTIL, 'running'],
    ]),
  ];
  const view = { range: { from: 0, to: UNTIL }, width: WIDTH };
  const items = nodeBarItems(node(bars), { y: 0, height: 12 }, view, plainSetting);
  const failing = items.filter((item) => severityOf(item) === SEVERITY.failing);
  expect(failing).toHaveLength(1);
  expect(failing[0]).toMatchObject({ width: 3, height: 3 });
  expect(items.some((item) => item.type === 'text' && item.text === '24 running')).toBe(true);
});

test('more than sixty nodes become strips by zone, and opened ones have lanes again', () => {
  const small = fixtureTimeline();
  const many = Array.from({ length: 90 }, (_, index): NodeTrack => {
    const bars = [barOf([[0, UNTIL, index === 40 ? 'failing' : 'running']])];
    return { ...node(bars), name: `worker-${index + 1}`, zone: index % 2 === 0 ? 'a' : 'b' };
  });
  const large: Timeline = { ...small, nodes: many };
  expect([isLarge(small), isLarge(large)]).toEqual([false, true]);
  const { rows } = layoutRows(large, { folded: new Set(), opened: new Set(['Node/worker-7']) });
  const strips = rows.filter((row) => row.kind === 'strip');
  expect(strips.map((row) => [row.name, row.nodes.length])).toEqual([
    ['a', 45],
    ['b', 45],
  ]);
  expect(strips[0]?.nodes[0]).toBe(40);
  expect(strips[0]?.height).toBeGreaterThan(strips[1]?.height ?? 0);
  expect(rows.filter((row) => row.kind === 'node').map((row) => row.id)).toEqual(['Node/worker-7']);
});

const VIEW = { range: { from: 0, to: UNTIL }, width: 800 };

test('pods that come one after another within a pixel are drawn all the same, as the worst of it', () => {
  const bars = Array.from({ length: 2_000 }, (_, n) =>
    barOf([[n * (UNTIL / 4_000), UNTIL, n === 700 ? 'failing' : 'running']]),
  );
  const items = podsBarItems(bars, { y: 0, height: 14 }, VIEW, plainSetting);
  const drawn = items.filter((item) => item.type === 'rect' && item.x < VIEW.width / 2);
  expect(drawn.length).toBeGreaterThan(VIEW.width / 4);
  expect(items.some((item) => severityOf(item) === SEVERITY.failing)).toBe(true);
});

describe('a large cluster, grouped', () => {
  const small = fixtureTimeline();
  const nodes = Array.from({ length: 90 }, (_, index): NodeTrack => {
    const bars = [0, 1, 2].map((n): PodBar => {
      const bar = barOf([[0, UNTIL, index === 40 ? 'failing' : 'running']]);
      const owner = `ReplicaSet/shop/${n === 0 && index === 40 ? 'odd' : `even-${n}`}`;
      return { ...bar, key: `shop/pod-${index}-${n}`, owner };
    });
    return {
      ...node(bars),
      name: `worker-${index + 1}`,
      pool: index < 30 ? 'big' : 'small',
      zone: 'ab'[index % 2] ?? '',
    };
  });
  const large: Timeline = { ...small, nodes };
  const headsOf = (grouping: NodeGrouping): readonly string[] =>
    layoutRows(large, { folded: new Set(), grouping }).rows.flatMap((row) =>
      row.kind === 'strip'
        ? `${row.name} ${row.nodes.length}`
        : row.kind === 'section'
          ? `${row.name} ${row.bars.length}`
          : [],
    );

  test.each<[NodeGrouping, readonly string[]]>([
    ['pool', ['big 30', 'small 60']],
    ['zone', ['a 45', 'b 45']],
    // All pods of one node fail from the start: their three owners come first, by name.
    ['owner', ['ReplicaSet even-1 90', 'ReplicaSet even-2 90', 'ReplicaSet odd 1', 'ReplicaSet even-0 89']],
    ['namespace', ['shop 270']],
  ])('by %s', (grouping, heads) => {
    expect(headsOf(grouping)).toEqual(heads);
  });

  test('one line of too many pods shows the worst of them', () => {
    const { rows } = layoutRows(large, { folded: new Set(), grouping: 'namespace' });
    const section = rows.find((row) => row.kind === 'section');
    if (section?.kind !== 'section') throw new Error('no section');
    expect(section).toMatchObject({ isFolded: true, canOpen: false });
    const items = rowItems(large, section, { ...VIEW, height: 400, scrollY: 0 }, plainSetting);
    expect(items.some((item) => severityOf(item) === SEVERITY.failing)).toBe(true);
  });

  test('the node of what is selected has lanes, as long as it is', () => {
    const opened = (selected: string): readonly string[] =>
      layoutRows(large, { folded: new Set(), selected }).rows.flatMap((row) => (row.kind === 'node' ? row.id : []));
    expect(opened('Node/worker-9')).toEqual(['Node/worker-9']);
    expect(opened('Pod/shop/pod-5-1')).toEqual(['Node/worker-6']);
    expect(opened('Deployment/shop/web')).toEqual([]);
  });
});
