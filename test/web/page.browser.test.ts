// The built page in a browser: it runs the scenario, shows why a pod is there, and can be walked by
// keys alone.

import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PageServer } from '../../src/server/page-server.ts';
import { chromiumPath, launchChromium } from './chromium.ts';
import { serveScenario } from './served-page.ts';

const VIEW = '#t=270000000&lang=en&theme=light';

describe.skipIf(chromiumPath === undefined)('the page', () => {
  let server: PageServer;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    server = await serveScenario('scenarios/tour/first-look.yaml');
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    server.close();
  });

  beforeEach(async () => {
    complaints = [];
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${server.url}${VIEW}`);
    await page.locator('table.objects tbody tr').first().waitFor();
    return async () => {
      await context.close();
      expect(complaints).toEqual([]);
    };
  });

  function readout(): Promise<string> {
    return page.locator('.readout input').inputValue();
  }

  test('runs the scenario in its worker, twice with the same bytes', async () => {
    await page.getByText('identical on re-run').waitFor();
    expect(await page.locator('.status-bar').innerText()).toContain('12m simulated');
    expect(await readout()).toBe('t=4m30.000s');
  });

  test('a click on a bar selects its pod and says why it is there', async () => {
    const box = await page.locator('.stage').boundingBox();
    const row = await page.locator('[id="row:Node/worker-2"]').boundingBox();
    if (box === null || row === null) throw new Error('no stage');
    await page.mouse.click(box.x + box.width * 0.8, row.y + row.height + 12);
    await page.locator('.drawer h2').waitFor();
    const steps = page.locator('.chain-step');
    await steps.first().waitFor();
    expect(await steps.count()).toBeGreaterThan(2);
    expect(await steps.first().innerText()).toMatch(/first-look\.yaml:\d+|first-look\/shop\.yaml/);
  });

  test('a click on a row shows the object; its texts are at the cursor', async () => {
    await page.locator('table.objects .row-name').first().click();
    await page.keyboard.press('3');
    await page.getByRole('tab', { name: 'YAML', selected: true }).waitFor();
    expect(await page.locator('.kubectl-text').innerText()).toContain('kind: Pod');
  });

  test('keys: select, walk causes, step, zoom, fit, close', async () => {
    await page.keyboard.press('ArrowDown');
    for (let i = 0; i < 8; i += 1) await page.keyboard.press('ArrowDown');
    await page.locator('.drawer h2').waitFor();
    await page.locator('.chain-step.current').waitFor();
    await page.keyboard.press('[');
    const before = await readout();
    await page.keyboard.press('n');
    expect(await readout()).not.toBe(before);
    await page.keyboard.press('w');
    await page.waitForFunction(() => location.hash.includes('w='));
    await page.keyboard.press('0');
    await page.waitForFunction(() => !location.hash.includes('w='));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await page.locator('.drawer').count()).toBe(0);
  });

  test('the wheel zooms with Ctrl and scrolls without', async () => {
    await page.mouse.move(700, 400);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -300);
    await page.keyboard.up('Control');
    await page.waitForFunction(() => location.hash.includes('w='));
    await page.mouse.wheel(0, 120);
    await page.waitForFunction(() => (document.querySelector('.tree-scroll')?.scrollTop ?? 0) > 100);
  });

  test('a moment can be typed, and playing moves on from there', async () => {
    await page.locator('.readout input').fill('8m51s');
    await page.keyboard.press('Enter');
    expect(await readout()).toBe('t=8m51.000s');
    await page.keyboard.press('Space');
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('.readout input')?.value !== 't=8m51.000s',
    );
    await page.keyboard.press('Space');
  });

  test('language and theme change in place', async () => {
    await page.getByRole('button', { name: '中' }).click();
    await page.getByText('操作与故障').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh');
    await page.getByTitle('主题').click();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    expect(await readout()).toBe('t=4m30.000s');
  });

  test('another scenario of the page can be chosen', async () => {
    await page.getByLabel('Scenario').selectOption('workloads/rolling-update.yaml');
    await page.getByText('4m simulated').waitFor();
  });

  test('axe finds nothing to complain about, in both themes', async () => {
    await page.locator('table.objects .row-name').first().click();
    await page.locator('.chain-step').first().waitFor();
    for (const theme of ['light', 'dark']) {
      if (theme === 'dark') await page.getByTitle('Theme').click();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
    }
  });
});
