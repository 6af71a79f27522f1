// The two catalogues say the same things: the same keys, the same values in them, nothing left
// untranslated by mistake.

import { expect, test } from 'vitest';
import { PLURALS } from '../../src/report/plurals.ts';
import { SENTENCES } from '../../src/report/sentences.ts';
import { defaultProfile } from '../../src/scheduler/registry.ts';
import { en } from '../../web/i18n/en.ts';
import { boldParts, count, fillIn, speak } from '../../web/i18n/i18n.ts';
import { pluralsZh } from '../../web/i18n/plurals-zh.ts';
import { sentenceParts } from '../../web/i18n/sentence.ts';
import { zh } from '../../web/i18n/zh.ts';

/** Words that are the same in both languages on purpose. */
const SAME: ReadonlySet<string> = new Set([
  'app.name',
  'drawer.diff',
  'fact.plain',
  'live.cursor',
  'state.cordoned',
  'state.nodeNotReady',
  'nodeUse.cpu',
]);

function placeholders(pattern: string): readonly string[] {
  return [...pattern.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').toSorted();
}

test.each(['en', 'zh'] as const)(
  'the line of the scenario can be set apart in every sentence that names it: %s',
  async (language) => {
    await speak(language);
    for (const [sentence, text] of Object.entries(SENTENCES)) {
      const [before, after] = sentenceParts({ sentence, values: {} }, 'place');
      if (!text.includes('{place}')) continue;
      expect(before.split('*').length % 2).toBe(1);
      expect(after).toMatch(/^[.。]$/);
    }
    await speak('en');
  },
);

test('the keys are the same, in the same order', () => {
  expect(Object.keys(zh)).toEqual(Object.keys(en));
});

test.each(Object.entries(en))('%s takes the same values and is translated', (key, pattern) => {
  const other = zh[key as keyof typeof en];
  expect(placeholders(other)).toEqual(placeholders(pattern));
  expect(other.split('*').length).toBe(pattern.split('*').length);
  expect(other === pattern).toBe(SAME.has(key));
});

test('every change that wakes a waiting pod has words', () => {
  const actions = defaultProfile.plugins.flatMap(({ wakesOn = [] }) => wakesOn.flatMap((wake) => wake.actions));
  for (const action of actions) expect(Object.keys(en)).toContain(`wake.${action}`);
});

test.each(Object.entries(PLURALS))('%s of many takes the same values and is translated', (key, pattern) => {
  const chinese = pluralsZh[key] ?? '';
  expect(placeholders(chinese)).toEqual(placeholders(pattern));
  expect(chinese).toMatch(/[\u4e00-\u9fff]/);
  expect(chinese.replace(/\{\w+\}/g, '')).not.toMatch(/[\u4e00-\u9fff][A-Za-z0-9,.;:]|[A-Za-z0-9][\u4e00-\u9fff]/);
});

test('Chinese has a space between Chinese and Latin, and full-width punctuation after Chinese', () => {
  for (const [key, message] of Object.entries(zh)) {
    const bare = message.replace(/\{\w+\}/g, '');
    expect(bare, key).not.toMatch(/[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]/);
    expect(bare, key).not.toMatch(/[\u4e00-\u9fff][,.;:!?]/);
  }
});

test('values are put in, and a missing one stays visible', () => {
  expect(fillIn('{a} of {b}', { a: 1 })).toBe('1 of {b}');
});

test('counts are grouped in the same way in every language', () => {
  expect([0, 999, 1000, 24936, 1234567].map(count)).toEqual(['0', '999', '1,000', '24,936', '1,234,567']);
});

test('bold parts are cut out in order', () => {
  expect(boldParts('*a* b *c*')).toEqual([
    { text: 'a', isBold: true },
    { text: ' b ', isBold: false },
    { text: 'c', isBold: true },
  ]);
});
