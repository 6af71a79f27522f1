// Paths seen from other files, and patterns, without a file system.

import { describe, expect, it } from 'vitest';
import { joinPath, patternMatcher, readFromMemory, relativePath } from '../../src/scenario/file-patterns.ts';

it.each([
  ['', 'a.yaml', 'a.yaml'],
  ['x', './a.yaml', 'x/a.yaml'],
  ['x/y', '../shop/', 'x/shop'],
  ['x', '../../a', '../a'],
  ['/x/y', '../../../a', '/a'],
  ['x', '/a/./b', '/a/b'],
])('%s with %s is %s', (folder, path, expected) => {
  expect(joinPath(folder, path)).toBe(expected);
});

it.each([
  ['', 'a.yaml', 'a.yaml'],
  ['x', 'x/a.yaml', 'a.yaml'],
  ['x/y', 'x/shop/a.yaml', '../shop/a.yaml'],
  ['/r/x', '/r/a.yaml', '../a.yaml'],
])('from %s, %s is %s', (folder, path, expected) => {
  expect(relativePath(folder, path)).toBe(expected);
});

it.each([
  ['a/*.yaml', 'a/b.yaml', true],
  ['a/*.yaml', 'a/b/c.yaml', false],
  ['a/**/*.yaml', 'a/b/c.yaml', true],
  ['a/**/*.yaml', 'a/c.yaml', true],
  ['a/b?.yaml', 'a/b1.yaml', true],
  ['a/b.yaml', 'a/bxyaml', false],
])('%s takes %s: %s', (pattern, path, expected) => {
  expect(patternMatcher(pattern)(path)).toBe(expected);
});

describe('readFromMemory', () => {
  const files = ['s/main.yaml', 's/shop/b.yaml', 's/shop/a.yml', 's/shop/notes.txt', 's/shop/deep/c.yaml'];
  const read = readFromMemory(files.map((name) => ({ name, text: name })));
  it.each([
    ['shop/b.yaml', ['s/shop/b.yaml']],
    ['shop/', ['s/shop/a.yml', 's/shop/b.yaml']],
    ['shop/**/*.yaml', ['s/shop/b.yaml', 's/shop/deep/c.yaml']],
    ['nothing', []],
  ])('%s', (pattern, expected) => {
    expect(read(pattern, 's/main.yaml').map(({ name }) => name)).toEqual(expected);
  });
});
