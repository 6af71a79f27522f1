// Reads a scenario's files from the disk: a file, a folder of manifests, a pattern, or `-` for the standard input.
// Remembers what was read, so that the page can be given the very same files.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { byCodeUnit } from '../base/compare.ts';
import { folderOf, isManifestName, isPattern, joinPath, patternMatcher } from '../scenario/file-patterns.ts';
import type { ReadFiles } from '../scenario/manifest-files.ts';
import type { SourceFile } from '../scenario/source-document.ts';

export interface DiskReader {
  readonly read: ReadFiles;
  /** Everything read so far, by name. */
  readonly seen: ReadonlyMap<string, SourceFile>;
}

/** A reader that starts with nothing seen. */
export function createDiskReader(): DiskReader {
  const seen = new Map<string, SourceFile>();
  const load = (name: string): SourceFile => {
    const file = seen.get(name) ?? { name, text: readFileSync(name === '-' ? 0 : name, 'utf8') };
    seen.set(name, file);
    return file;
  };
  return { seen, read: (pattern, fromFile) => namesOf(pattern, fromFile).map(load) };
}

function namesOf(pattern: string, fromFile: string): readonly string[] {
  if (pattern === '-') return ['-'];
  const path = joinPath(folderOf(fromFile), pattern);
  if (isPattern(path)) {
    const steps = path.split('/');
    const root = steps.slice(0, steps.findIndex(isPattern)).join('/');
    return filesBelow(root).filter(patternMatcher(path)).sort(byCodeUnit);
  }
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isFile() === true) return [path];
  if (status?.isDirectory() !== true) return [];
  return entriesOf(path).filter((name) => isManifestName(name) && statSync(name).isFile());
}

function entriesOf(folder: string): readonly string[] {
  const names = readdirSync(folder === '' ? '.' : folder).sort(byCodeUnit);
  return names.map((name) => (folder === '' ? name : `${folder}/${name}`));
}

function filesBelow(folder: string): string[] {
  const status = statSync(folder === '' ? '.' : folder, { throwIfNoEntry: false });
  if (status?.isDirectory() !== true) return [];
  return entriesOf(folder).flatMap((name) => (statSync(name).isDirectory() ? filesBelow(name) : [name]));
}
