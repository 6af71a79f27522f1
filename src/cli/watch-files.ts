// Watches the files of a scenario while its page is open: whenever one of them is saved, all are read again. It looks
// at them twice a second, which every file system and every way of saving allows.

import { unwatchFile, watchFile } from 'node:fs';
import type { SourceFile } from '../scenario/source-document.ts';

const LOOK_MILLIS = 500;

/** Gives the files as they are now, once and then after each change; what is returned ends it. */
export function watchFiles(
  read: () => readonly SourceFile[],
  onChange: (files: readonly SourceFile[]) => void,
): () => void {
  let watched: readonly string[] = [];
  const stop = (): void => {
    for (const name of watched) unwatchFile(name, look);
  };
  const watch = (files: readonly SourceFile[]): void => {
    stop();
    watched = files.map(({ name }) => name).filter((name) => name !== '-');
    for (const name of watched) watchFile(name, { interval: LOOK_MILLIS }, look);
  };
  let before = read();
  function look(): void {
    const files = read();
    // A file that is being put in its place is gone for a moment.
    if (files.length === 0 || isSame(before, files)) return;
    before = files;
    watch(files);
    onChange(files);
  }
  watch(before);
  return stop;
}

function isSame(a: readonly SourceFile[], b: readonly SourceFile[]): boolean {
  return a.length === b.length && a.every(({ name, text }, at) => b[at]?.name === name && b[at]?.text === text);
}
