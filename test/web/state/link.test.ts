// The view in the address: what is written can be read again, what is not understood
// is left out.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LinkState, readLink, writeLink } from '../../../web/state/link.ts';

test('a link is readable', () => {
  const link = writeLink({ scenario: 'tour/first-look', cursor: 270e6, selected: 'Pod/shop/web-1', tab: 'why' });
  expect(link).toBe('#s=tour/first-look&t=270000000&sel=Pod/shop/web-1&tab=why');
});

test('whatever is written can be read', () => {
  const name = fc.string({ minLength: 1, maxLength: 60 });
  const time = fc.integer({ min: 0, max: 1e12 });
  const states = fc.record(
    {
      scenario: name,
      cursor: time,
      selected: name,
      tab: fc.constantFrom('why', 'describe', 'yaml'),
      language: fc.constantFrom('en', 'zh'),
      theme: fc.constantFrom('light', 'dark'),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(states, fc.option(fc.tuple(time, fc.integer({ min: 1, max: 1e9 }))), (fields, range) => {
      const state = { ...fields, ...(range !== null && { from: range[0], to: range[0] + range[1] }) } as LinkState;
      const link = writeLink(state);
      expect(readLink(link)).toEqual(state);
      expect(link.length).toBeLessThanOrEqual(2048);
    }),
  );
});

test.each(['#t=soon&w=5-1&tab=diff', '', '#', '#w=1'])('%s says nothing', (fragment) => {
  expect(readLink(fragment)).toEqual({});
});
