// What the head of a node shows: one of three resources, or the one that is fullest, as a text and as the height of its
// grey area; and the low lanes.

import { afterEach, expect, test } from 'vitest';
import { micros } from '../../../src/base/time.ts';
import { barItems } from '../../../web/timeline/bars.ts';
import { layoutRows } from '../../../web/timeline/layout.ts';
import { isCompact, isDense, lanesHeight, METRICS } from '../../../web/timeline/metrics.ts';
import { nodeHeadItems } from '../../../web/timeline/node-head.ts';
import { NODE_USES, type NodeUse, shownResource, usedShare, useText } from '../../../web/timeline/node-use.ts';
import { fixtureTimeline } from '../fixture.ts';
import { NAMED, plainSetting } from './setting.ts';

const GI = 1024 ** 3;
const ALLOCATABLE = { pods: 110, cpuMillis: 4000, memoryBytes: 16 * GI };
const FULL_OF_MEMORY = { pods: 4, cpuMillis: 3100, memoryBytes: 14.5 * GI };
const EMPTY = { pods: 0, cpuMillis: 0, memoryBytes: 0 };

afterEach(() => {
  isCompact.value = false;
  isDense.value = false;
});

test.each([
  ['cpu', FULL_OF_MEMORY, 'cpu', 0.775, '3.1/4 CPU'],
  ['memory', FULL_OF_MEMORY, 'memory', 0.90625, '14.5/16Gi'],
  ['pods', FULL_OF_MEMORY, 'pods', 4 / 110, undefined],
  ['worst', FULL_OF_MEMORY, 'memory', 0.90625, '14.5/16Gi'],
  ['worst', { ...FULL_OF_MEMORY, pods: 110 }, 'pods', 1, undefined],
  ['worst', EMPTY, 'cpu', 0, '0/4 CPU'],
] as const)('%s of %o', (use, requested, resource, share, text) => {
  expect(shownResource(use, requested, ALLOCATABLE)).toBe(resource);
  expect(usedShare(use, requested, ALLOCATABLE)).toBe(share);
  expect(useText(resource, requested, ALLOCATABLE)).toBe(text);
});

test('more than a node has is a full area, and little memory is told in Mi', () => {
  expect(usedShare('cpu', { ...EMPTY, cpuMillis: 9000 }, ALLOCATABLE)).toBe(1);
  expect(usedShare('memory', EMPTY, { ...ALLOCATABLE, memoryBytes: 0 })).toBe(0);
  const small = { ...ALLOCATABLE, memoryBytes: 512 * 1024 ** 2 };
  expect(useText('memory', { ...EMPTY, memoryBytes: 64 * 1024 ** 2 }, small)).toBe('64/512Mi');
});

test('the area over a node is as high as its share of what is chosen', () => {
  const [node] = fixtureTimeline().nodes;
  if (node === undefined) throw new Error('the fixture has nodes');
  const own = { ...node, segments: [], allocatable: ALLOCATABLE, usage: [{ at: micros(0), ...FULL_OF_MEMORY }] };
  const heightOf = (nodeUse?: NodeUse): number => {
    const view = { range: { from: 0, to: 10 }, width: 100, ...(nodeUse && { nodeUse }) };
    const area = nodeHeadItems(own, 0, view, plainSetting).find((item) => item.type === 'path' && 'baseline' in item);
    if (area?.type !== 'path' || typeof area.baseline !== 'number') return 0;
    return area.baseline - (area.points[0]?.y ?? 0);
  };
  const full = METRICS.nodeHead - 5;
  for (const use of NODE_USES) expect(heightOf(use)).toBeCloseTo(full * usedShare(use, FULL_OF_MEMORY, ALLOCATABLE));
  expect(heightOf()).toBe(heightOf('cpu'));
});

test('compact lanes are 12 and 1 high, but on a projector; rows are as much lower and nothing else is', () => {
  const heights = (): readonly number[] => layoutRows(fixtureTimeline(), NAMED).rows.map(({ height }) => height);
  const [usual, nodeHead] = [heights(), METRICS.nodeHead];
  const rows = layoutRows(fixtureTimeline(), NAMED).rows;
  isCompact.value = true;
  expect([METRICS.lane, METRICS.laneGap, lanesHeight(3), METRICS.nodeHead]).toEqual([12, 1, 39, nodeHead]);
  const lower = heights().map((height, index) => (usual[index] ?? 0) - height);
  rows.forEach((row, index) => {
    const laneCount = row.kind === 'node' ? (fixtureTimeline().nodes[row.index]?.laneCount ?? 0) : 0;
    if (row.kind !== 'noNode') expect(lower[index]).toBe(laneCount * 5);
  });
  isDense.value = true;
  expect([METRICS.lane, METRICS.laneGap]).toEqual([16, 2]);
});

test('nothing that a bar draws stands out of its lane, in compact lanes either', () => {
  const bars = fixtureTimeline().nodes.flatMap((node) => node.bars);
  for (const choice of [false, true]) {
    isCompact.value = choice;
    for (const [from, to] of [
      [0, 720e6],
      [180e6, 228e6],
    ] as const) {
      const items = bars.flatMap((bar) => barItems(bar, 0, { range: { from, to }, width: 720 }, plainSetting));
      expect(items.some((item) => item.type === 'text')).toBe(true);
      for (const item of items) {
        if (item.type === 'rect') expect(item.y >= 0 && item.y + item.height <= METRICS.lane).toBe(true);
        else expect(item).not.toHaveProperty('plate');
      }
    }
  }
});
