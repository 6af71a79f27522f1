// JSON patches on small documents: each operation, and what does not apply.

import { describe, expect, it } from 'vitest';
import { applyJsonPatch, type JsonPatchOperation } from '../../src/model/json-patch.ts';

const DOCUMENT = { a: { b: 1 }, list: ['x', 'y'], 'a/b': 2 };

describe('operations', () => {
  it.each<[JsonPatchOperation, unknown]>([
    [
      { op: 'add', path: '/a/c', value: 3 },
      { ...DOCUMENT, a: { b: 1, c: 3 } },
    ],
    [
      { op: 'add', path: '/list/1', value: 'z' },
      { ...DOCUMENT, list: ['x', 'z', 'y'] },
    ],
    [
      { op: 'add', path: '/list/-', value: 'z' },
      { ...DOCUMENT, list: ['x', 'y', 'z'] },
    ],
    [
      { op: 'replace', path: '/list/0', value: 'z' },
      { ...DOCUMENT, list: ['z', 'y'] },
    ],
    [
      { op: 'replace', path: '/a~1b', value: 4 },
      { ...DOCUMENT, 'a/b': 4 },
    ],
    [
      { op: 'remove', path: '/a/b' },
      { ...DOCUMENT, a: {} },
    ],
    [
      { op: 'remove', path: '/list/0' },
      { ...DOCUMENT, list: ['y'] },
    ],
    [
      { op: 'copy', from: '/a', path: '/c' },
      { ...DOCUMENT, c: { b: 1 } },
    ],
    [
      { op: 'move', from: '/a/b', path: '/c' },
      { ...DOCUMENT, a: {}, c: 1 },
    ],
    [{ op: 'test', path: '/a/b', value: 1 }, DOCUMENT],
  ])('%j', (operation, expected) => {
    expect(applyJsonPatch(DOCUMENT, [operation])).toEqual({ ok: true, value: expected });
  });

  it.each<JsonPatchOperation>([
    { op: 'remove', path: '/nope' },
    { op: 'replace', path: '/list/9', value: 1 },
    { op: 'add', path: '/nope/deeper', value: 1 },
    { op: 'add', path: '/list/9', value: 1 },
    { op: 'test', path: '/a/b', value: 2 },
    { op: 'move', from: '/nope', path: '/c' },
  ])('%j does not apply', (operation) => {
    expect(applyJsonPatch(DOCUMENT, [operation]).ok).toBe(false);
  });

  it('changes nothing in place', () => {
    applyJsonPatch(DOCUMENT, [{ op: 'remove', path: '/a/b' }]);
    expect(DOCUMENT.a).toEqual({ b: 1 });
  });
});
