// What the address of the built page holds beside the object and the moment, and that it is shown again from there.

import type { BrowserContext, Page } from '@playwright/test';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chromiumPath } from './chromium.ts';
import { servedBrowser } from './quiet-page.ts';

describe.skipIf(chromiumPath === undefined)('a link', () => {
  const served = servedBrowser();
  let context: BrowserContext;
  let page: Page;

  beforeEach(async () => {
    context = await served.browser().newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
  });

  afterEach(() => context.close());

  async function open(fields: string): Promise<void> {
    await page.goto(`${served.server().url}#s=tour/first-look&lang=en&theme=light&${fields}`);
    await whole();
  }

  /** The run has ended: while it grows there is less of it to show. */
  async function whole(): Promise<void> {
    await page.locator('.status-digest').waitFor();
    await page.locator('table.objects tbody tr').first().waitFor();
  }

  function linked(field: string): Promise<string | null> {
    return page.evaluate((name) => new URLSearchParams(location.hash.slice(1)).get(name), field);
  }

  test('all columns of the table', async () => {
    await open('t=270000000');
    await page.getByRole('tab', { name: 'Deployments' }).click();
    await page.getByRole('button', { name: 'Wide' }).click();
    await page.waitForFunction(() => location.hash.includes('wide=1'));
    await page.reload();
    await page.locator('.toggle-wide[aria-pressed="true"]').waitFor();
  });

  test('a chain that the cursor has gone back along', async () => {
    await open('t=520000000&sel=Deployment/shop/api&tab=why');
    await page.locator('.chain-step.current').waitFor();
    const steps = await page.locator('.chain-step').count();
    expect(steps).toBeGreaterThan(1);
    await page.keyboard.press('[');
    await page.waitForFunction(() => location.hash.includes('chain=520000000'));
    const [at, current] = [await linked('t'), await page.locator('.chain-step.current').innerText()];
    expect(at).not.toBe('520000000');
    await page.reload();
    await whole();
    await page.waitForFunction((all) => document.querySelectorAll('.chain-step').length === all, steps);
    expect(await page.locator('.chain-step.current').innerText()).toBe(current);
    expect(await linked('t')).toBe(at);
  });

  test('the version; another one is said, and the run is shown', async () => {
    await open('t=270000000&v=0.0.1');
    await page.getByText(/^made with 0\.0\.1, this is \d/).waitFor();
    await page.waitForFunction(() => /[#&]v=\d/.test(location.hash) && !location.hash.includes('v=0.0.1'));
    await page.getByRole('status').getByRole('button', { name: 'Close' }).click();
    await open(`t=280000000&v=${await linked('v')}`);
    await page.waitForFunction(() => location.hash.includes('t=280000000'));
    expect(await page.getByText(/^made with/).count()).toBe(0);
  });

  test('a fault that the table of the timeline has led to; the next flag, an event', async () => {
    await open('t=270000000');
    await page.keyboard.press('t');
    await page.locator('.twin-shown th[tabindex="0"]', { hasText: 'Actions and faults' }).focus();
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('ArrowRight');
    await page.locator('td:focus[aria-label*=", crash worker-1, at 3m0.000s, cell 3 of "]').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.drawer h2', { hasText: 'crash worker-1' }).waitFor();
    await page.waitForFunction(() => location.hash.includes('t=180000000'));
    expect(await linked('sel')).toBe('fault/crash worker-1@180000000');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => new URLSearchParams(location.hash.slice(1)).get('sel')?.startsWith('event/'));
    await page.keyboard.press('t');
    await page.keyboard.press('/');
    await page.keyboard.type('exit 1');
    await page.keyboard.press('Enter');
    await page.locator('.drawer h2', { hasText: 'exit 1 in api' }).waitFor();
    await page.keyboard.press(',');
    await page.locator('.drawer h2', { hasText: 'crash worker-1' }).waitFor();
  });

  test('a flag that is selected', async () => {
    await open('t=270000000&sel=fault/crash+worker-1@180000000');
    await page.locator('.drawer h2', { hasText: 'crash worker-1' }).waitFor();
    await page.waitForFunction(() => new URLSearchParams(location.hash.slice(1)).get('sel')?.includes('@180000000'));
  });

  test('what is not understood in it, and what the run does not have, is said', async () => {
    await open('t=270000000&o=garbage&sel=fault/crash+worker-9@1');
    await page.getByText('Not understood in this link: o=garbage sel=fault/crash worker-9@1').waitFor();
    await open('t=280000000&sel=Pod/shop/nope');
    await page.locator('.drawer-facts', { hasText: 'There is no such object in this run' }).waitFor();
    await page.goto(`${served.server().url}#lang=en&theme=light&y=garbage`);
    await page.getByText('Not understood in this link: y=…').waitFor();
  });
});
