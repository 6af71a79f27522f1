// The built page in a browser: it runs the scenario, shows why a pod is there, and can be walked by
// keys alone.

import type { Page } from '@playwright/test';
import { beforeEach, describe, expect, test } from 'vitest';
import { chromiumPath } from './chromium.ts';
import { quietPages } from './quiet-page.ts';

const VIEW = '#t=270000000&lang=en&theme=light';

describe.skipIf(chromiumPath === undefined)('the page', () => {
  const pages = quietPages(VIEW);
  let page: Page;

  beforeEach(() => {
    page = pages.page();
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
    const row = await page.locator('[id="row:Node/worker-3"]').boundingBox();
    if (box === null || row === null) throw new Error('no stage');
    await page.mouse.click(box.x + box.width * 0.8, row.y + row.height + 12);
    await page.locator('.drawer h2').waitFor();
    const steps = page.locator('.chain-step');
    await steps.first().waitFor();
    expect(await steps.count()).toBeGreaterThan(2);
    expect(await steps.first().innerText()).toMatch(/first-look\.yaml:\d+|first-look\/shop\.yaml/);
  });

  test('the menu of the nodes lowers their lanes and changes what their heads show; both are remembered', async () => {
    const node = page.locator('[id="row:Node/worker-3"]');
    const pods = page.locator('.tree-pod');
    const menu = page.getByLabel('Order of nodes', { exact: true });
    const firstTwo = async (): Promise<number> => {
      const [one, other] = [await pods.nth(0).boundingBox(), await pods.nth(1).boundingBox()];
      return (other?.y ?? 0) - (one?.y ?? 0);
    };
    expect(await node.innerText()).toMatch(/\d pods · [\d.]+\/\d CPU/);
    for (const choice of ['use/memory', 'density/compact']) await menu.selectOption(choice);
    expect(await node.innerText()).toMatch(/\d pods · [\d.]+\/\d+Gi/);
    expect(await menu.inputValue()).toBe('sort/worst');
    expect(await firstTwo()).toBe(13);
    await page.reload();
    await node.waitFor();
    expect(await node.innerText()).toMatch(/Gi/);
    expect(await firstTwo()).toBe(13);
  });

  test('the tip of a failing pod says how it ended and what it waits for, beside its bar', async () => {
    const row = page.locator('.tree-pod', { hasText: 'Error' }).first();
    const [stage, bar] = [await page.locator('.stage').boundingBox(), await row.boundingBox()];
    if (stage === null || bar === null) throw new Error('no bar');
    await page.mouse.move(stage.x + (stage.width * 531.5) / 720, bar.y + 8);
    await page.locator('.tip dd', { hasText: 'back-off 2m40s, then start 7' }).waitFor();
    expect(await page.locator('.tip').innerText()).toMatch(/exit code\s+1 \(Error\)/);
    const tip = await page.locator('.tip').boundingBox();
    if (tip === null) throw new Error('no tip');
    expect(tip.y + tip.height <= bar.y || tip.y >= bar.y + bar.height).toBe(true);
    expect(tip.x >= stage.x && tip.x + tip.width <= stage.x + stage.width).toBe(true);
  });

  test('a click on a row shows the object; its texts are at the cursor', async () => {
    await page.locator('table.objects .row-name').first().click();
    await page.keyboard.press('3');
    await page.getByRole('tab', { name: 'YAML', selected: true }).waitFor();
    await page.locator('.kubectl-text', { hasText: 'kind: Pod' }).waitFor();
  });

  test('keys: select, walk causes, step, zoom, fit, close', async () => {
    await page.keyboard.press('ArrowDown');
    for (let i = 0; i < 10; i += 1) await page.keyboard.press('ArrowDown');
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

  test('finds a node by name and a pod by kind; a filter shows its rows alone', async () => {
    await page.keyboard.press('/');
    await page.getByRole('combobox', { name: 'Find a pod, node, event' }).fill('worker-4');
    await page.keyboard.press('Enter');
    await page.locator('.drawer h2', { hasText: 'worker-4' }).waitFor();
    await page.keyboard.press(':');
    await page.keyboard.type('deploy api');
    await page.locator('.finder-list [role="option"]').first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.drawer h2', { hasText: 'api' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('worker-3');
    await page.keyboard.press('Shift+Enter');
    await page.getByText('1 of 6 shown').waitFor();
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await page.locator('[id="row:Node/worker-3"]').waitFor();
  });

  test('a kind goes to its table, and finds what has no track', async () => {
    await page.keyboard.press(':');
    await page.keyboard.type('svc');
    await page.locator('.finder-list [role="option"]', { hasText: 'Service ' }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Services', selected: true }).waitFor();
    await page.getByRole('columnheader', { name: 'CLUSTER-IP' }).waitFor();
  });

  test('says so where nothing matches, with the nearest name', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('wroker-1');
    await page.getByText('matches “wroker-1”').waitFor();
    await page.getByRole('button', { name: 'Did you mean worker-1?' }).click();
    await page.locator('.finder-list', { hasText: 'Node worker-1' }).waitFor();
  });

  test('the palette carries out any command', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('cut idle');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.hash.includes('ax=idle'));
  });

  test('a marked area says what happened in it', async () => {
    const box = await page.locator('.stage').boundingBox();
    if (box === null) throw new Error('no stage');
    await page.mouse.move(box.x + 300, box.y + 160);
    await page.mouse.down();
    await page.mouse.move(box.x + 600, box.y + 166, { steps: 4 });
    await page.mouse.up();
    await page.getByRole('tab', { name: 'Summary', selected: true }).waitFor();
    await page.getByText('Pods at the end').waitFor();
    await page.waitForFunction(() => location.hash.includes('area='));
  });

  test('why a pod has no node: every node by every filter, and what would make it fit', async () => {
    await page.locator('.readout input').fill('7m12s');
    await page.keyboard.press('Enter');
    await page.locator('table.objects .row-name', { hasText: 'reports' }).click();
    await page.locator('.matrix tbody tr').first().waitFor();
    expect(await page.locator('.matrix tbody tr').count()).toBe(6);
    expect(await page.locator('.verdict-refused').first().innerText()).toMatch(/CPU free <|unreachable/);
    await page.getByText('What would make it fit').waitFor();
    await page.keyboard.press('4');
    await page.locator('.diff-added').first().waitFor();
    await page.keyboard.press('5');
    await page.getByRole('cell', { name: 'FailedScheduling' }).first().waitFor();
  });

  test('the line of the scenario that a chain begins with is a link to it', async () => {
    await page.goto(`${pages.server().url}#s=tour/first-look&t=240000000&sel=Node/worker-1&tab=why&lang=en`);
    await page.locator('.chain-source').first().click();
    await page.locator('.cm-activeLine', { hasText: 'node: worker-1, how: crash' }).waitFor();
  });

  test('tables sort by a column and filter by a word', async () => {
    await page.getByRole('button', { name: 'NAME' }).click();
    await page.getByRole('columnheader', { name: 'NAME' }).and(page.locator('[aria-sort="ascending"]')).waitFor();
    await page.getByLabel('Filter').fill('worker-5');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('table.objects tbody tr')].every((row) => row.textContent?.includes('worker-5')),
    );
  });

  test('the timeline is a table too, walked by arrows', async () => {
    await page.keyboard.press('t');
    const grid = page.getByRole('treegrid');
    await grid.locator('tr').first().waitFor();
    await grid.locator('th[tabindex="0"]').focus();
    for (let i = 0; i < 9; i += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('td:focus').getAttribute('aria-label')).toMatch(/, from .* to .*, cell 1 of \d+$/);
    await page.keyboard.press('Enter');
    await page.locator('.drawer h2').waitFor();
  });

  test('a pod is found, its chain read, a tab changed and left again by keys alone', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type(':po api');
    await page.locator('.finder-list [role="option"]').first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.chain-step').first().waitFor();
    await page.keyboard.press('[');
    await page.keyboard.press('2');
    await page.getByRole('tab', { name: 'Describe', selected: true }).waitFor();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-focus'))).toBe('details');
    await page.keyboard.press('q');
    expect(await page.locator('.drawer').count()).toBe(0);
  });

  test('on a phone the run is a story; a line leads to its moment', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator('.phone-story li:not(.phone-more) button').nth(5).click();
    await page.getByRole('tab', { name: 'Details', selected: true }).waitFor();
    await pages.axe();
  });

  test('another seed runs it again, in the same place', async () => {
    const digest = page.locator('.status-digest');
    const before = await digest.innerText();
    await page.getByLabel('seed').fill('8');
    await page.keyboard.press('Enter');
    await page.waitForFunction((old) => document.querySelector('.status-digest')?.textContent !== old, before);
    await page.waitForFunction(() => location.hash.includes('seed=8'));
    expect(await readout()).toBe('t=4m30.000s');
  });

  test('axe finds nothing to complain about, in all themes', async () => {
    await page.locator('table.objects .row-name').first().click();
    await page.locator('.chain-step').first().waitFor();
    for (const theme of ['light', 'dark', 'projector']) {
      if (theme !== 'light') await page.getByTitle('Theme').click();
      await pages.axe();
    }
  });
});
