// The colours can be told apart and read: contrasts by WCAG, and CIEDE2000 of every pair of state fills under four
// kinds of sight.

import { describe, expect, test } from 'vitest';
import { cssVariables, STATE_CLASSES, THEMES, type ThemeName } from '../../web/tokens.ts';
import { ciede2000, contrast, linear, SIGHT_NAMES, seen } from './sight.ts';

const NAMES: readonly ThemeName[] = ['light', 'dark', 'projector'];

/** Worst distance over all pairs, by sight: normal, protan, deutan, tritan. */
const WORST: { readonly [name in ThemeName]: readonly [number, number, number, number] } = {
  light: [17.0, 15.0, 13.8, 13.4],
  dark: [18.3, 14.0, 12.6, 13.7],
  projector: [17.0, 13.5, 11.6, 12.7],
};

test('CIEDE2000 of blue and black is 39.7, of a colour and itself 0', () => {
  expect(ciede2000(linear('#0000FF'), linear('#000000'))).toBeCloseTo(39.7, 0);
  expect(ciede2000(linear('#2746C7'), linear('#2746C7'))).toBe(0);
});

test('contrast of black on white is 21', () => {
  expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21, 5);
});

describe.each(NAMES)('theme %s', (name) => {
  const theme = THEMES[name];
  const text = name === 'projector' ? 7 : 4.5;

  test('text is readable on every ground', () => {
    for (const ground of [theme.canvas, theme.panel, theme.raised]) {
      for (const ink of [theme.ink, theme.ink2, theme.ink3, theme.accent]) {
        expect(contrast(ink, ground), `${ink} on ${ground}`).toBeGreaterThanOrEqual(text);
      }
      expect(contrast(theme.lineStrong, ground)).toBeGreaterThanOrEqual(3);
    }
    expect(contrast(theme.onAccent, theme.accent)).toBeGreaterThanOrEqual(text);
  });

  test.each(STATE_CLASSES)('%s: ink on fill, edge on canvas', (state) => {
    const { fill, edge, ink } = theme.states[state];
    expect(contrast(ink, fill)).toBeGreaterThanOrEqual(text);
    expect(contrast(edge, theme.canvas)).toBeGreaterThanOrEqual(3);
  });

  test.each(SIGHT_NAMES)('every two fills differ by 11 or more for %s sight', (sight) => {
    const pairs = STATE_CLASSES.flatMap((a, index) => STATE_CLASSES.slice(index + 1).map((b) => [a, b] as const));
    const distances = pairs.map(([a, b]) =>
      ciede2000(seen(theme.states[a].fill, sight), seen(theme.states[b].fill, sight)),
    );
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(11);
    expect(Math.min(...distances)).toBeCloseTo(WORST[name][SIGHT_NAMES.indexOf(sight)] ?? 0, 0);
  });
});

test('every theme gives the same variables', () => {
  const keys = NAMES.map((name) => [...cssVariables(THEMES[name]).keys()].join());
  expect(new Set(keys).size).toBe(1);
  expect(cssVariables(THEMES.light).get('--line-strong')).toBe('#848E9C');
  expect(cssVariables(THEMES.light).get('--failing-ink')).toBe('#FFFFFF');
});
