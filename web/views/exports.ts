// What can be made of the view: a picture, a file that holds all that it needs, paper. Pictures are drawn by code that
// is loaded when one is wanted.

import type { Timeline } from '../../src/report/timeline-model.ts';
import type { MessageKey } from '../i18n/en.ts';
import { addCommand } from '../state/palette.ts';
import { run } from '../state/run.ts';
import { save } from '../state/save-files.ts';
import { cursor } from '../state/view.ts';
import { writeViewFile } from '../state/view-file.ts';
import { wholeLink } from '../state/view-link.ts';
import { readout } from '../timeline/ticks.ts';

export type ExportName = 'svg' | 'png' | 'view' | 'print';

export const EXPORTS: { readonly [name in ExportName]: () => void } = {
  svg: () => void import('./picture.ts').then(({ exportSvg }) => exportSvg()),
  png: () => void import('./picture.ts').then(({ exportPng }) => exportPng()),
  view: saveView,
  print: () => window.print(),
};

/** Makes them known to the palette. */
export function registerExports(): void {
  for (const name of Object.keys(EXPORTS) as ExportName[]) {
    const words: readonly MessageKey[] = [`export.${name}`];
    addCommand(name === 'print' ? words : ['export.label', ...words], EXPORTS[name]);
  }
}

/** The view with all that it needs, for what a link cannot hold. */
export function saveView(): void {
  const shown = run.value;
  if (shown === undefined) return;
  const text = writeViewFile({ source: shown.source, link: wholeLink(shown) });
  save(fileName(shown.timeline, 'json'), new Blob([text], { type: 'application/json' }));
}

/** `first-look-4m30.000s.svg`. */
export function fileName(shown: Timeline, ending: string): string {
  return `${shown.name}-${readout(cursor.value)}.${ending}`;
}
