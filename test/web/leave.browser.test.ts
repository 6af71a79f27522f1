// What is opened over the page, or searched in it, is left again by Esc, by a press beside it, or by choosing; what is
// behind stays as it was, and the keys are the page's again.

import type { Page } from '@playwright/test';
import { beforeEach, describe, expect, test } from 'vitest';
import { chromiumPath } from './chromium.ts';
import { quietPages } from './quiet-page.ts';

describe.skipIf(chromiumPath === undefined)('leaving', () => {
  const pages = quietPages('#t=270000000&sel=Node/worker-1&lang=en&theme=light');
  let page: Page;

  beforeEach(async () => {
    page = pages.page();
    page.setDefaultTimeout(10_000);
    await page.locator('.drawer h2').waitFor();
    await page.waitForFunction(() => location.hash.includes('v=')); // the link is that of the view
  });

  const readout = (): Promise<string> => page.locator('.readout input').inputValue();

  test.each(['/', ':', 'Control+k', 'm'])('what %s opens is left by Esc and by a press beside it', async (key) => {
    for (const leave of ['Esc', 'Esc from its text', 'a press']) {
      await page.keyboard.press(key);
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      await page.keyboard.type('zzz');
      const before = await page.evaluate(() => location.hash);
      if (leave === 'Esc from its text') await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      if (leave === 'a press') await page.mouse.click(700, 500);
      else await page.keyboard.press('Escape');
      await page.locator('dialog').waitFor({ state: 'detached' }); // hidden comes first, while it still has the keys
      expect(await page.evaluate(() => location.hash)).toBe(before);
      expect(await page.locator('.drawer h2').innerText()).toBe('worker-1');
    }
  });

  test('a list that was chosen from does not keep the keys', async () => {
    const scenario = page.getByLabel('Scenario', { exact: true });
    await scenario.selectOption('workloads/rolling-update.yaml');
    await page.getByText('4m simulated').waitFor();
    await scenario.focus();
    const before = await readout();
    await page.keyboard.press('n');
    await page.waitForFunction(
      (was) => document.querySelector<HTMLInputElement>('.readout input')?.value !== was,
      before,
    );
    expect(await scenario.inputValue()).toContain('rolling-update');
    await page.keyboard.press('/');
    await page.getByRole('dialog').waitFor();
  });

  test('a filter that leaves no track says so on the stage, with a near name and the way back', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('wbe');
    await page.keyboard.press('Shift+Enter');
    const note = page.locator('.stage', { hasText: 'No pod, node or event matches “wbe”' });
    await note.getByRole('button', { name: 'Did you mean web?' }).click();
    await page.locator('.no-tracks').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Clear filter' }).click();
  });

  test('the filter of the table is cleared and left by Esc, cleared by its button, and knows a near name', async () => {
    const filter = page.getByLabel('Filter', { exact: true });
    await filter.fill('wbe');
    await page.getByRole('button', { name: 'Did you mean web?' }).click();
    await page.locator('table.objects .row-name', { hasText: 'web-' }).first().waitFor();
    await filter.fill('nowhere at all');
    await page.locator('.table-none').getByRole('button', { name: 'Clear' }).click();
    await page.locator('table.objects .row-name').first().waitFor();
    await filter.fill('api');
    await page.keyboard.press('Escape');
    expect(await filter.inputValue()).toBe('');
    expect(await filter.evaluate((field) => field === document.activeElement)).toBe(false);
    expect(await page.locator('.drawer h2').innerText()).toBe('worker-1');
  });

  test('a label in a description filters the table; another order lets go of Worst first', async () => {
    const worst = page.getByRole('button', { name: 'Worst first' });
    await page.getByRole('button', { name: 'NAME', exact: true }).click();
    expect(await worst.getAttribute('aria-pressed')).toBe('false');
    await worst.click();
    expect(await worst.getAttribute('aria-pressed')).toBe('true');
    await page.locator('table.objects .row-name', { hasText: 'web-' }).first().click();
    await page.getByRole('tab', { name: 'Describe' }).click();
    await page.locator('.kubectl-text').getByRole('button', { name: 'app=web' }).click();
    expect(await page.getByLabel('Filter', { exact: true }).inputValue()).toBe('app=web');
    await page.waitForFunction(() => {
      const names = [...document.querySelectorAll('table.objects .row-name')].map((name) => name.textContent ?? '');
      return names.length > 0 && names.every((name) => name.startsWith('web-'));
    });
  });

  test('a double click on the tracks selects no text', async () => {
    const box = await page.locator('.stage').boundingBox();
    await page.mouse.dblclick((box?.x ?? 0) + 400, (box?.y ?? 0) + 300);
    expect(await page.evaluate(() => getSelection()?.toString() ?? '')).toBe('');
  });

  test('another tab of the drawer leaves an axis that is cut to the chain as it is', async () => {
    await page.goto(
      `${pages.server().url}#s=tour/first-look&t=520000000&sel=Deployment/shop/api&tab=why&ax=chain&lang=en`,
    );
    await page.locator('.chain-step.current').waitFor();
    const box = await page.locator('.stage').boundingBox();
    if (box === null) throw new Error('no stage');
    const ticks = (): Promise<Buffer> => {
      return page.screenshot({ clip: { x: box.x, y: box.y + 44, width: box.width, height: 24 } });
    };
    const before = await ticks();
    await page.keyboard.press('3');
    await page.locator('.kubectl-text', { hasText: 'kind: Deployment' }).waitFor();
    expect((await ticks()).equals(before)).toBe(true);
  });

  test('the moment in the head of a flag is a link', async () => {
    await page.goto(
      `${pages.server().url}#s=tour/first-look&t=270000000&sel=fault/crash+worker-1@180000000&lang=en&theme=light`,
    );
    await page.locator('.drawer-head').getByRole('button', { name: 't=3m0.000s' }).click();
    expect(await readout()).toBe('t=3m0.000s');
  });
});
