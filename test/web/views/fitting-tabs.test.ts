// Tabs leave their row from its end, whole, and those that must stay do.

import { expect, test } from 'vitest';
import { tabsWithoutRoom } from '../../../web/views/fitting-tabs.ts';

const TABS = ['Pod', 'Node', 'Service', 'Event', 'details'].map((id) => ({
  id,
  width: 100,
  isKept: id === 'details' || id === 'Service',
}));

test.each([
  [500, []],
  [499, ['Event']],
  [399, ['Event', 'Node']],
  [100, ['Event', 'Node', 'Pod']],
])('in %d pixels there is no room for %j', (room, without) => {
  expect([...tabsWithoutRoom(TABS, room)]).toEqual(without);
});
