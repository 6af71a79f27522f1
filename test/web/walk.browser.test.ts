// The first look's story walked by keys alone, from the crash to the pod that takes a lost one's place; and names and
// texts that would be markup, if anything took them for it.

import type { Browser, BrowserContext, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type PageServer, servePage } from '../../src/server/page-server.ts';
import { packSource } from '../../web/state/packed-source.ts';
import { ROOT } from '../house/tree.ts';
import { chromiumPath, launchChromium } from './chromium.ts';
import { serveScenario } from './served-page.ts';

let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];

async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

function readout(): Promise<string> {
  return page.locator('.readout input').inputValue();
}

describe.skipIf(chromiumPath === undefined)('in a browser', () => {
  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(() => browser.close());

  beforeEach(async () => {
    complaints = [];
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
  });

  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });

  describe('the first look', () => {
    let server: PageServer;

    beforeAll(async () => {
      server = await serveScenario('scenarios/tour/first-look.yaml');
    });

    afterAll(() => server.close());

    test('is understood by keys alone', async () => {
      await page.goto(`${server.url}#lang=en&theme=light&t=480000000`);
      await page.locator('table.objects tbody tr').first().waitFor();
      // A node went away: what happened to it?
      await press('/');
      await page.keyboard.type(':no worker-1');
      await page.locator('.finder-list [role="option"]').first().waitFor();
      await press('Enter');
      await page.locator('.drawer h2', { hasText: 'worker-1' }).waitFor();
      await page.locator('.chain-step', { hasText: 'crashed' }).waitFor();
      // What did it lead to? A pod was deleted, and another one came in its place.
      await press(']');
      await page.locator('.effects .effect').first().waitFor();
      expect(await page.evaluate(() => document.activeElement?.className)).toContain('effect');
      await press('Enter');
      await page.waitForFunction(() => document.querySelectorAll('.chain-step').length > 2);
      const moment = await readout();
      // Back to the crash, on to the end again.
      await press('[', '[', '[', '[', '[');
      expect(await readout()).toBe('t=3m0.000s');
      await press(']');
      expect(await readout()).not.toBe('t=3m0.000s');
      // A note, the words of Kubernetes, its description; then out, level by level.
      await press('m');
      await page.keyboard.type('here the node is missed');
      await press('Enter');
      await page.waitForFunction(() => location.hash.includes('missed'));
      await press('g');
      await page.getByRole('dialog', { name: 'Words of Kubernetes' }).waitFor();
      await press('Escape', '2');
      await page.getByRole('tab', { name: 'Describe', selected: true }).waitFor();
      await press('Escape', 'Escape', 'Escape');
      expect(await page.locator('.drawer').count()).toBe(0);
      expect(moment).toMatch(/^t=\d+m/);
    });

    test('Tab goes through the page, also through the unseen table, and back', async () => {
      await page.goto(`${server.url}#lang=en&theme=light&t=480000000`);
      await page.locator('table.objects tbody tr').first().waitFor();
      await page.getByRole('slider', { name: 'Cursor' }).focus();
      const place = (): Promise<string> =>
        page.evaluate(() => document.activeElement?.closest('.twin, .dock, .tree, .corner')?.className ?? '');
      const visit = async (key: string): Promise<readonly string[]> => {
        const places: string[] = [];
        for (let n = 0; n < 6; n += 1) {
          await press(key);
          places.push(await place());
        }
        return places;
      };
      const onwards = await visit('Tab');
      expect(onwards.some((name) => name.startsWith('twin'))).toBe(true);
      expect(onwards.at(-1)).not.toMatch(/^twin/);
      const back = await visit('Shift+Tab');
      expect(back.at(-1)).not.toMatch(/^twin/);
    });

    test('can be presented: next and back, and play', async () => {
      await page.goto(`${server.url}#lang=en&theme=projector&t=179000000`);
      await page.locator('.caption-text').waitFor();
      await press('PageDown');
      await page.locator('.caption-text', { hasText: 'worker-1 crashed' }).waitFor();
      await press('PageUp');
      expect(await readout()).not.toBe('t=3m0.000s');
      const before = await readout();
      await press('.');
      await page.waitForFunction(
        (old) => document.querySelector<HTMLInputElement>('.readout input')?.value !== old,
        before,
      );
      await press('.');
    });

    test("leaves room for files of one's own, which the link holds", async () => {
      const text =
        'apiVersion: v1\nkind: Pod\nmetadata: {name: alone}\nspec: {containers: [{name: a, image: "a:1"}]}\n';
      const packed = await packSource({ main: 'mine.yaml', files: [{ name: 'mine.yaml', text }] });
      await page.goto(`${server.url}#lang=en&theme=light&y=${packed}&t=9000000`);
      await page.locator('table.objects .row-name', { hasText: 'alone' }).waitFor();
      await page.waitForFunction(() => location.hash.includes('s=mine') && location.hash.includes('y='));
      expect(await readout()).toBe('t=9.000s');
      // An address typed into the open page is followed, and back is back.
      await page.evaluate(() => {
        location.hash = '#s=tour/first-look&t=60000000';
      });
      await page.locator('.status-bar', { hasText: '12m simulated' }).waitFor();
      await page.goBack();
      await page.locator('table.objects .row-name', { hasText: 'alone' }).waitFor();
    });

    test('is saved as a file with its notes, and opened from it', async () => {
      await page.goto(`${server.url}#lang=en&theme=light&t=200000000&n=180000000 the node is gone&pin=Node/worker-1`);
      await page.locator('table.objects tbody tr').first().waitFor();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByLabel('Save the view').selectOption('view'),
      ]);
      const file = await download.path();
      await page.goto('about:blank');
      await page.goto(`${server.url}#lang=en&s=workloads/rolling-update`);
      await page.locator('.status-bar', { hasText: '4m simulated' }).waitFor();
      await page.locator('input[type=file]').first().setInputFiles(file);
      await page.locator('.status-bar', { hasText: '12m simulated' }).waitFor();
      expect(await readout()).toBe('t=3m20.000s');
      await page.waitForFunction(() => location.hash.includes('the+node+is+gone'));
      expect(await page.locator('.tree-row', { hasText: 'Pinned' }).count()).toBe(1);
    });

    test('takes other keys, and keeps them', async () => {
      await page.goto(`${server.url}#lang=en&theme=light&t=180000000`);
      await page.locator('table.objects tbody tr').first().waitFor();
      await press('?');
      await page.getByTitle('Another key for N').click();
      await press('j', 'Escape');
      const before = await readout();
      await press('n');
      expect(await readout()).toBe(before);
      await press('j');
      expect(await readout()).not.toBe(before);
      await page.reload();
      await page.locator('table.objects tbody tr').first().waitFor();
      await press('?');
      await page.getByTitle('Another key for J').waitFor();
    });
  });

  describe('hostile input', () => {
    const EVIL = `<img src=x onerror="document.title='broken in'"><script>document.title='broken in'</script>`;
    const TEXT = `
apiVersion: orrery/v1alpha1
kind: Scenario
metadata: {name: ${JSON.stringify(EVIL)}}
spec:
  description: ${JSON.stringify(EVIL)}
  until: 1m
  timeline:
    - {at: 30s, do: ${JSON.stringify(`kubectl annotate pod web note='${EVIL.replaceAll("'", '"')}'`)}}
---
apiVersion: v1
kind: Pod
metadata: {name: web, annotations: {evil: ${JSON.stringify(EVIL)}}}
spec:
  nodeSelector: {disk: none}
  containers: [{name: main, image: ${JSON.stringify(EVIL)}, env: [{name: A, value: ${JSON.stringify(EVIL)}}]}]
`;
    const PLACES = ['', '&tab=describe', '&tab=yaml', '&tab=diff', '&tab=events'];
    let server: PageServer | undefined;

    afterEach(() => server?.close());

    test.each([TEXT, `${TEXT}\n  evil: [`, `kind: ${EVIL}`, EVIL])(
      'is shown as it is, and does nothing',
      async (text) => {
        const name = `${EVIL.slice(0, 20)}.yaml`;
        server = await servePage({ folder: `${ROOT}/dist/web`, run: { files: [{ name, text }], main: name } });
        for (const place of PLACES) {
          await page.goto(`${server.url}#lang=en&sel=Pod/default/web&n=1000 ${encodeURIComponent(EVIL)}${place}`);
          await page.locator('.status-digest, .problems, .editor, [role="alert"]').first().waitFor();
          await page.waitForTimeout(300);
          expect(await page.title()).toBe('Orrery');
          expect(await page.locator('img, script:not([type="module"])').count()).toBe(0);
          await page.goto('about:blank');
        }
      },
    );
  });
});
