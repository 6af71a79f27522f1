// Within everybody's reach: the focus is never lost, whatever closes; fingers pan, zoom and mark; what is touched is
// large enough; and a lecture hall sees nodes with their pods.

import type { BrowserContext, CDPSession, Page } from '@playwright/test';
import { afterEach, describe, expect, test } from 'vitest';
import { chromiumPath } from './chromium.ts';
import { servedBrowser } from './quiet-page.ts';

const LARGE = { width: 1440, height: 900 };
const SMALL = { width: 1024, height: 768 };
const PHONE = { width: 390, height: 844 };

const served = servedBrowser();
let context: BrowserContext | undefined;

async function open(view: string, viewport = LARGE, hasTouch = false): Promise<Page> {
  context = await served.browser().newContext({ viewport, reducedMotion: 'reduce', hasTouch, isMobile: hasTouch });
  const page = await context.newPage();
  await page.goto(`${served.server().url}#t=270000000&lang=en&${view}`);
  await page.waitForFunction(() => location.hash.includes('s=tour'));
  return page;
}

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element === document.body ? '' : (element?.getAttribute('title') ?? element?.textContent ?? '');
  });

describe.skipIf(chromiumPath === undefined)("within everybody's reach", () => {
  afterEach(async () => {
    await context?.close();
  });

  test.each([
    ['keys and help', ['?', 'Escape']],
    ['words, left by Tab', ['g', 'Tab', 'Escape']],
    ['the finder', ['/', 'Escape']],
    ['the palette', ['Control+k', 'Escape']],
    ['a note', ['m', 'Escape']],
    ['a command', ['k', 'Escape']],
    ['a fault', ['x', 'Escape']],
  ])('%s give the focus back to where it was', async (_, keys) => {
    const page = await open('theme=light');
    await page.locator('.row-name').nth(2).focus();
    const name = await focused(page);
    for (const key of keys) {
      await page.keyboard.press(key);
      await page.waitForTimeout(100);
    }
    await expect.poll(() => focused(page)).toBe(name);
  });

  test('where the place is gone, the focus goes to the tab that is chosen there', async () => {
    const page = await open('theme=light', SMALL);
    await page.locator('.row-name').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('.dock-details').waitFor();
    await expect.poll(() => focused(page)).toMatch(/^api-/);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page)).toMatch(/^Pods/);
  });

  test('a name given to a branch, and a branch removed, leave the focus in the page', async () => {
    const page = await open('theme=light');
    await page.locator('.row-name').first().focus();
    await page.keyboard.press('k');
    await page.keyboard.type('cordon worker-2');
    await page.keyboard.press('Enter');
    await page.getByTitle('Name of the branch').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('mine');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Name of the branch');
    await page.getByTitle('Remove this branch').focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('.branch-bar') === null);
    await expect.poll(() => focused(page)).not.toBe('');
  });

  test('the table in place of the canvas takes the focus, and is left by the same key', async () => {
    const page = await open('theme=light');
    await page.keyboard.press('t');
    await page.locator('.twin-shown').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    const cell = page.locator('.twin [data-focused="true"]:focus');
    await expect.poll(() => cell.getAttribute('aria-label')).toMatch(/cell 1 of \d/);
    await page.keyboard.press('t');
    expect(await page.locator('.twin-shown').count()).toBe(0);
    expect(await focused(page)).not.toBe('');
  });

  test('the menu of a phone is walked by keys and closed alone', async () => {
    const page = await open('theme=light&sel=Node/worker-1', PHONE);
    await page.getByTitle('Menu').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toContain('Open YAML files');
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page)).toBe('Menu');
    expect(page.url()).toContain('sel=Node/worker-1');
  });

  type Finger = readonly [x: number, y: number];

  async function touch(session: CDPSession, type: 'Start' | 'Move' | 'End', ...fingers: Finger[]): Promise<void> {
    const touchPoints = fingers.map(([x, y], id) => ({ x, y, id }));
    await session.send('Input.dispatchTouchEvent', { type: `touch${type}`, touchPoints });
  }

  const shownRange = (page: Page): Promise<readonly number[]> =>
    page.evaluate(() => (new URLSearchParams(location.hash.slice(1)).get('w') ?? '0-0').split('-').map(Number));

  test('one finger pans, two zoom, one that rests marks an area', async () => {
    const page = await open('theme=light&w=100000000-400000000', SMALL, true);
    const session = await page.context().newCDPSession(page);
    await touch(session, 'Start', [700, 300]);
    await touch(session, 'Move', [600, 300]);
    await touch(session, 'End');
    await expect.poll(async () => (await shownRange(page))[0]).toBeGreaterThan(120_000_000);
    const [from = 0, to = 0] = await shownRange(page);
    expect(to - from).toBeCloseTo(300_000_000, -4);
    await touch(session, 'Start', [500, 300], [600, 300]);
    await touch(session, 'Move', [450, 300], [650, 300]);
    await touch(session, 'End');
    await expect
      .poll(async () => {
        const [a = 0, b = 0] = await shownRange(page);
        return b - a;
      })
      .toBeLessThan(200_000_000);
    await touch(session, 'Start', [500, 300]);
    await page.waitForTimeout(600);
    await touch(session, 'Move', [620, 302]);
    await touch(session, 'End');
    await page.waitForFunction(() => location.hash.includes('area='));
  });

  test.each([
    ['a mouse', 28, 'light', LARGE, false],
    ['a finger', 44, 'light', SMALL, true],
    ['a finger on a phone', 44, 'dark', PHONE, true],
    ['a projector', 44, 'projector', LARGE, false],
    ['a narrow projector', 44, 'projector', SMALL, false],
  ] as const)('targets are large enough for %s: %d', async (_, least, theme, viewport, hasTouch) => {
    const page = await open(`theme=${theme}&sel=Node/worker-1&tab=why`, viewport, hasTouch);
    await page.waitForTimeout(500);
    const small = await page.evaluate((limit) => {
      // Links within text, rows of tables and of the tree, and the status bar are as high as their lines; the numbers
      // of a chain stand for all of their steps.
      const inLines =
        '.visually-hidden, .skip-links, .twin, .tree, .objects, .text-link, .status-bar, .axis-slider, .chain-number';
      return [...document.querySelectorAll<HTMLElement>('button, select, input, [role="slider"]')]
        .filter((element) => element.checkVisibility() && element.closest(inLines) === null)
        .map((element) => {
          // A field is as large as the frame around it.
          const boxes = [element, element.closest('label') ?? element].map((box) => box.getBoundingClientRect());
          const size = Math.max(...boxes.map(({ width, height }) => Math.min(width, height)));
          return { size, what: `${element.className} ${element.title} ${element.textContent}` };
        })
        .filter(({ size }) => size < limit - 2)
        .map(({ size, what }) => `${size} ${what}`);
    }, least);
    expect(small).toEqual([]);
  });

  test.each([LARGE, SMALL])(
    'a projector of $width shows a node with its pods, and says what happened',
    async (size) => {
      const page = await open('theme=projector', size);
      await page.locator('.caption-text', { hasText: 'exited with code 1' }).waitFor();
      const stage = await page.locator('.stage').boundingBox();
      const node = await page.locator('.tree-node').first().boundingBox();
      // A head and three pods.
      expect((node?.y ?? 0) + 2 * (24 + 3 * 18)).toBeLessThan((stage?.y ?? 0) + (stage?.height ?? 0));
      expect(await page.locator('.objects').count()).toBe(0);
      // On to what is told next; its object comes into view.
      await page.keyboard.press('PageDown');
      await page.locator('.caption-text', { hasText: 'CrashLoopBackOff' }).waitFor();
    },
  );

  test.each([
    'Pod',
    'Deployment/shop/web',
    'HorizontalPodAutoscaler/shop/web',
    'component/kube-scheduler',
    'Node/worker-1',
  ])('on a phone there is a track of %s; on its side the tabs stand beside it', async (id) => {
    const page = await open(id === 'Pod' ? 'theme=light' : `theme=light&sel=${id}`, PHONE);
    if (id === 'Pod') {
      await page.getByRole('tab', { name: 'Objects' }).click();
      await page.locator('.phone-objects li button').first().click();
    }
    await page.getByRole('tab', { name: 'Details', selected: true }).waitFor();
    const canvas = page.locator('.scrubber canvas');
    await expect.poll(async () => (await canvas.boundingBox())?.height).toBe(56 + 96);
    await page.setViewportSize({ width: 844, height: 390 });
    await page.locator('.phone-split').waitFor();
    const [track, tabs] = [await canvas.boundingBox(), await page.locator('.phone > .tabs').boundingBox()];
    expect((track?.x ?? 0) + (track?.width ?? 0)).toBeLessThanOrEqual(tabs?.x ?? 0);
    expect(tabs?.y).toBeLessThan(80);
  });

  test('the table in place of the canvas scrolls through all of its rows', async () => {
    const page = await open('theme=light');
    await page.keyboard.press('t');
    const table = page.locator('.twin-shown');
    await table.waitFor();
    const all = Number(await table.getAttribute('aria-rowcount'));
    expect(all).toBeGreaterThan(50);
    await table.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await page.locator(`.twin-row[aria-rowindex="${all}"]`).waitFor();
  });

  test('the Tab key goes from the timeline to the details and then to the table', async () => {
    const page = await open('theme=light&sel=Node/worker-1&tab=why');
    await page.locator('.drawer').waitFor();
    const places = await page.evaluate(() => {
      const stops = [...document.querySelectorAll<HTMLElement>('button, input, [tabindex="0"]')];
      return ['.corner *', '.stage input', '.axis-slider', '.drawer *', '.dock *', '.status-bar *'].map((selector) =>
        stops.findIndex((element) => element.matches(selector)),
      );
    });
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('where the system forces its colours, warnings are still seen', async () => {
    context = await served.browser().newContext({ viewport: LARGE, forcedColors: 'active', reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(`${served.server().url}#t=270000000&lang=en`);
    await page.waitForFunction(() => location.hash.includes('s=tour'));
    await page.waitForTimeout(300);
    const inked = await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.stage canvas');
      const { data } = canvas?.getContext('2d')?.getImageData(0, 114, canvas.width, 16) ?? { data: [] };
      let dark = 0;
      for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 64) dark += 1;
      return dark;
    });
    // A score of filled diamonds; the outlines of the hollow ones alone would be a quarter of that.
    expect(inked).toBeGreaterThan(500);
  });
});
