// What the hand does to the tracks of the built page: areas and zoom by dragging, the wheel in both of its manners,
// and the way out by Esc.

import type { Page } from '@playwright/test';
import { beforeEach, describe, expect, test } from 'vitest';
import { chromiumPath } from './chromium.ts';
import { quietPages } from './quiet-page.ts';

const SECONDS = 1e6;

describe.skipIf(chromiumPath === undefined)('the hand', () => {
  const pages = quietPages('#t=270000000&lang=en&theme=light');
  let page: Page;

  beforeEach(() => {
    page = pages.page();
    page.setDefaultTimeout(10_000);
  });

  /** Drags over the tracks between two moments of the whole run, in seconds. */
  async function drag(from: number, to: number): Promise<void> {
    const box = await page.locator('.stage').boundingBox();
    if (box === null) throw new Error('no stage');
    const x = (seconds: number): number => box.x + (seconds / 720) * box.width;
    await page.mouse.move(x(from), box.y + 160);
    await page.mouse.down();
    await page.mouse.move(x((from + to) / 2), box.y + 164, { steps: 3 });
    // The page has time to open whatever it opens.
    await page.waitForTimeout(100);
    await page.mouse.move(x(to), box.y + 166, { steps: 3 });
    await page.mouse.up();
  }

  /** A stretch of time in the address, in seconds. */
  async function linked(name: string): Promise<readonly number[]> {
    await page.waitForFunction((field) => new URLSearchParams(location.hash.slice(1)).has(field), name);
    const hash = await page.evaluate(() => location.hash);
    const text = new URLSearchParams(hash.slice(1)).get(name) ?? '';
    return text.split('-').map((micros) => Math.round(Number(micros) / SECONDS));
  }

  test.each([
    [200, 400],
    [400, 200],
  ])('an area goes from where it was pressed to where it was let go: %s s to %s s', async (from, to) => {
    await drag(from, to);
    await page.getByRole('tab', { name: 'Summary', selected: true }).waitFor();
    expect(await linked('area')).toEqual([200, 400]);
  });

  test('Alt+drag zooms to what was dragged over, and opens nothing', async () => {
    await page.keyboard.down('Alt');
    await drag(200, 400);
    await page.keyboard.up('Alt');
    expect(await linked('w')).toEqual([200, 400]);
    expect(await page.locator('.drawer').count()).toBe(0);
  });

  test('a double click fits a pod and selects no text', async () => {
    await page.locator('table.objects .row-name').first().click();
    const bar = await page.locator('[id="row:Node/worker-3"]').boundingBox();
    const box = await page.locator('.stage').boundingBox();
    if (bar === null || box === null) throw new Error('no row');
    await page.mouse.dblclick(box.x + box.width * 0.5, bar.y + bar.height + 12);
    await page.waitForFunction(() => location.hash.includes('w='));
    expect(await page.evaluate(() => getSelection()?.toString())).toBe('');
  });

  test('what is no moment does not stay in the field of the cursor', async () => {
    const field = page.locator('.readout input');
    const before = await field.inputValue();
    await field.fill('abc');
    await field.press('Enter');
    expect(await field.inputValue()).toBe(before);
  });

  test('the end of the minimap can be taken where the tree begins', async () => {
    const box = await page.locator('.stage').boundingBox();
    if (box === null) throw new Error('no stage');
    await page.mouse.move(box.x + 1, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 200, box.y + 20, { steps: 4 });
    await page.mouse.up();
    await page.waitForFunction(() => location.hash.includes('w='));
    expect((await page.locator('.stage').boundingBox())?.x).toBe(box.x);
  });

  test('the wheel scrolls until it is told to zoom, which is asked once', async () => {
    const asked = page.getByRole('group', { name: 'Mouse wheel' });
    const scrolled = (): Promise<number> => page.evaluate(() => document.querySelector('.tree-scroll')?.scrollTop ?? 0);
    await page.mouse.move(700, 400);
    expect(await asked.count()).toBe(0);
    await page.mouse.wheel(0, 120);
    await asked.waitFor();
    expect(await scrolled()).toBeGreaterThan(100);
    await asked.getByRole('button', { name: 'Let the wheel zoom' }).click();
    expect(await asked.count()).toBe(0);
    await page.mouse.move(700, 400);
    await page.mouse.wheel(0, -300);
    await page.waitForFunction(() => location.hash.includes('w='));
    const before = await scrolled();
    await page.keyboard.down('Alt');
    await page.mouse.wheel(0, -60);
    await page.keyboard.up('Alt');
    await page.waitForFunction((was) => (document.querySelector('.tree-scroll')?.scrollTop ?? 0) < was, before);
    await page.reload();
    await page.locator('table.objects tbody tr').first().waitFor();
    await page.mouse.move(701, 401);
    await page.mouse.wheel(0, 120);
    await page.waitForFunction(() => location.hash.includes('w='));
    expect(await asked.count()).toBe(0);
    await page.keyboard.press('?');
    await page.getByRole('radio', { name: /^Wheel scrolls/ }).check();
    await page.keyboard.press('Escape');
    await page.mouse.move(700, 400);
    await page.mouse.wheel(0, 120);
    await page.waitForFunction(() => (document.querySelector('.tree-scroll')?.scrollTop ?? 0) > 100);
  });

  test('! leaves only what went wrong, in the table as in the tracks; Esc and a button bring all back', async () => {
    const rows = page.locator('table.objects .row-name');
    const all = await rows.count();
    expect(await page.locator('[id="row:component/kube-apiserver"]').count()).toBe(1);
    await page.keyboard.press('!');
    await page.waitForFunction((count) => document.querySelectorAll('table.objects .row-name').length < count, all);
    expect(await rows.count()).toBeGreaterThan(0);
    expect(await page.locator('[id="row:component/kube-apiserver"]').count()).toBe(0);
    expect(await page.locator('[id="row:component/kube-scheduler"]').count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.waitForFunction((count) => document.querySelectorAll('table.objects .row-name').length === count, all);
    await page.keyboard.press('!');
    await page.getByRole('button', { name: 'Only faults' }).click();
    await page.locator('[id="row:component/kube-apiserver"]').waitFor();
  });

  test('Esc steps out of selection, of the search of the table, of the filter, one after the other', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('worker-3');
    await page.keyboard.press('Shift+Enter');
    await page.getByText('1 of 6 shown').waitFor();
    await page.getByLabel('Filter').fill('web');
    await page.locator('table.objects .row-name').first().click();
    await page.locator('.drawer h2').waitFor();
    await page.keyboard.press('1');
    await page.locator('.chain-step.current').waitFor();
    await page.keyboard.press('Escape'); // the chain
    expect(await page.locator('.drawer').count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('.drawer') === null);
    expect(await page.getByLabel('Filter').inputValue()).toBe('web');
    await page.keyboard.press('Escape');
    expect(await page.getByLabel('Filter').inputValue()).toBe('');
    expect(await page.getByText('1 of 6 shown').count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !location.hash.includes('q='));
    expect(await page.getByText('1 of 6 shown').count()).toBe(0);
  });
});
