// The view in the address: what is written can be read again, what is not understood
// is left out.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { micros } from '../../../src/base/time.ts';
import {
  type LinkState,
  LONGEST_LINK,
  readLink,
  scenarioName,
  writeLink,
  writeShortLink,
} from '../../../web/state/link.ts';

test('a link is readable', () => {
  const link = writeLink({ scenario: 'tour/first-look', cursor: 270e6, selected: 'Pod/shop/web-1', tab: 'why' });
  expect(link).toBe('#s=tour/first-look&t=270000000&sel=Pod/shop/web-1&tab=why');
});

const name = fc.string({ minLength: 1, maxLength: 60 });
const time = fc.integer({ min: 0, max: 1e12 });
const ids = fc.array(fc.stringMatching(/^(Pod|Node|Deployment)\/[a-z0-9-]{1,60}$/), { minLength: 1, maxLength: 40 });
const acts = fc.oneof(
  fc.record({ at: time.map(micros), do: fc.stringMatching(/^kubectl [ -~é]{1,40}$/) }),
  fc.record({ at: time.map(micros), do: name, files: fc.array(fc.record({ name, text: name }), { maxLength: 2 }) }),
  fc.record({ at: time.map(micros), fail: fc.record({ node: fc.record({ name }), how: name, factor: fc.nat() }) }),
);
const states = fc.record(
  {
    scenario: name,
    own: fc.stringMatching(/^[\w-]{1,300}$/),
    acts: fc.array(acts, { minLength: 1, maxLength: 3 }),
    seed: fc.stringMatching(/^[a-z0-9]{1,12}$/),
    version: fc.stringMatching(/^\d{1,2}\.\d{1,2}\.\d{1,2}$/),
    cursor: time,
    axis: fc.constantFrom('linear', 'idle', 'chain', 'index'),
    selected: name,
    chainAt: time,
    tab: fc.constantFrom('why', 'describe', 'yaml', 'diff', 'events', 'summary'),
    sort: fc.constantFrom('name', 'worst', 'first'),
    grouping: fc.constantFrom('none', 'zone', 'pool', 'owner', 'namespace'),
    pinned: ids,
    opened: ids,
    folded: ids,
    filter: name,
    isWide: fc.constant(true),
    isTroubleOnly: fc.constant(true),
    notes: fc.array(fc.record({ at: time, text: name }), { minLength: 1, maxLength: 5 }),
    language: fc.constantFrom('en', 'zh'),
    theme: fc.constantFrom('light', 'dark', 'projector'),
  },
  { requiredKeys: [] },
);
const spans = fc.option(fc.tuple(time, fc.integer({ min: 1, max: 1e9 })));

test('whatever is written can be read', () => {
  fc.assert(
    fc.property(states, spans, spans, fc.option(ids), (fields, range, area, rows) => {
      const state = {
        ...fields,
        ...(range !== null && { from: range[0], to: range[0] + range[1] }),
        ...(area !== null && {
          areaFrom: area[0],
          areaTo: area[0] + area[1],
          ...(rows !== null && { areaRows: rows }),
        }),
      } as LinkState;
      expect(readLink(writeLink(state))).toEqual(state);
    }),
  );
});

test('no link is longer than 2 kB: lists of names and notes are left out before it would be', () => {
  fc.assert(
    fc.property(states, (fields) => {
      const link = writeShortLink(fields as LinkState);
      expect(link.length).toBeLessThanOrEqual(LONGEST_LINK);
      const { pinned: _, opened: __, folded: ___, notes: ____, ...rest } = fields;
      expect(readLink(link)).toMatchObject(rest);
    }),
  );
});

test.each([
  ['tour/first-look.yaml', 'tour/first-look'],
  ['scenarios/tour/first-look.yaml', 'tour/first-look'],
  ['/srv/somebody/scenarios/tour/first-look.yaml', 'tour/first-look'],
  ['/srv/somebody/my cluster.yml', 'my cluster'],
  ['C:\\Users\\somebody\\web.yaml', 'web'],
  ['shop/web.yaml', 'shop/web'],
])('a link names %s %s', (file, expected) => {
  expect(scenarioName(file)).toBe(expected);
});

test('acts of a link that one cannot make out are none of them', () => {
  const done = '#o=60000000+kubectl+cordon+worker-1';
  expect(readLink(done)).toEqual({ acts: [{ at: 60e6, do: 'kubectl cordon worker-1' }] });
  for (const broken of ['soon kubectl', '1 {"fail":{"node":[1]}}', '1 {"do":"x"', '1 {"do":"x","files":[{}]}']) {
    expect(readLink(`${done}&o=${encodeURIComponent(broken)}`).acts).toBeUndefined();
  }
});

test.each(['#t=soon&w=5-1&tab=home&sort=up&ax=log', '', '#', '#w=1'])('%s says nothing', (fragment) => {
  const { unread: _, ...rest } = readLink(fragment);
  expect(rest).toEqual({});
});

test('what says nothing is named, with the first act that is none, and cut short', () => {
  expect(readLink('#s=a&t=soon&ax=round&w=5-1').unread).toEqual(['t=soon', 'w=5-1', 'ax=round']);
  expect(readLink('#s=a&o=1+kubectl+cordon+a&o=garbage')).toEqual({ scenario: 'a', unread: ['o=garbage'] });
  expect(readLink(`#area=${'x'.repeat(60)}`).unread).toEqual([`area=${'x'.repeat(40)}…`]);
  expect(readLink('#s=a&t=5&q=').unread).toBeUndefined();
});
