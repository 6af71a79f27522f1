// Tolerations against taints.

import { describe, expect, it } from 'vitest';
import type { Taint, Toleration } from '../../src/model/objects.ts';
import { firstUntolerated, matchingTolerations, tolerates } from '../../src/model/toleration.ts';

const taint: Taint = { key: 'k', value: 'v', effect: 'NoExecute' };

it.each<[Toleration, boolean]>([
  [{ key: 'k', operator: 'Exists' }, true],
  [{ operator: 'Exists' }, true],
  [{ key: 'k', value: 'v' }, true],
  [{ key: 'k', operator: 'Equal', value: 'w' }, false],
  [{ key: 'k', operator: 'Exists', effect: 'NoSchedule' }, false],
  [{ key: 'other', operator: 'Exists' }, false],
  [{ key: 'k', operator: 'Gt', value: '1' }, false],
])('%o tolerates: %s', (toleration, expected) => {
  expect(tolerates(toleration, taint)).toBe(expected);
});

describe('lists', () => {
  const soft: Taint = { key: 's', effect: 'PreferNoSchedule' };

  it('finds the first taint of the effects asked for that nothing tolerates', () => {
    expect(firstUntolerated([soft, taint], [], ['NoSchedule', 'NoExecute'])).toBe(taint);
    expect(firstUntolerated([taint], [{ operator: 'Exists' }], ['NoExecute'])).toBeUndefined();
    expect(firstUntolerated(undefined, undefined, ['NoExecute'])).toBeUndefined();
  });

  it('gives the toleration used for each taint, or nothing if one is not tolerated', () => {
    const short: Toleration = { key: 'k', operator: 'Exists', tolerationSeconds: 30 };
    const any: Toleration = { operator: 'Exists', tolerationSeconds: 300 };
    expect(matchingTolerations([taint, soft], [short, any])).toEqual([short, any]);
    expect(matchingTolerations([taint, soft], [short])).toBeUndefined();
    expect(matchingTolerations([], undefined)).toEqual([]);
  });
});
