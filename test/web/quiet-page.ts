// A server and a browser for the tests of a file, and a page of its own for each of them: nothing may complain while it
// is used, no dialog may come up. With the ways in which a reader's texts come to it.

import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { PageServer } from '../../src/server/page-server.ts';
import { chromiumPath, launchChromium } from './chromium.ts';
import { serveScenario } from './served-page.ts';
import { dropOn, pasteInto } from './slips.ts';

interface Served {
  readonly server: () => PageServer;
  readonly browser: () => Browser;
}

/** Serves the page with a scenario, and opens a browser, before the tests of a file. */
export function servedBrowser(scenario = 'scenarios/tour/first-look.yaml'): Served {
  const state: { server?: PageServer; browser?: Browser } = {};
  beforeAll(async () => {
    if (chromiumPath === undefined) return;
    state.server = await serveScenario(scenario);
    state.browser = await launchChromium();
  });
  afterAll(async () => {
    await state.browser?.close();
    state.server?.close();
  });
  return { server: () => there(state.server), browser: () => there(state.browser) };
}

function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('only within a test');
  return value;
}

interface QuietPage {
  /** Of the test that runs. */
  readonly page: () => Page;
  readonly server: () => PageServer;
  readonly paste: (text: string) => Promise<void>;
  readonly drop: (...files: readonly (readonly [name: string, text: string])[]) => Promise<void>;
  /** Finds no fault in what is shown. */
  readonly axe: () => Promise<void>;
  readonly podCell: (name: string) => ReturnType<Page['locator']>;
}

/** Opens the first tour at a fragment before each test. */
export function quietPages(view: string): QuietPage {
  const { server, browser } = servedBrowser();
  const state: { page?: Page } = {};
  const page = (): Page => there(state.page);
  beforeEach(async () => {
    const complaints: string[] = [];
    const viewport = { width: 1440, height: 900 };
    const context = await browser().newContext({ viewport, reducedMotion: 'reduce' });
    state.page = await context.newPage();
    page().on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page().on('pageerror', (error) => complaints.push(error.message));
    page().on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page().goto(`${server().url}${view}`);
    await page().locator('table.objects tbody tr').first().waitFor();
    return async () => {
      await context.close();
      expect(complaints).toEqual([]);
    };
  });
  return {
    page,
    server,
    paste: (text) => page().evaluate(pasteInto, text),
    drop: (...files) => page().evaluate(dropOn, files),
    async axe() {
      const { violations } = await new AxeBuilder({ page: page() }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
    },
    podCell: (name) => page().locator('table.objects .row-name', { hasText: name }),
  };
}
