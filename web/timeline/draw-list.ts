// The draw list: what geometry hands to the canvas. Plain data in CSS pixels, with colours by name, so that pictures
// can be tested without a browser and redrawn for another theme without being computed again.

import type { StateClass } from '../../src/report/timeline-model.ts';

export type ColorName =
  | 'canvas'
  | 'panel'
  | 'raised'
  | 'line'
  | 'lineStrong'
  | 'ink'
  | 'ink2'
  | 'ink3'
  | 'accent'
  | 'accentSoft'
  | 'onAccent'
  | `${StateClass}.${'fill' | 'edge' | 'ink'}`;

/** A colour of the theme, thinned. */
export interface Color {
  readonly name: ColorName;
  readonly alpha?: number;
}

/** `cross` and `dots` and `diagonal` and `fine` belong to states, `stale` lies over any of them. */
export type PatternName = 'dots' | 'diagonal' | 'cross' | 'fine' | 'stale';

export type IconName =
  | 'running'
  | 'notready'
  | 'pending'
  | 'creating'
  | 'failing'
  | 'completed'
  | 'terminating'
  | 'unknown'
  | 'action'
  | 'bolt';

export type FontName = 'small' | 'smallBold' | 'body' | 'bodyBold' | 'mono';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Pattern {
  readonly name: PatternName;
  readonly color: Color;
}

export type DrawItem =
  | (Rect & {
      readonly type: 'rect';
      readonly fill?: Color;
      readonly pattern?: Pattern;
      readonly edge?: Color;
      readonly edgeWidth?: number;
      readonly dash?: readonly [number, number];
      /** Of the corners on the left and on the right. */
      readonly radius?: number | readonly [left: number, right: number];
    })
  | {
      readonly type: 'path';
      readonly points: readonly Point[];
      /** How neighbours are joined: straight, by a step (hold, then jump), by an S-curve, or roundly through all. */
      readonly curve: 'straight' | 'step' | 'smooth' | 'round';
      /** Closes the shape along another line (its last point is repeated where it has fewer), or down to a height. */
      readonly baseline?: number | readonly Point[];
      readonly fill?: Color;
      readonly pattern?: Pattern;
      readonly stroke?: Color;
      readonly width?: number;
      readonly dash?: readonly [number, number];
    }
  | {
      readonly type: 'text';
      readonly x: number;
      /** Vertical middle. */
      readonly y: number;
      readonly text: string;
      readonly font: FontName;
      readonly color: Color;
      readonly align?: 'left' | 'center' | 'right';
      /** An opaque ground behind the text, so that patterns and lines do not cross it. */
      readonly plate?: Color;
    }
  | {
      readonly type: 'icon';
      readonly icon: IconName;
      /** Centre. */
      readonly x: number;
      readonly y: number;
      readonly size: number;
      readonly color: Color;
    }
  | {
      readonly type: 'diamond' | 'disc';
      readonly x: number;
      readonly y: number;
      readonly radius: number;
      readonly fill: Color;
      readonly edge: Color;
      readonly edgeWidth: number;
    }
  /**
   * Draws its items inside a rectangle only, thinned as a whole; they are moved by `dx` and `dy`, the rectangle is
   * not.
   */
  | {
      readonly type: 'clip';
      readonly rect: Rect;
      readonly alpha?: number;
      readonly dx?: number;
      readonly dy?: number;
      readonly items: readonly DrawItem[];
    };

/** Width of a text in CSS pixels. */
export type Measure = (text: string, font: FontName) => number;

export function color(name: ColorName, alpha?: number): Color {
  return alpha === undefined ? { name } : { name, alpha };
}
