// CEL expressions and their values.

import { describe, expect, it } from 'vitest';
import { evaluateCel } from '../../../src/model/cel/evaluate.ts';
import { parseCel } from '../../../src/model/cel/parser.ts';

const SELF = { size: 3, name: 'web', tags: ['a', 'b'], limits: { cpu: 2 } };

function valueOf(text: string): unknown {
  const parsed = parseCel(text);
  if (!parsed.ok) return parsed.error;
  const result = evaluateCel(parsed.value, new Map<string, unknown>([['self', SELF]]));
  return result.type === 'value' ? result.value : result.type === 'error' ? result.message : undefined;
}

describe('CEL', () => {
  it.each<[string, unknown]>([
    ['1 + 2 * 3 == 7', true],
    ['!has(self.replicas) || self.replicas <= self.size', true],
    ['has(self.size) && self.size > 3', false],
    ['self.replicas > 1', 'no such key: replicas'],
    ['self.replicas > 1 || self.size == 3', true],
    ['self.size > 2 ? "big" : "small"', 'big'],
    ["self.name.startsWith('w') && self.name.matches('^[a-z]+$')", true],
    ['size(self.tags) == 2 && self.tags.size() == 2', true],
    ["'a' in self.tags && 'cpu' in self.limits", true],
    ["self.tags.all(t, t in ['a', 'b', 'c'])", true],
    ["self.tags.exists(t, t == 'z')", false],
    ["self.tags.filter(t, t != 'a')", ['b']],
    ['self.tags[1] + "!"', 'b!'],
    ['-self.size % 2 == -1', true],
    ['quantity(self.size).isGreaterThan(2)', undefined],
    ['self.tags.exists(t, quantity(t))', undefined],
  ])('%s', (text, expected) => {
    expect(valueOf(text)).toEqual(expected);
  });

  it.each(['', '1 +', '(1', 'self.', 'a b', "'open", '#'])('%s is none', (text) => {
    expect(parseCel(text).ok).toBe(false);
  });
});
