// What a marked area says of itself, and its CSV: a line a pod, safe in a spreadsheet.

import { expect, test } from 'vitest';
import { seconds } from '../../../src/base/time.ts';
import { areaCsv, areaSummary, csvCell } from '../../../web/state/area-summary.ts';
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
  expect(summary.cpuHours).toBeGreaterThan(0);
});

test('an area of some rows counts those alone', () => {
  const area = { from: 200e6, to: 300e6, rows: ['Node/worker-1'] };
  const summary = areaSummary(timeline, layout, area);
  expect(summary.nodes).toBe(1);
  expect(summary.atEnd).toEqual([{ state: 'unknown', count: summary.pods }]);
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

test('the CSV has a head and a line for each bar', () => {
  const lines = areaCsv(timeline, layout, { from: 200e6, to: 300e6, rows: ['Node/worker-1'] }).split('\r\n');
  expect(lines[0]).toBe('namespace,pod,node,from,to,state at the end,worst state,restarts');
  expect(lines[1]).toMatch(/^shop,[\w-]+,worker-1,200\.000,300\.000,Running,Running,0$/);
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
