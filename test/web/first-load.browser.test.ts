// The page is there soon: what is loaded to open the tour stays small, and holds nothing that is needed later only.

import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageServer } from '../../src/server/page-server.ts';
import { chromiumPath, launchChromium } from './chromium.ts';
import { firstLoad, kilobytes } from './first-load.ts';
import { serveScenario } from './served-page.ts';

/** Names of parts that are loaded when they are needed; `esm` strips the types of policies. */
const LATER = [
  ...['editor-', 'clerk-', 'describe-', 'decision-view-', 'chinese-', 'picture-', 'fidelity-', 'phone-', 'esm-'],
  ...['custom-resource-', 'definitions-', 'go-fields-', 'time-zones-'],
];
const BUILT: readonly string[] = readdirSync(new URL('../../dist/web/assets', import.meta.url));

describe.skipIf(chromiumPath === undefined)('opening the tour', () => {
  let server: PageServer;

  beforeAll(async () => {
    server = await serveScenario('scenarios/tour/first-look.yaml');
  });

  afterAll(() => server.close());

  test('loads the page and the engine, and no part of them that the tour does not need', async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      const sizes = await firstLoad(page, `${server.url}#lang=en`);
      const names = [...sizes.keys()];
      expect(names.join(' ')).toMatch(/^worker-.*\bindex-/);
      for (const part of LATER) {
        expect(BUILT.filter((name) => name.startsWith(part))).not.toEqual([]);
        expect(names.filter((name) => name.startsWith(part))).toEqual([]);
      }
      const engine = kilobytes(sizes, 'worker-');
      expect(engine).toBeLessThan(330);
      expect(kilobytes(sizes) - engine).toBeLessThan(140);
    } finally {
      await browser.close();
    }
  });
});
