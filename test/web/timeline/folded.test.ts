// Folding hides a failure as little as zooming out does: the one line that is left shows the worst of its rows.

import { expect, test } from 'vitest';
import { micros } from '../../../src/base/time.ts';
import type { DrawItem } from '../../../web/timeline/draw-list.ts';
import { foldedWorkloadItems } from '../../../web/timeline/folded.ts';
import { layoutRows } from '../../../web/timeline/layout.ts';
import { sceneItems } from '../../../web/timeline/scene.ts';
import { shortagesOf } from '../../../web/timeline/shortages.ts';
import { workloadItems } from '../../../web/timeline/workload.ts';
import { fixtureTimeline } from '../fixture.ts';
import { NAMED, plainSetting } from './setting.ts';

const timeline = fixtureTimeline();

/** Fills of the rectangles that lie in the row of this id. */
function fillsIn(id: string, folded: readonly string[], grouping: 'none' | 'zone' = 'none'): readonly string[] {
  const layout = layoutRows(timeline, { ...NAMED, folded: new Set(folded), grouping });
  const row = layout.rows.find((candidate) => candidate.id === id);
  if (row === undefined) throw new Error(`no row ${id}`);
  const view = { range: { from: 0, to: timeline.until }, width: 800, height: 3000, scrollY: 0 };
  const tracks = sceneItems(timeline, layout, view, plainSetting).find((item) => item.type === 'clip');
  const inRow = (item: DrawItem): boolean =>
    item.type === 'rect' && item.y >= row.y && item.y < row.y + row.height && item.fill !== undefined;
  const items = tracks?.type === 'clip' ? tracks.items : [];
  return items.filter(inRow).map((item) => (item.type === 'rect' ? (item.fill?.name ?? '') : ''));
}

test('nodes: a failing pod and a lost node are still seen', () => {
  const fills = fillsIn('group/nodes', ['group/nodes']);
  expect(fills).toContain('failing.fill');
  expect(fills).toContain('unknown.fill');
});

test('one node: its pods are one bar', () => {
  expect(fillsIn('Node/worker-1', ['Node/worker-1'])).toContain('unknown.fill');
});

test('a zone: the strip of its nodes', () => {
  const zone = timeline.nodes.find(({ name }) => name === 'worker-1')?.zone ?? '';
  expect(fillsIn(`section/zone/${zone}`, [`section/zone/${zone}`], 'zone')).toContain('unknown.fill');
});

test('workloads: when fewer pods were available than allowed, but not at the first start', () => {
  const short = timeline.workloads.find((track) => shortagesOf(track).length > 0);
  expect(short).toBeDefined();
  expect(fillsIn('group/workloads', ['group/workloads'])).toContain('failing.fill');
  for (const track of timeline.workloads) {
    for (const { from, to } of shortagesOf(track)) {
      expect(from).toBeGreaterThan(track.steps[0]?.at ?? 0);
      expect(to).toBeGreaterThan(from);
    }
  }
});

test('workloads: a shortage to the end of the view has its name inside', () => {
  const view = { range: { from: 0, to: timeline.until }, width: 800 };
  const step = { at: micros(0), available: [2], pods: 2, desired: 2, min: 2, max: 2 };
  const steps = [step, { ...step, at: micros(300e6), available: [1] }];
  const track = { kind: 'ReplicaSet', namespace: 'shop', name: 'tiny', replicaSets: [], newest: 0, steps };
  const frame = { y: 0, height: 22 };
  const items = foldedWorkloadItems({ ...timeline, workloads: [track] }, frame, view, plainSetting);
  const left = (300e6 / timeline.until) * 800;
  const [name] = items.filter(({ type }) => type === 'text');
  expect(name).toMatchObject({ text: 'ReplicaSet tiny', x: expect.closeTo(left + 6) });
});

test('a workload that does not come up is short once nothing has come for a minute', () => {
  const down = { available: [0], pods: 1, desired: 1, min: 1, max: 2 };
  const late = { kind: 'Deployment', namespace: 'shop', name: 'late', replicaSets: ['late-1'], newest: 0 };
  const from = micros(100_000_000);
  expect(shortagesOf({ ...late, steps: [{ at: from, ...down }] })).toEqual([
    { from: from + 60_000_000, to: Number.POSITIVE_INFINITY },
  ]);
  const up = { ...down, at: micros(150_000_000), available: [1] };
  expect(shortagesOf({ ...late, steps: [{ at: from, ...down }, up] })).toEqual([]);
  const slow = Array.from({ length: 9 }, (_, n) => ({
    at: micros(from + n * 50e6),
    ...down,
    pods: 9,
    min: 8,
    available: [n],
  }));
  expect(shortagesOf({ ...late, steps: slow })).toEqual([]);
});

test('a shortage too brief for the view is three pixels wide all the same', () => {
  const calm = { available: [10], pods: 10, desired: 10, min: 8, max: 13 };
  const steps = [
    { at: micros(0), ...calm },
    { at: micros(300_000_000), ...calm, available: [2] },
    { at: micros(300_000_500), ...calm },
  ];
  const track = { kind: 'Deployment', namespace: 'shop', name: 'web', replicaSets: ['web-1'], newest: 0, steps };
  const view = { range: { from: 0, to: 720e6 }, width: 800 };
  const items = workloadItems(track, { y: 0, height: 58, isSmall: false }, view, plainSetting);
  const marks = items.filter((item) => item.type === 'rect' && item.fill?.name === 'failing.fill');
  expect(marks).toHaveLength(1);
  expect(marks[0]).toMatchObject({ width: 3 });
});
