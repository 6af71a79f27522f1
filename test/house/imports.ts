// What a source file imports, read off its text: TypeScript 7 offers no parser to programs. Used by the test of layers.

import { posix } from 'node:path';

const SPECIFIERS: readonly RegExp[] = [
  /^(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]/gm,
  /^import\s*['"]([^'"]+)['"]/gm,
  /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g,
  /\bnew URL\(\s*['"](\.[^'"]+)['"],\s*import\.meta\.url/g,
];

/** The imported modules: a path from the repository's root for a file of ours, else the specifier as written. */
export function importsOf(path: string, text: string): readonly string[] {
  const specifiers = SPECIFIERS.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''));
  return specifiers.map((specifier) =>
    specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier.replace(/\?.*$/, '')) : specifier,
  );
}
