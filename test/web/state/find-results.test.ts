// Finding: by name, by kind, the nearest first; and the nearest name where nothing matches.

import { expect, test } from 'vitest';
import { findObjects, nearestName } from '../../../web/state/find-results.ts';
import { fixtureTimeline } from '../fixture.ts';

const timeline = fixtureTimeline();

function names(query: string): readonly string[] {
  return findObjects(timeline, query, 5).map(({ kind, name }) => `${kind} ${name}`);
}

test.each([
  ['worker-1', 'Node worker-1'],
  [':no worker-4', 'Node worker-4'],
  ['node/worker-4', 'Node worker-4'],
  [':deploy web', 'Deployment web'],
  ['drrwf', 'Pod web-86c57db9f4-drrwf'],
  [':po api', 'Pod api-7f9c8d5b64-9c9d2'],
  ['kube-sch', ' kube-scheduler'],
])('%s finds %s first', (query, first) => {
  const found = names(query);
  if (query === ':po api') expect(found.every((name) => name.startsWith('Pod api-'))).toBe(true);
  else expect(found[0]).toBe(first);
});

test('a kind alone lists its objects, nothing at all finds nothing', () => {
  expect(names(':deploy')).toEqual(['Deployment web', 'Deployment api']);
  expect(names('')).toEqual([]);
  expect(names(':')).toEqual([]);
});

test.each([
  ['wroker-1', 'worker-1'],
  ['apo', 'api'],
  ['xyzxyzxyz', undefined],
])('%s is near %s', (query, near) => {
  expect(names(query)).toEqual([]);
  expect(nearestName(timeline, query)).toBe(near);
});
