// The Chromium of this machine, for tests of the page and for screenshots. Nothing is downloaded: without a browser
// the tests are skipped, with a notice that says how to get one. Name a test that needs it `*.browser.test.ts`: dist/
// is then built before it runs. Use:
//   describe.skipIf(chromiumPath === undefined)('the page', () => { ... const browser = await launchChromium(); ... });

import { type Browser, chromium } from '@playwright/test';
import { findProgram } from './find-program.ts';

const NAMES: readonly string[] = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_PATH = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

const ARGUMENTS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const CHROMIUM_MISSING =
  'Browser tests are skipped: no Chromium. Get it (Debian: apt-get install chromium), or set CHROMIUM to its path.';

/** The path of the executable, `undefined` where there is none. The variable CHROMIUM goes before the search path. */
export const chromiumPath: string | undefined = findProgram('CHROMIUM', NAMES, [MAC_PATH]);

/** Starts a browser that talks to nobody but the page's server. The caller closes it. */
export function launchChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error(CHROMIUM_MISSING);
  return chromium.launch({ executablePath: chromiumPath, args: [...ARGUMENTS] });
}

/** Shows an address; gives a function that ends the browser. */
export async function openChromium(url: string): Promise<() => Promise<void>> {
  const browser = await launchChromium();
  const page = await browser.newPage();
  await page.goto(url);
  return () => browser.close();
}
