// `npm run screenshots`: the main views of the built page as pictures in dist/screenshots, to be looked at beside the
// design's, and one of them for the README. The pod and the moments are those of the first tour.

import { copyFileSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from '@playwright/test';
import { launchChromium } from './chromium.ts';
import { serveScenario } from './served-page.ts';

const FOLDER: string = fileURLToPath(new URL('../../dist/screenshots', import.meta.url));
const OF_README = {
  shot: 'chain-light',
  path: fileURLToPath(new URL('../../.pictures/first-look.png', import.meta.url)),
};

interface Shot {
  readonly name: string;
  readonly size: readonly [width: number, height: number];
  /** The fragment, but for the pod. */
  readonly view: string;
  /** Selects the pod that this text finds in the table, and opens a tab by its key. */
  readonly pod?: RegExp;
  readonly keys?: readonly string[];
}

const SHOTS: readonly Shot[] = [
  { name: 'overview-light', size: [1440, 900], view: 't=270000000&lang=en&theme=light' },
  { name: 'overview-dark', size: [1440, 900], view: 't=531500000&lang=en&theme=dark' },
  {
    name: 'describe-light',
    size: [1440, 900],
    view: 't=270000000&lang=en&theme=light',
    pod: /CrashLoopBackOff|Error/,
    keys: ['2'],
  },
  {
    name: 'chain-light',
    size: [1440, 900],
    view: 't=540000000&w=160000000-600000000&lang=en&theme=light',
    pod: /^web\S+ 1\/1 Running 0 1\ds/,
    keys: ['1'],
  },
  {
    name: 'chain-dark',
    size: [1440, 900],
    view: 't=540000000&w=160000000-600000000&lang=en&theme=dark',
    pod: /^web\S+ 1\/1 Running 0 1\ds/,
    keys: ['1'],
  },
  {
    name: 'narrow-zh',
    size: [1024, 768],
    view: 't=270000000&lang=zh&theme=light',
    pod: /CrashLoopBackOff|Error/,
    keys: ['1'],
  },
  { name: 'overview-zh', size: [1440, 900], view: 't=540000000&lang=zh&theme=light' },
  { name: 'wide-light', size: [1920, 1080], view: 't=540000000&lang=en&theme=light' },
];

async function take(browser: Browser, url: string, shot: Shot): Promise<void> {
  const [width, height] = shot.size;
  const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
  await page.goto(`${url}#${shot.view}`);
  await page.locator('table.objects tbody tr').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.status-bar')?.textContent?.match(/again|正在/));
  if (shot.pod !== undefined) {
    for (const row of await page.locator('table.objects tbody tr').all()) {
      const text = (await row.locator('td').allInnerTexts()).join(' ');
      if (!shot.pod.test(text)) continue;
      await row.locator('button').click();
      break;
    }
    await page.mouse.move(width / 2, 4);
    for (const key of shot.keys ?? []) await page.keyboard.press(key);
    await page.waitForTimeout(300);
  }
  await page.screenshot({ path: `${FOLDER}/${shot.name}.png` });
  await page.close();
}

const server = await serveScenario('scenarios/tour/first-look.yaml');
const browser = await launchChromium();
mkdirSync(FOLDER, { recursive: true });
for (const shot of SHOTS) await take(browser, server.url, shot);
copyFileSync(`${FOLDER}/${OF_README.shot}.png`, OF_README.path);
await browser.close();
server.close();
console.log(`${SHOTS.length} pictures in ${FOLDER}`);
