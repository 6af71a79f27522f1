// What the page says when there is nothing to show, and when a run breaks; and texts that were made to hurt.

import type { Page } from '@playwright/test';
import { beforeEach, describe, expect, test } from 'vitest';
import type { RunSource } from '../../web/protocol.ts';
import { packSource } from '../../web/state/packed-source.ts';
import { chromiumPath } from './chromium.ts';
import { quietPages } from './quiet-page.ts';
import { BREAKING } from './slips.ts';

const POD = `apiVersion: v1
kind: Pod
metadata: {name: mine}
spec:
  containers:
    - {name: main, image: 'app:1'}
`;

describe.skipIf(chromiumPath === undefined)('what else there is to say', () => {
  const own = quietPages('#t=270000000&lang=en&theme=light');
  const { paste, drop, axe, podCell } = own;
  let page: Page;

  beforeEach(() => {
    page = own.page();
  });

  test('a run that needs a part of the engine that is loaded later begins anew with it, and ends', async () => {
    await paste(`apiVersion: orrery/v1alpha1
kind: Scenario
metadata: {name: described}
spec:
  until: 7m
  timeline: [{at: 1m, do: kubectl describe node node-1}]
`);
    await page.locator('.status-bar', { hasText: '7m simulated' }).waitFor();
    expect(await page.locator('.broken-run').count()).toBe(0);
  });

  test('a run that breaks says what, when and how to see it again; what happened before is there', async () => {
    await drop(...BREAKING);
    const said = await page.locator('.broken-run').innerText();
    expect(said).toContain('A policy broke its contract');
    expect(said).toMatch(/t=3m0\.\d+s\s+after row \d+\s+in kube-scheduler/);
    expect(said).toContain('orrery run shop.yaml --seed 1');
    await page.locator('.readout input').fill('1m');
    await page.keyboard.press('Enter');
    await podCell('web-').first().click();
    await page.keyboard.press('2');
    await page.locator('.kubectl-text', { hasText: 'Node: ' }).waitFor();
    expect(await page.locator('.kubectl-text').innerText()).toMatch(/Status:\s+Running/);
    await axe();
  });

  test('a page with nothing to show proposes scenarios, each with its minimap', async () => {
    const packed = await packSource({ files: [{ name: 'a.yaml', text: 'kind: Pod\n' }], main: 'a.yaml', isOwn: true });
    await page.goto('about:blank');
    await page.goto(`${own.server().url}#y=${packed}&lang=en&theme=light`);
    await page.locator('.cm-message').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Ten pods get a new image').waitFor();
    await axe();
    await page.locator('.proposed', { hasText: 'rolling-update' }).click();
    await page.locator('.picker-text', { hasText: 'workloads/rolling-update' }).waitFor();
  });

  test('files that change on the disk are run again in the same view; bad ones are told, and then mended', async () => {
    const { server } = own;
    const source = (await (await fetch(`${server().url}run.json`)).json()) as RunSource;
    const changed = (from: string, to: string): RunSource => ({
      ...source,
      files: source.files.map(({ name, text }) => ({
        name,
        text: name === source.main ? text.replace(from, to) : text,
      })),
    });
    await podCell('api-').first().click();
    const selected = await page.locator('.drawer-title').innerText();
    server().change(changed('until: 12m', 'until: 13m'));
    await page.getByText('run again: 1 line differs').waitFor();
    await page.getByText('13m simulated').waitFor();
    expect(await page.locator('.drawer-title').innerText()).toBe(selected);
    expect(await page.locator('.readout input').inputValue()).toContain('4m30');
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByText('+  until: 13m').waitFor();
    await page.keyboard.press('Escape');
    server().change(changed('until: 12m', 'until: 13 min'));
    await page.getByRole('heading', { name: 'Not run: 1 error' }).waitFor();
    await page.locator('.cm-message', { hasText: 'until: not a duration' }).waitFor();
    server().change(source);
    await page.getByText('12m simulated').waitFor();
  });

  const MARKUP = '<img src=x onerror="alert(1)">';

  /** Nothing that was written became an element. */
  const noElements = async (): Promise<void> => {
    const count = (): number => document.querySelectorAll('img, iframe, script:not([src]), [onerror]').length;
    expect(await page.evaluate(count)).toBe(0);
  };

  test('a hostile link is words: its note, filter, selection, scenario, branches and rows', async () => {
    const fields = new URLSearchParams([
      ...Object.entries({ s: 'tour/first-look', t: '270000000', lang: 'en', q: MARKUP, sel: `Pod/shop/${MARKUP}` }),
      ...Object.entries({
        pin: MARKUP,
        open: MARKUP,
        fold: MARKUP,
        rows: MARKUP,
        group: MARKUP,
        tab: MARKUP,
        v: MARKUP,
      }),
      ['n', `270000000 ${MARKUP}`],
      ['o', `270000000 kubectl scale deployment/web --replicas=3 -n shop ${MARKUP}`],
    ]);
    await page.goto('about:blank');
    await page.goto(`${own.server().url}#${fields}`);
    await page.locator('.open-problem', { hasText: '<img src=x' }).waitFor();
    await noElements();
    await page.goto('about:blank');
    await page.goto(
      `${own.server().url}#${new URLSearchParams({ s: MARKUP, y: MARKUP, lang: MARKUP, theme: MARKUP })}`,
    );
    await page.locator('table.objects tbody tr').first().waitFor();
    await noElements();
  });

  test('hostile images, zones, branches, notes and policies are words in every text about them', async () => {
    const zone = 'zone <b>a</b>';
    const scenario = `apiVersion: orrery/v1alpha1
kind: Scenario
metadata: {name: hostile}
spec:
  until: 3m
  cluster: {pools: [{name: n, zones: ['${zone}']}], schedulers: [{plugins: [p.ts]}]}
  timeline: [{at: 2m, do: kubectl scale deployment/none --replicas=1}]
---
${POD.replace("'app:1'", `'${MARKUP}'`)}`;
    const policy = `import { unresolvable } from 'orrery/policy';
export const rule = {name: 'Rule', filter: () => unresolvable('${MARKUP}')};
`;
    await drop(['hostile.yaml', scenario], ['p.ts', policy]);
    await page.getByText('3m simulated').waitFor();
    await podCell('mine').click();
    for (const tab of ['1', '2', '3', '5']) {
      await page.keyboard.press(tab);
      await page.waitForTimeout(300);
      await noElements();
    }
    await page.locator('.drawer', { hasText: '<img src=x' }).first().waitFor();
    await page.keyboard.press('m');
    await page.keyboard.type(MARKUP);
    await page.keyboard.press('Enter');
    await page.keyboard.press('k');
    await page.keyboard.type(`label pod mine a=b`);
    await page.keyboard.press('Enter');
    await page.locator('.branch-bar').getByTitle('Name of the branch').click();
    await page.keyboard.type(MARKUP);
    await page.keyboard.press('Enter');
    await page.locator('.branch', { hasText: '<img src=x' }).waitFor();
    await noElements();
    await drop(
      ['hostile.yaml', scenario],
      ['p.ts', `export const rule = {name: 'R', filter: () => { throw new Error('${MARKUP}'); }};\n`],
    );
    await page.locator('.broken-run', { hasText: '<img src=x' }).waitFor();
    await noElements();
  });

  test('hostile names and texts are shown as they are, and nothing of them runs', async () => {
    const markup = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
    await paste(POD.replace('mine', `'${markup}'`));
    await page.locator('.problem', { hasText: '<img src=x' }).first().waitFor();
    await page.locator('.cm-message').first().waitFor();
    await page.keyboard.press('Escape');
    const labelled = POD.replace('{name: mine}', `{name: mine, annotations: {a: '${markup}'}}`);
    const scenario = `apiVersion: orrery/v1alpha1\nkind: Scenario\nspec: {description: '${markup}', until: 3m}\n`;
    await drop([`${markup.replaceAll('/', '')}.yaml`, `${scenario}---\n${labelled}`]);
    await page.getByText('3m simulated').waitFor();
    await podCell('mine').click();
    await page.keyboard.press('3');
    await page.locator('.kubectl-text', { hasText: 'onerror' }).waitFor();
    await page.keyboard.press('e');
    await page.locator('.cm-line', { hasText: 'onerror' }).first().waitFor();
    await noElements();
    await paste(`a: ${'['.repeat(100_000)}`);
    await page.keyboard.press('Escape');
    await drop(['deep.yaml', `kind: Pod\na: ${'['.repeat(100_000)}`]);
    await page
      .getByText(/nested deeper/)
      .first()
      .waitFor();
  });
});
