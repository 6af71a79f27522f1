// The stretch that a problem is about, and texts that the highlighter must not see.

import { Text } from '@codemirror/state';
import { expect, test } from 'vitest';
import { nestsTooDeep } from '../../../web/editor/nesting.ts';
import { problemSpan } from '../../../web/editor/problem-span.ts';

const TEXT = 'spec:\n  until: 12 min\n  a: {b: "x y", c: web:1}\n';

test.each([
  ['what was found', 2, 10, '12 min', '12 min'],
  ['what was found and is no longer there', 2, 10, '13 min', '12'],
  ['a long find, shortened', 2, 3, 'until: 12…', 'until: 12'],
  ['a key', 2, 3, '', 'until'],
  ['a quoted text', 3, 10, '', '"x y"'],
  ['a word with colons', 3, 20, '', 'web:1'],
  ['a bracket', 3, 6, '', '{'],
  ['the end of a line', 1, 99, '', ''],
  ['a line that is gone', 99, 1, '', ''],
])('%s', (_, line, column, found, expected) => {
  const doc = Text.of(TEXT.split('\n'));
  const { from, to } = problemSpan(doc, { line, column, found });
  expect(doc.sliceString(from, to)).toBe(expected);
});

test('brackets that nest too deep are told from many that do not', () => {
  expect(nestsTooDeep('['.repeat(1_000))).toBe(true);
  expect(nestsTooDeep('{a: [1]}\n'.repeat(1_000))).toBe(false);
  expect(nestsTooDeep(`${']'.repeat(1_000)}[`)).toBe(false);
});
