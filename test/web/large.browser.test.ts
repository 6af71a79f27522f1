// A thousand nodes and six thousand pods, really run: the page shows the run as it grows, in a view that stays where
// it is, stops it within half a second, and goes on with it. Times are taken generously.

import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageServer } from '../../src/server/page-server.ts';
import { chromiumPath, launchChromium } from './chromium.ts';
import { serveScenario } from './served-page.ts';

/** Half a second is the promise; the tests' machine has other things to do. */
const STOP_MILLIS = 1_500;

describe.skipIf(chromiumPath === undefined)('a zone outage among a thousand nodes', () => {
  let server: PageServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    server = await serveScenario('test/web/zone-outage.yaml');
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    await page.goto(`${server.url}#lang=en&theme=light`);
  });

  afterAll(async () => {
    await browser.close();
    server.close();
  });

  const axisEnd = (): Promise<string | null> => page.getByLabel('End of the view').getAttribute('max');

  test('grows in a view of the whole hour, and what is there can be worked with', async () => {
    await page.locator('.unfinished-ground').waitFor({ timeout: 60_000 });
    expect(await axisEnd()).toBe('3600000000');
    await page.getByText(/simulated .* of 1h/).waitFor();
    await page.locator('table.objects .row-name').first().click();
    await page.locator('.drawer h2', { hasText: 'web-' }).waitFor();
    await page.keyboard.press('q');
    const left = (): Promise<number> =>
      page.locator('.unfinished-ground').evaluate((ground) => ground.getBoundingClientRect().left);
    const before = await left();
    await expect.poll(left, { timeout: 30_000 }).toBeGreaterThan(before);
    expect(new URL(page.url()).hash).not.toContain('w=');
  });

  test('is stopped within half a second: first the tracks, then the digest; and goes on', async () => {
    const millis = await page.evaluate(async () => {
      const startedAt = performance.now();
      const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Stop');
      button?.click();
      while (document.querySelector('.unfinished')?.textContent !== 'Continue') {
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      return performance.now() - startedAt;
    });
    console.log(`stopped after ${Math.round(millis)} ms`);
    expect(millis).toBeLessThan(STOP_MILLIS);
    expect(await axisEnd()).toBe('3600000000');
    await page.locator('.status-bar', { hasText: '(truncated)' }).waitFor();
    await page.locator('.status-digest').waitFor({ timeout: 20_000 });
    const simulated = page.locator('.status-bar b').first();
    const stoppedAt = await simulated.innerText();
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect.poll(() => simulated.innerText(), { timeout: 40_000 }).not.toBe(stoppedAt);
    expect(await page.locator('.status-bar', { hasText: '(truncated)' }).count()).toBe(0);
  });
});
