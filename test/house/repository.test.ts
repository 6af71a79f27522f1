// What lies at the top of the repository, and that its lock file names packages but no place to download them from.

import { describe, expect, test } from 'vitest';
import { textOf, topLevel } from './tree.ts';

/** The design's own entries, and the files of the tools. Folders of tools begin with a dot. */
const ENTRIES: ReadonlySet<string> = new Set([
  'README.md',
  'LICENSE',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'biome.json',
  'knip.json',
  'vite.config.ts',
  'vitest.config.ts',
  'src',
  'web',
  'scenarios',
  'test',
]);
const IGNORED: ReadonlySet<string> = new Set(['node_modules', 'dist']);

interface LockedPackage {
  readonly resolved?: string;
  readonly integrity?: string;
}

const locked: readonly [string, LockedPackage][] = Object.entries(
  (JSON.parse(textOf('package-lock.json')) as { readonly packages: Record<string, LockedPackage> }).packages,
);

describe('repository', () => {
  test('has nothing else at its top', () => {
    const others = topLevel().filter((name) => !name.startsWith('.') && !ENTRIES.has(name) && !IGNORED.has(name));
    expect(others).toEqual([]);
  });

  test('locks packages by content, without addresses', () => {
    expect(locked.length).toBeGreaterThan(1);
    expect(locked.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(locked.filter(([path, { integrity }]) => path !== '' && integrity === undefined)).toEqual([]);
  });
});
