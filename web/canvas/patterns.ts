// The patterns that lie over fills, as repeating tiles drawn once per (pattern, colour, pixel density). Meaning never
// rests on colour alone: each troubled state has its own texture.

import type { PatternName } from '../timeline/draw-list.ts';

interface Tile {
  readonly size: number;
  readonly draw: (context: CanvasRenderingContext2D, size: number) => void;
  /** Opaque strokes of a pattern are thinned by the theme, unless the colour says how much. */
  readonly lineWidth: number;
}

const TILES: { readonly [name in PatternName]: Tile } = {
  dots: { size: 6, lineWidth: 1, draw: dots },
  diagonal: { size: 6, lineWidth: 1, draw: diagonal },
  cross: { size: 7, lineWidth: 0.9, draw: cross },
  fine: { size: 5, lineWidth: 0.8, draw: diagonal },
  stale: { size: 8, lineWidth: 1.4, draw: diagonal },
};

/** A cache of patterns for one canvas. */
export function patternSource(
  context: CanvasRenderingContext2D,
  pixelRatio: number,
): (name: PatternName, cssColor: string) => CanvasPattern | string {
  const cache = new Map<string, CanvasPattern | string>();
  return (name, cssColor) => {
    const key = `${name} ${cssColor}`;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const made = makePattern(context, TILES[name], cssColor, pixelRatio) ?? cssColor;
    cache.set(key, made);
    return made;
  };
}

function makePattern(
  target: CanvasRenderingContext2D,
  tile: Tile,
  cssColor: string,
  pixelRatio: number,
): CanvasPattern | undefined {
  const canvas = document.createElement('canvas');
  const pixels = Math.round(tile.size * pixelRatio);
  canvas.width = pixels;
  canvas.height = pixels;
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.scale(pixels / tile.size, pixels / tile.size);
  context.strokeStyle = cssColor;
  context.fillStyle = cssColor;
  context.lineWidth = tile.lineWidth;
  tile.draw(context, tile.size);
  const pattern = target.createPattern(canvas, 'repeat');
  pattern?.setTransform(new DOMMatrix().scale(tile.size / pixels));
  return pattern ?? undefined;
}

function dots(context: CanvasRenderingContext2D, size: number): void {
  for (const [x, y] of [
    [size / 4, size / 4],
    [(size * 3) / 4, (size * 3) / 4],
  ] as const) {
    context.beginPath();
    context.arc(x, y, 0.75, 0, 2 * Math.PI);
    context.fill();
  }
}

/** One stroke through the tile, and its two neighbours' corners so that the tiles join. */
function diagonal(context: CanvasRenderingContext2D, size: number): void {
  context.beginPath();
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift - 1, size + 1);
    context.lineTo(shift + size + 1, -1);
  }
  context.stroke();
}

function cross(context: CanvasRenderingContext2D, size: number): void {
  diagonal(context, size);
  context.beginPath();
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift - 1, -1);
    context.lineTo(shift + size + 1, size + 1);
  }
  context.stroke();
}
