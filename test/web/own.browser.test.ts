// Bring your own, in the built page: files dropped, pasted and edited, with what is wrong beside the line; commands and
// faults at the cursor as branches; runs that are large, or stopped. And texts that were made to hurt.

import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { beforeEach, describe, expect, test } from 'vitest';
import { chromiumPath } from './chromium.ts';
import { quietPages } from './quiet-page.ts';

const VIEW = '#t=270000000&lang=en&theme=light';

const POD = `apiVersion: v1
kind: Pod
metadata: {name: mine}
spec:
  containers:
    - {name: main, image: 'app:1'}
`;
const SLIPS = POD.replace('image', 'imagee').replace('name: mine', 'name: mine, label: {}');

/** Eight thousand pods and half an hour: some seconds of work. */
const LONG = `apiVersion: orrery/v1alpha1
kind: Scenario
spec:
  until: 30m
  cluster: {pools: [{name: n, count: 300, capacity: {cpu: 32, memory: 128Gi, pods: 110}}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: bulk}
spec:
  replicas: 8000
  selector: {matchLabels: {app: bulk}}
  template: {metadata: {labels: {app: bulk}}, spec: {containers: [{name: bulk, image: 'web:1'}]}}
`;

describe.skipIf(chromiumPath === undefined)('bring your own', () => {
  const own = quietPages(VIEW);
  const { paste, drop, axe, podCell } = own;
  let page: Page;

  beforeEach(() => {
    page = own.page();
  });

  /** A new line at the end of the text, without indentation. */
  async function atEnd(): Promise<void> {
    for (const key of ['Control+End', 'Enter', 'Shift+Home', 'Backspace']) await page.keyboard.press(key);
    await page.keyboard.press('Enter');
  }

  test('dropped files run at once: a scenario, and the manifests that it does not name', async () => {
    const scenario = 'apiVersion: orrery/v1alpha1\nkind: Scenario\nspec: {until: 3m}\n';
    await drop(['shop.yaml', scenario], ['pod.yaml', POD]);
    await page.getByText('3m simulated').waitFor();
    await page.locator('.picker-text', { hasText: 'shop' }).waitFor();
    await page.locator('.readout input').fill('1m');
    await page.keyboard.press('Enter');
    await podCell('mine').waitFor();
  });

  test('a chosen file runs; a file that is no text is told and left', async () => {
    const field = page.locator('input[type="file"]');
    await field.setInputFiles({ name: 'mine.yaml', mimeType: 'text/yaml', buffer: Buffer.from(POD) });
    await page.getByText('10m simulated').waitFor();
    await field.setInputFiles({ name: 'photo.yaml', mimeType: 'text/yaml', buffer: Buffer.from([0xff, 0xfe, 0x80]) });
    await page.getByText('photo.yaml is no text').waitFor();
    await field.setInputFiles({ name: 'shop.zip', mimeType: '', buffer: Buffer.from('PK\u0003\u0004') });
    await page.getByText('shop.zip is an archive: unpack it and drop the folder').waitFor();
    await field.setInputFiles({ name: 'old.orrery', mimeType: '', buffer: Buffer.from([0x1f, 0x8b, 8]) });
    await page.getByText('old.orrery cannot be unpacked here').waitFor();
    expect(await page.locator('.status-bar').innerText()).toContain('10m simulated');
    await field.setInputFiles({
      name: 'dos.yaml',
      mimeType: '',
      buffer: Buffer.from(`\ufeff${POD.replaceAll('\n', '\r\n')}`),
    });
    await page.locator('.picker-text', { hasText: 'dos' }).waitFor();
    await page.keyboard.press('e');
    await page.getByText('UTF-8 · 6 lines').waitFor();
  });

  test('a run that the command line saved is shown as it is', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'orrery-')), 'first.orrery');
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const run = ['dist/cli/orrery.js', 'run', 'scenarios/tour/first-look.yaml', '--save', file];
    execFileSync(process.execPath, run, { cwd: root, stdio: 'ignore' });
    await page.locator('input[type="file"]').setInputFiles(file);
    await page.getByText('12m simulated').waitFor();
    await page.locator('.stage').waitFor();
  });

  test('bad input: nothing is changed; problems beside their lines, mended and run', async () => {
    await paste(SLIPS);
    await page.getByRole('heading', { name: /^Not run: \d errors?/ }).waitFor();
    expect(await page.locator('.status-bar').innerText()).toContain('2 errors');
    const first = page.locator('.problem').first();
    expect(await first.innerText()).toContain('unknown field "metadata.label"');
    await page.locator('.cm-message', { hasText: 'unknown field "metadata.label"' }).waitFor();
    await page.keyboard.press('F8');
    await page.locator('.problem.current').and(page.locator('.problem').nth(1)).waitFor();
    await first.getByRole('button').first().focus();
    await page.keyboard.press('Shift+F8');
    await page.locator('.problem.current').and(page.locator('.problem').nth(0)).waitFor();
    await axe();
    await first.getByRole('button', { name: 'Replace' }).click();
    await page.locator('.cm-line', { hasText: 'labels: {}' }).waitFor();
    await page.getByRole('button', { name: 'Apply the suggestion' }).click();
    await page.getByRole('heading', { name: 'Nothing is wrong' }).waitFor();
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+Enter');
    await page.getByText('10m simulated').waitFor();
    await podCell('mine').waitFor();
  });

  test('the files of a run are edited: problems while typing, Esc leaves, Ctrl+Enter runs it as a branch', async () => {
    await page.keyboard.press('e');
    await page.locator('.cm-content').waitFor();
    await page.getByRole('tab', { name: 'first-look/shop.yaml' }).waitFor();
    await atEnd();
    await page.keyboard.type('nonsense: 1');
    await page.locator('.cm-message', { hasText: 'unknown field "nonsense"' }).waitFor();
    expect(await page.getByRole('button', { name: 'Run', exact: true }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await page.locator('.stage').waitFor();
    await page.keyboard.press('e');
    await page.locator('.cm-message', { hasText: 'unknown field "nonsense"' }).waitFor();
    await page.keyboard.press('Control+End');
    for (const _ of 'nonsense: 1') await page.keyboard.press('Backspace');
    await page.getByRole('heading', { name: 'Nothing is wrong' }).waitFor();
    await axe();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: 'edited' }).waitFor();
  });

  test('what can stand at a place is proposed, and a key under the pointer is explained', async () => {
    await paste(POD.replace('metadata: {name: mine}', 'metadata: {}'));
    await page.locator('.cm-content').waitFor();
    await page.locator('.cm-content').click();
    await atEnd();
    await page.keyboard.type('  restartP');
    await page.locator('.cm-tooltip-autocomplete li', { hasText: 'restartPolicy' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.cm-line', { hasText: 'restartPolicy:' }).waitFor();
    await page.keyboard.type('Never');
    await page.locator('.problem').first().waitFor();
    await page.waitForTimeout(500); // Lines move while messages come and go.
    await page.locator('.cm-line', { hasText: 'containers' }).locator('span').first().hover();
    await page.locator('.cm-note', { hasText: 'spec.containers list of Container, required' }).waitFor();
  });

  test('a command at the cursor makes a branch; the original stays, undo leads back to it', async () => {
    const digest = page.locator('.status-digest');
    const before = await digest.innerText();
    await page.keyboard.press('k');
    await page.keyboard.type('cord');
    await page.getByRole('option', { name: 'cordon' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type(' ');
    await page.getByRole('option', { name: 'cordon worker-1' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await axe();
    await page.keyboard.press('Enter');
    const branch = page.getByRole('button', { name: /^cordon worker-1/ });
    await branch.waitFor();
    expect(await branch.getAttribute('aria-current')).toBe('true');
    await page.getByRole('button', { name: 'node/worker-1 cordoned' }).waitFor();
    expect(await digest.innerText()).not.toBe(before);
    await page.getByText('identical on re-run').waitFor();
    await axe();
    await page.keyboard.press('u');
    await page.waitForFunction((old) => document.querySelector('.status-digest')?.textContent === old, before);
    await branch.click();
    await page.waitForFunction((old) => document.querySelector('.status-digest')?.textContent !== old, before);
    const download = page.waitForEvent('download');
    await page.getByTitle('Save as scenario YAML').click();
    expect((await download).suggestedFilename()).toBe('first-look.zip');
    await page.getByTitle('Remove this branch').click();
    await page.waitForFunction(() => document.querySelector('.branch-bar') === null);
    expect(await digest.innerText()).toBe(before);
  });

  test('a link keeps a branch beside its original; one to what is not here says so', async () => {
    await page.keyboard.press('k');
    await page.keyboard.type('cordon worker-1');
    await page.keyboard.press('Enter');
    const branch = page.getByRole('button', { name: /^cordon worker-1/ });
    await branch.waitFor();
    await page.waitForFunction(() => location.hash.includes('&o=270000000+kubectl+cordon+worker-1'));
    await page.reload();
    await branch.waitFor();
    await page.waitForTimeout(600); // The address follows a little later.
    await page.locator('.branch', { hasText: 'original' }).click();
    await page.waitForFunction(() => !location.hash.includes('&o='));
    await page.goBack();
    await page.waitForFunction(() => location.hash.includes('&o='));
    await page.locator('.branch[aria-current="true"]', { hasText: 'cordon worker-1' }).waitFor();
    await page.goto(`${own.server().url}#s=no/such`);
    await page.reload();
    await page.getByText('What this link names is not here: no/such').waitFor();
  });

  test('a branch is named, and is among the choices of the scenario menu', async () => {
    await page.keyboard.press('k');
    await page.keyboard.type('scale deployment/web --replicas=3 -n shop');
    await page.keyboard.press('Enter');
    await page.getByTitle('Name of the branch').click();
    await page.keyboard.type('fewer');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^fewer/ }).waitFor();
    await page.getByLabel('Scenario').selectOption({ label: 'original' });
    await page.getByRole('button', { name: 'original' }).and(page.locator('[aria-current="true"]')).waitFor();
  });

  test('what is wrong with a command is told while it is typed, and nothing is run', async () => {
    await page.keyboard.press('k');
    await page.keyboard.type('scal deployment/web');
    await page.getByText('Did you mean scale?').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.act-problems p').first().waitFor();
    expect(await page.locator('.branch-bar').count()).toBe(0);
    await page.keyboard.press('Escape');
    expect(await page.locator('.act-bar').count()).toBe(0);
  });

  test('what kubectl says to a command that fails is there to be read', async () => {
    await page.keyboard.press('k');
    await page.keyboard.type('delete pod nobody -n shop');
    await page.keyboard.press('Enter');
    await page.locator('.branch-output.failed', { hasText: 'pods "nobody" not found' }).click();
    await page.locator('.drawer .command-output', { hasText: 'Error from server (NotFound)' }).waitFor();
    await axe();
  });

  test('a fault for what is selected, and YAML to apply, each become a branch of the last', async () => {
    await page
      .locator('.dock')
      .getByRole('tab', { name: /^Nodes/ })
      .click();
    await podCell('worker-3').click();
    await page.keyboard.press('x');
    await page.getByText('{at: 4m30s, fail: {node: worker-3, how: crash}}').waitFor();
    await axe();
    await page.getByLabel('For how long; empty: to the end').fill('30s');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^crash worker-3/ }).waitFor();
    await page.keyboard.press('k');
    await page.getByRole('tab', { name: 'Apply YAML' }).click();
    await page.getByLabel('YAML to apply').fill(POD);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: /^apply applied-at-4m30s\.yaml/ }).waitFor();
    expect(await page.locator('.branch-bar li').count()).toBe(3);
  });

  test('a policy that never comes to an end is ended by hand, and what was shown stays', async () => {
    const scenario =
      'apiVersion: orrery/v1alpha1\nkind: Scenario\nspec:\n  until: 7m\n  cluster: {schedulers: [{plugins: [p.js]}]}\n';
    const policyWith = (score: string): string => `export const plugin = { name: 'Mine', score() { ${score} } };`;
    await drop(['shop.yaml', scenario], ['pod.yaml', POD], ['p.js', policyWith('return 1;')]);
    await page.getByText('7m simulated').waitFor();
    await drop(['shop.yaml', scenario], ['pod.yaml', POD], ['p.js', policyWith('for (;;);')]);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
    expect(await page.locator('.status-bar').innerText()).toContain('7m simulated');
  });

  test('a large run is asked for twice, grows, tells how far it is, and can be stopped and continued', async () => {
    await paste(LONG.replace('8000', '800000'));
    await page.getByText('A large run: 800,000 pods on 300 nodes.').waitFor();
    await page.getByRole('button', { name: 'Leave it' }).click();
    await paste(LONG);
    await page.getByRole('progressbar').waitFor();
    await podCell('api-').first().waitFor();
    await podCell('bulk-').first().waitFor();
    expect(await page.locator('.under-way-bar').count()).toBe(1);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.locator('.unfinished', { hasText: 'Continue' }).waitFor();
    expect(await page.locator('.status-bar').innerText()).toContain('(truncated)');
    await axe();
    const stoppedAt = await page.locator('.status-bar b').first().innerText();
    await page.getByRole('button', { name: 'Continue' }).click();
    // A fast machine is at the end before anybody could stop it again.
    const goesOn = (old: string): boolean => {
      const now = document.querySelector('.status-bar b')?.textContent;
      return now !== old && document.querySelector('.under-way-bar') === null;
    };
    await page.waitForFunction(goesOn, stoppedAt, { timeout: 60_000 });
  });

  test('the editor and the bars have no fault for axe in the other themes and in Chinese', async () => {
    await page.keyboard.press('k');
    await page.keyboard.type('cordon worker-2');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^cordon worker-2/ }).waitFor();
    await page.getByRole('button', { name: '中' }).click();
    for (const _ of ['dark', 'projector']) {
      await page.getByTitle('主题').click();
      await page.keyboard.press('x');
      await page.locator('.fault-form').waitFor();
      await axe();
      await page.keyboard.press('Escape');
    }
    await paste(SLIPS);
    await page.locator('.cm-message').first().waitFor();
    await axe();
  }, 120_000);
});
