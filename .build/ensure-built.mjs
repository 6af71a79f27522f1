// Builds dist/ where it is missing or older than a source, and does nothing otherwise. Run before `npm start` and
// before the tests that need what is built. Plain JavaScript, since Node 20 reads no TypeScript.

import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['src', 'web', 'package.json', 'package-lock.json', 'vite.config.ts'];
const RESULTS = ['dist/cli/orrery.js', 'dist/web/index.html'];

process.chdir(join(import.meta.dirname, '..'));
const lastSource = Math.max(...SOURCES.map(changedAt));
const firstResult = Math.min(...RESULTS.map(changedAt));
if (firstResult < lastSource) execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });

/** The instant of the last change at or below a path. A folder counts too, so that a deleted file is noticed. */
function changedAt(path) {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return -Infinity;
  const below = status.isDirectory() ? readdirSync(path).map((name) => changedAt(join(path, name))) : [];
  return Math.max(status.mtimeMs, ...below);
}
