// What a marked area says of itself, and its CSV: a line a pod, safe in a spreadsheet.

import { expect, test } from 'vitest';
import { seconds } from '../../../src/base/time.ts';
import type { NodeTrack, Timeline } from '../../../src/report/timeline-model.ts';
import { cpuTime } from '../../../web/i18n/amounts.ts';
import { csvCell, figuresCsv, podsCsv } from '../../../web/state/area-csv.ts';
import { areaSummary } from '../../../web/state/area-summary.ts';
import { layoutRows } from '../../../web/timeline/layout.ts';
import { replacements } from '../../../web/timeline/replaced.ts';
import { fixtureTimeline } from '../fixture.ts';
import { NAMED } from '../timeline/setting.ts';

const timeline = fixtureTimeline();
const layout = layoutRows(timeline, NAMED);

test('the whole run counts every pod, and its worst is the longest crash loop', () => {
  const summary = areaSummary(timeline, layout, { from: 0, to: timeline.until });
  const keys = new Set([timeline.noNode, ...timeline.nodes].flatMap(({ bars }) => bars.map((bar) => bar.key)));
  expect(summary).toMatchObject({ nodes: 6, pods: keys.size, nodesLost: 1 });
  expect(summary.restarts).toBeGreaterThan(0);
  expect(summary.worst?.id).toMatch(/^Pod\/shop\/api-/);
  expect(summary.requested?.cpuSeconds).toBeGreaterThan(0);
});

test('an area of some rows counts those alone', () => {
  const area = { from: 200e6, to: 300e6, rows: ['Node/worker-1'] };
  const summary = areaSummary(timeline, layout, area);
  expect(summary.nodes).toBe(1);
  expect(summary.atEnd).toMatchObject([{ state: 'unknown', count: summary.pods }]);
});

test('evictions are those of the area', () => {
  const [first, ...others] = timeline.nodes;
  const bars = (first?.bars ?? []).map((bar, index) => (index === 0 ? { ...bar, evictedAt: seconds(50) } : bar));
  const changed = first === undefined ? timeline : { ...timeline, nodes: [{ ...first, bars }, ...others] };
  const evicted = (from: number, to: number): number => areaSummary(changed, layout, { from, to }).evicted;
  expect([evicted(0, 50e6), evicted(50e6, 51e6)]).toEqual([0, 1]);
});

test('waits are those of pods without a node, up to the end of the area', () => {
  const summary = areaSummary(timeline, layout, { from: 0, to: 500e6 });
  const longest = Math.max(...timeline.noNode.bars.map((bar) => Math.min(bar.to, 500e6) - bar.from));
  expect([summary.waiting, summary.waitedMaxMicros]).toEqual([timeline.noNode.bars.length, longest]);
});

test('a state at the end is called by the STATUS that most of its pods have', () => {
  const words = areaSummary(timeline, layout, { from: 0, to: 270e6 }).atEnd;
  expect(words.find(({ state }) => state === 'failing')?.word).toBe('CrashLoopBackOff');
});

/** A fleet of nodes in two zones; those of zone b are lost and then tainted one in ten seconds. */
function outage(): Timeline {
  const always = { isStale: false, isCordoned: false, seq: 0 };
  const [model] = timeline.nodes;
  if (model === undefined) throw new Error('no node');
  const nodes = Array.from({ length: 8 }, (_, index): NodeTrack => {
    const isLost = index % 2 === 1;
    const [lost, tainted, end] = [seconds(60), seconds(100 + index * 5), seconds(600)];
    const ready = { ...always, from: seconds(0), to: isLost ? lost : end, state: 'ready' as const, taints: [] };
    const down = { ...always, state: 'notready' as const };
    const gone = [
      { ...down, from: lost, to: tainted, taints: [] },
      { ...down, from: tainted, to: end, taints: ['unreachable:NoExecute'] },
    ];
    const segments = isLost ? [ready, ...gone] : [ready];
    return { ...model, name: `n-${index}`, zone: isLost ? 'b' : 'a', bars: [], segments };
  });
  return { ...timeline, nodes };
}

test('how fast the nodes of a lost zone are tainted is told, and that the others are not lost', () => {
  const { tainting, nodesLost } = areaSummary(outage(), layout, { from: 0, to: 600e6 });
  expect(nodesLost).toBe(4);
  expect(tainting).toEqual({ nodes: 4, everyMicros: 10e6, isWholeZone: true });
  expect(areaSummary(outage(), layout, { from: 110e6, to: 120e6 }).tainting).toMatchObject({ nodes: 1 });
});

test('an area of a workload is about its pods, wherever they are; one of nothing in particular about all', () => {
  const of = (rows: readonly string[]): number => areaSummary(timeline, layout, { from: 0, to: 700e6, rows }).pods;
  const all = of(['group/control']);
  expect(of(['Deployment/shop/web'])).toBeGreaterThan(3);
  expect(of(['Deployment/shop/web'])).toBeLessThan(all);
  expect(all).toBe(areaSummary(timeline, layout, { from: 0, to: 700e6 }).pods);
});

test('the CSV of the pods has a head and a line for each bar, with what it used', () => {
  const area = { from: 200e6, to: 300e6, rows: ['Node/worker-1'] };
  const used = new Map(
    timeline.nodes.flatMap(({ bars }) => bars).map(({ key }) => [key, { cpuSeconds: 5, byteSeconds: 7 }]),
  );
  const lines = podsCsv(timeline, layout, area, used).split('\r\n');
  expect(lines[0]).toBe(
    'namespace,pod,node,from,to,state at the end,worst state,restarts,used CPU seconds,used byte seconds',
  );
  expect(lines[1]).toMatch(/^shop,[\w-]+,worker-1,200\.000,300\.000,Running,Running,0,5\.000,7$/);
});

test('the CSV of the figures has all of them, in units that say what they are', () => {
  const area = { from: 0, to: 600e6 };
  const text = figuresCsv(area, areaSummary(outage(), layout, area), { cpuSeconds: 5, byteSeconds: 7 });
  expect(text).toContain('nodes tainted a second,0.100');
  expect(text).toContain('used CPU (CPU seconds),5.000');
});

test.each([
  [5_112_000, '1,420 CPU·h'],
  [51_000, '14.2 CPU·h'],
  [750, '12.5 CPU·min'],
  [0.5, '0.5 CPU·s'],
])('%j seconds of a CPU are %s', (amount, text) => {
  expect(cpuTime(amount)).toBe(text);
});

test.each([
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "no"', '"say ""no"""'],
  ['=SUM(A1)', "'=SUM(A1)"],
  [-3, '-3'],
])('the cell %j is written %j', (value, text) => {
  expect(csvCell(value)).toBe(text);
});

test('a pod replaces the one of its owner that left just before', () => {
  const { before, after } = replacements(timeline);
  const fresh = 'Pod/shop/web-86c57db9f4-drrwf';
  const old = before.get(fresh);
  expect(old).toMatch(/^Pod\/shop\/web-86c57db9f4-/);
  expect(after.get(old ?? '')).toBe(fresh);
});
