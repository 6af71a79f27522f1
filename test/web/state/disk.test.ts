// How much the files differ that a run was made of, and was made again of.

import { expect, test } from 'vitest';
import { differences } from '../../../web/state/disk.ts';

const file = (name: string, ...lines: readonly string[]): { name: string; text: string } => ({
  name,
  text: lines.map((line) => `${line}\n`).join(''),
});

test.each([
  ['nothing', [file('a', '1', '2')], [file('a', '1', '2')], 0, []],
  ['a line is another', [file('a', '1', '2')], [file('a', '1', '3')], 1, ['a']],
  [
    'a line comes, one changes elsewhere',
    [file('a', '1'), file('b', 'x')],
    [file('a', '1', '2'), file('b', 'y')],
    2,
    ['a', 'b'],
  ],
  ['a file comes', [file('a', '1')], [file('a', '1'), file('b', 'x', 'y')], 2, ['b']],
  ['a file goes', [file('a', '1'), file('b', 'x')], [file('a', '1')], 1, ['b']],
])('%s', (_, before, after, lines, names) => {
  const found = differences(before, after);
  expect([found.lines, found.diffs.map(({ name }) => name)]).toEqual([lines, names]);
});
