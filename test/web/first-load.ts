// What the page loads when it is opened: each file of its code and styles with its size as gzip, until the run is shown
// and has been verified. What is loaded later, when it is first needed, is not among it.

import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';

/** Opens the page at an address, and gives the bytes of each file by its name, the largest first. */
export async function firstLoad(page: Page, url: string): Promise<ReadonlyMap<string, number>> {
  const bodies = new Map<string, Promise<Buffer>>();
  page.on('response', (response) => {
    const [, name] = /\/assets\/([^/]+)$/.exec(response.url()) ?? [];
    if (name !== undefined && !bodies.has(name)) bodies.set(name, response.body());
  });
  await page.goto(url);
  await page.getByText('identical on re-run').waitFor();
  const sizes = [...bodies].map(async ([name, body]) => [name, gzipSync(await body).length] as const);
  return new Map((await Promise.all(sizes)).toSorted(([, a], [, b]) => b - a));
}

/** Of all files whose name begins so; of all where nothing is said. */
export function kilobytes(sizes: ReadonlyMap<string, number>, beginning = ''): number {
  const bytes = [...sizes].reduce((sum, [name, size]) => sum + (name.startsWith(beginning) ? size : 0), 0);
  return Math.round(bytes / 1_000);
}
