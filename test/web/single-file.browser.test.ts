// The page as one file, as it is opened by a double click: from file://, without a network, in Chromium and Firefox. It
// has to hold everything, ask for nothing, and run the first scenario and one with policies to the digests of Node.

import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { digestHere, scenarioSources } from '../golden/digests.ts';
import { ROOT } from '../house/tree.ts';
import { chromiumPath, launchChromium } from './chromium.ts';
import { driveFirefox, firefoxPath } from './firefox.ts';

const FILE = join(ROOT, 'dist/orrery.html');
const ADDRESS = `${pathToFileURL(FILE)}#lang=en&theme=light`;
const WITH_POLICIES = `${ADDRESS}&s=scheduling/custom-policy`;
const MAX_BYTES = 2_000_000;
/** What has been fetched beside the file, and what the status bar says. */
const LOADED = `performance.getEntriesByType('resource').map((entry) => entry.name)`;
const STATUS = `document.querySelector('.status-bar')?.innerText ?? ''`;
const SCENARIOS = `document.querySelectorAll('select[aria-label=Scenario] option').length`;
const EDIT = `document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'e', bubbles: true }))`;
const EDITED = `document.querySelector('.editor-text')?.shadowRoot?.querySelector('.cm-content')?.textContent ?? ''`;

function digestOf(scenario: string): string {
  const source = scenarioSources().find(({ name }) => name === `scenarios/${scenario}.yaml`);
  if (source === undefined) throw new Error(`there is no ${scenario}`);
  return digestHere(source);
}

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

type Evaluate = (body: string) => Promise<unknown>;

/** Waits until the status bar says that the second run gave the same bytes, and checks what it says. */
async function checkStatus(evaluate: Evaluate, scenario: string, length: string): Promise<void> {
  let status = '';
  for (let waited = 0; waited < 30_000 && !status.includes('identical on re-run'); waited += 200) {
    await sleep(200);
    status = String(await evaluate(`return ${STATUS}`));
  }
  expect(status).toContain(`${length} simulated`);
  expect(status).toContain('identical on re-run');
  expect(status).toContain(digestOf(scenario).slice(0, 4));
}

async function checkPage(evaluate: Evaluate): Promise<void> {
  await checkStatus(evaluate, 'tour/first-look', '12m');
  expect(await evaluate(`return ${LOADED}`)).toEqual([]);
  expect(await evaluate(`return ${SCENARIOS}`)).toBe(scenarioSources().length);
  await evaluate(EDIT);
  let text = '';
  for (let waited = 0; waited < 10_000 && text === ''; waited += 200) {
    await sleep(200);
    text = String(await evaluate(`return ${EDITED}`));
  }
  expect(text).toContain('orrery/v1alpha1');
}

/** Code of the scenario's own, which the page's policy lets nobody evaluate as text. */
async function checkPolicies(evaluate: Evaluate): Promise<void> {
  await checkStatus(evaluate, 'scheduling/custom-policy', '10m');
}

describe.skipIf(chromiumPath === undefined)('opened from a folder in Chromium', () => {
  test.each([
    { address: ADDRESS, check: checkPage },
    { address: WITH_POLICIES, check: checkPolicies },
  ])('it runs without a network and without a complaint: $address', async ({ address, check }) => {
    const browser = await launchChromium();
    try {
      const context = await browser.newContext({ offline: true });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(address);
      await check((body) => page.evaluate(`(() => { ${body} })()`));
      expect(asked.filter((url) => !url.startsWith('blob:'))).toEqual([ADDRESS.replace(/#.*/, '')]);
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});

describe.skipIf(firefoxPath === undefined)('opened from a folder in Firefox', () => {
  test.each([
    { address: ADDRESS, check: checkPage },
    { address: WITH_POLICIES, check: checkPolicies },
  ])('it runs without a network: $address', async ({ address, check }) => {
    const firefox = await driveFirefox(firefoxPath ?? '', address);
    try {
      await check(firefox.evaluate);
    } finally {
      await firefox.close();
    }
  });
});
