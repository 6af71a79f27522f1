// Puts a draw list on a canvas. It knows shapes, colours and patterns, and nothing of
// pods or time.

import { curveBumpX, curveLinear, curveNatural, curveStepAfter, area as d3Area, line as d3Line } from 'd3';
import { assertNever } from '../../src/base/assert.ts';
import type { Color, DrawItem, IconName, Pattern, Point } from '../timeline/draw-list.ts';
import type { Theme } from '../tokens.ts';
import { fontOf } from './fonts.ts';
import { ICON_SHAPES } from './icons.ts';
import { patternSource } from './patterns.ts';

export interface Painter {
  /** Clears the canvas and draws the items, in order. */
  readonly paint: (items: readonly DrawItem[]) => void;
}

interface Brush {
  readonly context: CanvasRenderingContext2D;
  readonly css: (color: Color) => string;
  readonly pattern: (pattern: Pattern) => CanvasPattern | string;
  readonly language: string;
}

/** A painter for a canvas of a size in CSS pixels. Made anew when size, density, theme or language change. */
export function makePainter(
  canvas: HTMLCanvasElement,
  size: { readonly width: number; readonly height: number; readonly pixelRatio: number },
  theme: Theme,
  language: string,
): Painter {
  const context = canvas.getContext('2d');
  if (context === null) return { paint: () => {} };
  canvas.width = Math.round(size.width * size.pixelRatio);
  canvas.height = Math.round(size.height * size.pixelRatio);
  const source = patternSource(context, size.pixelRatio);
  const css = (color: Color): string => cssColor(theme, color, 1);
  const pattern = (wanted: Pattern): CanvasPattern | string =>
    source(wanted.name, cssColor(theme, wanted.color, theme.patternOpacity));
  const brush: Brush = { context, css, pattern, language };
  return {
    paint: (items) => {
      context.setTransform(size.pixelRatio, 0, 0, size.pixelRatio, 0, 0);
      context.clearRect(0, 0, size.width, size.height);
      context.textBaseline = 'middle';
      for (const item of items) paintItem(brush, item);
    },
  };
}

/** A colour of the theme as CSS; `defaultAlpha` where it says nothing of its own. */
export function cssColor(theme: Theme, wanted: Color, defaultAlpha: number): string {
  const hex = hexOf(theme, wanted.name);
  const alpha = wanted.alpha ?? defaultAlpha;
  if (alpha >= 1) return hex;
  return `${hex}${Math.round(alpha * 255)
    .toString(16)
    .padStart(2, '0')}`;
}

function hexOf(theme: Theme, name: Color['name']): string {
  const [state, part] = name.split('.');
  if (part === undefined) return theme[state as keyof Theme & string] as string;
  return theme.states[state as keyof Theme['states']][part as 'fill' | 'edge' | 'ink'];
}

function paintItem(brush: Brush, item: DrawItem): void {
  switch (item.type) {
    case 'rect':
      return paintRect(brush, item);
    case 'path':
      return paintPath(brush, item);
    case 'text':
      return paintText(brush, item);
    case 'icon':
      return paintIcon(brush.context, item.icon, item, item.size, brush.css(item.color));
    case 'diamond':
    case 'disc':
      return paintMark(brush, item);
    case 'clip':
      return paintClip(brush, item);
    default:
      return assertNever(item);
  }
}

function paintRect(brush: Brush, item: DrawItem & { readonly type: 'rect' }): void {
  const { context } = brush;
  const { x, y, width, height, edge } = item;
  const trace = (inset: number): void => {
    context.beginPath();
    const w = Math.max(width - 2 * inset, 0.5);
    const h = Math.max(height - 2 * inset, 0.5);
    const [left, right] = typeof item.radius === 'number' ? [item.radius, item.radius] : (item.radius ?? [0, 0]);
    if (left + right === 0 || width < 4) context.rect(x + inset, y + inset, w, h);
    else context.roundRect(x + inset, y + inset, w, h, [left, right, right, left]);
  };
  trace(0);
  if (item.fill !== undefined) {
    context.fillStyle = brush.css(item.fill);
    context.fill();
  }
  if (item.pattern !== undefined) {
    context.fillStyle = brush.pattern(item.pattern);
    context.fill();
  }
  if (edge === undefined) return;
  const edgeWidth = item.edgeWidth ?? 1;
  trace(edgeWidth / 2);
  stroke(context, brush.css(edge), edgeWidth, item.dash);
}

function stroke(
  context: CanvasRenderingContext2D,
  style: string,
  width: number,
  dash: readonly [number, number] | undefined,
): void {
  context.strokeStyle = style;
  context.lineWidth = width;
  context.setLineDash(dash === undefined ? [] : [...dash]);
  context.stroke();
  context.setLineDash([]);
}

const CURVES = { straight: curveLinear, step: curveStepAfter, smooth: curveBumpX, round: curveNatural } as const;

function paintPath(brush: Brush, item: DrawItem & { readonly type: 'path' }): void {
  const { context } = brush;
  const curve = CURVES[item.curve];
  const { baseline } = item;
  if (baseline !== undefined && item.fill !== undefined) {
    const floor = (_: Point, index: number): number =>
      typeof baseline === 'number' ? baseline : ((baseline[index] ?? baseline.at(-1))?.y ?? 0);
    context.beginPath();
    d3Area<Point>(
      (p) => p.x,
      floor,
      (p) => p.y,
    )
      .curve(curve)
      .context(context)([...item.points]);
    context.fillStyle = brush.css(item.fill);
    context.fill();
    if (item.pattern !== undefined) {
      context.fillStyle = brush.pattern(item.pattern);
      context.fill();
    }
  }
  if (item.stroke === undefined) return;
  context.beginPath();
  d3Line<Point>(
    (p) => p.x,
    (p) => p.y,
  )
    .curve(curve)
    .context(context)([...item.points]);
  stroke(context, brush.css(item.stroke), item.width ?? 1, item.dash);
}

function paintText(brush: Brush, item: DrawItem & { readonly type: 'text' }): void {
  const { context } = brush;
  context.font = fontOf(item.font, brush.language);
  const align = item.align ?? 'left';
  if (item.plate !== undefined) {
    const width = context.measureText(item.text).width + 6;
    const shift = align === 'left' ? -3 : align === 'right' ? 3 - width : -width / 2;
    context.fillStyle = brush.css(item.plate);
    context.fillRect(item.x + shift, item.y - 7, width, 14);
  }
  context.textAlign = align;
  context.fillStyle = brush.css(item.color);
  context.fillText(item.text, item.x, item.y + 0.5);
}

function paintIcon(context: CanvasRenderingContext2D, name: IconName, at: Point, size: number, style: string): void {
  context.save();
  context.translate(at.x, at.y);
  context.scale(size / 10, size / 10);
  context.lineJoin = 'round';
  context.lineCap = 'round';
  for (const shape of ICON_SHAPES[name]) {
    const path = new Path2D(shape.path);
    if (shape.isFilled) {
      context.fillStyle = style;
      context.fill(path);
    } else {
      context.strokeStyle = style;
      context.lineWidth = 1.7;
      context.stroke(path);
    }
  }
  context.restore();
}

function paintMark(brush: Brush, item: DrawItem & { readonly type: 'diamond' | 'disc' }): void {
  const { context } = brush;
  const { x, y, radius } = item;
  context.beginPath();
  if (item.type === 'disc') {
    context.arc(x, y, radius, 0, 2 * Math.PI);
  } else {
    context.moveTo(x, y - radius);
    context.lineTo(x + radius, y);
    context.lineTo(x, y + radius);
    context.lineTo(x - radius, y);
    context.closePath();
  }
  context.fillStyle = brush.css(item.fill);
  context.fill();
  stroke(context, brush.css(item.edge), item.edgeWidth, undefined);
}

function paintClip(brush: Brush, item: DrawItem & { readonly type: 'clip' }): void {
  const { context } = brush;
  context.save();
  context.beginPath();
  context.rect(item.rect.x, item.rect.y, item.rect.width, item.rect.height);
  context.clip();
  if (item.alpha !== undefined) context.globalAlpha *= item.alpha;
  context.translate(item.dx ?? 0, item.dy ?? 0);
  for (const inner of item.items) paintItem(brush, inner);
  context.restore();
}
