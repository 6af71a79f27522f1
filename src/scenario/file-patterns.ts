// Paths of a scenario's files, as plain texts with slashes: seen from another file, matched by patterns, looked up
// among files in memory. No file system: the command line reads disks in its own way, the browser has its files in
// memory.

import { byCodeUnit } from '../base/compare.ts';
import type { ReadFiles } from './manifest-files.ts';
import type { SourceFile } from './source-document.ts';

const MANIFEST_NAME = /\.(ya?ml|json)$/;

/** The folder of a file; empty for a file without one. */
export function folderOf(file: string): string {
  const slash = file.lastIndexOf('/');
  return slash < 0 ? '' : file.slice(0, Math.max(slash, 1));
}

/** A path as seen from a folder, without `.` and needless `..`. */
export function joinPath(folder: string, path: string): string {
  const isAbsolute = path.startsWith('/') || (folder.startsWith('/') && !path.startsWith('/'));
  const steps: string[] = [];
  for (const step of `${path.startsWith('/') ? '' : folder}/${path}`.split('/')) {
    if (step === '' || step === '.') continue;
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else if (step !== '..' || !isAbsolute) steps.push(step);
  }
  return `${isAbsolute ? '/' : ''}${steps.join('/')}`;
}

/** How a folder names a path: `../shop/web.yaml`. Both are of one kind, absolute or not. */
export function relativePath(folder: string, path: string): string {
  const from = joinPath('', folder)
    .split('/')
    .filter((step) => step !== '');
  const to = joinPath('', path)
    .split('/')
    .filter((step) => step !== '');
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared += 1;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}

/** Whether a path holds wildcards: `*`, `?`, or `**` for any number of folders. */
export function isPattern(path: string): boolean {
  return /[*?]/.test(path);
}

/** Tests whole paths against a pattern. */
export function patternMatcher(pattern: string): (path: string) => boolean {
  const source = pattern
    .split('/')
    .map((step) => (step === '**' ? '(?:.*/)?' : `${step.split('').map(patternCharacter).join('')}/`))
    .join('')
    .replace(/\/$/, '');
  const expression = new RegExp(`^${source}$`);
  return (path) => expression.test(path);
}

function patternCharacter(character: string): string {
  if (character === '*') return '[^/]*';
  if (character === '?') return '[^/]';
  return character.replace(/[.+^${}()|[\]\\]/, '\\$&');
}

/** Whether a file of a folder counts as a manifest. */
export function isManifestName(name: string): boolean {
  return MANIFEST_NAME.test(name);
}

/** Reads from files in memory, in order of their names. */
export function readFromMemory(files: readonly SourceFile[]): ReadFiles {
  const byName = files.toSorted((a, b) => byCodeUnit(a.name, b.name));
  return (pattern, fromFile) => {
    const path = joinPath(folderOf(fromFile), pattern);
    if (isPattern(path)) return byName.filter(({ name }) => patternMatcher(path)(name));
    const exact = byName.filter(({ name }) => name === path);
    if (exact.length > 0) return exact;
    return byName.filter(({ name }) => folderOf(name) === path && isManifestName(name));
  };
}
