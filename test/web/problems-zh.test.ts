// The scenario format's own problems have Chinese texts: every one that its field types, its scalars and its checks
// can give. Those of the API server have none.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SIMPLIFICATIONS } from '../../src/model/fidelity.ts';
import { customKind, unknownKind, unmodelledKind } from '../../src/scenario/unmodelled-fields.ts';
import { FIDELITY_ZH } from '../../web/i18n/fidelity-zh.ts';
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
  expect(problemInChinese('until: not a duration')).toBe('until：不是时长');
  expect(problemInChinese('there is no node worker-9')).toBe('没有节点 worker-9');
  expect(problemInChinese('the pool "worker" makes worker-1 to worker-6')).toBe(
    '节点池 “worker” 创建 worker-1 到 worker-6',
  );
  expect(problemInChinese('spec.replicas: Invalid value: -1: must be greater than or equal to 0')).toBeUndefined();
});

test('every simplification has its Chinese texts, and there are no others', () => {
  expect(Object.keys(FIDELITY_ZH)).toEqual(SIMPLIFICATIONS.map(({ name }) => name));
  for (const texts of Object.values(FIDELITY_ZH)) for (const text of texts) expect(text).toMatch(/\p{Script=Han}/u);
});

test('a kind without effect is told of in Chinese, with its effect', () => {
  const { message = '', note = '' } = unmodelledKind('Lease') ?? {};
  expect([message, note].map(problemInChinese)).toEqual([
    'Lease 尚未模拟',
    '已接受并保存：列不出 Lease；心跳不产生事件',
  ]);
  expect([unknownKind('Foo'), customKind('Foo')].map(problemInChinese)).toEqual([
    expect.stringMatching(/^未知类型 “Foo”/),
    expect.stringMatching(/^自定义类型 “Foo”/),
  ]);
});
