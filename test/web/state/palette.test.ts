// The palette has every command: those of the keys, but for its own and the way out, and those without a key.

import { expect, test } from 'vitest';
import { COMMAND_GROUPS } from '../../../web/state/commands.ts';
import { addCommand, paletteEntries } from '../../../web/state/palette.ts';

test('every key but that of the palette and Esc has its command there', () => {
  const without = COMMAND_GROUPS.flatMap(({ commands }) => commands)
    .filter(({ label }) => label === undefined)
    .map(({ keys }) => keys[0]);
  expect(without).toEqual(['ctrl+k', 'escape']);
});

test('each command is told from the others, with what is no word of the page', () => {
  addCommand(['app.scenario'], () => undefined, 'tour/first-look');
  const texts = paletteEntries().map(({ text }) => text);
  expect(new Set(texts).size).toBe(texts.length);
  expect(new Set(paletteEntries().map(({ key }) => key)).size).toBe(texts.length);
  for (const text of [
    'Details: YAML',
    'Nodes: by zone',
    'Heads of nodes show: memory',
    'Density: compact',
    'Copy a link to this view',
    'Scenario: tour/first-look',
  ]) {
    expect(texts).toContain(text);
  }
  expect(texts.some((text) => text.endsWith(': 60×'))).toBe(true);
});
