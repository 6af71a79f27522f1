// The theme where the system forces its own colours: every colour is one of the system's, and states differ by pattern,
// icon and word, which stay.

import type { StateClass } from '../../src/report/timeline-model.ts';
import { STATE_CLASSES, THEMES, type Theme } from '../tokens.ts';

/** The system's colours at this moment. */
export function systemTheme(): Theme {
  const canvas = systemColor('Canvas', THEMES.light.canvas);
  const ink = systemColor('CanvasText', THEMES.light.ink);
  const accent = systemColor('Highlight', THEMES.light.accent);
  const state = { fill: canvas, edge: ink, ink };
  // What fails is the other way round: its marks have no pattern and no word.
  const failing = { fill: ink, edge: ink, ink: canvas };
  return {
    canvas,
    panel: canvas,
    raised: canvas,
    line: mixed(canvas, ink),
    lineStrong: ink,
    ink,
    ink2: ink,
    ink3: ink,
    accent,
    accentSoft: canvas,
    onAccent: systemColor('HighlightText', THEMES.light.onAccent),
    states: Object.fromEntries(STATE_CLASSES.map((name) => [name, name === 'failing' ? failing : state])) as {
      readonly [name in StateClass]: typeof state;
    },
    patternOpacity: 0.8,
  };
}

/** A fifth of the way from one colour to another: for lines that only separate. */
function mixed(from: string, to: string): string {
  const part = (at: number): string => {
    const [a, b] = [from, to].map((color) => Number.parseInt(color.slice(at, at + 2), 16));
    return Math.round((a ?? 0) * 0.8 + (b ?? 0) * 0.2)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${part(1)}${part(3)}${part(5)}`;
}

/** A system colour as `#rrggbb`. */
function systemColor(name: string, otherwise: string): string {
  const probe = document.createElement('span');
  probe.style.color = name;
  document.body.append(probe);
  const parts = /(\d+)\D+(\d+)\D+(\d+)/.exec(getComputedStyle(probe).color);
  probe.remove();
  if (parts === null) return otherwise;
  return `#${parts
    .slice(1)
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join('')}`;
}
