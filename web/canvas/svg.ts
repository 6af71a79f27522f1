// A draw list as SVG: the same shapes as on the canvas, as vectors with real text, for slides and papers. Patterns
// become <pattern> elements, one for each that is used.

import { curveBumpX, curveLinear, curveNatural, curveStepAfter, area as d3Area, line as d3Line } from 'd3';
import { assertNever } from '../../src/base/assert.ts';
import type { Color, DrawItem, Pattern, Point } from '../timeline/draw-list.ts';
import type { Theme } from '../tokens.ts';
import { fontOf } from './fonts.ts';
import { ICON_SHAPES } from './icons.ts';
import { cssColor } from './paint.ts';

interface Sheet {
  readonly theme: Theme;
  readonly language: string;
  /** By name and colour the id of a pattern. */
  readonly patterns: Map<string, string>;
  readonly definitions: string[];
}

export interface SvgPage {
  readonly width: number;
  readonly height: number;
  readonly title: string;
}

/** The whole picture as the text of a file. */
export function svgText(items: readonly DrawItem[], page: SvgPage, theme: Theme, language: string): string {
  const sheet: Sheet = { theme, language, patterns: new Map(), definitions: [] };
  const body = items.map((item) => itemText(sheet, item)).join('\n');
  const { width, height, title } = page;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
      'style="font-variant-numeric:tabular-nums">',
    `<title>${escaped(title)}</title>`,
    `<defs>${sheet.definitions.join('')}</defs>`,
    body,
    '</svg>',
  ].join('\n');
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function itemText(sheet: Sheet, item: DrawItem): string {
  switch (item.type) {
    case 'rect':
      return rectText(sheet, item);
    case 'path':
      return pathText(sheet, item);
    case 'text':
      return textText(sheet, item);
    case 'icon':
      return iconText(sheet, item);
    case 'diamond': {
      const { x, y, radius } = item;
      const d = `M${n(x)} ${n(y - radius)}L${n(x + radius)} ${n(y)}L${n(x)} ${n(y + radius)}L${n(x - radius)} ${n(y)}Z`;
      return `<path d="${d}" ${fill(sheet, item.fill)} ${stroke(sheet, item.edge, item.edgeWidth)}/>`;
    }
    case 'disc': {
      const place = `cx="${n(item.x)}" cy="${n(item.y)}" r="${n(item.radius)}"`;
      return `<circle ${place} ${fill(sheet, item.fill)} ${stroke(sheet, item.edge, item.edgeWidth)}/>`;
    }
    case 'clip':
      return clipText(sheet, item);
    default:
      return assertNever(item);
  }
}

function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function fill({ theme }: Sheet, color: Color): string {
  return `fill="${cssColor(theme, color, 1)}"`;
}

function stroke({ theme }: Sheet, color: Color, width: number, dash?: readonly [number, number]): string {
  const dashes = dash === undefined ? '' : ` stroke-dasharray="${dash.join(' ')}"`;
  return `stroke="${cssColor(theme, color, 1)}" stroke-width="${n(width)}"${dashes}`;
}

function rectText(sheet: Sheet, item: DrawItem & { readonly type: 'rect' }): string {
  const radius = typeof item.radius === 'number' ? item.radius : Math.max(...(item.radius ?? [0]));
  const box = (inset: number): string =>
    `x="${n(item.x + inset)}" y="${n(item.y + inset)}" width="${n(Math.max(item.width - 2 * inset, 0.1))}" ` +
    `height="${n(Math.max(item.height - 2 * inset, 0.1))}"${radius > 0 ? ` rx="${radius}"` : ''}`;
  const parts: string[] = [];
  if (item.fill !== undefined) parts.push(`<rect ${box(0)} ${fill(sheet, item.fill)}/>`);
  if (item.pattern !== undefined) parts.push(`<rect ${box(0)} fill="url(#${patternId(sheet, item.pattern)})"/>`);
  if (item.edge !== undefined) {
    const width = item.edgeWidth ?? 1;
    parts.push(`<rect ${box(width / 2)} fill="none" ${stroke(sheet, item.edge, width, item.dash)}/>`);
  }
  return parts.join('');
}

const CURVES = { straight: curveLinear, step: curveStepAfter, smooth: curveBumpX, round: curveNatural } as const;

function pathText(sheet: Sheet, item: DrawItem & { readonly type: 'path' }): string {
  const curve = CURVES[item.curve];
  const { baseline } = item;
  const parts: string[] = [];
  if (baseline !== undefined && item.fill !== undefined) {
    const floor = (_: Point, index: number): number =>
      typeof baseline === 'number' ? baseline : ((baseline[index] ?? baseline.at(-1))?.y ?? 0);
    const shape = d3Area<Point>(
      (p) => p.x,
      floor,
      (p) => p.y,
    ).curve(curve)([...item.points]);
    parts.push(`<path d="${shape ?? ''}" ${fill(sheet, item.fill)}/>`);
    if (item.pattern !== undefined) {
      parts.push(`<path d="${shape ?? ''}" fill="url(#${patternId(sheet, item.pattern)})"/>`);
    }
  }
  if (item.stroke !== undefined) {
    const shape = d3Line<Point>(
      (p) => p.x,
      (p) => p.y,
    ).curve(curve)([...item.points]);
    parts.push(`<path d="${shape ?? ''}" fill="none" ${stroke(sheet, item.stroke, item.width ?? 1, item.dash)}/>`);
  }
  return parts.join('');
}

const ANCHORS = { left: 'start', center: 'middle', right: 'end' } as const;

function textText(sheet: Sheet, item: DrawItem & { readonly type: 'text' }): string {
  const font = escaped(fontOf(item.font, sheet.language));
  const look = `text-anchor="${ANCHORS[item.align ?? 'left']}" dominant-baseline="central" style="font:${font}"`;
  // A plate is a thick outline of its own colour here: the width of a text is the reader's business.
  const plate =
    item.plate === undefined ? '' : ` ${stroke(sheet, item.plate, 4)} paint-order="stroke" stroke-linejoin="round"`;
  const place = `x="${n(item.x)}" y="${n(item.y)}"`;
  return `<text ${place} ${look} ${fill(sheet, item.color)}${plate}>${escaped(item.text)}</text>`;
}

function iconText(sheet: Sheet, item: DrawItem & { readonly type: 'icon' }): string {
  const place = `translate(${n(item.x)} ${n(item.y)}) scale(${n(item.size / 10)})`;
  const shapes = ICON_SHAPES[item.icon].map(({ path, isFilled }) =>
    isFilled
      ? `<path d="${path}" ${fill(sheet, item.color)}/>`
      : `<path d="${path}" fill="none" ${stroke(sheet, item.color, 1.7)} stroke-linecap="round"/>`,
  );
  return `<g transform="${place}">${shapes.join('')}</g>`;
}

function clipText(sheet: Sheet, item: DrawItem & { readonly type: 'clip' }): string {
  const { x, y, width, height } = item.rect;
  const id = `clip${sheet.definitions.length}`;
  const box = `x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"`;
  sheet.definitions.push(`<clipPath id="${id}"><rect ${box}/></clipPath>`);
  const inner = item.items.map((one) => itemText(sheet, one)).join('');
  const { dx = 0, dy = 0 } = item;
  const moved = dx === 0 && dy === 0 ? inner : `<g transform="translate(${n(dx)} ${n(dy)})">${inner}</g>`;
  const alpha = item.alpha === undefined ? '' : ` opacity="${item.alpha}"`;
  return `<g clip-path="url(#${id})"${alpha}>${moved}</g>`;
}

/** Size of a tile, and its strokes as path data. */
const TILES: { readonly [name in Pattern['name']]: readonly [size: number, width: number, path: string] } = {
  dots: [6, 1.5, 'M1.5 1.5h0M4.5 4.5h0'],
  diagonal: [6, 1, 'M-1 1L1 -1M0 6L6 0M5 7L7 5'],
  cross: [7, 0.9, 'M-1 1L1 -1M0 7L7 0M6 8L8 6M-1 6L1 8M0 0L7 7M6 -1L8 1'],
  fine: [5, 0.8, 'M-1 1L1 -1M0 5L5 0M4 6L6 4'],
  stale: [8, 1.4, 'M-1 1L1 -1M0 8L8 0M7 9L9 7'],
};

function patternId(sheet: Sheet, pattern: Pattern): string {
  const css = cssColor(sheet.theme, pattern.color, sheet.theme.patternOpacity);
  const key = `${pattern.name} ${css}`;
  const known = sheet.patterns.get(key);
  if (known !== undefined) return known;
  const id = `pattern${sheet.patterns.size}`;
  const [size, width, path] = TILES[pattern.name];
  const line = `fill="none" stroke="${css}" stroke-width="${width}" stroke-linecap="round"`;
  const box = `width="${size}" height="${size}" patternUnits="userSpaceOnUse"`;
  sheet.definitions.push(`<pattern id="${id}" ${box}><path d="${path}" ${line}/></pattern>`);
  sheet.patterns.set(key, id);
  return id;
}
