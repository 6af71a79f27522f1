// An attempt in words: what was not looked at and why, where the search ended early and nothing was scored.

import { expect, test } from 'vitest';
import { attemptText } from '../../src/cli/why-scheduling.ts';
import type { DecisionRow } from '../../src/log/row.ts';
import type { Explanation, SearchEnd } from '../../src/scheduler/explain.ts';

const ROW = { type: 'decision', pod: 'default/p', uid: 'u', result: 'scheduled', node: 'n-1', startIndex: 0 } as const;
const row: DecisionRow = { ...ROW, evaluated: 1, feasible: 1, cursor: 1, attempt: 1 };

const textWith = (endedBy: SearchEnd | undefined): string => {
  const state = endedBy === undefined ? 'rejected' : 'unseen';
  const none = { verdicts: [], scores: [], total: undefined };
  const nodes = [
    { node: 'n-1', state: 'feasible', ...none },
    { node: 'n-2', state, ...none },
  ] as const;
  const explanation = { result: 'scheduled', message: undefined, nodes, endedBy, best: ['n-1'] } as const;
  return attemptText(row, { ...explanation, skippedFilters: [], skippedScores: [] } satisfies Explanation);
};

test.each<readonly [SearchEnd | undefined, string, string]>([
  [undefined, 'n-1  fits', 'Only n-1 fits, so nothing was scored.'],
  [
    'nominatedNode',
    'n-2  was not looked at: the node that the pod is nominated to is tried first, and fits',
    'n-1 fits, and the search ended there, so nothing was scored.',
  ],
  [
    'firstFit',
    'n-2  was not looked at: nothing is scored, so the first that fits is taken',
    'n-1 fits, and the search ended there, so nothing was scored.',
  ],
])('a search ended by %s', (endedBy, verdict, scores) => {
  const text = textWith(endedBy);
  expect(text).toContain(verdict);
  expect(text).toContain(scores);
});
