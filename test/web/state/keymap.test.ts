// Keys that trade places: whatever the reader does, every key of the registry can be pressed, and each pressed key
// means one thing.

import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  isFixedKey,
  pressedKey,
  registeredKey,
  resetKeys,
  setSingleKeys,
  tradeKey,
} from '../../../web/state/keymap.ts';

const KEYS: readonly string[] = ['a', 'd', 'n', 'b', '[', ']', ' ', '/', 'arrowup', 'escape', 'enter', 'ctrl+k'];

beforeEach(resetKeys);

describe('traded keys', () => {
  test('a key that is given to a command takes the other one away from it', () => {
    tradeKey('n', 'j');
    expect([registeredKey('j'), registeredKey('n'), pressedKey('n')]).toEqual(['n', 'j', 'j']);
    tradeKey('n', 'b');
    expect([registeredKey('b'), registeredKey('j'), pressedKey('b')]).toEqual(['n', 'b', 'j']);
  });

  test('stay one to one, and what is fixed stays', () => {
    const key = fc.constantFrom(...KEYS);
    fc.assert(
      fc.property(fc.array(fc.tuple(key, key), { maxLength: 20 }), (trades) => {
        resetKeys();
        for (const [registered, pressed] of trades) tradeKey(registered, pressed);
        expect(new Set(KEYS.map(registeredKey)).size).toBe(KEYS.length);
        for (const each of KEYS) expect(registeredKey(pressedKey(each))).toBe(each);
        for (const each of KEYS.filter(isFixedKey)) expect(registeredKey(each)).toBe(each);
        const last = trades.at(-1);
        if (last !== undefined && !last.some(isFixedKey)) expect(registeredKey(last[1])).toBe(last[0]);
      }),
    );
  });
});

test('single keys can be switched off; the way out stays', () => {
  setSingleKeys(false);
  expect(['n', 'escape', 'ctrl+k'].map(registeredKey)).toEqual([undefined, 'escape', 'ctrl+k']);
});
