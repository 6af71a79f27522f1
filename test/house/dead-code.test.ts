// Nothing lies about: every source is reached from a program, every export and every package has a user (knip.json).
// A type may be exported for its readers where its own file uses it: a contract's parts have names.

import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { ROOT } from './tree.ts';

function knip(...flags: readonly string[]): string {
  const result = spawnSync(process.execPath, ['node_modules/knip/bin/knip.js', '--no-config-hints', ...flags], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return result.stdout + result.stderr;
}

test('every file, export and package is used', () => {
  expect(knip()).toBe('');
});

test('every file of the programs is reached without the tests', () => {
  expect(knip('--production', '--include', 'files')).toBe('');
});
