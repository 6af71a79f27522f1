// The fonts of the canvas, the same as the style sheet's, and the widths of texts in them. A width is measured once per
// font and text.

import type { FontName, Measure } from '../timeline/draw-list.ts';

const LATIN = '-apple-system, "Segoe UI", Roboto, Inter, "Noto Sans", "Liberation Sans"';
const CHINESE = '"PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC"';
const MONO: string = [
  'ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "Noto Sans Mono", "DejaVu Sans Mono"',
  '"Noto Sans Mono CJK SC", monospace',
].join(', ');

/** The family list of ordinary text. */
function uiFamily(language: string): string {
  return language === 'zh'
    ? `${LATIN}, ${CHINESE}, system-ui, sans-serif`
    : `${LATIN}, system-ui, ${CHINESE}, sans-serif`;
}

const FONTS: { readonly [name in FontName]: { readonly style: string; readonly isMono: boolean } } = {
  small: { style: '11px', isMono: false },
  smallBold: { style: '600 11px', isMono: false },
  body: { style: '12px', isMono: false },
  bodyBold: { style: '600 12px', isMono: false },
  mono: { style: '600 12px', isMono: true },
};

/** The font as the canvas wants it. */
export function fontOf(name: FontName, language: string): string {
  const { style, isMono } = FONTS[name];
  return `${style} ${isMono ? MONO : uiFamily(language)}`;
}

/** A measure with a cache, for one language. */
export function makeMeasure(language: string): Measure {
  // In the document, so that it has the page's tabular figures as the canvas has.
  const canvas = document.createElement('canvas');
  canvas.hidden = true;
  document.body.append(canvas);
  const context = canvas.getContext('2d');
  const cache = new Map<string, number>();
  return (text, font) => {
    const key = `${font} ${text}`;
    const known = cache.get(key);
    if (known !== undefined) return known;
    if (context === null) return text.length * 6;
    context.font = fontOf(font, language);
    const { width } = context.measureText(text);
    cache.set(key, width);
    return width;
  };
}
