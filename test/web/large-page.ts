// The built page over a large run: the same bytes of page, with a worker that answers from a log written by hand.

import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { build } from 'vite';

const ENTRY: string = fileURLToPath(new URL('./large-worker.ts', import.meta.url));

/** The worker as one script. */
export async function largeWorkerScript(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      lib: { entry: ENTRY, formats: ['es'] },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const outputs = [built].flat().flatMap((result) => ('output' in result ? result.output : []));
  const chunk = outputs.find((output) => output.type === 'chunk');
  if (chunk === undefined || chunk.type !== 'chunk') throw new Error('the worker was not built');
  return chunk.code;
}

/** Gives a page the large run in place of the engine. Call before it goes anywhere. */
export async function withLargeRun(page: Page, script: string, rows: number): Promise<void> {
  await page.route('**/worker-*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
  const run = { files: [], main: `zone-outage-${rows}.yaml` };
  await page.route('**/run.json', (route) => route.fulfill({ json: run }));
}
