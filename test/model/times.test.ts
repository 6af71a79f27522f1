// Stored objects and the API's JSON, both ways.

import { expect, it } from 'vitest';
import { parseRfc3339 } from '../../src/base/wall-clock.ts';
import { fromApiJson, toApiJson } from '../../src/model/times.ts';

const startsAt = parseRfc3339('2026-01-05T09:00:00Z') ?? 0;

const stored = {
  metadata: { resourceVersion: 12, creationTimestamp: 1_000_000, annotations: { startTime: '2026-01-05T09:00:00Z' } },
  spec: { replicas: 3, renewTime: 1_500_001, taints: [{ key: 'k', timeAdded: -1_000_000 }] },
};
const api = {
  metadata: {
    resourceVersion: '12',
    creationTimestamp: '2026-01-05T09:00:01Z',
    annotations: { startTime: '2026-01-05T09:00:00Z' },
  },
  spec: {
    replicas: 3,
    renewTime: '2026-01-05T09:00:01.500001Z',
    taints: [{ key: 'k', timeAdded: '2026-01-05T08:59:59Z' }],
  },
};

it('shows numbers as texts, and reads them back', () => {
  expect(toApiJson(stored, startsAt)).toEqual(api);
  expect(fromApiJson(api, startsAt)).toEqual(stored);
});

it('cuts a time to the second, but not a MicroTime', () => {
  const given = { finishedAt: '2026-01-05T09:00:01.9Z', eventTime: '2026-01-05T09:00:01.9Z' };
  expect(fromApiJson(given, startsAt)).toEqual({ finishedAt: 1_000_000, eventTime: 1_900_000 });
});

it('drops nulls and leaves malformed times for validation', () => {
  expect(fromApiJson({ creationTimestamp: null, startedAt: 'yesterday' }, startsAt)).toEqual({
    startedAt: 'yesterday',
  });
});
