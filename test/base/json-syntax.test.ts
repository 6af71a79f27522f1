// The first slip in a JSON text: told where JSON.parse refuses, and only there.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonSyntaxError } from '../../src/base/json-syntax.ts';

describe('jsonSyntaxError', () => {
  it.each([
    ['not json', "invalid character 'o' in literal null (expecting 'u')"],
    ['', 'unexpected end of JSON input'],
    ['{"a":1', 'unexpected end of JSON input'],
    ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b":2}', "invalid character '\"' after object key:value pair"],
    ['[1 2]', "invalid character '2' after array element"],
    ['{} x', "invalid character 'x' after top-level value"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ["'a'", "invalid character '\\'' looking for beginning of value"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['"\\q"', "invalid character 'q' in string escape code"],
  ])('%s', (text, expected) => {
    expect(jsonSyntaxError(text)).toBe(expected);
  });

  it('agrees with JSON.parse on what is JSON', () => {
    const text = fc.oneof(
      fc.json(),
      fc.string(),
      fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', '"', '}', ',', ' ', '\\', '0')).map(([json, at, letter]) => {
        const cut = at % (json.length + 1);
        return json.slice(0, cut) + letter + json.slice(cut + 1);
      }),
    );
    fc.assert(
      fc.property(text, (json) => {
        expect(jsonSyntaxError(json) === undefined).toBe(isJson(json));
      }),
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
