// A page of its own for each test of a file, in one browser: nothing may complain while it is used, no dialog may come
// up. With the ways in which a reader's texts come to it.

import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { PageServer } from '../../src/server/page-server.ts';
import { launchChromium } from './chromium.ts';
import { serveScenario } from './served-page.ts';
import { dropOn, pasteInto } from './slips.ts';

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
  const state: { server?: PageServer; browser?: Browser; page?: Page } = {};
  const there = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('only within a test');
    return value;
  };
  const page = (): Page => there(state.page);
  beforeAll(async () => {
    state.server = await serveScenario('scenarios/tour/first-look.yaml');
    state.browser = await launchChromium();
  });
  afterAll(async () => {
    await state.browser?.close();
    state.server?.close();
  });
  beforeEach(async () => {
    const complaints: string[] = [];
    const viewport = { width: 1440, height: 900 };
    const context = await there(state.browser).newContext({ viewport, reducedMotion: 'reduce' });
    state.page = await context.newPage();
    page().on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page().on('pageerror', (error) => complaints.push(error.message));
    page().on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page().goto(`${there(state.server).url}${view}`);
    await page().locator('table.objects tbody tr').first().waitFor();
    return async () => {
      await context.close();
      expect(complaints).toEqual([]);
    };
  });
  return {
    page,
    server: () => there(state.server),
    paste: (text) => page().evaluate(pasteInto, text),
    drop: (...files) => page().evaluate(dropOn, files),
    async axe() {
      const { violations } = await new AxeBuilder({ page: page() }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
    },
    podCell: (name) => page().locator('table.objects .row-name', { hasText: name }),
  };
}
