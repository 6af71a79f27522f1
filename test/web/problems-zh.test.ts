// The scenario format's own problems have Chinese texts: every one that its field types, its scalars and its checks
// can give. Those of the API server have none.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SIMPLIFICATIONS } from '../../src/model/fidelity.ts';
import { customKind, unknownKind, unmodelledKind } from '../../src/scenario/unmodelled-fields.ts';
import { CHANGES_ZH } from '../../web/i18n/fidelity-zh.ts';
import { problemInChinese } from '../../web/i18n/problems-zh.ts';

const FOLDER = new URL('../../src/scenario/', import.meta.url);
const SOURCES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(new URL(name, FOLDER), 'utf8'))
  .join('\n');

const TEXTS = [/\bbad\('([^']+)'/g, /\breads\(\s*'(an? [^']+)'/g, /\ballowed: '(an? [^']+)'/g].flatMap((pattern) =>
  [...SOURCES.matchAll(pattern)].map(([, text = '']) => text),
);

test('there are texts to look at', () => {
  expect(new Set(TEXTS).size).toBeGreaterThan(25);
});

test.each([...new Set(TEXTS)])('%s', (text) => {
  expect(problemInChinese(text)).toMatch(/\p{Script=Han}/u);
});

test('what a text names is kept, and the API server speaks English', () => {
  expect(problemInChinese('"800mm" is not a quantity')).toBe('“800mm” 不是数量（quantity）');
  expect(problemInChinese('unknown field "spec.replica"')).toBe('未知字段 “spec.replica”');
  expect(problemInChinese('spec.replicas: Invalid value: -1: must be greater than or equal to 0')).toBeUndefined();
});

test('every effect that a manifest can be told of has a Chinese text, and there are no others', () => {
  const told = SIMPLIFICATIONS.filter(({ fields = [], kinds = [] }) => fields.length + kinds.length > 0);
  expect(Object.keys(CHANGES_ZH)).toEqual(told.map(({ name }) => name));
});

test('a kind without effect is told of in Chinese, with its effect', () => {
  expect(problemInChinese(unmodelledKind('Lease') ?? '')).toBe(
    'Lease 已接受并保存但未建模：列不出 Lease；心跳不产生事件',
  );
  expect([unknownKind('Foo'), customKind('Foo')].map(problemInChinese)).toEqual([
    expect.stringMatching(/^未知类型 “Foo”/),
    expect.stringMatching(/^自定义类型 “Foo”/),
  ]);
});
