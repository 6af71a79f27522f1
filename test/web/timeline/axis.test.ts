// The axes: whatever is cut or counted, time goes from left to right, a place can be read back, and the whole width is
// used.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Axis, axisPieces, gapsBetween, isCutOut, timeScale, type Viewport } from '../../../web/timeline/axis.ts';
import { besideDiscs } from '../../../web/timeline/chain.ts';
import { allMoments, busyMoments, clearOfCuts, cutItems } from '../../../web/timeline/cuts.ts';
import { ticks } from '../../../web/timeline/ticks.ts';
import { panned, zoomed } from '../../../web/timeline/viewport.ts';
import { fixtureTimeline } from '../fixture.ts';
import { plainSetting } from './setting.ts';

const UNTIL = 720_000_000;
const timeline = fixtureTimeline();

const AXES: readonly Axis[] = [
  { kind: 'linear' },
  { kind: 'cut', gaps: gapsBetween(busyMoments(timeline), UNTIL, 0.04) },
  { kind: 'cut', gaps: gapsBetween([180e6, 228.6e6, 528.7e6, 534e6], UNTIL, 0.03) },
  { kind: 'index', moments: allMoments(timeline) },
];

const ranges = fc
  .tuple(fc.integer({ min: 0, max: UNTIL - 1_000_000 }), fc.integer({ min: 1_000_000, max: UNTIL }))
  .map(([from, span]) => ({ from, to: Math.min(from + span, UNTIL) }));

describe.each(AXES.map((axis, index) => [`${axis.kind} ${index}`, axis] as const))('%s', (_, axis) => {
  test('is monotone, fills the width and can be read back', () => {
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(ranges, shares, (range, places) => {
        const view = { range, width: 900, axis };
        const x = timeScale(view);
        expect(x(range.from)).toBeCloseTo(0, 3);
        expect(x(range.to)).toBeCloseTo(900, 3);
        const ascending = places.toSorted((a, b) => a - b).map((share) => range.from + share * (range.to - range.from));
        const xs = ascending.map((at) => x(at));
        expect(xs).toEqual(xs.toSorted((a, b) => a - b));
        for (const at of ascending) expect(Math.abs(x.invert(x(at)) - at)).toBeLessThan(1);
      }),
    );
  });

  test('stays inside the run when zoomed or moved', () => {
    fc.assert(
      fc.property(ranges, fc.double({ min: 0.1, max: 10, noNaN: true }), (range, factor) => {
        for (const next of [zoomed(range, factor, range.from, UNTIL, axis), panned(range, factor - 5, UNTIL, axis)]) {
          expect(next.from).toBeGreaterThanOrEqual(-1e-6);
          expect(next.to).toBeLessThanOrEqual(UNTIL + 1e-6);
          expect(next.to).toBeGreaterThan(next.from);
        }
      }),
    );
  });

  test('has ticks from left to right, none of them in a cut', () => {
    const view = { range: { from: 0, to: UNTIL }, width: 900, axis };
    const found = ticks(view, 0);
    expect(found.length).toBeGreaterThan(3);
    expect(found.map(({ x }) => x)).toEqual(found.map(({ x }) => x).toSorted((a, b) => a - b));
    expect(found.filter(({ at }) => isCutOut(view, at))).toEqual([]);
  });
});

test('idle time of more than 20 s and 8 % of the view is cut to 80 pixels, and says how long it was', () => {
  const axis: Axis = { kind: 'cut', gaps: gapsBetween([180e6, 228.6e6, 528.7e6, 534e6], UNTIL, 0.03) };
  const view = { range: { from: 170e6, to: 540e6 }, width: 900, height: 600, axis };
  const cuts = axisPieces(view).filter((piece) => piece.isCut);
  expect(cuts.map(({ left, right }) => Math.round(right - left))).toEqual([80, 80]);
  const labels = cutItems(timeline, view, plainSetting).flatMap((item) => (item.type === 'text' ? [item.text] : []));
  expect(labels.filter((text) => text.startsWith('⋯'))).toHaveLength(2);
  expect(labels.some((text) => text.endsWith(' inside'))).toBe(true);
});

test('never more than half of the view is cuts', () => {
  const moments = Array.from({ length: 30 }, (_, index) => index * 24e6);
  const view = {
    range: { from: 0, to: UNTIL },
    width: 300,
    axis: { kind: 'cut', gaps: gapsBetween(moments, UNTIL, 0) },
  };
  const cut = axisPieces(view as Parameters<typeof axisPieces>[0]).filter((piece) => piece.isCut);
  expect(cut.reduce((sum, { left, right }) => sum + right - left, 0)).toBeLessThanOrEqual(150);
});

test('where events are counted, each has the same room', () => {
  const axis: Axis = { kind: 'index', moments: [0, 1e6, 5e6, 6e6, UNTIL] };
  const x = timeScale({ range: { from: 0, to: UNTIL }, width: 400, axis });
  expect([0, 1e6, 5e6, 6e6, UNTIL].map((at) => Math.round(x(at)))).toEqual([0, 100, 200, 300, 400]);
});

test.each([
  ['before a cut end there', 100, 800, 60, [100, 536]],
  ['before a cut without room there begin behind it', 500, 800, 60, [624, 800]],
  ['in a cut begin behind it', 560, 800, 60, [624, 800]],
  ['in a cut stay where there is no room behind', 560, 680, 60, [560, 680]],
  ['behind a cut stay', 640, 800, 60, [640, 800]],
] as const)('words that begin %s', (_, left, right, width, expected) => {
  const view = { range: { from: 0, to: 480e6 }, width: 800, axis: { kind: 'cut', gaps: [{ from: 240e6, to: 400e6 }] } };
  const cut = axisPieces(view as Viewport).find((piece) => piece.isCut);
  expect([cut?.left, cut?.right]).toEqual([540, 620]);
  expect(clearOfCuts(view as Viewport, left, right, width)).toEqual(expected);
});

test.each([
  ['before them', 0, 90, [0, 90]],
  ['behind them', 310, 400, [310, 400]],
  ['over the first', 0, 150, [0, 100]],
  ['over the last', 250, 400, [300, 400]],
  ['over all, with more room behind', 50, 400, [300, 400]],
] as const)('words of a row with discs that stand %s', (_, left, right, expected) => {
  const discs = [
    { y: 20, left: 100, right: 120 },
    { y: 20, left: 280, right: 300 },
    { y: 60, left: 0, right: 400 },
  ];
  expect(besideDiscs(discs, 20, left, right)).toEqual(expected);
  const [from, to] = besideDiscs(discs, 20, 150, 250);
  expect(to).toBeLessThan(from);
});
