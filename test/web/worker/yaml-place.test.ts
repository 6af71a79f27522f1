// Where an offset of a half-typed text stands. `|` is the offset.

import { describe, expect, test } from 'vitest';
import { yamlPlace } from '../../../web/worker/yaml-place.ts';

function placeOf(text: string): ReturnType<typeof yamlPlace> {
  return yamlPlace(text.replace('|', ''), text.indexOf('|'));
}

const DEPLOYMENT = 'apiVersion: apps/v1\nkind: Deployment\n';

describe('the place of an offset', () => {
  test.each([
    ['at the root', 'api|', '', 'key', 'api'],
    ['below a key', 'spec:\n  rep|', 'spec', 'key', 'rep'],
    ['on an empty line', 'spec:\n  a: 1\n  |', 'spec', 'key', ''],
    ['after a deeper block', 'spec:\n  template:\n    spec: {}\n  rep|', 'spec', 'key', 'rep'],
    ['of a value', 'spec:\n  restartPolicy: Al|', 'spec.restartPolicy', 'value', 'Al'],
    ['of a value that is not begun', 'spec:\n  restartPolicy: |', 'spec.restartPolicy', 'value', ''],
    ['in an item', 'spec:\n  containers:\n    - name: a\n      ima|', 'spec.containers.[]', 'key', 'ima'],
    ['at the start of an item', 'spec:\n  containers:\n    - na|', 'spec.containers.[]', 'key', 'na'],
    [
      'of an item as far left as its key',
      'spec:\n  containers:\n  - name: a\n    ima|',
      'spec.containers.[]',
      'key',
      'ima',
    ],
    ['in a second item', 'a:\n  - x: 1\n    y: 2\n  - z: 1\n    |', 'a.[]', 'key', ''],
    ['of lists in lists', 'a:\n  - - b|', 'a.[].[]', 'key', 'b'],
    ['in braces', 'spec:\n  cluster: {pools: [{na|', 'spec.cluster.pools.[]', 'key', 'na'],
    ['of a value in braces', '- {at: 1m, fail: {node: wor|', '[].fail.node', 'value', 'wor'],
    ['after a closed brace', 'a: {b: {c: 1}, |', 'a', 'key', ''],
    ['in brackets', 'manifests: [a.yaml, b|', 'manifests.[]', 'value', 'b'],
    ['of a quoted key', 'a:\n  "b c":\n    d|', 'a.b c', 'key', 'd'],
    ['past comments and blanks', 'a:\n  # no: key\n\n  b|', 'a', 'key', 'b'],
  ])('%s', (_, text, path, role, word) => {
    expect(placeOf(text)).toMatchObject({ path: path === '' ? [] : path.split('.'), role, word });
  });

  test('in a comment there is none', () => {
    expect(placeOf('spec: # re|')).toBeUndefined();
    expect(placeOf('a: "#" |')).toBeDefined();
  });

  test('documents are apart', () => {
    const place = placeOf(`${DEPLOYMENT}---\napiVersion: v1\nkind: Pod\nspec:\n  re|\n---\nkind: Node`);
    expect(place).toMatchObject({ apiVersion: 'v1', kind: 'Pod', path: ['spec'] });
  });

  test('keys beside it are known, above and below and in braces', () => {
    expect(placeOf('a:\n  b: 1\n  c:\n    d: 1\n  |\n  e: 2\nf: 1')?.siblings.toSorted()).toEqual(['b', 'c', 'e']);
    expect(placeOf('a: {b: 1, c: 2, |')?.siblings).toEqual(['b', 'c']);
    expect(placeOf('a:\n  - b: 1\n    |\n  - c: 1')?.siblings).toEqual(['b']);
  });
});
