// The page's own signs, drawn in the current colour, and the icons of states, drawn from the same shapes as on the
// canvas.

import type { JSX } from 'preact';
import type { StateClass } from '../../src/report/timeline-model.ts';
import { ICON_SHAPES } from '../canvas/icons.ts';
import { rem } from '../state/preferences.ts';

const GLYPHS = {
  file: 'M4 1.5h5.5L13 5v9.5H4ZM9.5 1.5V5H13',
  chevronDown: 'M4 6l4 4 4-4',
  chevronRight: 'M6 4l4 4-4 4',
  back: 'M4 3v10M12.5 3.5L7 8l5.5 4.5',
  on: 'M12 3v10M3.5 3.5L9 8l-5.5 4.5',
  link: 'M6.7 9.3l2.6-2.6M7.2 4.8l1.6-1.6a2.9 2.9 0 0 1 4 4l-1.6 1.6M8.8 11.2l-1.6 1.6a2.9 2.9 0 0 1-4-4l1.6-1.6',
  sun: 'M8 5a3 3 0 1 1 0 6a3 3 0 0 1 0-6M8 1v2M8 13v2M1 8h2M13 8h2M3.2 3.2l1 1M11.8 11.8l1 1M3.2 12.8l1-1M11.8 4.2l1-1',
  moon: 'M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6Z',
  help: 'M5.8 6.1a2.2 2.2 0 1 1 3.3 1.9c-.8.5-1.1.9-1.1 1.8M8 12.4v.1',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  copy: 'M5.5 5.5h8v8h-8ZM10.5 5.5v-3h-8v8h3',
  menu: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  minus: 'M4 8h8',
  plus: 'M4 8h8M8 4v8',
  warning: 'M8 2.2l6.2 11.1H1.8ZM8 6.4v3.4M8 11.6v.1',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  find: 'M6.8 2.3a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9M10.2 10.2L14 14',
  screen: 'M2 3h12v8H2ZM8 11v3M5 14h6',
  download: 'M8 2v8M4.5 7L8 10.5L11.5 7M2.5 13.5h11',
  pencil: 'M3 13l.8-3.2L10.6 3l2.4 2.4l-6.8 6.8L3 13M9.2 4.4l2.4 2.4',
  open: 'M1.8 13V3h4.4l1.6 2h6.4v8ZM8 7.2v3.8M6.1 9.1L8 7.2l1.9 1.9',
  bolt: 'M9 1.8L3.8 9H8l-1 5.2L12.2 7H8Z',
  branch: 'M4.5 2v12M4.5 10.5c0-3 7-1.6 7-5M11.5 5.5V2.4M9.7 4.2L11.5 2.4L13.3 4.2',
  undo: 'M6 3.2L2.6 6.6L6 10M2.8 6.6h6.4a3.6 3.6 0 0 1 0 7.2H6.6',
  pin: 'M5 2h6M6 2v5L4 9.5h8L10 7V2M8 9.5V14',
} as const;

export type GlyphName = keyof typeof GLYPHS;

/** A size on the grid of pixels. */
function square(size: number): { readonly '--size': string } {
  return { '--size': rem(size) };
}

export function Glyph({ name, size = 16 }: { readonly name: GlyphName; readonly size?: number }): JSX.Element {
  return (
    <svg class="glyph" style={square(size)} viewBox="0 0 16 16" aria-hidden="true">
      <path d={GLYPHS[name]} />
    </svg>
  );
}

/** Play and pause are filled. */
export function PlayGlyph({ isPlaying }: { readonly isPlaying: boolean }): JSX.Element {
  return (
    <svg class="glyph-filled" style={square(14)} viewBox="0 0 16 16" aria-hidden="true">
      <path d={isPlaying ? 'M3.5 2.5h3v11h-3ZM9.5 2.5h3v11h-3Z' : 'M3.5 2l10 6l-10 6Z'} />
    </svg>
  );
}

/** The icon of a state, in the colour of its edge. */
export function StateIcon({ state }: { readonly state: StateClass }): JSX.Element {
  return (
    <svg class={`state-icon state-${state}`} style={square(12)} viewBox="-6 -6 12 12" aria-hidden="true">
      {ICON_SHAPES[state].map((shape) => (
        <path key={shape.path} d={shape.path} class={shape.isFilled ? 'filled' : 'stroked'} />
      ))}
    </svg>
  );
}

/** Orrery's sign: a sun and a planet on its orbit. */
export function Mark(): JSX.Element {
  return (
    <svg class="mark" style={square(22)} viewBox="0 0 22 22" aria-hidden="true">
      <circle class="orbit" cx="11" cy="11" r="9" />
      <circle class="orbit" cx="11" cy="11" r="5.4" />
      <circle class="body" cx="11" cy="11" r="2.6" />
      <circle class="planet" cx="16.4" cy="5.6" r="1.7" />
    </svg>
  );
}
