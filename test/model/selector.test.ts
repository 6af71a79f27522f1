// Label selectors: matching, the text form with its messages, and the object form.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dnsLabelErrors, labelKeyErrors, labelValueErrors } from '../../src/model/label-syntax.ts';
import {
  formatSelector,
  isEverything,
  matchesLabelSelector,
  matchesSelector,
  selectorFromMap,
  selectorFromObject,
} from '../../src/model/selector.ts';
import { parseSelector } from '../../src/model/selector-parser.ts';

describe('matching', () => {
  it.each([
    ['a=x', { a: 'x' }, true],
    ['a=x', { a: 'y' }, false],
    ['a!=x', {}, true],
    ['a in (x,y)', { a: 'y' }, true],
    ['a notin (x)', {}, true],
    ['a', { a: '' }, true],
    ['!a', { a: '' }, false],
    ['a>5', { a: '10' }, true],
    ['a<5', { a: 'x' }, false],
    ['', {}, true],
    ['constructor', {}, false],
  ])('%s on %o is %s', (text, labels, expected) => {
    const parsed = parseSelector(text);
    expect(parsed.ok && matchesSelector(parsed.value, labels)).toBe(expected);
  });

  it('an absent selector object matches nothing, an empty one everything', () => {
    expect(matchesLabelSelector(undefined, {})).toBe(false);
    expect(matchesLabelSelector({}, { a: 'x' })).toBe(true);
    expect(matchesLabelSelector({ matchExpressions: [{ key: 'a', operator: 'In', values: [] }] }, {})).toBe(false);
  });

  it('a plain map asks for each of its labels', () => {
    const selector = selectorFromMap({ b: '2', a: '1' });
    expect(formatSelector(selector)).toBe('a=1,b=2');
    expect(matchesSelector(selector, { a: '1', b: '2', c: '3' })).toBe(true);
    expect(isEverything(selectorFromMap(undefined))).toBe(true);
  });
});

describe('texts', () => {
  it.each([
    ['b in (2,1), a', 'a,b in (1,2)'],
    ['a notin ()', 'a notin ()'],
    ['a in (,x)', 'a in (,x)'],
    ['in in (in)', 'in in (in)'],
    ['a =', 'a='],
    ['! a', '!a'],
  ])('%s is %s', (text, canonical) => {
    const parsed = parseSelector(text);
    expect(parsed.ok ? formatSelector(parsed.value) : parsed.error).toBe(canonical);
  });

  it.each([
    ['a=x=y', "found '=', expected: ',' or 'end of string'"],
    ['a,', "found '', expected: identifier after ','"],
    ['(a)', "found '(', expected: !, identifier, or 'end of string'"],
    ['a in x', "unable to parse requirement: found 'x' expected: '('"],
    ['a x', "unable to parse requirement: found 'x', expected: in, notin, =, ==, !=, gt, lt"],
  ])('%s is refused: %s', (text, error) => {
    expect(parseSelector(text)).toEqual({ ok: false, error });
  });

  it('the canonical text means the same', () => {
    const key = fc.constantFrom('a', 'b', 'app.io/c');
    const value = fc.constantFrom('', 'x', '7', '10');
    const requirement = fc.oneof(
      fc.tuple(key, fc.constantFrom('=', '!=', '=='), value).map((parts) => parts.join('')),
      fc.tuple(key, fc.constantFrom('in', 'notin'), fc.array(value)).map(([k, op, v]) => `${k} ${op} (${v.join(',')})`),
      fc.tuple(fc.constantFrom('', '!'), key).map((parts) => parts.join('')),
    );
    const labels = fc.dictionary(key, value);
    fc.assert(
      fc.property(fc.array(requirement), labels, (requirements, set) => {
        const first = parseSelector(requirements.join(','));
        if (!first.ok) throw new Error(first.error);
        const second = parseSelector(formatSelector(first.value));
        if (!second.ok) throw new Error(second.error);
        expect(matchesSelector(second.value, set)).toBe(matchesSelector(first.value, set));
      }),
    );
  });
});

describe('objects', () => {
  it('names an operator that does not exist', () => {
    const object = { matchExpressions: [{ key: 'a', operator: 'Gt' as 'In', values: ['1'] }] };
    expect(selectorFromObject(object)).toEqual({ ok: false, error: '"Gt" is not a valid label selector operator' });
  });

  it('joins several faults of one requirement', () => {
    const object = { matchExpressions: [{ key: 'a', operator: 'In' as const, values: ['-x', 'y-'] }] };
    const parsed = selectorFromObject(object);
    expect(parsed.ok ? '' : parsed.error).toMatch(
      /^\[values\[0\]\[a\]: Invalid value: "-x": .*, values\[1\]\[a\]: .*\]$/,
    );
  });
});

describe('label syntax', () => {
  it.each([
    ['app', 0],
    ['example.com/app', 0],
    ['-app', 1],
    ['/app', 1],
    ['a/b/c', 1],
    [`${'x'.repeat(64)}`, 1],
    ['', 2],
  ])('key %s has %d faults', (key, count) => {
    expect(labelKeyErrors(key)).toHaveLength(count);
  });

  it('counts bytes, not characters', () => {
    expect(labelValueErrors('é'.repeat(32))[0]).toBe('must be no more than 63 bytes');
  });

  it('tells dots in a name that may have none', () => {
    expect(dnsLabelErrors('a.b')).toEqual(['must not contain dots']);
  });
});
