// The files of the repository, for the tests of its house rules. Paths are relative to the root, with slashes, sorted.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT: string = join(import.meta.dirname, '../..');

const SKIPPED: ReadonlySet<string> = new Set(['node_modules', 'dist', '.git', 'vectors']);

/** Every file below the folders, whose name ends in one of the endings. A folder that does not exist has none. */
export function filesBelow(folders: readonly string[], endings: readonly string[] = ['']): readonly string[] {
  return folders
    .flatMap((folder) => walk(folder))
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .sort();
}

/** The names at the top of the repository. */
export function topLevel(): readonly string[] {
  return readdirSync(ROOT).sort();
}

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The lines of a text; a line break at its end starts no further line. */
export function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n');
}

function walk(folder: string): readonly string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => !SKIPPED.has(entry.name))
    .flatMap((entry) => {
      const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? walk(path) : [path];
    });
}
