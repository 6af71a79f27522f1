// What is selected as a link names it, and back: objects by their names, flags and KubeEvents by theirs and their
// moment.

import { expect, test } from 'vitest';
import { type Selection, selectionOf, selectionText } from '../../../web/state/selection.ts';
import { fixtureTimeline } from '../fixture.ts';

const timeline = fixtureTimeline();

test('every flag and KubeEvent of a run, and any object, is found again by its text', () => {
  const all: readonly Selection[] = [
    { kind: 'object', id: 'Pod/shop/web-1' },
    { kind: 'object', id: 'component/etcd' },
    ...timeline.flags.map((flag): Selection => ({ kind: 'flag', flag })),
    ...timeline.events.map((event): Selection => ({ kind: 'event', event })),
  ];
  expect(all.length).toBeGreaterThan(10);
  for (const chosen of all) {
    const found = selectionOf(selectionText(chosen), timeline);
    expect(found?.kind).toBe(chosen.kind);
    expect(found && selectionText(found)).toBe(selectionText(chosen));
  }
  expect(selectionText(all[3] ?? { kind: 'object', id: '' })).toBe('fault/crash worker-1@180000000');
});

test('what another run had is nothing in this one', () => {
  expect(selectionOf('fault/crash worker-1@1', timeline)).toBeUndefined();
  expect(selectionOf('event/BackOff/Pod/shop/other@240000000', timeline)).toBeUndefined();
});
