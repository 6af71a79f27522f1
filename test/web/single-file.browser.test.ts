// The page as one file, as it is opened by a double click: from file://, without a network, in Chromium and Firefox. It
// has to hold everything, ask for nothing, and run the first scenario to the digest that Node gives.

import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { hasPolicies, SCENARIO_NAMES } from '../../web/scenarios.ts';
import { digestHere, scenarioSources } from '../golden/digests.ts';
import { ROOT } from '../house/tree.ts';
import { chromiumPath, launchChromium } from './chromium.ts';
import { driveFirefox, firefoxPath } from './firefox.ts';

const FILE = join(ROOT, 'dist/orrery.html');
const ADDRESS = `${pathToFileURL(FILE)}#lang=en&theme=light`;
const MAX_BYTES = 2_000_000;
/** What has been fetched beside the file, and what the status bar says. */
const LOADED = `performance.getEntriesByType('resource').map((entry) => entry.name)`;
const STATUS = `document.querySelector('.status-bar')?.innerText ?? ''`;
const SCENARIOS = `document.querySelectorAll('select[aria-label=Scenario] option').length`;
const EDIT = `document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'e', bubbles: true }))`;
const EDITED = `document.querySelector('.editor-text')?.shadowRoot?.querySelector('.cm-content')?.textContent ?? ''`;
const first = scenarioSources().find(({ name }) => name === 'scenarios/tour/first-look.yaml');

beforeAll(() => {
  execFileSync('npm', ['run', '--silent', 'build:single'], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: 'inherit',
  });
});

test('the file is small, and its policy lets it load nothing', () => {
  expect(statSync(FILE).size).toBeLessThan(MAX_BYTES);
  const html = readFileSync(FILE, 'utf8');
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html) ?? [];
  expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+' blob:; /);
  expect(policy).not.toMatch(/https?:|'self'|unsafe-eval|connect-src/);
  expect(html).not.toMatch(/<(?:script|link|img)\b[^>]*(?:src|href)=/);
});

/** Waits until the status bar says that the second run gave the same bytes, and checks what it says. */
async function checkPage(evaluate: (body: string) => Promise<unknown>): Promise<void> {
  let status = '';
  for (let waited = 0; waited < 30_000 && !status.includes('identical on re-run'); waited += 200) {
    await sleep(200);
    status = String(await evaluate(`return ${STATUS}`));
  }
  expect(status).toContain('12m simulated');
  expect(status).toContain('identical on re-run');
  expect(status).toContain(digestHere(first as NonNullable<typeof first>).slice(0, 4));
  expect(await evaluate(`return ${LOADED}`)).toEqual([]);
  expect(await evaluate(`return ${SCENARIOS}`)).toBe(SCENARIO_NAMES.filter((name) => !hasPolicies(name)).length);
  await evaluate(EDIT);
  let text = '';
  for (let waited = 0; waited < 10_000 && text === ''; waited += 200) {
    await sleep(200);
    text = String(await evaluate(`return ${EDITED}`));
  }
  expect(text).toContain('orrery/v1alpha1');
}

describe.skipIf(chromiumPath === undefined)('opened from a folder in Chromium', () => {
  test('it runs without a network and without a complaint', async () => {
    const browser = await launchChromium();
    try {
      const context = await browser.newContext({ offline: true });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(ADDRESS);
      await checkPage((body) => page.evaluate(`(() => { ${body} })()`));
      expect(asked.filter((url) => !url.startsWith('blob:'))).toEqual([ADDRESS.replace(/#.*/, '')]);
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});

describe.skipIf(firefoxPath === undefined)('opened from a folder in Firefox', () => {
  test('it runs without a network', async () => {
    const firefox = await driveFirefox(firefoxPath ?? '', ADDRESS);
    try {
      await checkPage(firefox.evaluate);
    } finally {
      await firefox.close();
    }
  });
});
