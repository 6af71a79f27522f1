// Which pods of a ReplicaSet go first, rule by rule.

import { describe, expect, test } from 'vitest';
import { seconds } from '../../../src/base/time.ts';
import { podsToDelete } from '../../../src/controllers/replicaset/scale-down.ts';
import type { PodSketch } from '../objects.ts';
import { pod } from '../objects.ts';

const NOW = seconds(100_000);

function firstOf(a: PodSketch, b: PodSketch, related: readonly PodSketch[] = []): string | undefined {
  const pods = [pod(a), pod(b)];
  return podsToDelete(pods, [...pods, ...related.map(pod)], 1, NOW)[0]?.metadata.name;
}

describe('which pod goes first', () => {
  const base = { node: 'n1', readySince: 50, created: 10 };
  const table: readonly [string, PodSketch, PodSketch][] = [
    ['one without a node', { name: 'b', phase: 'Pending' }, { name: 'a', node: 'n1', phase: 'Pending' }],
    ['a pending one before a running one', { name: 'b', node: 'n1', phase: 'Pending' }, { name: 'a', node: 'n2' }],
    [
      'a pod of unknown phase before a running one',
      { name: 'b', node: 'n1', phase: 'Unknown' },
      { name: 'a', node: 'n2' },
    ],
    ['one that is not ready', { name: 'b', node: 'n1' }, { name: 'a', ...base, node: 'n2' }],
    ['the cheaper one', { name: 'b', ...base, cost: '-5' }, { name: 'a', ...base, node: 'n2' }],
    [
      'the younger one by powers of two',
      { name: 'b', ...base, readySince: 90_000 },
      { name: 'a', ...base, node: 'n2' },
    ],
    [
      'the smaller uid within a power of two',
      { name: 'a', ...base, readySince: 51 },
      { name: 'b', ...base, node: 'n2' },
    ],
    ['the one with more restarts', { name: 'b', ...base, restarts: 3 }, { name: 'a', ...base, node: 'n2' }],
    ['the one created later', { name: 'b', ...base, created: 90_000 }, { name: 'a', ...base, node: 'n2' }],
  ];
  test.each(table)('%s', (_title, first, second) => {
    expect(firstOf(first, second)).toBe(first.name);
    expect(firstOf(second, first)).toBe(first.name);
  });

  test('the one whose node holds more pods of the same owner, also of another ReplicaSet', () => {
    expect(firstOf({ name: 'b', ...base }, { name: 'a', ...base, node: 'n2' }, [{ name: 'x', node: 'n1' }])).toBe('b');
    const gone = { name: 'x', node: 'n1', deletedAt: 5 };
    expect(firstOf({ name: 'a', ...base, node: 'n2' }, { name: 'b', ...base }, [gone])).toBe('a');
  });

  test('a deletion cost that is no integer counts as 0', () => {
    expect(firstOf({ name: 'b', ...base, cost: '-1' }, { name: 'a', ...base, node: 'n2', cost: '-1x' })).toBe('b');
  });

  test('a deletion cost beyond an int32 counts as 0', () => {
    expect(firstOf({ name: 'b', ...base, cost: '3000000000' }, { name: 'a', ...base, node: 'n2', cost: '1' })).toBe(
      'b',
    );
  });

  test('nothing is sorted when all go', () => {
    const pods = [pod({ name: 'b', ...base }), pod({ name: 'a' })];
    expect(podsToDelete(pods, pods, 2, NOW)).toBe(pods);
  });
});
