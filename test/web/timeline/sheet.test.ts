// The view as a file: a picture with names and legend, well-formed whatever the names are.

import { expect, test } from 'vitest';
import { escaped, svgText } from '../../../web/canvas/svg.ts';
import { layoutRows } from '../../../web/timeline/layout.ts';
import { sheetOf } from '../../../web/timeline/sheet.ts';
import { THEMES } from '../../../web/tokens.ts';
import { fixtureTimeline } from '../fixture.ts';
import { NAMED, plainSetting } from './setting.ts';

const timeline = fixtureTimeline();
const words = {
  title: 'first-look <&> "1"',
  note: 't=4m30.000s',
  actions: 'Actions',
  events: 'Events',
  row: (row: { readonly id: string }) => row.id,
  state: (s: string) => s,
};

function svg(): string {
  const view = { range: { from: 0, to: timeline.until }, width: 600, height: 500, scrollY: 40 };
  const sheet = sheetOf(timeline, layoutRows(timeline, NAMED), view, plainSetting, words, []);
  return svgText(sheet.items, { ...sheet, title: words.title }, THEMES.light, 'en');
}

test('every element is closed, and names are text', () => {
  const text = svg();
  const open: string[] = [];
  for (const [, slash, name = '', end] of text.matchAll(/<(\/?)([a-zA-Z]+)[^<>]*?(\/?)>/g)) {
    if (end === '/') continue;
    if (slash === '/') expect(open.pop()).toBe(name);
    else open.push(name);
  }
  expect(open).toEqual([]);
  expect(text).toContain('first-look &#60;&#38;&#62; &#34;1&#34;');
});

test('it has the tracks, the legend of every state and of the hatch, and patterns that exist', () => {
  const text = svg();
  for (const word of ['Node/worker-1', 'failing', 'unknown', 'terminating', 'dead, not noticed'])
    expect(text).toContain(`>${word}</text>`);
  const used = new Set([...text.matchAll(/url\(#(\w+)\)/g)].map(([, id]) => id));
  expect(used.size).toBeGreaterThan(4);
  for (const id of used) expect(text).toContain(`id="${id}"`);
});

test('the legend takes as many lines as it needs, and everything is inside of the sheet', () => {
  for (const width of [200, 600, 1200]) {
    const view = { range: { from: 0, to: timeline.until }, width, height: 500, scrollY: 0 };
    const sheet = sheetOf(timeline, layoutRows(timeline, NAMED), view, plainSetting, words, []);
    const legend = sheet.items.at(-1);
    const texts = (legend?.type === 'clip' ? legend.items : []).filter((item) => item.type === 'text');
    expect(texts).toHaveLength(9);
    for (const { x, y, text } of texts) {
      expect(x + plainSetting.measure(text, 'small')).toBeLessThanOrEqual(sheet.width);
      expect(500 + 34 + y).toBeLessThan(sheet.height);
    }
  }
});

test('signs of markup in a text are written as numbers', () => {
  expect(escaped(`<script>"&'`)).toBe('&#60;script&#62;&#34;&#38;&#39;');
});
