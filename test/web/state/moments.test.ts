// Stepping: the moments of a run, those of one object, and where
// the cursor begins.

import { expect, test } from 'vitest';
import { countsAt, firstMoment, momentBeside, momentsOf, objectAt } from '../../../web/state/moments.ts';
import { fixtureTimeline } from '../fixture.ts';

test('moments ascend, each once, and contain the flags', () => {
  const timeline = fixtureTimeline();
  const moments = momentsOf(timeline);
  expect(moments).toEqual([...new Set(moments)].toSorted((a, b) => a - b));
  for (const flag of timeline.flags) expect(moments).toContain(flag.at);
});

test('an object has its own moments', () => {
  const moments = momentsOf(fixtureTimeline(), 'Node/worker-1');
  expect(moments).toEqual([0, 180e6, 228.6e6, 663e6]);
});

test('the neighbours of a moment', () => {
  expect(momentBeside([1, 5, 9], 5, 1)).toBe(9);
  expect(momentBeside([1, 5, 9], 5, -1)).toBe(1);
  expect(momentBeside([1, 5, 9], 9, 1)).toBeUndefined();
});

test('the cursor begins at the first fault, else the first action, else the first warning, else the end', () => {
  const timeline = fixtureTimeline();
  expect(firstMoment(timeline)).toBe(180e6);
  const actions = timeline.flags.filter((flag) => flag.kind === 'action');
  expect(firstMoment({ ...timeline, flags: actions })).toBe(60e6);
  expect(firstMoment({ ...timeline, flags: [] })).toBe(timeline.events.find(({ isWarning }) => isWarning)?.at);
  expect(firstMoment({ ...timeline, flags: [], events: [] })).toBe(timeline.until);
});

test('objects are counted at the moment, those that live on also at the very end', () => {
  const timeline = fixtureTimeline();
  expect(countsAt(timeline, 270e6)).toMatchObject({ Pod: 14, Deployment: 2, Node: 6 });
  expect(countsAt(timeline, timeline.until).Pod).toBe(countsAt(timeline, timeline.until - 1).Pod);
});

test('what changes at a moment is the node whose state does, else a pod, else nothing', () => {
  const timeline = fixtureTimeline();
  const node = timeline.nodes.find(({ segments }) => segments.length > 1);
  expect(objectAt(timeline, node?.segments[1]?.from ?? 0)).toBe(`Node/${node?.name}`);
  const [bar] = timeline.noNode.bars;
  expect(objectAt(timeline, bar?.from ?? 0)).toMatch(/^Pod\//);
  expect(objectAt(timeline, timeline.until - 1)).toBeUndefined();
});
