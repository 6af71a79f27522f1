// The Firefox of this machine, for the comparison of digests only: it is started on a page that reports to its own
// server, so that no driver is needed. Nothing is downloaded.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './find-program.ts';

/** The path of the executable, `undefined` where there is none. The variable FIREFOX goes before the search path. */
export const firefoxPath: string | undefined = findProgram('FIREFOX', ['firefox-esr', 'firefox']);

/** Shows an address without a window, in a profile of its own; gives a function that ends it. */
export function openFirefox(path: string, url: string): () => Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), 'orrery-firefox-'));
  const firefox = spawn(path, ['--headless', '--no-remote', '--profile', profile, url], { stdio: 'ignore' });
  const ended = once(firefox, 'exit');
  return async () => {
    firefox.kill();
    await ended;
    rmSync(profile, { recursive: true, force: true });
  };
}
