// The page's catalogues say the same things in every language: the same keys, with the same placeholders.

import { describe, expect, test } from 'vitest';
import { filesBelow, ROOT } from './tree.ts';

const FOLDER = 'web/i18n';
const LANGUAGES: readonly string[] = filesBelow([FOLDER], ['.ts']).filter((path) => /\/[a-z]{2}\.ts$/.test(path));

/** What the languages must share: by key the placeholders of a text, or how many values a phrase takes. */
function shapeOf(catalogue: object, prefix = ''): readonly (readonly [string, string])[] {
  return Object.entries(catalogue).flatMap(([key, value]: [string, unknown]) => {
    const path = `${prefix}${key}`;
    if (typeof value === 'function') return [[path, `takes ${value.length}`] as const];
    if (typeof value === 'object' && value !== null) return shapeOf(value, `${path}.`);
    const text = String(value);
    return [[path, text === '' ? 'empty' : (text.match(/\{\w+\}/g) ?? []).sort().join(' ')] as const];
  });
}

async function catalogueOf(path: string): Promise<ReadonlyMap<string, string>> {
  const module = (await import(`${ROOT}/${path}`)) as Record<string, unknown>;
  const catalogue = Object.values(module).find((value) => typeof value === 'object');
  return new Map(shapeOf(catalogue ?? {}));
}

describe('catalogues', () => {
  test('are English and Chinese', () => {
    expect(LANGUAGES).toEqual([`${FOLDER}/en.ts`, `${FOLDER}/zh.ts`]);
  });

  test.each(LANGUAGES)('%s is complete', async (path) => {
    const english = await catalogueOf(`${FOLDER}/en.ts`);
    const catalogue = await catalogueOf(path);
    expect(english.size).toBeGreaterThan(0);
    expect(Object.fromEntries(catalogue)).toEqual(Object.fromEntries(english));
    expect([...catalogue].filter(([, shape]) => shape === 'empty')).toEqual([]);
  });
});
