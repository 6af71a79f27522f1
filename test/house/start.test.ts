// `npm start`, as a newcomer types it: it shows the tour's first scenario on a free port of this machine, and Ctrl-C
// ends it without a complaint.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { ROOT } from './tree.ts';

test('npm start serves the page until Ctrl-C', async () => {
  // Detached, so that it leads a process group: Ctrl-C reaches npm and all that npm started.
  const npm = spawn('npm', ['start'], { cwd: ROOT, detached: true });
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\S*/.exec(said);
      if (found !== null) resolve(found[0]);
    };
    npm.stdout.on('data', listen);
    npm.stderr.on('data', listen);
    npm.on('exit', (code) => reject(new Error(`npm start ended with ${code}: ${said}`)));
  });
  const page = await fetch(url);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<script type="module"');

  const ended = once(npm, 'exit');
  process.kill(-(npm.pid ?? 0), 'SIGINT');
  expect([0, 'SIGINT']).toContain((await ended).find((status) => status !== null)); // the shell between may die of it
  await expect(fetch(url)).rejects.toThrow();
  expect(said).not.toMatch(/error/i);
});
