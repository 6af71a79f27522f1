// Only what went wrong: components that were down, workloads that were short of pods or had failing ones, nodes that
// were lost; the worst first.

import { expect, test } from 'vitest';
import { layoutRows } from '../../../web/timeline/layout.ts';
import { downMicros, workloadTrouble } from '../../../web/timeline/trouble.ts';
import { fixtureTimeline } from '../fixture.ts';

const timeline = fixtureTimeline();

function ids(isTroubleOnly: boolean, grouping: 'none' | 'owner' = 'none'): readonly string[] {
  return layoutRows(timeline, { folded: new Set(), isTroubleOnly, grouping }).rows.map(({ id }) => id);
}

test('healthy components and workloads are left out', () => {
  const healthy = {
    ...timeline,
    workloads: timeline.workloads.map((track) => ({ ...track, steps: [], replicaSets: [] })),
  };
  const rows = layoutRows(healthy, { folded: new Set(), isTroubleOnly: true }).rows;
  expect(rows.filter(({ kind }) => kind === 'workload' || kind === 'hpa')).toEqual([]);
  expect(rows.filter(({ kind }) => kind === 'component').map(({ id }) => id)).toEqual(['component/kube-scheduler']);
  expect(ids(false).filter((id) => id.startsWith('component/'))).toHaveLength(4);
});

test('the worst come first', () => {
  const down = (name: string, seconds: number) => ({
    name,
    writes: [],
    down: [{ from: 0, to: seconds * 1e6, seq: 1 }],
  });
  const components = [
    down('a', 5),
    down('b', 9),
    { ...down('c', 0), down: [] },
  ] as unknown as typeof timeline.components;
  const { rows } = layoutRows({ ...timeline, components }, { folded: new Set(), isTroubleOnly: true });
  const shown = rows.flatMap((row) => (row.kind === 'component' ? [components[row.index]] : []));
  expect(shown.map((track) => track && [track.name, downMicros(track)])).toEqual([
    ['b', 9e6],
    ['a', 5e6],
  ]);
  const workloads = rows.flatMap((row) => (row.kind === 'workload' ? [timeline.workloads[row.index]] : []));
  const troubles = workloads.map((track) => (track === undefined ? 0 : workloadTrouble(timeline, track)));
  expect(troubles.length).toBeGreaterThan(0);
  expect(troubles).toEqual(troubles.toSorted((a, b) => b - a));
});

test('by owner only the pods that failed or were lost have bars', () => {
  const { rows } = layoutRows(timeline, { folded: new Set(), isTroubleOnly: true, grouping: 'owner' });
  const bars = rows.flatMap((row) => (row.kind === 'pods' ? row.bars : []));
  expect(bars.length).toBeGreaterThan(0);
  for (const { segments } of bars) {
    expect(segments.some(({ state }) => state === 'failing' || state === 'unknown')).toBe(true);
  }
});
