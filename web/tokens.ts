// The page's colours as data: three themes, each with its chrome and with fill, edge and ink of every state. The only
// place where a colour is written. The style sheet reads them as CSS variables, the canvas as this plain object; their
// contrasts and their distances under four kinds of sight are tested.

import type { StateClass } from '../src/report/timeline-model.ts';

/** The fill sets the mood, the edge bounds it against the canvas (3:1), the ink writes on the fill (4.5:1). */
interface StateColors {
  readonly fill: string;
  readonly edge: string;
  readonly ink: string;
}

export interface Theme {
  readonly canvas: string;
  readonly panel: string;
  readonly raised: string;
  /** Separates; decorative. */
  readonly line: string;
  /** Bounds controls. */
  readonly lineStrong: string;
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  /** Cursor, selection, focus, links, the user's own actions. Never a state. */
  readonly accent: string;
  readonly accentSoft: string;
  readonly onAccent: string;
  readonly states: { readonly [state in StateClass]: StateColors };
  /** Opacity of a pattern's strokes over a fill. */
  readonly patternOpacity: number;
}

export type ThemeName = 'light' | 'dark' | 'projector';

export const STATE_CLASSES: readonly StateClass[] = [
  'running',
  'notready',
  'pending',
  'creating',
  'failing',
  'completed',
  'terminating',
  'unknown',
];

const light: Theme = {
  canvas: '#FFFFFF',
  panel: '#F6F7F9',
  raised: '#FFFFFF',
  line: '#E2E6EB',
  lineStrong: '#848E9C',
  ink: '#18202B',
  ink2: '#475262',
  ink3: '#626D7C',
  accent: '#2746C7',
  accentSoft: '#E8ECFB',
  onAccent: '#FFFFFF',
  states: {
    running: { fill: '#B3DCB4', edge: '#2C7D54', ink: '#0A2A20' },
    notready: { fill: '#7ACAFB', edge: '#13609B', ink: '#06233A' },
    pending: { fill: '#FBE678', edge: '#7D6C00', ink: '#332C00' },
    creating: { fill: '#E79416', edge: '#8A4F00', ink: '#2A1700' },
    failing: { fill: '#AD4615', edge: '#6E2600', ink: '#FFFFFF' },
    completed: { fill: '#B6B6BD', edge: '#5C6470', ink: '#18202B' },
    terminating: { fill: '#B97EB5', edge: '#8A3A80', ink: '#25041F' },
    unknown: { fill: '#FFFFFF', edge: '#3A4452', ink: '#18202B' },
  },
  patternOpacity: 0.55,
};

const dark: Theme = {
  canvas: '#11151B',
  panel: '#171C24',
  raised: '#1F2630',
  line: '#2A323E',
  lineStrong: '#6F7B8B',
  ink: '#E7EBF1',
  ink2: '#B1BBC8',
  ink3: '#8E99A8',
  accent: '#93ABFF',
  accentSoft: '#222C4A',
  onAccent: '#0D1430',
  states: {
    running: { fill: '#1F755B', edge: '#4CC49C', ink: '#F1FFFA' },
    notready: { fill: '#15469C', edge: '#7FB6FF', ink: '#FFFFFF' },
    pending: { fill: '#D2CB2C', edge: '#F3EC7A', ink: '#231F00' },
    creating: { fill: '#C56A08', edge: '#F8B865', ink: '#1A0D00' },
    failing: { fill: '#E99D7B', edge: '#FFC4AA', ink: '#240B00' },
    completed: { fill: '#4C4B57', edge: '#9FA3B0', ink: '#FFFFFF' },
    terminating: { fill: '#87638E', edge: '#D9A6DF', ink: '#FFFFFF' },
    unknown: { fill: '#11151B', edge: '#C3CCD8', ink: '#E7EBF1' },
  },
  patternOpacity: 0.5,
};

const projector: Theme = {
  canvas: '#FFFFFF',
  panel: '#FFFFFF',
  raised: '#FFFFFF',
  line: '#B9BFC8',
  lineStrong: '#5A6472',
  ink: '#000000',
  ink2: '#1F2733',
  ink3: '#333D4A',
  accent: '#1330A8',
  accentSoft: '#DDE4FA',
  onAccent: '#FFFFFF',
  states: {
    running: { fill: '#57B277', edge: '#0B5A36', ink: '#000000' },
    notready: { fill: '#8CCBFF', edge: '#083F73', ink: '#000000' },
    pending: { fill: '#FBE13C', edge: '#5E5200', ink: '#000000' },
    creating: { fill: '#E8880A', edge: '#643700', ink: '#000000' },
    failing: { fill: '#993608', edge: '#5A1C00', ink: '#FFFFFF' },
    completed: { fill: '#B6B6BD', edge: '#3F4855', ink: '#000000' },
    terminating: { fill: '#C384BA', edge: '#6B1F60', ink: '#000000' },
    unknown: { fill: '#FFFFFF', edge: '#000000', ink: '#000000' },
  },
  patternOpacity: 0.55,
};

export const THEMES: { readonly [name in ThemeName]: Theme } = { light, dark, projector };

const CHROME = [
  'canvas',
  'panel',
  'raised',
  'line',
  'lineStrong',
  'ink',
  'ink2',
  'ink3',
  'accent',
  'accentSoft',
  'onAccent',
] as const;

/** A theme as CSS custom properties: `--canvas`, `--line-strong`, ..., `--failing-fill`, ... */
export function cssVariables(theme: Theme): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const name of CHROME) variables.set(`--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, theme[name]);
  for (const state of STATE_CLASSES) {
    const { fill, edge, ink } = theme.states[state];
    variables.set(`--${state}-fill`, fill).set(`--${state}-edge`, edge).set(`--${state}-ink`, ink);
  }
  return variables;
}
