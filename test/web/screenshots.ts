// `npm run screenshots [-- part of a name]`: the views of the built page as pictures in dist/screenshots, to be
// looked at beside the design's, and one of them for the README. The pod and the moments are those of the first tour.

import { copyFileSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from '@playwright/test';
import { packSource } from '../../web/state/packed-source.ts';
import { launchChromium } from './chromium.ts';
import { largeWorkerScript, withLargeRun } from './large-page.ts';
import { serveScenario } from './served-page.ts';
import { BREAKING, dropOn, pasteInto, SLIPS } from './slips.ts';

const LARGE_ROWS = 200_000;
const FOLDER: string = fileURLToPath(new URL('../../dist/screenshots', import.meta.url));
const OF_README = {
  shot: 'pending-light',
  path: fileURLToPath(new URL('../../.pictures/first-look.png', import.meta.url)),
};

interface Shot {
  readonly name: string;
  readonly size: readonly [width: number, height: number];
  /** The fragment, but for the pod. */
  readonly view: string;
  /** Selects the pod that this text finds in the table. */
  readonly pod?: RegExp;
  /** Pressed in this order; `type:` before what is typed, `wait:` before milliseconds, `click:` before a selector. */
  readonly keys?: readonly string[];
  /** A drag over the stage, in pixels of the window. */
  readonly drag?: readonly [x0: number, y0: number, x1: number, y1: number];
  /** Comes from the clipboard before the keys. */
  readonly pasted?: string;
  /** There is no run to wait for; `act` waits for what it needs. */
  readonly isBare?: boolean;
  /** Before the page is loaded. */
  readonly prepare?: (page: Page) => Promise<void>;
  /** Done before the keys. */
  readonly act?: (page: Page) => Promise<void>;
  /** A large cluster in place of the tour, its log written by hand. */
  readonly isLarge?: boolean;
  /** A zone outage among a thousand nodes, really run. */
  readonly isOutage?: boolean;
}

const WIDE = [1440, 900] as const;
const NARROW = [1024, 768] as const;
const CRASHING = /CrashLoopBackOff|Error/;
const REPLACED = /^web\S+ 1\/1 Running 0 1\ds/;
const CHAIN = 't=540000000&w=170000000-560000000&ax=chain';

const SCORES = ['1', 'wait:500', 'click:.chain-sentence .text-link:not(.chain-source)'];

/** Two branches of the tour, one from the other. */
const BRANCHES = [
  ...['k', 'type:scale deployment/web --replicas=3 -n shop', 'Enter', 'wait:2000'],
  ...['k', 'type:cordon worker-2', 'Enter', 'wait:2000'],
];

/** A link to files that cannot be run: the page has nothing to show. */
const UNFIT = `y=${await packSource({ files: [{ name: 'shop.yaml', text: SLIPS }], main: 'shop.yaml', isOwn: true })}`;

const leaveEditor = async (page: Page): Promise<void> => {
  await page.locator('.cm-message').first().waitFor();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.querySelectorAll('.proposed > span:last-child:not(:empty)').length === 3);
};

const slowWorker = async (page: Page): Promise<void> => {
  await page.route('**/worker-*.js', () => undefined);
};

const openEditor = async (page: Page): Promise<void> => {
  await page.keyboard.press('e');
  await page.locator('.cm-content').waitFor();
};

const openFidelity = (page: Page): Promise<void> => page.locator('.status-button').first().click();

const dropBreaking = async (page: Page): Promise<void> => {
  await page.evaluate(dropOn, BREAKING);
  await page.locator('.broken-run').waitFor();
};

const SHOTS: readonly Shot[] = [
  { name: 'empty-light', size: WIDE, view: `${UNFIT}&lang=en&theme=light`, isBare: true, act: leaveEditor },
  { name: 'empty-narrow-zh', size: NARROW, view: `${UNFIT}&lang=zh&theme=dark`, isBare: true, act: leaveEditor },
  { name: 'loading-light', size: WIDE, view: 'lang=en&theme=light', isBare: true, prepare: slowWorker },
  { name: 'broken-light', size: WIDE, view: 'lang=en&theme=light', act: dropBreaking },
  { name: 'broken-zh', size: NARROW, view: 'lang=zh&theme=dark', act: dropBreaking },
  { name: 'no-results', size: WIDE, view: 't=270000000&lang=en&theme=light', keys: ['/', 'type:wbe'] },
  { name: 'no-tracks', size: WIDE, view: 't=270000000&q=web&lang=en&theme=light' },
  {
    name: 'link-notice',
    size: WIDE,
    view: `t=270000000&lang=en&theme=light&n=${`1+${'a long note '.repeat(20)}&n=`.repeat(12)}`,
    act: (page) => page.locator('.link-place button').first().click(),
  },
  { name: 'fidelity-light', size: WIDE, view: 't=270000000&lang=en&theme=light', act: openFidelity },
  { name: 'fidelity-zh', size: NARROW, view: 't=270000000&lang=zh&theme=light', act: openFidelity },
  { name: 'overview-light', size: WIDE, view: 't=270000000&lang=en&theme=light' },
  { name: 'overview-dark', size: WIDE, view: 't=531500000&lang=en&theme=dark' },
  { name: 'overview-zh', size: WIDE, view: 't=540000000&lang=zh&theme=light' },
  { name: 'overview-wide', size: [1920, 1080], view: 't=540000000&lang=en&theme=light' },
  { name: 'overview-narrow-dark', size: NARROW, view: 't=270000000&lang=en&theme=dark' },
  { name: 'describe-light', size: WIDE, view: 't=270000000&lang=en&theme=light', pod: CRASHING, keys: ['2'] },
  { name: 'diff-light', size: WIDE, view: 't=270000000&lang=en&theme=light', pod: CRASHING, keys: ['4'] },
  { name: 'events-dark', size: WIDE, view: 't=270000000&lang=en&theme=dark', pod: CRASHING, keys: ['5'] },
  { name: 'chain-light', size: WIDE, view: `${CHAIN}&lang=en&theme=light`, pod: REPLACED, keys: ['1'] },
  { name: 'chain-dark', size: WIDE, view: `${CHAIN}&lang=en&theme=dark`, pod: REPLACED, keys: ['1'] },
  {
    name: 'pending-light',
    size: WIDE,
    view: 't=432000000&w=280000000-560000000&lang=en',
    pod: /^reports/,
    keys: ['1'],
  },
  { name: 'pending-zh', size: WIDE, view: 't=432000000&w=280000000-560000000&lang=zh', pod: /^reports/, keys: ['1'] },
  { name: 'scores-light', size: WIDE, view: `${CHAIN}&lang=en&theme=light`, pod: REPLACED, keys: SCORES },
  { name: 'scores-zh', size: WIDE, view: `${CHAIN}&lang=zh&theme=dark`, pod: REPLACED, keys: SCORES },
  { name: 'idle-cut', size: WIDE, view: 't=270000000&ax=idle&lang=en&theme=light' },
  { name: 'by-event', size: WIDE, view: 't=270000000&ax=index&lang=en&theme=light' },
  { name: 'by-owner', size: WIDE, view: 't=270000000&group=owner&lang=en&theme=light' },
  { name: 'area-dark', size: WIDE, view: 't=531500000&lang=en&theme=dark', drag: [740, 400, 815, 406] },
  { name: 'find-light', size: WIDE, view: 't=270000000&lang=en&theme=light', keys: ['/', 'type:worker'] },
  { name: 'palette-zh', size: WIDE, view: 't=270000000&lang=zh&theme=light', keys: ['Control+k'] },
  { name: 'twin-light', size: WIDE, view: 't=270000000&lang=en&theme=light', keys: ['t'] },
  { name: 'yaml-light', size: WIDE, view: 't=270000000&lang=en&theme=light&sel=Node/worker-1&tab=yaml' },
  {
    name: 'effects-light',
    size: WIDE,
    view: 't=480000000&lang=en&theme=light&sel=Node/worker-1&tab=why',
    keys: ['wait:800', ']'],
  },
  {
    name: 'requests-dark',
    size: WIDE,
    view: 't=310000000&w=295000000-325000000&lang=en&theme=dark&sel=component/kube-controller-manager&tab=events',
  },
  {
    name: 'notes-light',
    size: WIDE,
    view: 't=270000000&n=180000000+the+node+is+gone&n=270000000+api+restarts&lang=en',
  },
  { name: 'keys-light', size: WIDE, view: 't=270000000&lang=en&theme=light', keys: ['?'] },
  { name: 'words-zh', size: NARROW, view: 't=270000000&lang=zh&theme=light', keys: ['g'] },
  { name: 'autoscaler-light', size: WIDE, view: 's=autoscaling/hpa-day&lang=en&theme=light' },
  { name: 'autoscaler-zh', size: NARROW, view: 's=autoscaling/hpa-day&lang=zh&theme=dark' },
  { name: 'narrow-zh', size: NARROW, view: 't=270000000&lang=zh&theme=light', pod: CRASHING, keys: ['1'] },
  { name: 'projector-zh', size: NARROW, view: 't=229000000&w=150000000-560000000&ax=idle&lang=zh&theme=projector' },
  { name: 'projector-en', size: WIDE, view: 't=270000000&lang=en&theme=projector' },
  { name: 'editor-light', size: WIDE, view: 't=270000000&lang=en&theme=light', pasted: SLIPS },
  { name: 'editor-dark', size: WIDE, view: 't=270000000&lang=en&theme=dark', pasted: SLIPS },
  { name: 'editor-narrow-zh', size: NARROW, view: 't=270000000&lang=zh&theme=light', pasted: SLIPS },
  { name: 'editor-projector', size: WIDE, view: 't=270000000&lang=en&theme=projector', pasted: SLIPS },
  { name: 'editor-good', size: WIDE, view: 't=270000000&lang=en&theme=light', act: openEditor },
  { name: 'act-command', size: WIDE, view: 't=270000000&lang=en&theme=light', pod: CRASHING, keys: ['k'] },
  { name: 'act-fault-zh', size: NARROW, view: 't=270000000&lang=zh&theme=dark', pod: CRASHING, keys: ['x'] },
  { name: 'act-projector', size: WIDE, view: 't=270000000&lang=en&theme=projector', keys: ['k', 'type:scale '] },
  { name: 'branches-light', size: WIDE, view: 't=270000000&lang=en&theme=light', keys: BRANCHES },
  { name: 'branches-narrow-zh', size: NARROW, view: 't=270000000&lang=zh&theme=dark', keys: BRANCHES },
  { name: 'phone-en', size: [390, 844], view: 't=270000000&lang=en&theme=light' },
  { name: 'phone-side', size: [844, 390], view: 't=270000000&lang=en&theme=light&sel=Deployment/shop/web' },
  { name: 'phone-zh', size: [390, 844], view: 't=270000000&lang=zh&theme=dark&sel=Node/worker-1' },
  { name: 'large-light', size: WIDE, view: 't=1330000000&lang=en&theme=light', isLarge: true },
  { name: 'large-dark', size: WIDE, view: 't=1330000000&lang=en&theme=dark', isLarge: true },
  { name: 'large-zoomed', size: WIDE, view: 't=1330000000&w=1200000000-1500000000&lang=en', isLarge: true },
  {
    name: 'large-area',
    size: WIDE,
    view: 't=1330000000&area=948000000-1800000000&rows=strip/b&tab=summary&lang=en&theme=light',
    isLarge: true,
  },
  {
    name: 'outage-area',
    size: WIDE,
    view: 't=1330000000&area=948000000-1800000000&rows=strip/b&tab=summary&lang=en&theme=light',
    isOutage: true,
  },
  {
    name: 'outage-area-zh',
    size: WIDE,
    view: 't=1330000000&area=948000000-1800000000&rows=strip/b&tab=areaEvents&lang=zh&theme=dark',
    isOutage: true,
  },
  { name: 'outage-narrow', size: NARROW, view: 't=1330000000&lang=en&theme=dark', isOutage: true },
  { name: 'outage-projector', size: WIDE, view: 't=1330000000&lang=en&theme=projector', isOutage: true },
];

/** Looks at what is drawn: as it is, without colour, washed out by daylight, and as a deuteranope sees it. */
const SIGHTS: readonly (readonly [name: string, filter: string])[] = [
  ['grey', 'grayscale(1)'],
  ['washed', 'contrast(0.4) brightness(1.3)'],
];
const SEEN_AGAIN: ReadonlySet<string> = new Set(['overview-light', 'projector-en', 'pending-light']);

async function take(browser: Browser, url: string, shot: Shot, script: string): Promise<void> {
  const [width, height] = shot.size;
  const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
  if (shot.isLarge === true) await withLargeRun(page, script, LARGE_ROWS);
  await shot.prepare?.(page);
  await page.goto(`${url}#${shot.view}`);
  if (shot.isBare !== true) await runShown(page);
  if (shot.pod !== undefined) await choose(page, shot.pod);
  if (shot.drag !== undefined) {
    const [x0, y0, x1, y1] = shot.drag;
    await page.mouse.move(x0, y0);
    await page.mouse.down();
    await page.mouse.move(x1, y1, { steps: 4 });
    await page.mouse.up();
  }
  if (shot.pasted !== undefined) {
    await page.evaluate(pasteInto, shot.pasted);
    await page.locator('.cm-message').first().waitFor();
  }
  await shot.act?.(page);
  await page.mouse.move(width / 2, 4);
  for (const key of shot.keys ?? []) {
    if (key.startsWith('wait:')) await page.waitForTimeout(Number(key.slice(5)));
    else if (key.startsWith('click:')) await page.locator(key.slice(6)).first().click();
    else if (key.startsWith('type:')) await page.keyboard.type(key.slice(5));
    else await page.keyboard.press(key);
  }
  await page.waitForTimeout(400);
  await page.screenshot({ path: `${FOLDER}/${shot.name}.png` });
  if (SEEN_AGAIN.has(shot.name)) await lookAgain(page, shot.name);
  await page.close();
}

async function runShown(page: Page): Promise<void> {
  const patience = { timeout: 120_000 };
  await page.waitForFunction(() => performance.getEntriesByName('orrery-shown').length > 0, undefined, patience);
  const isChecked = (): boolean => !document.querySelector('.status-bar')?.textContent?.match(/again|正在/);
  await page.waitForFunction(isChecked, undefined, patience);
}

async function choose(page: Page, pod: RegExp): Promise<void> {
  await page.locator('table.objects tbody tr td').first().waitFor();
  for (const row of await page.locator('table.objects tbody tr').all()) {
    const text = (await row.locator('td').allInnerTexts()).join(' ');
    if (!pod.test(text)) continue;
    await row.locator('button').first().click();
    return;
  }
}

async function lookAgain(page: Page, name: string): Promise<void> {
  for (const [sight, filter] of SIGHTS) {
    await page.evaluate((value) => {
      document.documentElement.style.filter = value;
    }, filter);
    await page.screenshot({ path: `${FOLDER}/${name}-${sight}.png` });
  }
  await page.evaluate(() => {
    document.documentElement.style.filter = '';
  });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setEmulatedVisionDeficiency', { type: 'deuteranopia' });
  await page.screenshot({ path: `${FOLDER}/${name}-deuteranopia.png` });
}

const wanted = process.argv[2] ?? '';
const shots = SHOTS.filter(({ name }) => name.includes(wanted));
const isOutageWanted = shots.some(({ isOutage }) => isOutage === true);
const script = shots.some(({ isLarge }) => isLarge === true) ? await largeWorkerScript() : '';
const server = await serveScenario('scenarios/tour/first-look.yaml');
const outage = isOutageWanted ? await serveScenario('test/web/zone-outage.yaml') : undefined;
const browser = await launchChromium();
mkdirSync(FOLDER, { recursive: true });
for (const shot of shots) {
  await take(browser, shot.isOutage === true ? (outage?.url ?? '') : server.url, shot, script);
}
if (shots.some(({ name }) => name === OF_README.shot)) copyFileSync(`${FOLDER}/${OF_README.shot}.png`, OF_README.path);
await browser.close();
server.close();
outage?.close();
console.log(`${shots.length} views in ${FOLDER}`);
