// Runs once before the tests of what is built: makes dist/ where it is stale, and says so if there is no browser.

import { execFileSync } from 'node:child_process';
import { CHROMIUM_MISSING, chromiumPath } from './chromium.ts';

export function setup(): void {
  // Vitest's own NODE_ENV would make a build for development.
  execFileSync('node', ['.build/ensure-built.mjs'], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: 'inherit',
  });
  if (chromiumPath === undefined) console.warn(CHROMIUM_MISSING);
}
