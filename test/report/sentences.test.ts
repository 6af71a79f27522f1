// The catalogue of sentences: well formed, each with at most one part that matters; a plural takes values that its rows
// have.

import { expect, test } from 'vitest';
import { PLURALS } from '../../src/report/plurals.ts';
import { fillIn, SENTENCES, sentenceOf, timerText } from '../../src/report/sentences.ts';

const valuesIn = (pattern: string): readonly string[] =>
  [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

test.each(Object.entries(SENTENCES))('%s', (_, pattern) => {
  expect(pattern.split('*').length).toBeLessThanOrEqual(3);
  expect(pattern).not.toMatch(/\*\*|\{\}/);
});

test('a plural says nothing that the rows do not say, but counts', () => {
  const allowed = new Set(['n', 'steps', 'owner', 'want', 'taint']);
  const unknown = Object.entries(PLURALS).flatMap(([key, plural]) => {
    const own = new Set(valuesIn(SENTENCES[key as keyof typeof SENTENCES]));
    return valuesIn(plural).filter((name) => !own.has(name) && !allowed.has(name));
  });
  expect(unknown).toEqual([]);
});

test('values are filled in, and a missing one can be seen', () => {
  expect(fillIn('{a} and {b}', { a: 'x' })).toBe('x and {b}');
  expect(sentenceOf({ sentence: 'node.ready', values: { node: 'worker-1' } })).toBe('*Node worker-1 became Ready*.');
});

test('a timer without words is called by its name', () => {
  expect(timerText('tolerationSeconds')).toBe('the toleration ran');
  expect(timerText('some-flag')).toBe('some-flag');
});
