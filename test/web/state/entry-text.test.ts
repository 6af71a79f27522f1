// The words of a scenario's entry that is to fail, whether it stands on one line or on several.

import { expect, test } from 'vitest';
import { entryText } from '../../../web/state/entry-text.ts';

const text = `spec:
  timeline:
    - {at: 1m, do: kubectl cordon a}
    - {at: 3m, fail: {node: worker-1, how: crash, for: 8m}}  # dies
    - {at: 4m, fail: {container: {selector: app=api, pick: 1}, how: exit}, every: 1m}
    - at: 5m
      fail: {node: worker-2, how: crash}
    - at: 6m
      fail:
        node: worker-3
`;
const files = [{ name: 'tour/first-look.yaml', text }];

test.each([
  [3, ''],
  [4, 'fail: {node: worker-1, how: crash, for: 8m}'],
  [5, 'fail: {container: {selector: app=api, pick: 1}, how: exit}'],
  [6, 'fail: {node: worker-2, how: crash}'],
  [8, ''],
  [99, ''],
])('line %i: %s', (line, told) => {
  expect(entryText(files, { file: 'first-look.yaml', line })).toBe(told);
  expect(entryText(files, { file: 'other.yaml', line })).toBe('');
});
