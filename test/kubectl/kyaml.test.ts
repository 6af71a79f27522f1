// KYAML as kubectl prints it: brackets, quotes, folded lines.

import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { kyamlText } from '../../src/kubectl/kyaml.ts';

it.each([
  ['{}', {}],
  ['[]', []],
  ['null', null],
  ['{\n  a: 1,\n  b: true,\n  c: "x",\n}', { a: 1, b: true, c: 'x' }],
  ['[{\n  a: 1,\n}, {\n  b: [],\n}]', [{ a: 1 }, { b: [] }]],
  ['[\n  "a",\n  {},\n]', ['a', {}]],
  ['{\n  a: [\n    1,\n    2,\n  ],\n}', { a: [1, 2] }],
  ['"a\\"b\\\\c\td\\u200b"', 'a"b\\c\td\u200b'],
  ['{\n  a: "\\\n     x\\n\\\n    \\  y\\n\\\n     z\\\n    ",\n}', { a: 'x\n  y\nz' }],
  ['{\n  a: "\\\n     x\\n\\\n    ",\n}', { a: 'x\n' }],
])('%s', (expected, value) => {
  expect(kyamlText(value)).toBe(`---\n${expected}\n`);
});

it('quotes keys that could be read as something else', () => {
  const keys = [
    'app',
    'a/b.c-d',
    'a_b',
    'no',
    'Null',
    'T',
    '1',
    '0x1f',
    '1e3',
    '1_0',
    '2024-01-02',
    '2024-13-01',
    '-a',
    'a-',
    '',
    'a b',
  ];
  const quoted = keys.filter((key) => kyamlText({ [key]: 1 }).includes('"'));
  expect(quoted).toEqual(['no', 'Null', 'T', '1', '0x1f', '1e3', '1_0', '2024-01-02', '-a', 'a-', '', 'a b']);
});

it('is YAML of the same value', () => {
  const value = {
    data: { 'a.txt': 'first\n\n  second "quoted"\n\tthird \\', b: ' x ', c: 'é\u00a0' },
    list: [[1], [{}], ['x\ny']],
  };
  expect(parse(kyamlText(value))).toEqual(value);
});
