// `npm run bench:web`: how fast the page is, in headless Chromium. A thousand nodes and as many rows as are named come
// from a log written by hand, so that the figures are the page's own and not the engine's.

import type { Browser, Page } from '@playwright/test';
import { launchChromium } from './chromium.ts';
import { firstLoad, kilobytes } from './first-load.ts';
import { largeWorkerScript, withLargeRun } from './large-page.ts';
import { serveScenario } from './served-page.ts';

const FRAMES = 120;
const SEEKS = 300;

const server = await serveScenario('scenarios/tour/first-look.yaml');
const browser = await launchChromium();
const script = await largeWorkerScript();
await printLoaded(browser);
await printFirstPaint(browser);
for (const rows of [200_000, 1_000_000]) await printLarge(browser, rows);
await browser.close();
server.close();

function print(label: string, value: string, goal: string): void {
  console.log(`${label.padEnd(44)} ${value.padStart(26)}   goal ${goal}`);
}

async function printLoaded(chromium: Browser): Promise<void> {
  const page = await chromium.newPage({ viewport: { width: 1440, height: 900 } });
  const sizes = await firstLoad(page, `${server.url}#lang=en`);
  const engine = kilobytes(sizes, 'worker-');
  print('loaded to open the tour, gzip', `${kilobytes(sizes)} KB`, '<= 250 KB');
  print('of that the engine', `${engine} KB`, 'none');
  for (const [name, bytes] of sizes) console.log(`  ${name}: ${Math.round(bytes / 1_000)} KB`);
  await page.close();
}

async function printFirstPaint(chromium: Browser): Promise<void> {
  const page = await chromium.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(server.url);
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  const millis = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
  print('first paint of the page', `${Math.round(millis)} ms`, '<= 1 s');
  await page.close();
}

async function printLarge(chromium: Browser, rows: number): Promise<void> {
  const page = await chromium.newPage({ viewport: { width: 1440, height: 900 } });
  // What tsx makes of a function with a name calls a helper, which the page must have when it runs one of ours.
  await page.addInitScript('globalThis.__name = (named) => named');
  await withLargeRun(page, script, rows);
  const name = `${rows.toLocaleString('en')} rows`;
  await page.goto(server.url);
  await page.waitForFunction(() => performance.getEntriesByName('orrery-shown').length > 0, undefined, {
    timeout: 120_000,
  });
  const opened = await page.evaluate(() => {
    const entries = (mark: string): number => performance.getEntriesByName(mark)[0]?.startTime ?? 0;
    const took = document.querySelector('.status-bar')?.textContent ?? '';
    const [, amount = '0', unit] = /ran in ([\d.]+) (m?s)/.exec(took) ?? [];
    return entries('orrery-shown') - entries('orrery-asked') - Number(amount) * (unit === 's' ? 1_000 : 1);
  });
  print(`${name}: open, without the run itself`, `${Math.round(opened)} ms`, rows > 500_000 ? '<= 6 s' : '<= 2 s');
  for (const [label, keys] of [
    ['pan', 'Shift'],
    ['zoom', 'Control'],
  ] as const) {
    await printFrames(page, `${name}: ${label}`, keys);
  }
  await printSeeks(page, name, rows);
  await page.close();
}

/** One wheel event a frame; how long each frame took until the next. */
async function printFrames(page: Page, label: string, modifier: 'Shift' | 'Control'): Promise<void> {
  await page.keyboard.press('0');
  await page.waitForTimeout(500);
  const millis = await page.evaluate(
    async ([frames, isZoom]) => {
      const stage = document.querySelector('.stage');
      const box = stage?.getBoundingClientRect() ?? { left: 0, top: 0, width: 0 };
      const wheel = (deltaY: number, zooms: boolean): void => {
        const place = { clientX: box.left + box.width * 0.55, clientY: box.top + 300 };
        const keys = { ctrlKey: zooms, shiftKey: !zooms, bubbles: true, cancelable: true };
        stage?.dispatchEvent(new WheelEvent('wheel', { deltaY, ...place, ...keys }));
      };
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      if (!isZoom) for (let i = 0; i < 4; i += 1) wheel(-60, true);
      await frame();
      const times: number[] = [];
      let before = await frame();
      for (let i = 0; i < frames; i += 1) {
        const turn = i % 60 < 30 ? 1 : -1;
        wheel(isZoom ? -30 * turn : 24 * turn, isZoom);
        const now = await frame();
        times.push(now - before);
        before = now;
      }
      return times;
    },
    [FRAMES, modifier === 'Control'] as const,
  );
  const mean = millis.reduce((sum, one) => sum + one, 0) / millis.length;
  const value = `${Math.round(1_000 / mean)} frames/s, p95 ${quantile(millis, 0.95).toFixed(0)} ms`;
  print(label, value, '>= 50 frames/s');
}

/** An object, and the table of all pods, at other moments each time, asked of a worker of its own. */
async function printSeeks(page: Page, name: string, rows: number): Promise<void> {
  const { times: millis, tables } = await page.evaluate(
    async ([main, seeks]) => {
      const worker = new Worker('./assets/worker-bench.js', { type: 'module' });
      let number = 0;
      const ask = (question: string, body: unknown): Promise<number> =>
        new Promise((resolve) => {
          number += 1;
          const startedAt = performance.now();
          worker.addEventListener('message', () => resolve(performance.now() - startedAt), { once: true });
          worker.postMessage({ number, name: question, ask: body });
        });
      await ask('open', { files: [], main });
      const times: number[] = [];
      for (let i = 0; i < seeks + 50; i += 1) {
        const at = Math.floor((i * 0.618_033_988_7 * 3_600_000_000) % 3_600_000_000);
        times.push(await ask('object', { id: `Pod/shop/web-86c57db9f4-worker-${(i % 900) + 1}-0`, at }));
      }
      const tables: number[] = [];
      for (let i = 0; i < 40; i += 1) {
        const part = { isWide: false, filter: '', isWorstFirst: true, from: 0, count: 50 };
        tables.push(await ask('table', { kind: 'Pod', at: (i + 1) * 80_000_000, ...part }));
      }
      return { times: times.slice(50), tables: tables.slice(5) };
    },
    [`zone-outage-${rows}.yaml`, SEEKS] as const,
  );
  const value = `p50 ${quantile(millis, 0.5).toFixed(1)} ms, p99 ${quantile(millis, 0.99).toFixed(1)} ms`;
  print(`${name}: seek`, value, rows > 500_000 ? 'p99 <= 50 ms' : 'p99 <= 16 ms');
  const table = `p50 ${quantile(tables, 0.5).toFixed(0)} ms, p95 ${quantile(tables, 0.95).toFixed(0)} ms`;
  print(`${name}: table of all pods at a moment`, table, '<= 50 ms');
}

function quantile(values: readonly number[], share: number): number {
  const ascending = values.toSorted((a, b) => a - b);
  return ascending[Math.min(Math.floor(share * ascending.length), ascending.length - 1)] ?? 0;
}
